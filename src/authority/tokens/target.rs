//! One token as people name it, and finding it.

use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::jose::UntrustedToken;
use crate::core::jose::compact::NotSigned;
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::verify::{KeyLookup, Reason};
use crate::core::{Jti, SecretText, TokenDigest};

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

impl Authority {
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
        let KeyLookup::Found { key, .. } = self.by_view(self.now(), |source| source.key(token.header()))? else {
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
