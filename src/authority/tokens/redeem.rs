//! Redeeming: what a user consented to in a browser becomes tokens, once.

use super::ending::Ending;
use super::issue::{Draft, IssueRequest, Issued, enter};
use super::shaping::Shaping;
use crate::authority::apps;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::work::Tx;
use crate::core::app::AppRef;
use crate::core::audit::{Deed, Events};
use crate::core::authorization::{Code, CodeFault, Made, Redeem, Shown, Verifier};
use crate::core::claims::{ClaimMap, ClaimsRequest, IdTokenRequest, OPENID};
use crate::core::client::GrantType;
use crate::core::proof::Binding;
use crate::core::{
    AccessContext, Algorithm, App, Audience, Cause, Grant, KeyRecord, RevocationCount, Scopes, Subject, Timestamp,
    TokenDigest, UserId,
};

/// What redeeming a code needs.
pub struct Redemption {
    /// The app, which has shown who it is.
    pub app: AppRef,
    /// The digest of the code.
    pub code: TokenDigest,
    /// The redirect URI that it was asked for with.
    pub redirect_uri: Option<String>,
    /// What its challenge is the digest of.
    pub verifier: Option<Verifier>,
    /// The thumbprint of the key that the request proves (RFC 9449).
    pub key: Option<String>,
    /// Fewer audiences than it was asked for with; all of them where none is named.
    pub resources: Vec<Audience>,
    /// From where it is asked for.
    pub context: AccessContext,
    /// How tokens are to be, where that is said beside what the user consented to.
    pub shaping: Shaping,
}

/// What came of showing a code.
#[derive(Debug)]
pub enum Redeemed {
    /// It was used up, and these came of it.
    Issued(Box<Issued>),
    /// It was used before. What it had given has ended, durably (RFC 6749, 4.1.2).
    Replayed {
        /// What became of the tokens.
        count: RevocationCount,
    },
    /// Nothing came of it.
    Refused(CodeFault),
}

/// What came of it, not signed yet.
pub(super) enum Given {
    /// It was used up, and these are to come of it.
    Tokens(Box<Draft>),
    /// There is nothing to sign.
    Ended(Redeemed),
}

/// What a user consented to, and tokens are to say.
pub(super) struct Consented {
    pub user: UserId,
    pub scopes: Scopes,
    pub resources: Vec<Audience>,
    pub nonce: Option<String>,
    pub auth_time: Timestamp,
    pub key: Option<String>,
    pub context: AccessContext,
    /// How the tokens are to be beside that.
    pub shaping: Shaping,
}

impl Consented {
    /// The tokens that an app is to have: a refresh token where it may use one, an ID token where it asked for one.
    fn request(self, app: &App) -> IssueRequest {
        let Self { user, scopes, resources, nonce, auth_time, key, context, shaping } = self;
        let extra: ClaimMap = key.map(|key| (Binding::CLAIM, Binding::Key(key).claim())).into_iter().collect();
        let is_openid = scopes.iter().any(|scope| scope == OPENID);
        let auth_time = [("auth_time", auth_time.0.into())].into_iter().collect();
        shaping.put_to(IssueRequest {
            with_refresh: app.profile.client.may_use(GrantType::RefreshToken, app.public),
            id_token: is_openid.then_some(IdTokenRequest { nonce, extra: auth_time }),
            scopes: Some(scopes),
            audiences: resources,
            claims: ClaimsRequest { extra, ..ClaimsRequest::default() },
            context,
            ..IssueRequest::plain(AppRef::ClientId(app.client_id.clone()), Subject::User(user))
        })
    }
}

