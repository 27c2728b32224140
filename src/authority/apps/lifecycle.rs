//! Registering apps, and walking them through their lifecycle.

use serde_json::Value;

use crate::authority::error::{Error, Result};
use crate::authority::last_use::{Idle, second};
use crate::authority::parts::Authority;
use crate::authority::work::{Attempted, Change};
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Changed, Deed, Event, Verb};
use crate::core::budget::BudgetChange;
use crate::core::client::{AuthMethod, ClientMetadata, GrantType};
use crate::core::json::ClaimMap;
use crate::core::redirect::RedirectUri;
use crate::core::{
    Algorithm, App, AppName, AppProfile, AppSecret, Audience, Breakdown, Caller, Cause, ClientId, GrantCount,
    GrantFilter, Mode, Note, OpaqueKind, Revocation, RevocationCount, Scopes, SecretText, Selector, Timestamp,
    TokenFormat, Ttl,
};
use crate::host::entropy::random;
use crate::store::{LastUses, Read, Write};

/// What registering an app needs.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Its name.
    pub name: AppName,
    /// What it may ask for.
    pub profile: AppProfile,
    /// Whether it can keep no secret.
    pub public: bool,
}

/// An app that was registered, with the only copy of its secret.
#[derive(Debug)]
pub struct Registered {
    /// The app.
    pub app: App,
    /// Its secret; none for an app that shows none.
    pub secret: Option<SecretText>,
}

/// What to change of an app's profile; what is none stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// Its scopes, all of them.
    pub scopes: Option<Scopes>,
    /// Its audiences, all of them.
    pub audiences: Option<Vec<Audience>>,
    /// Lifetime of its access tokens.
    pub access_ttl: Option<Ttl>,
    /// Lifetime of its refresh tokens.
    pub refresh_ttl: Option<Ttl>,
    /// How long a family of its refresh tokens may live.
    pub refresh_max_age: Option<Ttl>,
    /// How its access tokens are written.
    pub token_format: Option<TokenFormat>,
    /// The algorithm of its tokens.
    pub algorithm: Option<Algorithm>,
    /// What it is as a client of the server.
    pub client: ClientChange,
    /// How often its tokens may be shown.
    pub budget: BudgetChange,
}

/// What to change of an app as a client of the server; what is none stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientChange {
    /// How it shows who it is.
    pub auth_method: Option<AuthMethod>,
    /// Its public keys, all of them.
    pub jwks: Option<ClaimMap>,
    /// For whom it may exchange tokens, all of them.
    pub targets: Option<Vec<Audience>>,
    /// Whether its tokens are bound to a key.
    pub dpop_bound: Option<bool>,
    /// The resources that it is, all of them.
    pub resources: Option<Vec<Audience>>,
    /// Where a browser may be sent with an answer for it, all of them.
    pub redirect_uris: Option<Vec<RedirectUri>>,
    /// Where a browser may be sent when its user has signed out, all of them.
    pub post_logout_redirect_uris: Option<Vec<RedirectUri>>,
    /// What it may show for tokens, all of it; none for whatever such an app can.
    pub grants: Option<Vec<GrantType>>,
    /// Whether it runs on the machine of its user.
    pub native: Option<bool>,
    /// Whether it may ask for a code without PKCE.
    pub pkce_optional: Option<bool>,
    /// Whether it must hand in what it asks users for beforehand.
    pub par_required: Option<bool>,
    /// What it calls itself to people.
    pub client_name: Option<String>,
    /// A page about it.
    pub client_uri: Option<String>,
}

/// An app that was changed.
#[derive(Debug)]
pub struct Updated {
    /// The app as it stands.
    pub app: App,
    /// How many of its secrets ended with it: they are no way any more in which it shows who it is.
    pub ended: usize,
    /// Whether it is to show a secret from now on, and has none that opens anything.
    pub is_locked_out: bool,
}

/// An app that was deleted, or would be, and what goes with it.
#[derive(Debug)]
pub struct AppEnd {
    /// The app.
    pub app: App,
    /// Its tokens.
    pub tokens: RevocationCount,
    /// The consents that users gave it.
    pub grants: GrantCount,
    /// How many of its secrets opened anything.
    pub secrets: usize,
    /// Of a plan: whose those tokens are that would end, and of what kind.
    pub breakdown: Breakdown,
}

