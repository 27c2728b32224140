//! Revoking tokens: one, or with a refresh token its whole family.

use super::choice::TokenChoice;
use super::target::{Found, RevokeTarget};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::token::RevokeStep;
use crate::core::{Actor, Cause, Note, Revocation, RevocationCount, Selector, TokenKind, TokenRecord};
use crate::store::Write;

/// What to revoke, and what to say of it.
#[derive(Debug)]
pub struct RevokeRequest {
    /// The tokens.
    pub targets: Vec<RevokeTarget>,
    /// Who revokes.
    pub by: Actor,
    /// Why.
    pub note: Option<Note>,
    /// Whether to say only what it would come to.
    pub plan: bool,
}

/// Which tokens to revoke by what they are, and what to say of it.
#[derive(Debug)]
pub struct RevokeQuery {
    /// Which; none for all of them.
    pub choice: Option<TokenChoice>,
    /// Who revokes.
    pub by: Actor,
    /// Why.
    pub note: Option<Note>,
    /// Whether to say only what it would come to.
    pub plan: bool,
}

impl Authority<'_> {
    /// Revokes tokens in one transaction. A token that was revoked before is no error; one that the ledger does not
    /// know is, after the others are revoked.
    pub fn revoke(&mut self, request: &RevokeRequest) -> Result<RevocationCount> {
        let total = request.targets.len();
        let named = (1..).zip(&request.targets).map(|(number, target)| match self.recognise(target) {
            // Of several, the one that is meant.
            Err(Error::Token { reason, detail }) if total > 1 => {
                Err(Error::Token { reason, detail: format!("token {number} of {total}: {detail}") })
            }
            recognised => recognised,
        });
        let targets = named.collect::<Result<Vec<_>>>()?;
        let at = self.now();
        let mut tx = self.store.write()?;
        let mut count = RevocationCount::default();
        for target in targets {
            let found = match target {
                Found::Jti(jti) => tx.token(&jti)?,
                Found::Digest(digest) => tx.token_by_digest(&digest)?,
            };
            let (by, note) = (request.by.clone(), request.note.clone());
            match found {
                None => count.unknown += 1,
                Some(token) if token.kind == TokenKind::Refresh => {
                    let revocation = Revocation { at, by, cause: Cause::Family, note };
                    count += end_family(&mut *tx, &token, &revocation)?;
                }
                Some(token) => {
                    end(&mut *tx, &token, Revocation { at, by, cause: Cause::Token, note }, &mut count)?;
                }
            }
        }
        if !request.plan {
            tx.commit()?;
        }
        if count.unknown > 0 { Err(Error::UnknownTargets { count }) } else { Ok(count) }
    }

    /// Revokes every token that is chosen, in one transaction and without looking at them one by one.
    pub fn revoke_matching(&mut self, query: &RevokeQuery) -> Result<RevocationCount> {
        let at = self.now();
        let selector = match &query.choice {
            Some(choice) => self.selector(choice)?,
            None => Selector::default(),
        };
        if query.plan {
            return Ok(self.store.read()?.count_tokens(&selector, at)?);
        }
        let (by, note) = (query.by.clone(), query.note.clone());
        let mut tx = self.store.write()?;
        let count = tx.count_tokens(&selector, at)?;
        tx.revoke_tokens(&selector, &Revocation { at, by, cause: selector.cause(), note })?;
        tx.commit()?;
        Ok(count)
    }
}

/// Ends every token of the family that a token belongs to.
pub(super) fn end_family(tx: &mut dyn Write, token: &TokenRecord, revocation: &Revocation) -> Result<RevocationCount> {
    let members = match &token.family {
        Some(family) => tx.family_tokens(family)?,
        None => vec![token.clone()],
    };
    let mut count = RevocationCount::default();
    for member in members {
        end(tx, &member, revocation.clone(), &mut count)?;
    }
    Ok(count)
}

pub(super) fn end(
    tx: &mut dyn Write,
    before: &TokenRecord,
    revocation: Revocation,
    count: &mut RevocationCount,
) -> Result<()> {
    match before.clone().revoke(revocation) {
        RevokeStep::Revoked(after) => {
            tx.replace_token(before, &after)?;
            count.revoked += 1;
        }
        RevokeStep::Already => count.already_revoked += 1,
        RevokeStep::Ended => count.expired += 1,
    }
    Ok(())
}
