//! Refreshing: a refresh token is used once, and a new one takes its place.

use super::ending::Ending;
use super::issue::{Draft, Issued, issued, opaque_text};
use super::mint::Minting;
use crate::authority::apps;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::signers::Signing;
use crate::authority::users;
use crate::authority::work::{Attempted, Change, Tx};
use crate::core::app::{AppRef, AppState};
use crate::core::audit::{Attempt, Deed, Events, Verb};
use crate::core::claims::{ClaimMap, ClaimsRequest};
use crate::core::family::{LOST_ANSWER, Presented, Showing, answer_to, present};
use crate::core::jose::Sign;
use crate::core::policy::Policy;
use crate::core::proof::{Binding, token_type};
use crate::core::secret::OpaqueText;
use crate::core::{
    AccessContext, Algorithm, App, AppName, Audience, Caller, Cause, Family, FamilyId, Grant, GrantId, Jti, KeyRecord,
    Note, OpaqueKind, RevocationCount, Scopes, SecretText, Timestamp, TokenDigest, TokenFault, TokenFormat,
    TokenRecord, TokenState, User, UserBlock, UserId, UserState,
};
use crate::host::entropy::random;
use crate::store::Read;

/// What refreshing needs.
#[derive(Debug)]
pub struct RefreshRequest {
    /// The refresh token.
    pub token: SecretText,
    /// The app that shows it, where that is known.
    pub app: Option<AppRef>,
    /// Fewer scopes than it covers; all of them where nothing is asked.
    pub scopes: Option<Scopes>,
    /// Fewer audiences than it stands for; all of them where nothing is asked.
    pub audiences: Vec<Audience>,
    /// Which key was proven by whoever shows it.
    pub proven: Proven,
    /// From where it is asked for.
    pub context: AccessContext,
    /// When it was asked for, where it may have waited since.
    pub arrived: Option<Arrival>,
}

/// Which key was proven by whoever shows a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proven {
    /// Nobody asks for a proof: who works at the home hands the tokens on.
    Unasked,
    /// None.
    Nothing,
    /// The key of this thumbprint (RFC 9449).
    Key(String),
}

/// When something was asked for, in milliseconds since the epoch.
#[derive(Debug, Clone, Copy)]
pub struct Arrival(u64);

impl RefreshRequest {
    /// Whether this answer was made while the request for another was under way.
    fn met(&self, standing: &StandsOn, answer: Option<Jti>) -> bool {
        let made_since = |Arrival(arrived)| answer.is_some_and(|jti| jti.unix_ms() > arrived);
        answer != standing.answer || self.arrived.is_some_and(made_since)
    }
}

/// What came of showing a refresh token.
#[derive(Debug)]
pub enum Refreshed {
    /// It was used up, and these took its place.
    Issued(Box<Issued>),
    /// It was used before, by somebody who has or had a copy. Its family is revoked, durably (RFC 9700, 4.14.2).
    Replayed {
        /// When it was used.
        used_at: Timestamp,
        /// Whether it looks like a lost answer.
        lost: bool,
        /// What became of the family.
        count: RevocationCount,
    },
    /// Another app showed it than the one it was issued to (RFC 6749, 10.4). It was not used up, and that it was shown is
    /// recorded.
    OfAnother {
        /// Who showed it.
        shown_by: AppName,
    },
}

/// What came of showing a refresh token, not signed yet.
pub(super) enum Shown {
    /// It was used up, and these are to take its place.
    Rotated(Box<Draft>),
    /// There is nothing to sign.
    Ended(Refreshed),
}

/// What showing a refresh token leads to, before new ones are made.
enum Decided {
    /// It is used up, as the value given says.
    Rotate(Box<TokenRecord>),
    /// What it was used for ends.
    Replace(Ending),
    /// There is nothing to make.
    Ended(Refreshed, Box<Events>),
}

/// What a refresh token stands on, for good.
pub(super) struct StandsOn {
    digest: TokenDigest,
    pub(super) app: AppRef,
    user: Option<UserId>,
    grant: Option<GrantId>,
    family: FamilyId,
    /// The refresh token that was given for it by then, where it was used.
    answer: Option<Jti>,
    format: TokenFormat,
    /// Which algorithm signs, where it is not that of the app.
    pub(super) algorithm: Option<Algorithm>,
}

