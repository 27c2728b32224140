//! JWK and JWKS, read strictly: what a key says of its use, operations and algorithm is obeyed (RFC 7517, 4).

use std::collections::HashSet;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING,
    ED25519, EcdsaKeyPair, Ed25519KeyPair, ParsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pkcs8::der::Encode;
use pkcs8::der::asn1::UintRef;
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use serde_json::Value;
use zeroize::Zeroizing;

use super::container::{wrap_pkcs1, wrap_pkcs1_public};
use super::error::ImportError;
use super::kind::{Kind, KindError};
use super::material::{Asked, Material};
use crate::core::algorithm::{Algorithm, AlgorithmError};
use crate::core::id::Kid;
use crate::core::json::{Object, parse_object};
use crate::keys::generate::hmac_container;

/// Reads a JWK, or every key of a JWKS.
pub(super) fn read(bytes: &[u8], asked: Asked) -> Result<Vec<Material>, ImportError> {
    let object = parse_object(bytes).map_err(ImportError::Json)?;
    let Some(keys) = object.get("keys") else { return Ok(vec![one(&object, asked)?]) };
    let keys = keys.as_array().ok_or(ImportError::Member { member: "keys", problem: "is not a list" })?;
    if keys.is_empty() {
        return Err(ImportError::EmptySet);
    }
    let not_a_key = ImportError::Member { member: "keys", problem: "has something that is not a key" };
    let objects: Option<Vec<&Object>> = keys.iter().map(Value::as_object).collect();
    let objects = objects.ok_or(not_a_key)?;
    let is_secret = |key: &&Object| key.contains_key("d") || key.contains_key("k");
    let secrets = objects.iter().filter(|key| is_secret(key)).count();
    if secrets > 0 && secrets < objects.len() {
        return Err(ImportError::MixedSet);
    }
    let found = objects.into_iter().map(|key| one(key, asked)).collect::<Result<Vec<_>, _>>()?;
    let mut kids = HashSet::new();
    if found.iter().filter_map(|key| key.kid.as_ref()).all(|kid| kids.insert(kid.clone())) {
        Ok(found)
    } else {
        Err(ImportError::RepeatedKid)
    }
}

fn one(jwk: &Object, asked: Asked) -> Result<Material, ImportError> {
    let kid = match jwk.get("kid") {
        Some(_) if asked.is_named => None,
        _ => text(jwk, "kid")?.map(|kid| kid_of(kid, asked)).transpose()?.flatten(),
    };
    Ok(Material { kid, ..nameless(jwk, asked.algorithm)? })
}

/// The id that a key comes with; none where it is empty, or another one is given.
pub(super) fn kid_of(kid: &str, asked: Asked) -> Result<Option<Kid>, ImportError> {
    if kid.is_empty() || asked.is_named {
        return Ok(None);
    }
    let problem = "is no printable text of at most 256 bytes, or is @active, @previous or @next";
    Kid::new(kid).map(Some).map_err(|_| ImportError::Member { member: "kid", problem })
}

/// The one key of a JWK, or of a JWKS that has no other, for one who does not go by its id.
pub(super) fn only(bytes: &[u8], asked: Option<Algorithm>) -> Result<Material, ImportError> {
    let object = parse_object(bytes).map_err(ImportError::Json)?;
    let Some(keys) = object.get("keys") else { return nameless(&object, asked) };
    let keys = keys.as_array().ok_or(ImportError::Member { member: "keys", problem: "is not a list" })?;
    match keys.as_slice() {
        [] => Err(ImportError::EmptySet),
        [Value::Object(jwk)] => nameless(jwk, asked),
        [_] => Err(ImportError::Member { member: "keys", problem: "has something that is not a key" }),
        many => Err(ImportError::Several(many.len())),
    }
}

/// A key without its id.
pub(super) fn nameless(jwk: &Object, asked: Option<Algorithm>) -> Result<Material, ImportError> {
    check_use(jwk)?;
    let algorithm = match text(jwk, "alg")? {
        None => None,
        Some(name) => Some(Algorithm::from_header(name).ok_or_else(|| match name.parse::<Algorithm>() {
            Err(AlgorithmError::Unsupported(_)) => {
                ImportError::Member { member: "alg", problem: "names an algorithm that mintage does not support" }
            }
            _ => ImportError::Member { member: "alg", problem: "names no signature algorithm" },
        })?),
    };
    let material = match needed_text(jwk, "kty")? {
        "RSA" => rsa(jwk)?,
        "EC" => ec(jwk)?,
        "OKP" => okp(jwk)?,
        "oct" => oct(jwk, algorithm.or(asked))?,
        _ => return Err(KindError::Unknown.into()),
    };
    Ok(Material { algorithm, ..material })
}

