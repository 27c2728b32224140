//! One token as people name it, and finding it.

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::jose::UntrustedToken;
use crate::core::jose::compact::NotSigned;
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::verify::KeyLookup;
use crate::core::{Jti, SecretText, TokenDigest, TokenFault};

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
        let KeyLookup::Found { key, .. } = self.by_view(self.now(), |source| source.key(token.header()))? else {
            return Err(TokenFault::UnknownKey.into());
        };
        let signed = token.check(&*key).map_err(|fault| match fault {
            NotSigned::Algorithm => TokenFault::OtherAlgorithm,
            NotSigned::Signature => TokenFault::NotSigned,
        })?;
        let jti = signed.claims.get("jti").and_then(serde_json::Value::as_str).and_then(|jti| jti.parse().ok());
        Ok(jti.map(TokenKey::Jti).ok_or(TokenFault::ForeignJti)?)
    }
}