impl Authority {
    /// Uses a refresh token up and issues a new pair, in one transaction. A token that was used before ends its
    /// whole family, and that too is durable before this returns.
    pub fn refresh(&self, caller: &Caller, request: &RefreshRequest) -> Result<Refreshed> {
        let attempt = Some(Attempt::of(Verb::TokenRefreshed));
        self.asked(caller, attempt, |asked| {
            refresh_digest(request.token.reveal())?;
            self.store.prepare()?;
            let standing = standing(&*self.store.read()?, request)?;
            let app = standing.app.clone();
            loop {
                let opened = match standing.format {
                    TokenFormat::Jwt => Some(self.open_signer(caller, &app, standing.algorithm)?),
                    TokenFormat::Opaque => None,
                };
                let signing = opened.as_ref().map(|opened| &*opened.signing);
                match self.refresh_with(asked, request, &standing, signing)? {
                    Some(Refreshed::Issued(issued)) => {
                        let stuck = opened.and_then(|opened| opened.stuck);
                        return Ok(Refreshed::Issued(Box::new(Issued { stuck, ..*issued })));
                    }
                    Some(replayed) => return Ok(replayed),
                    // The key was rotated while it was being opened: take the new one.
                    None => {}
                }
            }
        })
    }

    /// Now, as the time at which something is asked for.
    pub fn arrival(&self) -> Arrival {
        Arrival(u64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(u64::MAX))
    }

    fn refresh_with(
        &self,
        asked: &Attempted<'_>,
        request: &RefreshRequest,
        standing: &StandsOn,
        signing: Option<&Signing>,
    ) -> Result<Option<Refreshed>> {
        asked.work(|tx| {
            let key = signing.map(|signing| &signing.record);
            let Some((shown, did)) = self.enter_refresh(tx, request, standing, &|_| key)? else {
                return Ok(Change::Nothing(None));
            };
            let refreshed = match shown {
                Shown::Rotated(draft) => {
                    let issued = draft.sign(signing.map(|signing| &signing.signer as &dyn Sign))?;
                    Refreshed::Issued(Box::new(issued))
                }
                Shown::Ended(refreshed) => refreshed,
            };
            Ok(Change::Made(Some(refreshed), did))
        })
    }

    /// What showing it leads to. A replay ends its family here.
    fn decide(
        &self,
        tx: &mut Tx<'_>,
        request: &RefreshRequest,
        standing: &StandsOn,
        shown: &TokenRecord,
    ) -> Result<Decided> {
        let now = tx.now;
        let members = match shown.state {
            TokenState::Active => Vec::new(),
            TokenState::Refreshed { .. } | TokenState::Revoked(_) => tx.family_tokens(&standing.family)?,
        };
        let grace = self.defaults.refresh_grace;
        let showing = Showing { family: &members, from: &request.context, grace, now };
        let mut ended = Ending::at(now, tx.actor(), None);
        Ok(match present(shown.clone(), &showing) {
            Presented::Rotate(used) => Decided::Rotate(used),
            // What came since this was asked for was not lost: another was faster.
            Presented::Replace { used_at, .. } if request.met(standing, answer_to(&members, shown.jti)) => {
                return Err(Error::AlreadyUsed { used_at });
            }
            Presented::Replace { unused, .. } => {
                ended.replaced(unused);
                Decided::Replace(ended)
            }
            Presented::Repeated { used_at } => return Err(Error::AlreadyUsed { used_at }),
            Presented::Refuse(fault) => return Err(fault.into()),
            Presented::Replay { used_at, lost } => {
                let (jti, family) = (shown.jti, shown.family);
                let note = if lost { Note::new(LOST_ANSWER).ok() } else { None };
                let mut ending = Ending::at(now, tx.actor(), note.as_ref());
                ending.family(&**tx, shown.clone(), Cause::Replay)?;
                ending.write(&mut **tx)?;
                let count = ending.count();
                let deed = Deed::FamilyReplayed { jti, family, lost, tokens: count };
                let replayed = Refreshed::Replayed { used_at, lost, count };
                Decided::Ended(replayed, Box::new(tx.did(deed, note.as_ref())))
            }
        })
    }

