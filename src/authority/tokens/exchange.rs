//! Exchanging a token for one for another service (RFC 8693).

use super::introspect::audiences;
use super::issue::{Draft, issued, opaque_text};
use super::mint::Minting;
use crate::authority::apps;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::users;
use crate::authority::work::Tx;
use crate::core::access::AccessDoor;
use crate::core::app::AppRef;
use crate::core::audit::{Deed, Events};
use crate::core::claims::{ClaimMap, ClaimsRequest, Held, Lifetime};
use crate::core::exchange::{ExchangeFault, Shown, Side, acting, carried, covered, may_exchange, targets};
use crate::core::policy::Policy;
use crate::core::proof::{Binding, token_type};
use crate::core::reason::Reason;
use crate::core::verify::{Expectations, Possession};
use crate::core::{
    AccessContext, Algorithm, App, Audience, Grant, Jti, KeyRecord, OpaqueText, Scopes, SecretText, Shape, Standing,
    Subject, TokenFormat, TokenRecord,
};

/// What exchanging a token needs.
#[derive(Debug)]
pub struct ExchangeRequest {
    /// The app that asks, which has shown who it is.
    pub app: AppRef,
    /// The token of whom the new one speaks for.
    pub subject: SecretText,
    /// The token of who acts, where that is not the app itself.
    pub actor: Option<SecretText>,
    /// Fewer scopes than the subject's token covers; what it and the app have where nothing is asked.
    pub scopes: Option<Scopes>,
    /// For whom the new token is: some of the app's targets; the only one where nothing is asked.
    pub targets: Vec<Audience>,
    /// The thumbprint of the key that the request proves (RFC 9449): the new token is bound to it.
    pub key: Option<String>,
    /// From where it is asked for.
    pub context: AccessContext,
}

/// An exchange of tokens that were judged, and are good.
#[derive(Debug)]
pub struct Exchange {
    pub(super) app: AppRef,
    subject: TokenRecord,
    actor: Option<TokenRecord>,
    scopes: Option<Scopes>,
    targets: Vec<Audience>,
    wish: ClaimsRequest,
    context: AccessContext,
}

impl Authority {
    /// Judges the tokens of an exchange as [`verify`](Self::verify) does, and whether this app may show them. A signature takes
    /// its time, so that this is done before the transaction, which looks again at what may have changed since.
    pub fn judge_exchange(&self, request: ExchangeRequest) -> Result<Exchange> {
        let app = apps::find(&*self.store.read()?, &request.app)?;
        targets(&app, &request.targets)?;
        let (subject, claims) = self.judged(&app, &request, Side::Subject, &request.subject)?;
        if subject.subject == Subject::App && subject.client_id != app.client_id {
            return Err(ExchangeFault::OfAnApp.into());
        }
        let actor = request.actor.as_ref().map(|actor| self.judged(&app, &request, Side::Actor, actor)).transpose()?;
        let (actor, actor_claims) = actor.unzip();
        let mut extra: ClaimMap = carried(&claims).collect();
        extra.insert("act", acting(&app, &claims, actor_claims.as_ref())?);
        if let Some(key) = &request.key {
            extra.insert(Binding::CLAIM, Binding::Key(key.clone()).claim());
        }
        // A token that is bound to an address, a program or a device gives only tokens that are.
        extra.extend(Held::carried(&claims));
        let bind_ip = claims.get("ip").and_then(|ip| ip.as_str()?.parse().ok());
        let wish = ClaimsRequest { extra, bind_ip, ..ClaimsRequest::default() };
        let ExchangeRequest { app, scopes, targets, context, .. } = request;
        Ok(Exchange { app, subject, actor, scopes, targets, wish, context })
    }

    /// One of the tokens of an exchange, where it is good and this app may show it: its row, and what it says.
    fn judged(
        &self,
        app: &App,
        request: &ExchangeRequest,
        side: Side,
        token: &SecretText,
    ) -> Result<(TokenRecord, ClaimMap)> {
        let text = token.reveal();
        // Whom it is for is looked at below.
        let audiences = match OpaqueText::parse(text) {
            Ok(opaque) => {
                self.store.read()?.token_by_digest(&opaque.digest)?.map_or_else(Vec::new, |token| token.audiences)
            }
            Err(_) => audiences(text),
        };
        let possession = Some(Possession::Ignored);
        let expected = Expectations { audiences, possession, ..Expectations::default() }.shown_from(&request.context);
        let (report, _) = self.verify(text.as_bytes(), expected)?;
        self.saw(AccessDoor::Token, &request.context, |how| report.used(text.as_bytes(), how));
        let claims = match (report.reason, report.claims) {
            (None, Some(claims)) => claims,
            (reason, _) => return Err(ExchangeFault::NotGood(side, reason.unwrap_or(Reason::Malformed)).into()),
        };
        let jti: Option<Jti> = claims.get("jti").and_then(|jti| jti.as_str()?.parse().ok());
        let row = jti.map(|jti| self.store.read()?.token(&jti)).transpose()?.flatten();
        let row = row.ok_or(ExchangeFault::Unknown(side))?;
        let shown = Shown { side, client_id: &row.client_id, audiences: &row.audiences, claims: &claims };
        shown.may_be_shown_by(app, request.key.as_deref())?;
        Ok((row, claims))
    }

