//! The certificate of a key, as a header without a kid may name it: by a digest (RFC 7515, 4.1.7 and 4.1.8).
//!
//! A certificate is only hashed. Whether anyone vouches for it is not asked: the key is one of the set already.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::core::jose::compact::{CERTIFICATE_DIGESTS, Header};
use crate::core::json::Object;

/// What a key says of its certificate. Nothing is computed before a header asks.
#[derive(Debug, Default)]
pub(super) struct CertificateDigests {
    /// Those that it says, in the order of [`CERTIFICATE_DIGESTS`].
    said: [Option<String>; 2],
    /// The certificate itself, in base64: the first of `x5c`.
    certificate: Option<String>,
}

impl CertificateDigests {
    /// Takes what a JWK says of its certificate out of it, but for the chain.
    pub fn take(jwk: &mut Object) -> Self {
        let text = |value: &mut Value| if let Value::String(text) = value { Some(std::mem::take(text)) } else { None };
        let said = CERTIFICATE_DIGESTS.map(|name| jwk.get_mut(name).and_then(text).filter(|text| !text.is_empty()));
        let chain = jwk.get_mut("x5c").and_then(Value::as_array_mut);
        Self { said, certificate: chain.and_then(|chain| text(chain.first_mut()?)) }
    }

    /// Whether a header names it; none where nothing is known of it that could be compared.
    pub fn is_named_by(&self, header: &Header) -> Option<bool> {
        let mut is_comparable = false;
        for (place, named) in header.certificate.iter().enumerate() {
            let Some(named) = named else { continue };
            let said = self.said[place].as_deref();
            let computed = self.computed(place);
            if said == Some(named) || computed.as_ref() == Some(named) {
                return Some(true);
            }
            is_comparable |= computed.is_some() || said.is_some_and(|said| is_digest(said, place));
        }
        is_comparable.then_some(false)
    }

    /// The digest of the certificate itself.
    fn computed(&self, place: usize) -> Option<String> {
        let der = STANDARD.decode(self.certificate.as_ref()?).ok()?;
        let algorithm = if place == 0 { &SHA1_FOR_LEGACY_USE_ONLY } else { &SHA256 };
        Some(URL_SAFE_NO_PAD.encode(digest(algorithm, &der)))
    }
}

/// Whether a text can be such a digest at all: some write an id of their own there.
fn is_digest(text: &str, place: usize) -> bool {
    let length = if place == 0 { 20 } else { 32 };
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).is_ok_and(|bytes| bytes.len() == length)
}
