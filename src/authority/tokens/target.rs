//! One token as people name it, and finding it.

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::jose::UntrustedToken;
use crate::core::jose::compact::{self as jose, NotSigned};
use crate::core::jose::same_typ;
use crate::core::revocations::SNAPSHOT_TYP;
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::verify::KeyLookup;
use crate::core::{Denial, Jti, Kid, SecretText, Timestamp, TokenDigest, TokenFault};

/// One token, by its id or its text.
#[derive(Debug)]
pub enum TokenRef {
    /// By its id.
    Jti(Jti),
    /// By its text.
    Text(SecretText),
}

/// A target, recognised.
pub(super) enum TokenKey {
    Jti(Jti),
    Digest(TokenDigest),
    Signed(SignedToken),
}

/// A token that a key of the home vouches for, whether or not the ledger knows it.
#[derive(Debug, Clone)]
pub(super) struct SignedToken {
    /// Its id, where it has the form of ours.
    pub jti: Option<Jti>,
    /// What it can be denied by; nothing where its jti is missing, or too long to be kept.
    pub name: Option<String>,
    /// The key that signed it.
    pub kid: Kid,
    /// Its `exp`; the end of time where it has none.
    pub expires_at: Timestamp,
}

impl SignedToken {
    /// What is known of a token that this key signed. A revocation snapshot is signed too, and no token.
    pub(super) fn of(signed: &jose::SignedToken, kid: &Kid) -> Self {
        let jti = signed.claims.get("jti").and_then(serde_json::Value::as_str);
        let is_snapshot = signed.header.typ.as_deref().is_some_and(|typ| same_typ(typ, SNAPSHOT_TYP));
        Self {
            jti: jti.and_then(|jti| jti.parse().ok()),
            name: jti.and_then(Denial::name).filter(|_| !is_snapshot),
            kid: kid.clone(),
            expires_at: signed.times.expires_at.unwrap_or(Timestamp(i64::MAX)),
        }
    }
}

impl Authority {
    /// A text is only taken for a token of ours when its signature or checksum says so: a forged text must not be
    /// able to revoke someone else's token.
    pub(super) fn recognise(&self, target: &TokenRef) -> Result<TokenKey> {
        let text = match target {
            TokenRef::Jti(jti) => return Ok(TokenKey::Jti(*jti)),
            TokenRef::Text(text) => text.reveal(),
        };
        if OpaqueKind::of_prefix(text).is_some() {
            let opaque = OpaqueText::parse(text).map_err(TokenFault::Mistyped)?;
            return Ok(TokenKey::Digest(opaque.digest));
        }
        let token = UntrustedToken::parse(text).map_err(TokenFault::Malformed)?;
        let found = self.by_view(self.now(), |source| source.key(token.header()))?;
        let KeyLookup::Found { key, record: Some(record), .. } = found else {
            return Err(TokenFault::UnknownKey.into());
        };
        let signed = token.check(&*key).map_err(|fault| match fault {
            NotSigned::Algorithm => TokenFault::OtherAlgorithm,
            NotSigned::Signature => TokenFault::NotSigned,
        })?;
        let signed = SignedToken::of(&signed, &record.kid);
        if signed.jti.is_none() && signed.name.is_none() {
            return Err(TokenFault::ForeignJti.into());
        }
        Ok(TokenKey::Signed(signed))
    }
}