    /// The one place that decides on an exchange, and enters what comes of it. Nothing comes of it where the key that `signs`
    /// names is not the one that signs now. What is refused is refused before anything is written.
    pub(super) fn enter_exchange<'k>(
        &self,
        tx: &mut Tx<'_>,
        exchange: &Exchange,
        signs: &dyn Fn(Algorithm) -> Option<&'k KeyRecord>,
    ) -> Result<Option<(Draft, Events)>> {
        let (now, jti) = (tx.now, self.new_jti()?);
        let before = apps::hold(&**tx, &exchange.app)?;
        let app = before.clone().admit(now)?;
        may_exchange(&app)?;
        let name = exchange.subject.subject.user();
        let policy = Policy::of(&self.defaults, &app).for_user(name);
        let (format, algorithm) = (policy.token_format(), policy.algorithm());
        let key = match format {
            TokenFormat::Opaque => None,
            TokenFormat::Jwt => {
                let Some(key) = signs(algorithm) else { return Ok(None) };
                if tx.hold_active_key(algorithm)?.as_ref() != Some(key) {
                    return Ok(None);
                }
                Some(key)
            }
        };
        let subject = &exchange.subject;
        let kept = name.map(|name| tx.hold_user(name)).transpose()?.flatten();
        let user = users::admitted(users::known(&self.defaults.people, name, kept, now))?;
        let grant = subject.grant.map(|grant| tx.hold_grant(&grant)).transpose()?.flatten();
        if subject.grant.is_some() && !grant.as_ref().is_some_and(Grant::is_active) {
            return Err(ExchangeFault::NotGood(Side::Subject, Reason::Revoked).into());
        }
        let family = subject.family.map(|family| tx.take_family(&family)).transpose()?.flatten();
        still_good(tx, Side::Subject, subject)?;
        exchange.actor.as_ref().map_or(Ok(()), |actor| still_good(tx, Side::Actor, actor))?;
        let audiences = targets(&app, &exchange.targets)?;
        let asked = exchange.scopes.as_ref();
        let scopes = policy.scopes(asked, Some(&subject.scopes))?;
        covered(&subject.scopes, &scopes)?;
        let end = now.plus(policy.access_ttl()).min(subject.expires_at);
        if before != app {
            tx.replace_app(&before, &app)?;
        }
        let minting = Minting {
            issuer: &self.defaults.issuer,
            policy,
            app: &app,
            key,
            opaque: opaque_text(format, &*self.entropy)?,
            subject: subject.subject.clone(),
            user,
            grant: subject.grant,
            shape: Shape::default(),
            family,
            parent: Some(subject.jti),
            audiences,
            context: exchange.context.clone(),
            now,
        };
        let wish = ClaimsRequest { lifetime: Lifetime::Until(end), ..exchange.wish.clone() };
        let (access, record) = minting.access(&wish, &scopes, jti)?;
        tx.insert_tokens(std::slice::from_ref(&record))?;
        let actor = exchange.actor.as_ref().map(|actor| actor.jti);
        let deed = Deed::TokenExchanged { jti: subject.jti, actor, client_id: app.client_id.clone(), issued: jti };
        let mut did = tx.did(deed, None);
        did.extend([tx.event(issued(&record), None)]);
        if before != app {
            did.extend([tx.event(Deed::AppActivated { client_id: app.client_id.clone() }, None)]);
        }
        let token_type = token_type(wish.extra.get(Binding::CLAIM));
        let entered = issued(&record);
        let draft =
            Draft { access, id: None, refresh: None, token_type, record, now, algorithm, entered, also: Vec::new() };
        Ok(Some((draft, did)))
    }
}

/// Refuses a token that ended since it was judged, by itself or with its app.
fn still_good(tx: &Tx<'_>, side: Side, judged: &TokenRecord) -> Result<()> {
    let not_good = |reason| Err(ExchangeFault::NotGood(side, reason).into());
    let Some(token) = tx.token(&judged.jti)? else { return Err(ExchangeFault::Unknown(side).into()) };
    match token.standing(tx.now) {
        Standing::Active if apps::find(&**tx, &AppRef::ClientId(token.client_id))?.is_shut() => {
            not_good(Reason::AppBlocked)
        }
        Standing::Active => Ok(()),
        Standing::Expired => not_good(Reason::Expired),
        Standing::Refreshed | Standing::Revoked | Standing::Canary => not_good(Reason::Revoked),
    }
}