/// A key says what it may be used for, and encrypting is not signing.
fn check_use(jwk: &Object) -> Result<(), ImportError> {
    if text(jwk, "use")?.is_some_and(|value| value != "sig") {
        return Err(ImportError::Member { member: "use", problem: "says that it is not for signatures" });
    }
    let Some(operations) = jwk.get("key_ops") else { return Ok(()) };
    let operations =
        operations.as_array().ok_or(ImportError::Member { member: "key_ops", problem: "is not a list" })?;
    let allows = |wanted: &str| operations.iter().any(|operation| operation.as_str() == Some(wanted));
    let is_private = jwk.contains_key("d") || jwk.contains_key("k");
    let problem = match (allows("sign"), allows("verify"), is_private) {
        (true, _, true) | (_, true, false) => return Ok(()),
        (false, true, true) => "does not allow sign, and the key is private",
        (true, false, false) => "does not allow verify, and the key is public",
        (false, false, _) => "allows neither sign nor verify",
    };
    Err(ImportError::Member { member: "key_ops", problem })
}

#[expect(clippy::many_single_char_names, reason = "the names of RFC 7518, 6.3")]
fn rsa(jwk: &Object) -> Result<Material, ImportError> {
    let (n, e) = (number(jwk, "n")?, number(jwk, "e")?);
    let kind = Kind::of_rsa(&n, &e)?;
    let damaged = |_| ImportError::Inconsistent;
    let (modulus, public_exponent) = (UintRef::new(&n).map_err(damaged)?, UintRef::new(&e).map_err(damaged)?);
    let public = RsaPublicKeyRef { modulus, public_exponent }.to_der().map_err(damaged)?;
    let public = Some(wrap_pkcs1_public(&public)?);
    let private = if jwk.contains_key("d") {
        if jwk.contains_key("oth") {
            return Err(KindError::Unsupported("an RSA key of more than two primes").into());
        }
        let parts = ["d", "p", "q", "dp", "dq", "qi"].map(|name| number(jwk, name));
        let [d, p, q, dp, dq, qi] = parts;
        let (d, p, q, dp, dq, qi) = (d?, p?, q?, dp?, dq?, qi?);
        let key = RsaPrivateKeyRef {
            modulus,
            public_exponent,
            private_exponent: UintRef::new(&d).map_err(damaged)?,
            prime1: UintRef::new(&p).map_err(damaged)?,
            prime2: UintRef::new(&q).map_err(damaged)?,
            exponent1: UintRef::new(&dp).map_err(damaged)?,
            exponent2: UintRef::new(&dq).map_err(damaged)?,
            coefficient: UintRef::new(&qi).map_err(damaged)?,
            other_prime_infos: None,
        };
        let der = Zeroizing::new(key.to_der().map_err(damaged)?);
        Some(wrap_pkcs1(&der)?)
    } else {
        None
    };
    Ok(Material { kind, kid: None, algorithm: None, public, private })
}

fn ec(jwk: &Object) -> Result<Material, ImportError> {
    let (kind, size) = match needed_text(jwk, "crv")? {
        "P-256" => (Kind::P256, 32),
        "P-384" => (Kind::P384, 48),
        "P-521" => return Err(KindError::Unsupported("a P-521 key (ES512)").into()),
        "secp256k1" => return Err(KindError::Unsupported("a secp256k1 key (ES256K)").into()),
        _ => return Err(KindError::Unknown.into()),
    };
    let mut point = vec![4];
    point.extend_from_slice(&sized(jwk, "x", size)?);
    point.extend_from_slice(&sized(jwk, "y", size)?);
    let (verifying, signing) = match kind {
        Kind::P384 => (&ECDSA_P384_SHA384_FIXED, &ECDSA_P384_SHA384_FIXED_SIGNING),
        _ => (&ECDSA_P256_SHA256_FIXED, &ECDSA_P256_SHA256_FIXED_SIGNING),
    };
    let off_curve = |_| ImportError::Member { member: "x", problem: "and `y` are not a point of the curve" };
    let parsed = ParsedPublicKey::new(verifying, &point).map_err(off_curve)?;
    let public = Some(spki(&parsed)?);
    let private = if jwk.contains_key("d") {
        let d = sized(jwk, "d", size)?;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(signing, &d, &point);
        let pkcs8 = pair.map_err(|_| ImportError::Inconsistent)?.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?;
        Some(Zeroizing::new(pkcs8.as_ref().to_vec()))
    } else {
        None
    };
    Ok(Material { kind, kid: None, algorithm: None, public, private })
}

