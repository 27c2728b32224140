//! Claims → compact text.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::ports::{Sign, SignError};
use crate::core::algorithm::Algorithm;
use crate::core::secret::SecretText;

/// The `typ` of access tokens (RFC 9068, 2.1).
pub const ACCESS_TOKEN_TYP: &str = "at+jwt";
/// The `typ` of ID tokens.
pub const ID_TOKEN_TYP: &str = "JWT";

/// Signs claims into a compact JWS. The header has `typ`, `alg` and `kid` and nothing else.
pub fn encode(typ: &str, claims: &impl Serialize, key: &dyn Sign) -> Result<SecretText, SignError> {
    let mut header = jsonwebtoken::Header::new(wire(key.algorithm()));
    header.typ = Some(typ.to_owned());
    header.kid = Some(key.kid().to_string());
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

/// The same algorithm in the words of the JOSE library.
fn wire(algorithm: Algorithm) -> jsonwebtoken::Algorithm {
    use jsonwebtoken::Algorithm as Wire;
    match algorithm {
        Algorithm::RS256 => Wire::RS256,
        Algorithm::RS384 => Wire::RS384,
        Algorithm::RS512 => Wire::RS512,
        Algorithm::PS256 => Wire::PS256,
        Algorithm::PS384 => Wire::PS384,
        Algorithm::PS512 => Wire::PS512,
        Algorithm::ES256 => Wire::ES256,
        Algorithm::ES384 => Wire::ES384,
        Algorithm::EdDSA => Wire::EdDSA,
        Algorithm::HS256 => Wire::HS256,
        Algorithm::HS384 => Wire::HS384,
        Algorithm::HS512 => Wire::HS512,
    }
}
