//! The public keys by which an app signs that it is itself (RFC 7591, 2, `jwks`), as they are registered: a JWK set without
//! anything private in it.

use std::fmt;

use serde_json::Value;

use super::import::{ImportError, of_utf16, verifier_of_jwk};
use crate::core::json::{ClaimMap, JsonError, Object, parse_value};
use crate::core::verify::Excerpt;

/// The most keys of a set.
pub const MOST_KEYS: usize = 32;
/// The most bytes of a set.
pub const MOST_BYTES: u64 = 64 * 1024;

/// The members that only a private key or a shared secret has (RFC 7518, 6; RFC 9964, 4).
const PRIVATE: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv", "k"];

/// A set that can be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSet {
    /// The keys that can be used, as a JWK set.
    pub jwks: ClaimMap,
    /// Those that cannot, and why: nothing is kept of them.
    pub left: Vec<(KeyPlace, String)>,
}

/// Which key of a set: its place, the first being 1, and its kid where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPlace {
    place: usize,
    kid: Option<Excerpt>,
}

/// Why a text is no set that can be registered. Holds no part of it but the ids of keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientSetError {
    /// Not JSON, or JSON that is ambiguous.
    #[error("is not acceptable JSON: {0}")]
    Json(JsonError),
    /// JSON, but no set.
    #[error("is not a JWK set: it has no list named keys")]
    NotASet,
    /// No keys.
    #[error("is a JWK set without keys")]
    Empty,
    /// More keys than anybody rotates.
    #[error("has {0} keys; at most {MOST_KEYS} are taken")]
    Many(usize),
    /// The private half of a key is there: whoever reads the home could speak for the app.
    #[error("has the private half of {0}; only public keys are registered")]
    Private(KeyPlace),
    /// A shared secret: whoever reads the home could speak for the app.
    #[error("has a shared secret: {0} is symmetric; only public keys are registered")]
    Secret(KeyPlace),
    /// Two keys that a header cannot tell apart.
    #[error("has two keys with one kid: {0}")]
    RepeatedKid(KeyPlace),
    /// Nothing that can be used.
    #[error("has no key that can be used; {first}: {why}")]
    Unusable {
        /// The first.
        first: KeyPlace,
        /// Why not.
        why: String,
    },
}

impl fmt::Display for KeyPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key {}", self.place)?;
        self.kid.as_ref().map_or(Ok(()), |kid| write!(f, " (kid {kid})"))
    }
}

impl ClientSet {
    /// Reads a JWK set, or one key, which is a set of one.
    pub fn parse(bytes: &[u8]) -> Result<Self, ClientSetError> {
        let wide = of_utf16(bytes);
        let bytes = wide.as_deref().map_or(bytes, Vec::as_slice);
        let keys = match parse_value(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            Err(fault) => return Err(ClientSetError::Json(fault)),
            Ok(Value::Object(mut object)) => match object.remove("keys") {
                Some(Value::Array(keys)) => keys,
                None if object.contains_key("kty") => vec![Value::Object(object)],
                _ => return Err(ClientSetError::NotASet),
            },
            Ok(_) => return Err(ClientSetError::NotASet),
        };
        match keys.len() {
            0 => return Err(ClientSetError::Empty),
            many if many > MOST_KEYS => return Err(ClientSetError::Many(many)),
            _ => {}
        }
        let (mut taken, mut kids, mut left) = (Vec::new(), Vec::new(), Vec::new());
        for (place, key) in (1..).zip(keys) {
            let kid = key.get("kid").and_then(Value::as_str).map(str::to_owned);
            let which = KeyPlace { place, kid: kid.as_deref().map(Excerpt::of) };
            let Value::Object(jwk) = key else {
                left.push((which, "it is no JWK".to_owned()));
                continue;
            };
            if let Some(why) = secret_part(&jwk, &which) {
                return Err(why);
            }
            if let Some(fault) = fault(&jwk) {
                left.push((which, fault));
                continue;
            }
            if kid.is_some() && kids.contains(&kid) {
                return Err(ClientSetError::RepeatedKid(which));
            }
            kids.push(kid);
            taken.push(Value::Object(jwk));
        }
        if taken.is_empty() {
            let (first, why) = left.swap_remove(0);
            return Err(ClientSetError::Unusable { first, why });
        }
        Ok(Self { jwks: [("keys".to_owned(), Value::Array(taken))].into_iter().collect(), left })
    }
}

