//! JSON Web Keys (RFC 7517): what verifiers fetch, and the thumbprint that names a key.

use aws_lc_rs::encoding::AsBigEndian;
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, OctetKeyPairParameters, OctetKeyPairType, RSAKeyParameters, RSAKeyType,
};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use pkcs8::spki::SubjectPublicKeyInfoRef;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::curve::Curve;
use super::error::KeyError;
use super::ml_dsa::{Parameters, seed_of};
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::id::Kid;
use crate::core::json::Object;
use crate::core::key::KeyRecord;

/// The public key as a JWK, with `use`, `alg` and `kid`. None for an HMAC secret, which is never published.
pub fn public_jwk(key: &KeyRecord) -> Result<Option<Value>, KeyError> {
    let Some(spki) = &key.public else { return Ok(None) };
    let members = members(key.algorithm, spki).ok_or_else(|| KeyError::BadPublic { kid: key.kid.clone() })?;
    let mut jwk = described(key);
    for (name, value) in members {
        jwk[name.as_str()] = value.into();
    }
    Ok(Some(jwk))
}

/// What a JWK says of its key besides what it is.
fn described(key: &KeyRecord) -> Value {
    json!({"use": "sig", "alg": key.algorithm, "kid": key.kid})
}

/// The whole key as a JWK, from its private half in PKCS#8 DER.
pub fn private_jwk(key: &KeyRecord, pkcs8: &[u8]) -> Result<Value, KeyError> {
    let damaged = || KeyError::Damaged { kid: key.kid.clone(), fault: "it is not a key for its algorithm" };
    let text = |bytes: &[u8]| json!(URL_SAFE_NO_PAD.encode(bytes));
    let mut jwk = match public_jwk(key)? {
        Some(public) => public,
        None => {
            let mut secret = described(key);
            secret["kty"] = "oct".into();
            secret
        }
    };
    let info = PrivateKeyInfoRef::from_der(pkcs8).map_err(|_| damaged())?;
    match key.algorithm.family() {
        AlgorithmFamily::Rsa => {
            let parts = rsa::pkcs1::RsaPrivateKeyRef::from_der(info.private_key.as_bytes()).map_err(|_| damaged())?;
            jwk["d"] = text(parts.private_exponent.as_bytes());
            jwk["p"] = text(parts.prime1.as_bytes());
            jwk["q"] = text(parts.prime2.as_bytes());
            jwk["dp"] = text(parts.exponent1.as_bytes());
            jwk["dq"] = text(parts.exponent2.as_bytes());
            jwk["qi"] = text(parts.coefficient.as_bytes());
        }
        AlgorithmFamily::Ec => {
            let curve = Curve::of(key.algorithm).ok_or_else(damaged)?;
            let pair = EcdsaKeyPair::from_pkcs8(curve.signing, pkcs8).map_err(|_| damaged())?;
            let secret = pair.private_key().as_be_bytes().map_err(|_| damaged())?;
            jwk["d"] = text(secret.as_ref());
        }
        AlgorithmFamily::Ed => {
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map_err(|_| damaged())?;
            let seed = pair.seed().and_then(|seed| seed.as_be_bytes()).map_err(|_| damaged())?;
            jwk["d"] = text(seed.as_ref());
        }
        AlgorithmFamily::MlDsa => {
            let seed = seed_of(pkcs8).ok_or_else(|| KeyError::NoSeed { kid: key.kid.clone() })?;
            jwk["priv"] = text(&seed);
        }
        AlgorithmFamily::Hmac => jwk["k"] = text(info.private_key.as_bytes()),
    }
    Ok(jwk)
}

/// The set that verifiers fetch: every public key given.
pub fn public_set<'a>(keys: impl IntoIterator<Item = &'a KeyRecord>) -> Result<Value, KeyError> {
    let keys: Vec<Value> = keys.into_iter().filter_map(|key| public_jwk(key).transpose()).collect::<Result<_, _>>()?;
    Ok(json!({"keys": keys}))
}

/// The thumbprint (RFC 7638, with SHA-256) of a public key in SPKI DER.
pub fn thumbprint(algorithm: Algorithm, spki: &[u8]) -> Option<Kid> {
    Kid::new(thumbprint_of(members(algorithm, spki)?)).ok()
}