    /// The one place that decides on a refresh token that is shown, and enters what comes of it. Nothing comes of it where the
    /// key that `signs` names is not the one that signs now. What is refused is refused before anything is written.
    pub(super) fn enter_refresh<'k>(
        &self,
        tx: &mut Tx<'_>,
        request: &RefreshRequest,
        standing: &StandsOn,
        signs: &dyn Fn(Algorithm) -> Option<&'k KeyRecord>,
    ) -> Result<Option<(Shown, Events)>> {
        let now = tx.now;
        let (access_jti, refresh_jti) = (self.new_jti()?, self.new_jti()?);
        let refresh = OpaqueKind::Refresh.mint(&random(&*self.entropy)?);
        // In the order in which rows are taken: what is shown, last.
        let app = refuse_blocked(apps::hold(&**tx, &standing.app)?)?;
        let policy = Policy::of(&self.defaults, &app).for_user(standing.user.as_ref());
        let algorithm = standing.algorithm.unwrap_or(policy.algorithm());
        let key = match standing.format {
            TokenFormat::Opaque => None,
            TokenFormat::Jwt => {
                let Some(key) = signs(algorithm) else { return Ok(None) };
                if tx.hold_active_key(algorithm)?.as_ref() != Some(key) {
                    return Ok(None);
                }
                Some(key)
            }
        };
        let kept = standing.user.as_ref().map(|name| tx.hold_user(name)).transpose()?.flatten();
        let whom = users::known(&self.defaults.people, standing.user.as_ref(), refuse_blocked_user(kept)?, now);
        let grant = standing.grant.map(|grant| tx.hold_grant(&grant)).transpose()?.flatten();
        let family = tx.take_family(&standing.family)?.ok_or(TokenFault::UnknownRefresh)?;
        let shown = tx.take_token_by_digest(&standing.digest)?.ok_or(TokenFault::UnknownRefresh)?;
        if let Some(shower) = request.app.as_ref().map(|app| apps::find(&**tx, app)).transpose()?
            && shower.client_id != shown.client_id
        {
            let deed = Deed::RefreshOfAnother { jti: shown.jti, family: shown.family, shown_by: shower.client_id };
            return Ok(Some((Shown::Ended(Refreshed::OfAnother { shown_by: shower.name }), tx.did(deed, None))));
        }
        let bound = bound_to(&app, &family, &shown, &request.proven)?;
        let (used, ended) = match self.decide(tx, request, standing, &shown)? {
            Decided::Rotate(used) => (Some(used), None),
            Decided::Replace(ended) => (None, Some(ended)),
            Decided::Ended(ended, did) => return Ok(Some((Shown::Ended(ended), *did))),
        };
        let scopes = policy.refreshed_scopes(request.scopes.as_ref(), &shown.scopes)?;
        let audiences = policy.refreshed_audiences(&request.audiences, &shown.audiences)?;
        refuse_withdrawn(&shown, grant.as_ref())?;
        let (family_id, mut extra) = (family.id, family.claims.clone());
        if let Some(key) = &bound {
            extra.insert(Binding::CLAIM, Binding::Key(key.clone()).claim());
        }
        if let Some(used) = &used {
            tx.replace_token(&shown, used)?;
        }
        let mut did = match ended {
            None => tx.did(Deed::TokenRefreshed { jti: shown.jti, family: family_id }, None),
            Some(ended) => {
                ended.write(&mut **tx)?;
                let mut did = tx.did(Deed::AnswerReplaced { jti: shown.jti, family: family_id }, None);
                did.extend(ended.events(tx));
                did
            }
        };
        let mut minting = Minting {
            issuer: &self.defaults.issuer,
            policy,
            app: &app,
            key,
            opaque: opaque_text(family.format, &*self.entropy)?,
            subject: shown.subject.clone(),
            user: whom,
            grant: shown.grant,
            shape: family.departs.as_deref().cloned().unwrap_or_default(),
            family: Some(family),
            parent: Some(shown.jti),
            audiences: shown.audiences.clone(),
            context: request.context.clone(),
            now,
        };
        // The new refresh token covers what the old one did, however narrow the access token is (RFC 6749, 6).
        let successor = minting.refresh(&refresh, &shown.scopes, refresh_jti);
        // That of a public app is bound to the key from its first proof on (RFC 9449, 5).
        let claims =
            bound.filter(|_| app.public).map(|key| [(Binding::CLAIM, Binding::Key(key).claim())].into_iter().collect());
        let successor = TokenRecord { claims, ..successor };
        minting.audiences = audiences;
        // A token that is bound to an address has only tokens that are.
        let bind_ip = extra.get("ip").and_then(|ip| ip.as_str()?.parse().ok());
        let token_type = token_type(extra.get(Binding::CLAIM));
        let wish = ClaimsRequest { extra, bind_ip, ..ClaimsRequest::default() };
        let (access, record) = minting.access(&wish, &scopes, access_jti)?;
        let records = [successor, record];
        tx.insert_tokens(&records)?;
        did.extend(records.iter().map(|record| tx.event(issued(record), None)));
        let [_, record] = records;
        let entered = issued(&record);
        let draft = Draft {
            access,
            id: None,
            refresh: Some(refresh),
            token_type,
            record,
            now,
            algorithm,
            entered,
            also: Vec::new(),
        };
        Ok(Some((Shown::Rotated(Box::new(draft)), did)))
    }
}