impl Authority {
    /// The one place that decides on a code that is shown, and enters what comes of it. Nothing comes of it where the key that
    /// `signs` names is not the one that signs now.
    pub(super) fn enter_redemption<'k>(
        &self,
        tx: &mut Tx<'_>,
        redemption: &Redemption,
        signs: &dyn Fn(Algorithm) -> Option<&'k KeyRecord>,
    ) -> Result<Option<(Given, Option<Events>)>> {
        let refused = |fault| Ok(Some((Given::Ended(Redeemed::Refused(fault)), None)));
        let Some(ticket) = tx.take_ticket(&redemption.code)? else { return refused(CodeFault::Unknown) };
        let Some(code) = Code::of(&ticket) else { return refused(CodeFault::Unknown) };
        let app = apps::hold(&**tx, &redemption.app)?;
        let shown = Shown {
            client_id: &app.client_id,
            redirect_uri: redemption.redirect_uri.as_deref(),
            verifier: redemption.verifier.as_ref(),
            key: redemption.key.as_deref(),
        };
        match code.redeem(&ticket, &shown, tx.now) {
            Redeem::Good => {}
            Redeem::Replay(made) => return replayed(tx, &code, &made).map(Some),
            Redeem::Refuse(fault) => return refused(fault),
        }
        if let Some(fault) = stands_no_more(tx, &code, &app)? {
            return refused(fault);
        }
        let resources = match &redemption.resources[..] {
            [] => code.resources.clone(),
            // Fewer, never others (RFC 8707, 2.2).
            some if !code.resources.is_empty() && some.iter().any(|one| !code.resources.contains(one)) => {
                return refused(CodeFault::OtherResource);
            }
            some => some.to_vec(),
        };
        let consented = Consented {
            user: code.user.clone(),
            scopes: code.scopes.clone(),
            resources,
            nonce: code.nonce.clone(),
            auth_time: code.auth_time,
            key: redemption.key.clone(),
            context: redemption.context.clone(),
            shaping: redemption.shaping.clone(),
        };
        let Some((draft, made)) = self.enter_consented(tx, consented, &app, signs)? else { return Ok(None) };
        let used = code.used(&ticket, made, tx.now);
        tx.replace_ticket(&ticket, &used)?;
        let did = events_of(tx, &draft);
        Ok(Some((Given::Tokens(Box::new(draft)), Some(did))))
    }

    /// Enters the tokens of a consent, and says which those are.
    pub(super) fn enter_consented<'k>(
        &self,
        tx: &mut Tx<'_>,
        consented: Consented,
        app: &App,
        signs: &dyn Fn(Algorithm) -> Option<&'k KeyRecord>,
    ) -> Result<Option<(Draft, Made)>> {
        let request = consented.request(app);
        request.check()?;
        let (fresh, now) = (self.fresh(&request)?, tx.now);
        let entered = enter(&mut **tx, &self.defaults, &*self.entropy, &request, signs, fresh, now)?;
        Ok(entered.map(|draft| {
            let others = draft.also.iter().filter_map(|deed| match deed {
                Deed::TokenIssued { jti, .. } => Some(*jti),
                _ => None,
            });
            let jtis = std::iter::once(draft.record.jti).chain(others).collect();
            let made = Made { family: draft.record.family, jtis };
            (draft, made)
        }))
    }
}

/// What was entered, as events.
pub(super) fn events_of(tx: &Tx<'_>, draft: &Draft) -> Events {
    let mut did = tx.did(draft.entered.clone(), None);
    did.extend(draft.also.iter().map(|deed| tx.event(deed.clone(), None)));
    did
}

fn replayed(tx: &mut Tx<'_>, code: &Code, made: &Made) -> Result<(Given, Option<Events>)> {
    let mut ending = Ending::at(tx.now, tx.actor(), None);
    let tokens = made.jtis.iter().map(|jti| tx.take_token(jti)).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut tokens = tokens.into_iter().flatten();
    match made.family.as_ref().and(tokens.next()) {
        Some(member) => ending.family(&**tx, member, Cause::Replay)?,
        None => tokens.try_for_each(|token| ending.family(&**tx, token, Cause::Replay))?,
    }
    ending.write(&mut **tx)?;
    let count = ending.count();
    let (client_id, user) = (code.client_id.clone(), code.user.clone());
    let did = tx.did(Deed::CodeReplayed { client_id, user, tokens: count }, None);
    Ok((Given::Ended(Redeemed::Replayed { count }), Some(did)))
}

/// Why what a code stands on does not stand any more.
fn stands_no_more(tx: &Tx<'_>, code: &Code, app: &App) -> Result<Option<CodeFault>> {
    let user = tx.hold_user(&code.user)?;
    if app.is_shut() || user.is_some_and(|user| user.admit().is_err()) {
        return Ok(Some(CodeFault::Shut));
    }
    if let Some(session) = &code.session
        && !tx.ticket(session)?.is_some_and(|session| session.is_good(tx.now))
    {
        return Ok(Some(CodeFault::SessionEnded));
    }
    let grant = tx.hold_grant(&code.grant)?;
    let stands = |grant: &Grant| grant.is_active() && grant.scopes.covers(&code.scopes);
    Ok((!grant.as_ref().is_some_and(stands)).then_some(CodeFault::Withdrawn))
}
