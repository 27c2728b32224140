//! Revoking tokens: one, or with a refresh token its whole family; or all that are of a kind.

use super::choice::TokenChoice;
use super::ending::Ending;
use super::target::{TokenKey, TokenRef};
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::Deed;
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

impl Authority {
    /// Revokes tokens in one transaction. Neither a token that was revoked before nor one that the ledger does not know is
    /// an error: both are counted.
    pub fn revoke(&self, caller: &Caller, request: &RevokeRequest) -> Result<Planned<RevocationPlan, RevocationCount>> {
        let total = request.targets.len();
        let named = (1..).zip(&request.targets).map(|(number, target)| {
            // Of several, the one that is meant.
            self.recognise(target).map_err(|error| error.of_several(number, total))
        });
        let targets = named.collect::<Result<Vec<_>>>()?;
        let note = request.note.as_ref();
        let find = |read: &dyn Read| -> Result<Vec<Option<TokenRecord>>> {
            let find = |target: &TokenKey| match target {
                TokenKey::Jti(jti) => Ok(read.token(jti)?),
                TokenKey::Digest(digest) => Ok(read.token_by_digest(digest)?),
            };
            targets.iter().map(find).collect()
        };
        if request.mode.is_plan() {
            let (now, read) = (self.now(), self.store.read()?);
            let mut ending = Ending::at(now, caller.actor(), note);
            for target in find(&*read)? {
                match target {
                    Some(token) => ending.token(&*read, token)?,
                    None => ending.unknown(),
                }
            }
            return Ok(Planned::Plan(RevocationPlan { count: ending.count(), breakdown: ending.breakdown(&*read)? }));
        }
        let count = self.work(caller, |tx| {
            let mut ending = Ending::at(tx.now, caller.actor(), note);
            let found = find(tx.reads())?;
            for _ in found.iter().filter(|target| target.is_none()) {
                ending.unknown();
            }
            for token in Ending::take(&**tx, &found.into_iter().flatten().collect::<Vec<_>>())? {
                ending.token(&**tx, token)?;
            }
            ending.write(&mut **tx)?;
            let (jtis, tokens) = (ending.jtis().collect::<Vec<_>>(), ending.count());
            Ok(if jtis.is_empty() {
                Change::Nothing(tokens)
            } else {
                Change::Made(tokens, tx.did(Deed::TokensRevoked { jtis, tokens }, note))
            })
        })?;
        Ok(Planned::Done(count))
    }

    /// Revokes every token that is chosen, in one transaction and without looking at them one by one.
    pub fn revoke_matching(
        &self,
        caller: &Caller,
        query: &RevokeQuery,
    ) -> Result<Planned<RevocationPlan, RevocationCount>> {
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
        let count = self.work(caller, |tx| {
            let (at, by, cause) = (tx.now, caller.actor(), selector.cause());
            let tokens = tx.count_tokens(&selector, at)?;
            tx.revoke_tokens(&selector, &Revocation { at, by, cause, note: note.cloned() })?;
            let deed = Deed::MatchingRevoked { selector: Box::new(selector.clone()), cause, tokens };
            Ok(Change::Made(tokens, tx.did(deed, note)))
        })?;
        Ok(Planned::Done(count))
    }
}
