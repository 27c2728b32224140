//! Claims → compact text.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::ports::{Sign, SignError};
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::core::secret::SecretText;

/// The `typ` of access tokens (RFC 9068, 2.1).
pub const ACCESS_TOKEN_TYP: &str = "at+jwt";
/// The `typ` of ID tokens.
pub const ID_TOKEN_TYP: &str = "JWT";

/// The header of what is signed here, in the order in which it is written.
#[derive(Serialize)]
struct WrittenHeader<'a> {
    typ: &'a str,
    alg: Algorithm,
    kid: &'a Kid,
}

/// Signs claims into a compact JWS. The header has `typ`, `alg` and `kid` and nothing else.
pub fn encode(typ: &str, claims: &impl Serialize, key: &dyn Sign) -> Result<SecretText, SignError> {
    let header = WrittenHeader { typ, alg: key.algorithm(), kid: key.kid() };
    let mut text = String::with_capacity(1024);
    for part in [serde_json::to_vec(&header), serde_json::to_vec(claims)] {
        URL_SAFE_NO_PAD.encode_string(part.map_err(|_| SignError)?, &mut text);
        text.push('.');
    }
    text.pop();
    let signature = key.sign(text.as_bytes())?;
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut text);
    Ok(SecretText::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Signs(Kid);
    impl Sign for Signs {
        fn kid(&self) -> &Kid {
            &self.0
        }
        fn algorithm(&self) -> Algorithm {
            Algorithm::EdDSA
        }
        fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SignError> {
            Ok(b"sig".to_vec())
        }
    }

    #[test]
    fn the_header_says_what_kind_it_is_how_it_is_signed_and_with_which_key() {
        let text = encode(ACCESS_TOKEN_TYP, &serde_json::json!({"a": 1}), &Signs(Kid::new("k-1").unwrap())).unwrap();
        let parts: Vec<_> = text.reveal().split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
        assert_eq!(parts, [&br#"{"typ":"at+jwt","alg":"EdDSA","kid":"k-1"}"#[..], br#"{"a":1}"#, b"sig"]);
    }
}