impl ProfileChange {
    fn apply(self, to: AppProfile) -> Result<AppProfile> {
        Ok(AppProfile {
            scopes: self.scopes.unwrap_or(to.scopes),
            audiences: self.audiences.unwrap_or(to.audiences),
            access_ttl: self.access_ttl.or(to.access_ttl),
            refresh_ttl: self.refresh_ttl.or(to.refresh_ttl),
            refresh_max_age: self.refresh_max_age.or(to.refresh_max_age),
            token_format: self.token_format.or(to.token_format),
            algorithm: self.algorithm.or(to.algorithm),
            client: self.client.apply(to.client),
            budget: self.budget.apply(to.budget)?,
        })
    }
}

impl ClientChange {
    /// Whether nothing is changed.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What comes of it. Keys go with the way that they are for.
    fn apply(self, to: ClientMetadata) -> ClientMetadata {
        let keeps_keys = self.auth_method.is_none_or(|method| method == AuthMethod::PrivateKeyJwt);
        ClientMetadata {
            auth_method: self.auth_method.or(to.auth_method),
            jwks: self.jwks.or(to.jwks.filter(|_| keeps_keys)),
            targets: self.targets.unwrap_or(to.targets),
            dpop_bound: self.dpop_bound.unwrap_or(to.dpop_bound),
            resources: self.resources.unwrap_or(to.resources),
            redirect_uris: self.redirect_uris.unwrap_or(to.redirect_uris),
            post_logout_redirect_uris: self.post_logout_redirect_uris.unwrap_or(to.post_logout_redirect_uris),
            grants: self.grants.unwrap_or(to.grants),
            native: self.native.unwrap_or(to.native),
            pkce_optional: self.pkce_optional.unwrap_or(to.pkce_optional),
            par_required: self.par_required.unwrap_or(to.par_required),
            client_name: self.client_name.or(to.client_name),
            client_uri: self.client_uri.or(to.client_uri),
            document: to.document,
            self_registered: to.self_registered,
        }
    }
}

impl Authority {
    /// Registers an app. Its secret is returned once and kept as a digest. It may have the name of one that was deleted, and has
    /// nothing else of it.
    pub fn register_app(&self, caller: &Caller, request: &Registration) -> Result<Registered> {
        let attempt = Some(Attempt::app(Verb::AppRegistered, &AppRef::Name(request.name.clone())));
        self.asked(caller, attempt, |asked| {
            asked.work(|tx| {
                let client_id = ClientId::from_random(random(&*self.entropy)?);
                let Registration { name, profile, public } = request.clone();
                let profile =
                    AppProfile { client: profile.client.settled(public, self.defaults.development)?, ..profile };
                let app = App::register(client_id, name, profile, public, tx.now);
                let has_secret = app.auth_method() == AuthMethod::Secret;
                let secret =
                    if has_secret { Some(OpaqueKind::ClientSecret.mint(&random(&*self.entropy)?)) } else { None };
                if tx.app(&AppRef::Name(app.name.clone()))?.is_some_and(|other| !other.is_deleted()) {
                    return Err(Error::NameTaken(app.name));
                }
                tx.insert_app(&app, secret.as_ref().map(SecretText::digest).as_ref())?;
                let deed = Deed::AppRegistered { client_id: app.client_id.clone(), name: app.name.clone() };
                Ok(Change::Made(Registered { app, secret }, tx.did(deed, None)))
            })
        })
    }

    /// Takes an app into use.
    pub fn activate_app(&self, caller: &Caller, app: &AppRef) -> Result<App> {
        let attempt = Some(Attempt::app(Verb::AppActivated, app));
        self.asked(caller, attempt, |asked| {
            let deed = |client_id| Deed::AppActivated { client_id };
            change_app(asked, app, None, deed, |app, now| Ok(app.activate(now)?))
        })
    }

    /// Blocks an app: nothing is issued, refreshed or verified for it until it is activated again.
    pub fn block_app(&self, caller: &Caller, app: &AppRef, note: &Note) -> Result<App> {
        let attempt = Some(Attempt::app(Verb::AppBlocked, app));
        self.asked(caller, attempt, |asked| {
            let (by, deed) = (caller.actor(), |client_id| Deed::AppBlocked { client_id });
            let block = |app: App, now| Ok(app.block(note.clone(), by.clone(), now)?);
            self.urgently(|| change_app(asked, app, Some(note), deed, block))
        })
    }

