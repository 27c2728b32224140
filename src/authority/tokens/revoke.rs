//! Revoking tokens: one, or with a refresh token its whole family; or all that are of a kind.

use super::choice::TokenChoice;
use super::ending::Ending;
use super::target::{SignedToken, TokenKey, TokenRef};
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::{Attempt, Deed, Target, Verb};
use crate::core::{Breakdown, Caller, Mode, Note, Planned, Revocation, RevocationCount, Selector, TokenRecord};
use crate::store::Read;

/// What to revoke, and what to say of it.
#[derive(Debug)]
pub struct RevokeRequest {
    /// The tokens.
    pub targets: Vec<TokenRef>,
    /// Why.
    pub note: Option<Note>,
    /// Whether to say only what it would come to.
    pub mode: Mode,
}

/// Which tokens to revoke by what they are, and what to say of it.
#[derive(Debug, Clone)]
pub struct RevokeQuery {
    /// Which; none for all of them.
    pub choice: Option<TokenChoice>,
    /// Why.
    pub note: Option<Note>,
    /// Whether to say only what it would come to.
    pub mode: Mode,
}

/// What a revocation would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationPlan {
    /// How many tokens.
    pub count: RevocationCount,
    /// Whose those are that would be revoked, and of what kind.
    pub breakdown: Breakdown,
}

/// What a target is, by the ledger.
pub(super) enum Found<'t> {
    /// A token of it.
    Listed(Box<TokenRecord>),
    /// A token of ours that is in no row.
    Unlisted(&'t SignedToken),
    /// Nothing that is known to be ours.
    Nothing,
}

impl Authority {
    /// Revokes tokens in one transaction. Neither a token that was revoked before nor one that the ledger does not know is
    /// an error: both are counted. A token that a key of the home signed is denied where the ledger does not know it.
    pub fn revoke(&self, caller: &Caller, request: &RevokeRequest) -> Result<Planned<RevocationPlan, RevocationCount>> {
        let attempt = request.mode.is_attempt().then(|| match &*request.targets {
            [TokenRef::Jti(jti)] => {
                Attempt { verb: Verb::TokensRevoked, target: Target::Named("token", jti.to_string()) }
            }
            _ => Attempt::of(Verb::TokensRevoked),
        });
        self.asked(caller, attempt, |asked| {
            let total = request.targets.len();
            let named = (1..).zip(&request.targets).map(|(number, target)| {
                // Of several, the one that is meant.
                self.recognise(target).map_err(|error| error.of_several(number, total))
            });
            let targets = named.collect::<Result<Vec<_>>>()?;
            let note = request.note.as_ref();
            if request.mode.is_plan() {
                let (now, read) = (self.now(), self.store.read()?);
                let mut ending = Ending::at(now, caller.actor(), note);
                for target in &targets {
                    match found(&*read, target)? {
                        Found::Listed(token) => ending.token(&*read, *token)?,
                        Found::Unlisted(signed) => ending.unlisted(&*read, signed)?,
                        Found::Nothing => ending.unknown(),
                    }
                }
                return Ok(Planned::Plan(RevocationPlan {
                    count: ending.count(),
                    breakdown: ending.breakdown(&*read)?,
                }));
            }
            let count = asked.urgent_work(|tx| {
                let mut ending = Ending::at(tx.now, caller.actor(), note);
                let mut listed = Vec::new();
                for target in &targets {
                    match found(tx.reads(), target)? {
                        Found::Listed(token) => listed.push(*token),
                        Found::Unlisted(signed) => ending.unlisted(&**tx, signed)?,
                        Found::Nothing => ending.unknown(),
                    }
                }
                for token in Ending::take(&**tx, &listed)? {
                    ending.token(&**tx, token)?;
                }
                ending.write(&mut **tx)?;
                let tokens = ending.count();
                Ok(match ending.record(tx) {
                    None => Change::Nothing(tokens),
                    Some(done) => Change::Made(tokens, done),
                })
            })?;
            Ok(Planned::Done(count))
        })
    }

    /// Revokes every token that is chosen, in one transaction and without looking at them one by one.
    pub fn revoke_matching(
        &self,
        caller: &Caller,
        query: &RevokeQuery,
    ) -> Result<Planned<RevocationPlan, RevocationCount>> {
        let attempt = query.mode.is_attempt().then(|| Attempt::of(Verb::TokensRevoked));
        self.asked(caller, attempt, |asked| {
            let selector = match &query.choice {
                Some(choice) => self.selector(choice)?,
                None => Selector::default(),
            };
            if query.mode.is_plan() {
                let (now, read) = (self.now(), self.store.read()?);
                let (count, breakdown) = (read.count_tokens(&selector, now)?, read.breakdown(&selector, now)?);
                return Ok(Planned::Plan(RevocationPlan { count, breakdown }));
            }
            let note = query.note.as_ref();
            let count = asked.urgent_work(|tx| {
                let (at, by, cause) = (tx.now, caller.actor(), selector.cause());
                let tokens = tx.count_tokens(&selector, at)?;
                tx.revoke_tokens(&selector, &Revocation { at, by, cause, note: note.cloned() })?;
                let deed = Deed::MatchingRevoked { selector: Box::new(selector.clone()), cause, tokens };
                Ok(Change::Made(tokens, tx.did(deed, note)))
            })?;
            Ok(Planned::Done(count))
        })
    }
}

/// What a target is, by the ledger.
pub(super) fn found<'t>(read: &dyn Read, target: &'t TokenKey) -> Result<Found<'t>> {
    let token = target.find(read, |digest| read.token_by_digest(digest), |jti| read.token(jti))?;
    Ok(match (token, target) {
        (Some(token), _) => Found::Listed(Box::new(token)),
        (None, TokenKey::Signed(signed)) => Found::Unlisted(signed),
        (None, TokenKey::Jti(_) | TokenKey::Digest(_)) => Found::Nothing,
    })
}
