//! Claims → compact text.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::json;

use super::ports::{Sign, SignError};
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::core::json::ClaimMap;
use crate::core::secret::SecretText;
use crate::core::shape::{Shape, Typ};

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
    sign(&WrittenHeader { typ, alg: key.algorithm(), kid: key.kid() }, claims, key)
}

/// The same, with the header that the shape of a test token asks for. What else it asks for is in the claims.
pub fn encode_shaped(
    typ: &str,
    shape: &Shape,
    claims: &impl Serialize,
    key: &dyn Sign,
) -> Result<SecretText, SignError> {
    encode_headed(&shaped_header(typ, shape, key.algorithm(), Some(key.kid().as_str())), claims, key)
}

/// Signs claims under a header that says how it is signed, as [`shaped_header`] does.
pub fn encode_headed(header: &ClaimMap, claims: &impl Serialize, key: &dyn Sign) -> Result<SecretText, SignError> {
    sign(header, claims, key)
}

/// The header that the shape of a test token asks for. Without a kid where the key has none.
pub fn shaped_header(typ: &str, shape: &Shape, algorithm: Algorithm, kid: Option<&str>) -> ClaimMap {
    let mut header = ClaimMap::new();
    match &shape.typ {
        Some(Typ::Omitted) => {}
        Some(Typ::Is(typ)) => drop(header.insert("typ", json!(typ))),
        None => drop(header.insert("typ", json!(typ))),
    }
    header.insert("alg", json!(algorithm));
    if let Some(kid) = kid {
        header.insert("kid", json!(kid));
    }
    for (name, value) in &shape.header {
        // What says how it is signed stays.
        if !header.contains_key(name) && name != "kid" {
            header.insert(name, value.clone());
        }
    }
    header
}

fn sign(header: &impl Serialize, claims: &impl Serialize, key: &dyn Sign) -> Result<SecretText, SignError> {
    let mut text = String::with_capacity(1024);
    for part in [serde_json::to_vec(header), serde_json::to_vec(claims)] {
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
    #[test]
    fn a_shape_says_what_else_is_in_the_header_and_not_how_it_is_signed() {
        let header = |typ, header: &[(&'static str, serde_json::Value)]| {
            let shape = Shape { typ, header: header.iter().cloned().collect(), ..Shape::default() };
            let text = encode_shaped("at+jwt", &shape, &json!({}), &Signs(Kid::new("k-1").unwrap())).unwrap();
            let header = text.reveal().split('.').next().map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
            String::from_utf8(header).unwrap()
        };
        let x5t = [("x5t", json!("a")), ("alg", json!("none"))];
        assert_eq!(header(None, &x5t), r#"{"typ":"at+jwt","alg":"EdDSA","kid":"k-1","x5t":"a"}"#);
        assert_eq!(header(Some(Typ::Is("JWT".to_owned())), &[]), r#"{"typ":"JWT","alg":"EdDSA","kid":"k-1"}"#);
        assert_eq!(header(Some(Typ::Omitted), &[]), r#"{"alg":"EdDSA","kid":"k-1"}"#);
    }
}