    /// Deletes an app: its tokens, its users' consents and its secrets end with it. Another app may have its name then.
    /// A plan says what would end, with the app as it stands.
    pub fn delete_app(&self, caller: &Caller, app: &AppRef, note: Option<&Note>, mode: Mode) -> Result<AppEnd> {
        let attempt = mode.is_attempt().then(|| Attempt::app(Verb::AppDeleted, app));
        self.asked(caller, attempt, |asked| {
            let by = caller.actor();
            if mode.is_plan() {
                let (now, read) = (self.now(), self.store.read()?);
                let app = find(&*read, app)?;
                // Refused here as it would be in earnest.
                app.clone().delete(None, by, now)?;
                let selector = Selector { app: Some(app.client_id.clone()), ..Selector::default() };
                let breakdown = read.breakdown(&selector, now)?;
                return Ok(AppEnd { breakdown, ..end_of(&*read, app, now)? });
            }
            asked.work(|tx| {
                let now = tx.now;
                let before = take(&**tx, app)?;
                let after = before.clone().delete(note.cloned(), by.clone(), now)?;
                let end = end_of(&**tx, after, now)?;
                let client_id = Some(before.client_id.clone());
                let revocation = Revocation { at: now, by: by.clone(), cause: Cause::App, note: note.cloned() };
                tx.revoke_grants(&GrantFilter { app: client_id.clone(), ..GrantFilter::default() }, &revocation)?;
                tx.revoke_tokens(&Selector { app: client_id, ..Selector::default() }, &revocation)?;
                for secret in tx.secrets(&before.client_id)?.into_iter().filter(AppSecret::is_active) {
                    let revoked = AppSecret { revoked: Some((now, by.clone(), note.cloned())), ..secret.clone() };
                    tx.replace_secret(&secret, &revoked)?;
                }
                tx.replace_app(&before, &end.app)?;
                let change = Changed::state(before.state.name(), end.app.state.name());
                let deed = Deed::AppDeleted { client_id: before.client_id, tokens: end.tokens };
                Ok(Change::Made(end, tx.did(deed, note).changed(change)))
            })
        })
    }

    /// Changes what an app may ask for. Tokens that it has keep what they have; its secrets end where it is to show who it is
    /// in another way.
    pub fn update_app(&self, caller: &Caller, app: &AppRef, change: &ProfileChange) -> Result<Updated> {
        let attempt = Some(Attempt::app(Verb::AppUpdated, app));
        self.asked(caller, attempt, |asked| {
            asked.work(|tx| {
                let before = take(&**tx, app)?;
                let mut after = before.clone().with_profile(change.clone().apply(before.profile.clone())?)?;
                if let Some(method) = change.client.auth_method {
                    after.public = method == AuthMethod::None;
                }
                after.profile.client = after.profile.client.settled(after.public, self.defaults.development)?;
                let secrets = tx.secrets(&before.client_id)?.into_iter().filter(AppSecret::is_active);
                let (kept, ended): (Vec<_>, Vec<_>) = secrets.partition(|_| after.auth_method() == AuthMethod::Secret);
                let client_id = after.client_id.clone();
                let changed = Some(Box::new(Changed::between(&members(&before), &members(&after))));
                let deed = Deed::AppUpdated { client_id: client_id.clone() };
                let mut events = vec![Event { change: changed, ..tx.event(deed, None) }];
                for secret in &ended {
                    let revoked = AppSecret { revoked: Some((tx.now, caller.actor(), None)), ..secret.clone() };
                    tx.replace_secret(secret, &revoked)?;
                    let deed = Deed::SecretRevoked { client_id: client_id.clone(), secret: secret.id() };
                    events.push(tx.event(deed, None));
                }
                tx.replace_app(&before, &after)?;
                let is_asked = change.client.auth_method == Some(AuthMethod::Secret);
                let is_locked_out = is_asked && kept.is_empty();
                let updated = Updated { app: after, ended: ended.len(), is_locked_out };
                let events = tx.all(events);
                Ok(match events {
                    Some(events) => Change::Made(updated, events),
                    None => Change::Nothing(updated),
                })
            })
        })
    }

    /// Every app, by name.
    pub fn apps(&self) -> Result<Vec<App>> {
        Ok(self.store.read()?.apps()?)
    }

    /// When an app was last used, by this record.
    pub fn app_last_used(&self, app: &App, uses: Option<&dyn LastUses>) -> Result<Option<Timestamp>> {
        Ok(uses.map(|uses| uses.app(&app.client_id)).transpose()?.flatten().map(second))
    }

