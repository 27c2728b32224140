//! Work that is done where there is nothing to do: whoever asks for an app that there is not waits as long as for one that
//! there is.

use std::sync::LazyLock;

use crate::core::Algorithm;
use crate::core::jose::VerifySignature as _;
use crate::keys::VerificationKey;

/// A JWK set of nobody: the example key of RFC 7515 (A.3), whose private half everybody knows. Nothing that it signs is taken.
pub(super) const SET: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"decoy","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;

/// The same key in SPKI DER.
const SPKI: [u8; 91] = *b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04\
    \x7f\xcd\xce\x27\x70\xf6\xc4\x5d\x41\x83\xcb\xee\x6f\xdb\x4b\x7b\x58\x07\x33\x35\x7b\xe9\xef\x13\xba\xcf\x6e\x3c\x7b\xd1\x54\x45\
    \xc7\xf1\x44\xcd\x1b\xbd\x9b\x7e\x87\x2c\xdf\xed\xb9\xee\xb9\xf4\xb3\x69\x5d\x6e\xa9\x0b\x24\xad\x8a\x46\x23\x28\x85\x88\xe5\xad";

static KEY: LazyLock<Option<VerificationKey>> = LazyLock::new(|| VerificationKey::from_public(Algorithm::ES256, &SPKI));

/// Verifies something of the same length, to no avail.
pub(super) fn verify(signed: &[u8]) {
    // Two numbers that are in range, so that all the work is done.
    let signature = [0x5a; 64];
    let verified = KEY.as_ref().is_some_and(|key| key.verify(signed, &signature));
    std::hint::black_box(verified);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ClientSet;

    #[test]
    fn the_decoy_is_a_key_like_others() {
        assert!(KEY.is_some());
        assert!(ClientSet::parse(SET.as_bytes()).is_ok());
    }
}