/// What a refresh token stands on, before anything is decided: that it was ever ours, and that its app is in use.
pub(super) fn standing(read: &dyn Read, request: &RefreshRequest) -> Result<StandsOn> {
    let digest = refresh_digest(request.token.reveal())?;
    let token = read.token_by_digest(&digest)?.ok_or(TokenFault::UnknownRefresh)?;
    let family = family_of(read, &token)?;
    let (app, user) = (AppRef::ClientId(token.client_id), token.subject.user().cloned());
    refuse_blocked(apps::find(read, &app)?)?;
    refuse_blocked_user(user.as_ref().map(|name| read.user(name)).transpose()?.flatten())?;
    let algorithm = family.departs.as_ref().and_then(|shape| shape.algorithm);
    let answer = match token.state {
        TokenState::Refreshed { .. } => answer_to(&read.family_tokens(&family.id)?, token.jti),
        TokenState::Active | TokenState::Revoked(_) => None,
    };
    let (grant, format) = (token.grant, family.format);
    Ok(StandsOn { digest, app, user, grant, family: family.id, answer, format, algorithm })
}

/// The key that the new access token is to be bound to; none where that is what its family says. A public app proves the key
/// that its refresh token is bound to; any other app shows who it is, and may come with a new key (RFC 9449, 5).
fn bound_to(app: &App, family: &Family, shown: &TokenRecord, proven: &Proven) -> Result<Option<String>> {
    let key_of = |claims: &ClaimMap| {
        let key = claims.get(Binding::CLAIM)?.get(Binding::KEY)?.as_str()?;
        Some(key.to_owned())
    };
    let bound = shown.claims.as_ref().and_then(key_of).or_else(|| key_of(&family.claims));
    match (proven, bound) {
        (Proven::Unasked | Proven::Nothing, bound) if !app.public || *proven == Proven::Unasked => Ok(bound),
        (Proven::Key(key), Some(bound)) if app.public && *key != bound => {
            Err(TokenFault::OtherKey { proven: true }.into())
        }
        (Proven::Key(key), _) => Ok(Some(key.clone())),
        (_, Some(_)) => Err(TokenFault::OtherKey { proven: false }.into()),
        (_, None) => Ok(None),
    }
}

/// The digest of a text that has the form of a refresh token.
fn refresh_digest(text: &str) -> Result<TokenDigest> {
    if OpaqueKind::of_prefix(text).is_none() {
        return Err(TokenFault::NoRefreshToken { is_jwt: text.split('.').count() == 3 }.into());
    }
    let opaque = OpaqueText::parse(text).map_err(TokenFault::MistypedRefresh)?;
    match opaque.kind {
        OpaqueKind::Refresh => Ok(opaque.digest),
        kind => Err(TokenFault::OtherKind(kind).into()),
    }
}

/// A blocked app refreshes nothing, and its families are left as they are: they work again once it is activated.
fn refuse_blocked(app: App) -> Result<App> {
    match &app.state {
        AppState::Blocked { since, note, .. } => {
            Err(TokenFault::AppBlocked { app: app.name, since: *since, note: note.clone() }.into())
        }
        AppState::Deleted { since, .. } => Err(TokenFault::AppDeleted { app: app.name, since: *since }.into()),
        AppState::Registered | AppState::Active { .. } => Ok(app),
    }
}

/// A blocked user has nothing refreshed, and their families are left as they are: they work again once the block ends.
fn refuse_blocked_user(user: Option<User>) -> Result<Option<User>> {
    match user {
        Some(User { name: user, state: UserState::Blocked(UserBlock { since, note, .. }), .. }) => {
            Err(TokenFault::UserBlocked { user, since, note }.into())
        }
        user => Ok(user),
    }
}

/// The family of a refresh token: what all its tokens have in common.
fn family_of(read: &(impl Read + ?Sized), token: &TokenRecord) -> Result<Family> {
    let family = token.family.map(|family| read.family(&family)).transpose()?.flatten();
    Ok(family.ok_or(TokenFault::UnknownRefresh)?)
}

/// The consent that a refresh token stands for must still stand.
fn refuse_withdrawn(token: &TokenRecord, grant: Option<&Grant>) -> Result<()> {
    if token.grant.is_some() && !grant.is_some_and(Grant::is_active) {
        return Err(TokenFault::ConsentWithdrawn.into());
    }
    Ok(())
}
