//! Registering apps, and walking them through their lifecycle.

use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::{
    Actor, Algorithm, App, AppName, AppProfile, AppSecret, Audience, Cause, ClientId, GrantCount, GrantFilter, Note,
    OpaqueKind, Revocation, RevocationCount, Scopes, SecretText, Selector, Timestamp, TokenFormat, Ttl,
};
use crate::host::entropy::random;
use crate::store::{Read, Write};

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
    /// Its secret; none for a public app.
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
}

impl ProfileChange {
    fn apply(self, to: AppProfile) -> AppProfile {
        AppProfile {
            scopes: self.scopes.unwrap_or(to.scopes),
            audiences: self.audiences.unwrap_or(to.audiences),
            access_ttl: self.access_ttl.or(to.access_ttl),
            refresh_ttl: self.refresh_ttl.or(to.refresh_ttl),
            refresh_max_age: self.refresh_max_age.or(to.refresh_max_age),
            token_format: self.token_format.or(to.token_format),
            algorithm: self.algorithm.or(to.algorithm),
        }
    }
}

impl Authority<'_> {
    /// Registers an app. Its secret is returned once and kept as a digest.
    pub fn register_app(&mut self, request: Registration) -> Result<Registered> {
        let client_id = ClientId::from_random(random(self.entropy)?);
        let secret = if request.public { None } else { Some(OpaqueKind::ClientSecret.mint(&random(self.entropy)?)) };
        let app = App::register(client_id, request.name, request.profile, request.public, self.now());
        let mut tx = self.store.write()?;
        if tx.app(&AppRef::Name(app.name.clone()))?.is_some() {
            return Err(Error::NameTaken(app.name));
        }
        tx.insert_app(&app, secret.as_ref().map(SecretText::digest).as_ref())?;
        tx.commit()?;
        Ok(Registered { app, secret })
    }

    /// Takes an app into use.
    pub fn activate_app(&mut self, app: &AppRef) -> Result<App> {
        let now = self.now();
        self.change_app(app, |app| Ok(app.activate(now)?))
    }

    /// Blocks an app: nothing is issued, refreshed or verified for it until it is activated again.
    pub fn block_app(&mut self, app: &AppRef, note: Note, by: Actor) -> Result<App> {
        let now = self.now();
        self.change_app(app, |app| Ok(app.block(note, by, now)?))
    }

    /// What deleting an app would end, without ending it.
    pub fn app_end(&self, app: &AppRef, by: Actor) -> Result<AppEnd> {
        let now = self.now();
        let read = self.store.read()?;
        let app = find(&*read, app)?;
        // Refused here as it would be in earnest.
        app.clone().delete(None, by, now)?;
        end_of(&*read, app, now)
    }

    /// Deletes an app: its tokens, its users' consents and its secrets end with it. Its name stays taken.
    pub fn delete_app(&mut self, app: &AppRef, note: Option<&Note>, by: &Actor) -> Result<AppEnd> {
        let now = self.now();
        let mut tx = self.store.write()?;
        let before = find_for_write(&*tx, app)?;
        let after = before.clone().delete(note.cloned(), by.clone(), now)?;
        let end = end_of(&*tx, after, now)?;
        let client_id = Some(before.client_id.clone());
        let revocation = Revocation { at: now, by: by.clone(), cause: Cause::App, note: note.cloned() };
        tx.revoke_tokens(&Selector { app: client_id.clone(), ..Selector::default() }, &revocation)?;
        tx.revoke_grants(&GrantFilter { app: client_id, ..GrantFilter::default() }, &revocation)?;
        for secret in tx.secrets(&before.client_id)?.into_iter().filter(AppSecret::is_active) {
            let revoked = AppSecret { revoked: Some((now, by.clone(), note.cloned())), ..secret.clone() };
            tx.replace_secret(&secret, &revoked)?;
        }
        tx.replace_app(&before, &end.app)?;
        tx.commit()?;
        Ok(end)
    }

    /// Changes what an app may ask for. Tokens that it has keep what they have.
    pub fn update_app(&mut self, app: &AppRef, change: ProfileChange) -> Result<App> {
        self.change_app(app, |app| {
            let profile = change.apply(app.profile.clone());
            Ok(app.with_profile(profile)?)
        })
    }

    /// Every app, by name.
    pub fn apps(&self) -> Result<Vec<App>> {
        Ok(self.store.read()?.apps()?)
    }

    /// One app.
    pub fn app(&self, app: &AppRef) -> Result<App> {
        find(&*self.store.read()?, app)
    }

    fn change_app(&mut self, app: &AppRef, change: impl FnOnce(App) -> Result<App>) -> Result<App> {
        let mut tx = self.store.write()?;
        let before = find_for_write(&*tx, app)?;
        let after = change(before.clone())?;
        tx.replace_app(&before, &after)?;
        tx.commit()?;
        Ok(after)
    }
}

fn end_of(read: &(impl Read + ?Sized), app: App, now: Timestamp) -> Result<AppEnd> {
    let client_id = Some(app.client_id.clone());
    let tokens = read.count_tokens(&Selector { app: client_id.clone(), ..Selector::default() }, now)?;
    let grants = read.count_grants(&GrantFilter { app: client_id, ..GrantFilter::default() })?;
    let secrets = read.secrets(&app.client_id)?.iter().filter(|secret| secret.is_active()).count();
    Ok(AppEnd { app, tokens, grants, secrets })
}

/// The app, or the error that names it.
pub(in crate::authority) fn find(read: &dyn Read, app: &AppRef) -> Result<App> {
    read.app(app)?.ok_or_else(|| Error::UnknownApp(app.clone()))
}

/// The app as the transaction sees it, or the error that names it.
pub(in crate::authority) fn find_for_write(tx: &dyn Write, app: &AppRef) -> Result<App> {
    tx.app(app)?.ok_or_else(|| Error::UnknownApp(app.clone()))
}