fn okp(jwk: &Object) -> Result<Material, ImportError> {
    match needed_text(jwk, "crv")? {
        "Ed25519" => {}
        "Ed448" => return Err(KindError::Unsupported("an Ed448 key").into()),
        "X25519" => return Err(KindError::NotForSignatures("an X25519 key").into()),
        "X448" => return Err(KindError::NotForSignatures("an X448 key").into()),
        _ => return Err(KindError::Unknown.into()),
    }
    let x = sized(jwk, "x", 32)?;
    let parsed = ParsedPublicKey::new(&ED25519, x.as_slice()).map_err(|_| ImportError::Inconsistent)?;
    let public = Some(spki(&parsed)?);
    let private = if jwk.contains_key("d") {
        let pair = Ed25519KeyPair::from_seed_and_public_key(&sized(jwk, "d", 32)?, &x);
        let pkcs8 = pair.map_err(|_| ImportError::Inconsistent)?.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?;
        Some(Zeroizing::new(pkcs8.as_ref().to_vec()))
    } else {
        None
    };
    Ok(Material { kind: Kind::Ed25519, kid: None, algorithm: None, public, private })
}

/// A secret says its algorithm itself, or its length does: the longest hash that it is long enough for is not guessed.
fn oct(jwk: &Object, algorithm: Option<Algorithm>) -> Result<Material, ImportError> {
    let secret = bytes(jwk, "k")?;
    let kind = Kind::Secret(u32::try_from(secret.len() * 8).unwrap_or(u32::MAX));
    let algorithm = algorithm
        .ok_or(ImportError::Member { member: "alg", problem: "is missing, and --alg does not say it either" })?;
    kind.check(algorithm)?;
    let private = Some(hmac_container(algorithm, &secret).ok_or(ImportError::Inconsistent)?);
    Ok(Material { kind, kid: None, algorithm: None, public: None, private })
}

fn spki(key: &ParsedPublicKey) -> Result<Vec<u8>, ImportError> {
    let der: PublicKeyX509Der<'_> = key.as_der().map_err(|_| ImportError::Inconsistent)?;
    Ok(der.as_ref().to_vec())
}

fn text<'a>(jwk: &'a Object, member: &'static str) -> Result<Option<&'a str>, ImportError> {
    match jwk.get(member) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(ImportError::Member { member, problem: "is not a text" }),
    }
}

fn needed_text<'a>(jwk: &'a Object, member: &'static str) -> Result<&'a str, ImportError> {
    text(jwk, member)?.ok_or(ImportError::Member { member, problem: "is missing" })
}

fn bytes(jwk: &Object, member: &'static str) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let text = needed_text(jwk, member)?;
    let wrong = |_| ImportError::Member { member, problem: "is not canonical base64url" };
    URL_SAFE_NO_PAD.decode(text).map(Zeroizing::new).map_err(wrong)
}

/// Bytes of exactly this length (RFC 7518, 6.2.1.2: leading zeros are kept).
fn sized(jwk: &Object, member: &'static str, size: usize) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let bytes = bytes(jwk, member)?;
    if bytes.len() == size { Ok(bytes) } else { Err(ImportError::Member { member, problem: "has a wrong length" }) }
}

/// A positive number, without leading zeros (RFC 7518, 2: Base64urlUInt).
fn number(jwk: &Object, member: &'static str) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let bytes = bytes(jwk, member)?;
    match bytes.first() {
        Some(0) | None => Err(ImportError::Member { member, problem: "is zero or has leading zeros" }),
        Some(_) => Ok(bytes),
    }
}
