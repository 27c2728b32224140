//! Proof Key for Code Exchange (RFC 7636): whoever redeems a code shows that they asked for it. Of the two methods only S256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The digest of a verifier, as an app shows it when it asks (RFC 7636, 4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge(String);

/// What the digest is of, as an app shows it when it redeems its code (RFC 7636, 4.1). It is a secret until then.
pub struct Verifier(String);

/// How many characters a SHA-256 takes in base64url.
const DIGITS: usize = 43;
/// How short and how long a verifier may be.
const VERIFIER: std::ops::RangeInclusive<usize> = 43..=128;

impl Challenge {
    /// The one method there is.
    pub const METHOD: &'static str = "S256";

    /// Reads one. Nothing where it is no digest of SHA-256.
    pub fn new(text: &str) -> Option<Self> {
        let is_digest = text.len() == DIGITS && URL_SAFE_NO_PAD.decode(text).is_ok_and(|digest| digest.len() == 32);
        is_digest.then(|| Self(text.to_owned()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is of this verifier.
    pub fn is_of(&self, verifier: &Verifier) -> bool {
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.0.as_bytes()));
        digest.as_bytes().ct_eq(self.0.as_bytes()).into()
    }
}

impl Verifier {
    /// Reads one. Nothing where it has not the form that RFC 7636 gives it.
    pub fn new(text: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        (VERIFIER.contains(&text.len()) && text.bytes().all(is_plain)).then(|| Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_fits_and_nothing_else_does() {
        let challenge = Challenge::new("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        assert!(challenge.is_of(&Verifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap()));
        assert!(!challenge.is_of(&Verifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK").unwrap()));
    }

    #[test]
    fn what_has_not_the_form_is_none() {
        for challenge in ["", "short", &"A".repeat(42), &"A".repeat(44), &"+".repeat(43), &"é".repeat(22)] {
            assert_eq!(Challenge::new(challenge), None, "{challenge}");
        }
        for verifier in ["", &"a".repeat(42), &"a".repeat(129), &"a b".repeat(20), &"ü".repeat(43)] {
            assert!(Verifier::new(verifier).is_none(), "{verifier}");
        }
    }
}
