//! Whether the secret of an HMAC signature can be guessed.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};

use super::finding::{Finding, Severity};
use crate::core::algorithm::Algorithm;
use crate::inspect::salvage::Readable;

/// Longer lines of a word list are no candidates.
pub const MAX_CANDIDATE_BYTES: usize = 1024;

/// What documentation, tools and templates use, and nobody replaced. The first is no secret at all.
const DEFAULTS: [&str; 14] = [
    "",
    "secret",
    "your-256-bit-secret",
    "your-384-bit-secret",
    "your-512-bit-secret",
    "a-string-secret-at-least-256-bits-long",
    "a-valid-string-secret-that-is-at-least-384-bits-long",
    "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
    "changeme",
    "password",
    "key",
    "jwt_secret",
    "supersecret",
    "test",
];

/// A token whose secret is to be guessed.
#[derive(Debug)]
pub struct Guess<'a> {
    algorithm: Algorithm,
    input: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Guess<'a> {
    /// A token that is signed with an HMAC; no other has a secret to guess.
    pub fn of(token: &'a Readable<'_>) -> Option<Self> {
        let alg = token.header.get("alg")?.as_str()?;
        let algorithm = Algorithm::from_header(alg).filter(|algorithm| algorithm.is_symmetric())?;
        // A shorter one would match by chance.
        let signature = token.signature.as_slice();
        (signature.len() == algorithm.hash_bytes()).then_some(Self { algorithm, input: token.signing_input, signature })
    }

    /// Whether this is the secret.
    pub fn is_secret(&self, candidate: &[u8]) -> bool {
        // The HMAC takes keys of any length, so none is refused.
        macro_rules! matches {
            ($hash:ty) => {
                Hmac::<$hash>::new_from_slice(candidate)
                    .is_ok_and(|hmac| hmac.chain_update(self.input).verify_slice(self.signature).is_ok())
            };
        }
        match self.algorithm {
            Algorithm::HS256 => matches!(Sha256),
            Algorithm::HS384 => matches!(Sha384),
            _ => matches!(Sha512),
        }
    }

    /// The finding if the secret is one that everybody tries first.
    pub fn default_secret(&self) -> Option<Finding> {
        let place = DEFAULTS.iter().position(|candidate| self.is_secret(candidate.as_bytes()))?;
        let which = if place == 0 { "empty" } else { "one that documentation uses as an example" };
        Some(Self::finding(format!("the secret is {which}")))
    }

    /// The finding if the secret was in a line of a word list. It is not repeated: the line says enough.
    pub fn listed_secret(line: u64) -> Finding {
        Self::finding(format!("the secret is line {line} of the word list"))
    }

    fn finding(message: String) -> Finding {
        Finding {
            code: "weak_secret",
            severity: Severity::High,
            message,
            why: "whoever has one token can find the secret, and make every other",
            advice: "replace it by random bytes, as many as the hash has, or by a key pair",
            source: "RFC 8725, 3.5; RFC 7518, 3.2",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    /// The example that jwt.io showed for years: HS256 with `your-256-bit-secret`.
    const JWT_IO: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
                          eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.\
                          SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    /// RFC 7515, A.1: HS256 with a random secret.
    const RFC7515: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
                           eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
                           dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const RFC7515_SECRET: &str =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    #[test]
    fn published_examples_are_found_and_only_with_their_secret() {
        let token = Readable::of(JWT_IO).unwrap();
        let guess = Guess::of(&token).unwrap();
        assert!(guess.is_secret(b"your-256-bit-secret"));
        assert!(!guess.is_secret(b"your-256-bit-secret "));
        assert_eq!(guess.default_secret().unwrap().code, "weak_secret");
        let token = Readable::of(RFC7515).unwrap();
        let guess = Guess::of(&token).unwrap();
        assert!(guess.is_secret(&URL_SAFE_NO_PAD.decode(RFC7515_SECRET).unwrap()));
        assert_eq!(guess.default_secret(), None);
    }

    #[test]
    fn every_hash_and_the_empty_secret() {
        macro_rules! signed {
            ($alg:literal, $hash:ty, $secret:expr) => {{
                let input = format!("{}.e30", URL_SAFE_NO_PAD.encode(concat!(r#"{"alg":""#, $alg, r#""}"#)));
                let tag = Hmac::<$hash>::new_from_slice($secret).unwrap().chain_update(&input).finalize().into_bytes();
                format!("{input}.{}", URL_SAFE_NO_PAD.encode(tag))
            }};
        }
        for text in [signed!("HS256", Sha256, b""), signed!("HS384", Sha384, b""), signed!("HS512", Sha512, b"")] {
            let token = Readable::of(&text).unwrap();
            assert!(Guess::of(&token).unwrap().default_secret().unwrap().message.contains("empty"));
        }
        let text = signed!("HS512", Sha512, &[7; 500]);
        let token = Readable::of(&text).unwrap();
        let guess = Guess::of(&token).unwrap();
        assert!(guess.is_secret(&[7; 500]));
        assert_eq!(guess.default_secret(), None);
    }

    #[test]
    fn nothing_but_a_whole_hmac_has_a_secret_to_guess() {
        for (alg, signature) in [("ES256", vec![1; 64]), ("none", vec![]), ("HS256", vec![]), ("HS256", vec![1; 31])] {
            let text = format!(
                "{}.e30.{}",
                URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}"}}"#)),
                URL_SAFE_NO_PAD.encode(signature)
            );
            assert!(Guess::of(&Readable::of(&text).unwrap()).is_none(), "{alg}");
        }
    }
}
