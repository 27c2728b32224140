//! A proof as a client makes it (RFC 9449, 4.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::request::{Method, Target};
use crate::core::jose::{Sign, SignError};
use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;

/// The `typ` of proofs.
pub const PROOF_TYP: &str = "dpop+jwt";

/// What a proof says.
#[derive(Debug, Clone)]
pub struct ProofClaims<'a> {
    /// Its name, which no other proof of its key has.
    pub jti: &'a str,
    /// The method of the request.
    pub method: &'a Method,
    /// The address of the request.
    pub target: &'a Target,
    /// When it is made.
    pub iat: Timestamp,
    /// The token that it goes with; none for a request that has none, as for a first token.
    pub token: Option<&'a [u8]>,
    /// What the server asked it to say.
    pub nonce: Option<&'a str>,
}

impl ProofClaims<'_> {
    /// The claims, in the order of the standard.
    pub fn map(&self) -> ClaimMap {
        let mut map = ClaimMap::new();
        map.insert("jti", json!(self.jti));
        map.insert("htm", json!(self.method.as_str()));
        map.insert("htu", json!(self.target.as_str()));
        map.insert("iat", json!(self.iat));
        if let Some(token) = self.token {
            map.insert("ath", json!(ath(token)));
        }
        if let Some(nonce) = self.nonce {
            map.insert("nonce", json!(nonce));
        }
        map
    }
}

/// The digest of a token, as a proof has it.
pub fn ath(token: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// Signs a proof. `jwk` is the public half of the key that signs.
pub fn write_proof(claims: &ClaimMap, jwk: &Value, key: &dyn Sign) -> Result<String, SignError> {
    let mut header = ClaimMap::new();
    header.insert("typ", json!(PROOF_TYP));
    header.insert("alg", json!(key.algorithm().name()));
    header.insert("jwk", jwk.clone());
    signed(&header, claims, |input| key.sign(input))
}

/// A compact JWS of these parts, whatever they say.
pub fn signed(
    header: &ClaimMap,
    claims: &ClaimMap,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, SignError>,
) -> Result<String, SignError> {
    let part = |map: &ClaimMap| serde_json::to_vec(map).map(|json| URL_SAFE_NO_PAD.encode(json)).map_err(|_| SignError);
    let input = format!("{}.{}", part(header)?, part(claims)?);
    let signature = sign(input.as_bytes())?;
    Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_token_is_that_of_the_standard() {
        // RFC 9449, 7.1.
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
        assert_eq!(ath(token.as_bytes()), "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }
}