    /// Those of these apps that were not used for so long, each with when it was last used.
    pub fn idle_apps(&self, apps: Vec<App>, idle: Idle) -> Result<Vec<(App, Option<Timestamp>)>> {
        let (uses, now) = (self.last_uses()?, self.now());
        let mut kept = Vec::new();
        for app in apps {
            let last = self.app_last_used(&app, uses.as_deref())?;
            if idle.holds(last, app.registered_at, now) {
                kept.push((app, last));
            }
        }
        Ok(kept)
    }

    /// One app.
    pub fn app(&self, app: &AppRef) -> Result<App> {
        find(&*self.store.read()?, app)
    }
}

fn change_app(
    asked: &Attempted<'_>,
    app: &AppRef,
    note: Option<&Note>,
    deed: impl Fn(ClientId) -> Deed,
    change: impl Fn(App, Timestamp) -> Result<App>,
) -> Result<App> {
    asked.work(|tx| {
        let before = take(&**tx, app)?;
        let after = change(before.clone(), tx.now)?;
        tx.replace_app(&before, &after)?;
        let change = Changed::state(before.state.name(), after.state.name());
        let did = tx.did(deed(after.client_id.clone()), note).changed(change);
        Ok(Change::Made(after, did))
    })
}

/// What an app may ask for, by name. Its keys are public ones, and its secrets are not among them.
fn members(app: &App) -> ClaimMap {
    let AppProfile {
        scopes,
        audiences,
        access_ttl,
        refresh_ttl,
        refresh_max_age,
        token_format,
        algorithm,
        client,
        budget,
    } = &app.profile;
    let text = |text: String| Value::from(text);
    let ttl = |ttl: &Option<Ttl>| ttl.map_or(Value::Null, |ttl| text(ttl.to_string()));
    let mut members: ClaimMap = [
        ("scopes", text(scopes.to_string())),
        ("audiences", audiences.iter().map(ToString::to_string).collect()),
        ("access_ttl", ttl(access_ttl)),
        ("refresh_ttl", ttl(refresh_ttl)),
        ("refresh_max_age", ttl(refresh_max_age)),
        ("token_format", token_format.map_or(Value::Null, |format| text(format.name().to_owned()))),
        ("alg", algorithm.map_or(Value::Null, |algorithm| text(algorithm.to_string()))),
        ("public", app.public.into()),
    ]
    .into_iter()
    .collect();
    members.extend(client.to_json());
    let budget = budget.as_ref().map(|budget| budget.to_json().into_iter().map(|(n, v)| (n.to_string(), v)).collect());
    members.insert("budget", budget.map_or(Value::Null, Value::Object));
    members
}

fn end_of(read: &(impl Read + ?Sized), app: App, now: Timestamp) -> Result<AppEnd> {
    let client_id = Some(app.client_id.clone());
    let tokens = read.count_tokens(&Selector { app: client_id.clone(), ..Selector::default() }, now)?;
    let grants = read.count_grants(&GrantFilter { app: client_id, ..GrantFilter::default() })?;
    let secrets = read.secrets(&app.client_id)?.iter().filter(|secret| secret.is_active()).count();
    Ok(AppEnd { app, tokens, grants, secrets, breakdown: Breakdown::default() })
}

/// The app, or the error that names it.
pub(in crate::authority) fn find(read: &dyn Read, app: &AppRef) -> Result<App> {
    read.app(app)?.ok_or_else(|| Error::UnknownApp(app.clone()))
}

/// The app, to replace it or one of its secrets, or the error that names it.
pub(in crate::authority) fn take(tx: &dyn Write, app: &AppRef) -> Result<App> {
    tx.take_app(app)?.ok_or_else(|| Error::UnknownApp(app.clone()))
}

/// The app, to rely on, or the error that names it.
pub(in crate::authority) fn hold(tx: &dyn Write, app: &AppRef) -> Result<App> {
    tx.hold_app(app)?.ok_or_else(|| Error::UnknownApp(app.clone()))
}

/// Each of these rows with its app, in their order.
pub(in crate::authority) fn each_with_its_own<T>(
    read: &dyn Read,
    rows: Vec<T>,
    client_id: impl Fn(&T) -> &ClientId,
) -> Result<Vec<(T, App)>> {
    let ids: Vec<ClientId> = rows.iter().map(|row| client_id(row).clone()).collect();
    let apps = read.apps_of(&ids)?;
    let named = |row: T| {
        let app = apps.iter().find(|app| app.client_id == *client_id(&row)).cloned();
        app.map(|app| (row, app))
    };
    Ok(rows.into_iter().filter_map(named).collect())
}
