//! Revoking tokens: one, or with a refresh token its whole family.

use super::verify::HomeSource;
use super::{Authority, Error, Result, TokenChoice};
use crate::core::jose::UntrustedToken;
use crate::core::jose::compact::NotSigned;
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::token::RevokeStep;
use crate::core::verify::{KeyLookup, Reason, Source};
use crate::core::{
    Actor, Cause, Jti, Note, Revocation, RevocationCount, SecretText, Selector, TokenDigest, TokenKind, TokenRecord,
};
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

/// One token, by its id or its text.
#[derive(Debug)]
pub enum RevokeTarget {
    /// By its id.
    Jti(Jti),
    /// By its text.
    Text(SecretText),
}

/// A target, recognised.
pub(super) enum Found {
    Jti(Jti),
    Digest(TokenDigest),
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

    /// A text is only taken for a token of ours when its signature or checksum says so: a forged text must not be
    /// able to revoke someone else's token.
    pub(super) fn recognise(&self, target: &RevokeTarget) -> Result<Found> {
        let text = match target {
            RevokeTarget::Jti(jti) => return Ok(Found::Jti(*jti)),
            RevokeTarget::Text(text) => text.reveal(),
        };
        let wrong = |reason, detail: String| Error::Token { reason, detail };
        if OpaqueKind::of_prefix(text).is_some() {
            let opaque =
                OpaqueText::parse(text).map_err(|fault| wrong(Reason::Malformed, format!("the token {fault}")))?;
            return Ok(Found::Digest(opaque.digest));
        }
        let token = UntrustedToken::parse(text).map_err(|fault| wrong(Reason::Malformed, fault.to_string()))?;
        let source = HomeSource::open(self, self.now())?;
        let KeyLookup::Found { key, .. } = source.key(token.header())? else {
            return Err(wrong(Reason::UnknownKey, "no key of this home signed this token".to_owned()));
        };
        let signed = token.check(&*key).map_err(|fault| match fault {
            NotSigned::Algorithm => {
                wrong(Reason::AlgorithmNotAllowed, "the header names another algorithm than the key has".to_owned())
            }
            NotSigned::Signature => wrong(Reason::BadSignature, "the key did not make this signature".to_owned()),
        })?;
        let jti = signed.claims.get("jti").and_then(serde_json::Value::as_str).and_then(|jti| jti.parse().ok());
        jti.map(Found::Jti).ok_or_else(|| wrong(Reason::UnknownToken, "the token has no jti of ours".to_owned()))
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