/// That a key is not public. What is there and null is a slip, and no secret.
fn secret_part(jwk: &Object, which: &KeyPlace) -> Option<ClientSetError> {
    if jwk.get("kty").is_some_and(|kty| kty == "oct") {
        return Some(ClientSetError::Secret(which.clone()));
    }
    let is_private = PRIVATE.iter().any(|name| jwk.get(*name).is_some_and(|value| !value.is_null()));
    is_private.then(|| ClientSetError::Private(which.clone()))
}

/// Why a public key is not used, if so.
fn fault(jwk: &Object) -> Option<String> {
    if jwk.get("kid").is_some_and(|kid| !kid.is_string() && !kid.is_null()) {
        return Some(ImportError::Member { member: "kid", problem: "is not a text" }.to_string());
    }
    match verifier_of_jwk(jwk, None).key {
        Ok(_) => None,
        // The header of a token never says what a key is for.
        Err(ImportError::OpenAlgorithm(_)) => {
            Some("it does not say its algorithm; give it the member `alg`, as in \"alg\":\"PS256\"".to_owned())
        }
        Err(why) => Some(why.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EC: &str = r#""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#;

    fn refused(text: &str) -> String {
        ClientSet::parse(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_not_public_is_refused_by_its_place_and_its_name() {
        let private = format!(r#"{{"keys":[{{{EC}}},{{{EC},"kid":"two","d":"AA"}}]}}"#);
        assert_eq!(refused(&private), "has the private half of key 2 (kid two); only public keys are registered");
        let secret = r#"{"keys":[{"kty":"oct","kid":"s","k":"AAAA"}]}"#;
        assert_eq!(refused(secret), "has a shared secret: key 1 (kid s) is symmetric; only public keys are registered");
        // Whatever kind it says it is of.
        assert!(refused(r#"{"keys":[{"kty":"XX","k":"AAAA"}]}"#).contains("private half of key 1"));
        assert!(refused(&format!(r#"{{{EC},"d":"AA"}}"#)).contains("private half of key 1"));
    }

    #[test]
    fn what_cannot_be_used_is_named_and_not_kept() {
        let set = format!(r#"{{"keys":[{{{EC},"kid":"a"}},{{{EC},"use":"enc"}},{{"kid":"b"}},7]}}"#);
        let set = ClientSet::parse(set.as_bytes()).unwrap();
        assert_eq!(set.jwks.get("keys").unwrap().as_array().unwrap().len(), 1);
        let left: Vec<_> = set.left.iter().map(|(which, why)| format!("{which}: {why}")).collect();
        let expected = [
            "key 2: the JWK's `use` says that it is not for signatures",
            "key 3 (kid b): the JWK's `kty` is missing",
            "key 4: it is no JWK",
        ];
        assert_eq!(left, expected);
    }

    #[test]
    fn a_text_that_is_no_set_says_why() {
        for (text, why) in [
            ("", "is not acceptable JSON"),
            ("-----BEGIN PUBLIC KEY-----", "is not acceptable JSON"),
            ("[]", "is not a JWK set"),
            ("{\"keys\":{}}", "is not a JWK set"),
            ("{\"keys\":[]}", "without keys"),
            ("{\"keys\":[{\"kty\":\"EC\"}]}", "no key that can be used; key 1: the JWK's `crv` is missing"),
        ] {
            assert!(refused(text).contains(why), "{text}: {}", refused(text));
        }
        let twice = format!(r#"{{"keys":[{{{EC},"kid":"a"}},{{{EC},"kid":"a"}}]}}"#);
        assert_eq!(refused(&twice), "has two keys with one kid: key 2 (kid a)");
        assert!(ClientSet::parse(format!("{{{EC}}}").as_bytes()).is_ok());
    }
}
