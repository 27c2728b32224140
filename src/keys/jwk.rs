//! JSON Web Keys (RFC 7517): what verifiers fetch, and the thumbprint that names a key.

use aws_lc_rs::encoding::AsBigEndian;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, EllipticCurve, EllipticCurveKeyParameters, EllipticCurveKeyType, Jwk,
    JwkSet, KeyAlgorithm, OctetKeyPairParameters, OctetKeyPairType, PublicKeyUse, RSAKeyParameters, RSAKeyType,
    ThumbprintHash,
};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use pkcs8::spki::SubjectPublicKeyInfoRef;

use super::error::KeyError;
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::id::Kid;
use crate::core::key::KeyRecord;

/// The public key as a JWK, with `kid`, `alg` and `use`. None for an HMAC secret, which is never published.
pub fn public_jwk(key: &KeyRecord) -> Result<Option<Jwk>, KeyError> {
    let Some(spki) = &key.public else { return Ok(None) };
    let bad = || KeyError::BadPublic { kid: key.kid.clone() };
    let algorithm = parameters(key.algorithm, spki).ok_or_else(bad)?;
    let common = CommonParameters {
        public_key_use: Some(PublicKeyUse::Signature),
        key_algorithm: Some(wire(key.algorithm)),
        key_id: Some(key.kid.to_string()),
        ..CommonParameters::default()
    };
    Ok(Some(Jwk { common, algorithm }))
}

/// The whole key as a JWK, from its private half in PKCS#8 DER.
pub fn private_jwk(key: &KeyRecord, pkcs8: &[u8]) -> Result<serde_json::Value, KeyError> {
    let damaged = || KeyError::Damaged { kid: key.kid.clone(), fault: "it is not a key for its algorithm" };
    let text = |bytes: &[u8]| serde_json::json!(URL_SAFE_NO_PAD.encode(bytes));
    let mut jwk = match public_jwk(key)? {
        Some(public) => serde_json::to_value(public).map_err(|_| damaged())?,
        None => serde_json::json!({"use": "sig", "alg": key.algorithm, "kid": key.kid, "kty": "oct"}),
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
            let curve = match key.algorithm {
                Algorithm::ES384 => &ECDSA_P384_SHA384_FIXED_SIGNING,
                _ => &ECDSA_P256_SHA256_FIXED_SIGNING,
            };
            let pair = EcdsaKeyPair::from_pkcs8(curve, pkcs8).map_err(|_| damaged())?;
            let secret = pair.private_key().as_be_bytes().map_err(|_| damaged())?;
            jwk["d"] = text(secret.as_ref());
        }
        AlgorithmFamily::Ed => {
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map_err(|_| damaged())?;
            let seed = pair.seed().and_then(|seed| seed.as_be_bytes()).map_err(|_| damaged())?;
            jwk["d"] = text(seed.as_ref());
        }
        AlgorithmFamily::Hmac => jwk["k"] = text(info.private_key.as_bytes()),
    }
    Ok(jwk)
}

/// The set that verifiers fetch: every public key given.
pub fn public_set<'a>(keys: impl IntoIterator<Item = &'a KeyRecord>) -> Result<JwkSet, KeyError> {
    let keys = keys.into_iter().filter_map(|key| public_jwk(key).transpose()).collect::<Result<_, _>>()?;
    Ok(JwkSet { keys })
}

/// The RFC 7638 thumbprint (SHA-256) of a public key in SPKI DER.
pub fn thumbprint(algorithm: Algorithm, spki: &[u8]) -> Option<Kid> {
    let jwk = Jwk { common: CommonParameters::default(), algorithm: parameters(algorithm, spki)? };
    Kid::new(jwk.thumbprint(ThumbprintHash::SHA256).ok()?).ok()
}

fn parameters(algorithm: Algorithm, spki: &[u8]) -> Option<AlgorithmParameters> {
    let info = SubjectPublicKeyInfoRef::from_der(spki).ok()?;
    let bytes = info.subject_public_key.as_bytes()?;
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Some(match algorithm.family() {
        AlgorithmFamily::Rsa => {
            let key = rsa::pkcs1::RsaPublicKeyRef::from_der(bytes).ok()?;
            AlgorithmParameters::RSA(RSAKeyParameters {
                key_type: RSAKeyType::RSA,
                n: text(key.modulus.as_bytes()),
                e: text(key.public_exponent.as_bytes()),
            })
        }
        AlgorithmFamily::Ec => {
            let (tag, point) = bytes.split_first()?;
            if *tag != 4 || !point.len().is_multiple_of(2) {
                return None;
            }
            let (x, y) = point.split_at(point.len() / 2);
            AlgorithmParameters::EllipticCurve(EllipticCurveKeyParameters {
                key_type: EllipticCurveKeyType::EC,
                curve: if algorithm == Algorithm::ES384 { EllipticCurve::P384 } else { EllipticCurve::P256 },
                x: text(x),
                y: text(y),
            })
        }
        AlgorithmFamily::Ed => AlgorithmParameters::OctetKeyPair(OctetKeyPairParameters {
            key_type: OctetKeyPairType::OctetKeyPair,
            curve: EllipticCurve::Ed25519,
            x: text(bytes),
        }),
        AlgorithmFamily::Hmac => return None,
    })
}

fn wire(algorithm: Algorithm) -> KeyAlgorithm {
    match algorithm {
        Algorithm::RS256 => KeyAlgorithm::RS256,
        Algorithm::RS384 => KeyAlgorithm::RS384,
        Algorithm::RS512 => KeyAlgorithm::RS512,
        Algorithm::PS256 => KeyAlgorithm::PS256,
        Algorithm::PS384 => KeyAlgorithm::PS384,
        Algorithm::PS512 => KeyAlgorithm::PS512,
        Algorithm::ES256 => KeyAlgorithm::ES256,
        Algorithm::ES384 => KeyAlgorithm::ES384,
        Algorithm::EdDSA => KeyAlgorithm::EdDSA,
        Algorithm::HS256 => KeyAlgorithm::HS256,
        Algorithm::HS384 => KeyAlgorithm::HS384,
        Algorithm::HS512 => KeyAlgorithm::HS512,
    }
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