/// The thumbprint of the members of a JWK that say what key it is.
pub(super) fn thumbprint_of<N: Into<String>, V: Into<Value>>(members: impl IntoIterator<Item = (N, V)>) -> String {
    let mut members: Vec<(String, Value)> =
        members.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    // The order is a part of it (RFC 7638, 3.3).
    members.sort_by(|(one, _), (other, _)| one.cmp(other));
    let object: Object = members.into_iter().collect();
    URL_SAFE_NO_PAD.encode(Sha256::digest(Value::Object(object).to_string()))
}

/// The members of a JWK that say what key it is, and nothing else (RFC 7638, 3.2).
fn members(algorithm: Algorithm, spki: &[u8]) -> Option<Vec<(String, String)>> {
    let info = SubjectPublicKeyInfoRef::from_der(spki).ok()?;
    let bytes = info.subject_public_key.as_bytes()?;
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Some(match algorithm.family() {
        AlgorithmFamily::Rsa => {
            let key = rsa::pkcs1::RsaPublicKeyRef::from_der(bytes).ok()?;
            let (n, e) = (text(key.modulus.as_bytes()), text(key.public_exponent.as_bytes()));
            written(&AlgorithmParameters::RSA(RSAKeyParameters { key_type: RSAKeyType::RSA, n, e }))?
        }
        AlgorithmFamily::Ec => {
            let curve = Curve::of(algorithm)?;
            let (tag, point) = bytes.split_first()?;
            if *tag != 4 || point.len() != 2 * curve.bytes {
                return None;
            }
            let (x, y) = point.split_at(curve.bytes);
            // The library lacks secp256k1, so that all curves are written here.
            owned([("kty", "EC".to_owned()), ("crv", curve.name.to_owned()), ("x", text(x)), ("y", text(y))])
        }
        AlgorithmFamily::Ed => {
            let (key_type, curve) = (OctetKeyPairType::OctetKeyPair, EllipticCurve::Ed25519);
            written(&AlgorithmParameters::OctetKeyPair(OctetKeyPairParameters { key_type, curve, x: text(bytes) }))?
        }
        // Its algorithm is a part of what it is (RFC 9964, 6).
        AlgorithmFamily::MlDsa => {
            if info.algorithm.oid != Parameters::of(algorithm)?.identifier() {
                return None;
            }
            owned([("kty", "AKP".to_owned()), ("alg", algorithm.name().to_owned()), ("pub", text(bytes))])
        }
        AlgorithmFamily::Hmac => return None,
    })
}

/// The members of a key as the JOSE library writes them.
fn written(key: &AlgorithmParameters) -> Option<Vec<(String, String)>> {
    let Value::Object(members) = serde_json::to_value(key).ok()? else { return None };
    members.into_iter().map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
}

fn owned<const N: usize>(members: [(&str, String); N]) -> Vec<(String, String)> {
    members.map(|(name, value)| (name.to_owned(), value)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A public key from its published JWK coordinates, as the SPKI DER that the ledger keeps.
    fn spki(algorithm: Algorithm, key: &[u8]) -> Vec<u8> {
        use pkcs8::der::Encode;
        use pkcs8::der::asn1::BitStringRef;
        use pkcs8::spki::{AlgorithmIdentifierRef, ObjectIdentifier, SubjectPublicKeyInfoRef};
        let oid = if algorithm == Algorithm::EdDSA { "1.3.101.112" } else { "1.2.840.113549.1.1.1" };
        let algorithm = AlgorithmIdentifierRef { oid: ObjectIdentifier::new_unwrap(oid), parameters: None };
        SubjectPublicKeyInfoRef { algorithm, subject_public_key: BitStringRef::from_bytes(key).unwrap() }
            .to_der()
            .unwrap()
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638() {
        super::super::install_crypto();
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let n = URL_SAFE_NO_PAD.decode(n).unwrap();
        let n = rsa::BoxedUint::from_be_slice_vartime(&n);
        let key = rsa::PublicKey::new(n, 65_537_u64.into()).unwrap();
        let der = rsa::pkcs8::EncodePublicKey::to_public_key_der(&key).unwrap();
        let kid = thumbprint(Algorithm::RS256, der.as_bytes()).unwrap();
        assert_eq!(kid.as_str(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037() {
        super::super::install_crypto();
        let x = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        let kid = thumbprint(Algorithm::EdDSA, &spki(Algorithm::EdDSA, &x)).unwrap();
        assert_eq!(kid.as_str(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
