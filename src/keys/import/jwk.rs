//! A JWK: what a key says of its use, operations and algorithm is obeyed (RFC 7517, 4).

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, ParsedPublicKey};
use pkcs8::der::Encode;
use pkcs8::der::asn1::UintRef;
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use zeroize::Zeroizing;

use super::container::{wrap_pkcs1, wrap_pkcs1_public};
use super::error::ImportError;
use super::kind::{Kind, KindError};
use super::material::{Asked, Material};
use super::members::Members;
use crate::core::algorithm::{Algorithm, AlgorithmError};
use crate::core::id::Kid;
use crate::core::json::Object;
use crate::keys::curve::Curve;
use crate::keys::generate::hmac_container;
use crate::keys::ml_dsa::{PARAMETERS, Parameters, SEED, to_pkcs8};

/// A key, and its numbers that are not in their normal form.
pub(super) type Read = (Material, Vec<&'static str>);

/// A key with its id, unless it is given another.
pub(super) fn named(jwk: &Object, asked: Asked) -> Result<Read, ImportError> {
    let (material, odd) = nameless(jwk, asked.algorithm)?;
    let kid = if asked.is_named { None } else { Members::of(jwk).text("kid")? };
    let kid = kid.map(|kid| kid_of(kid, asked)).transpose()?.flatten();
    Ok((Material { kid, ..material }, odd))
}

/// The id that a key comes with; none where it is empty, or another one is given.
pub(super) fn kid_of(kid: &str, asked: Asked) -> Result<Option<Kid>, ImportError> {
    if kid.is_empty() || asked.is_named {
        return Ok(None);
    }
    let problem = "is no printable text of at most 256 bytes, or is @active, @previous or @next";
    Kid::new(kid).map(Some).map_err(|_| ImportError::Member { member: "kid", problem })
}

/// A key without its id.
pub(super) fn nameless(jwk: &Object, asked: Option<Algorithm>) -> Result<Read, ImportError> {
    let jwk = Members::of(jwk);
    check_use(&jwk)?;
    let algorithm = match jwk.text("alg")? {
        None => None,
        Some(name) => Some(Algorithm::from_header(name).ok_or_else(|| match name.parse::<Algorithm>() {
            Err(AlgorithmError::Unsupported(_)) => {
                ImportError::Member { member: "alg", problem: "names an algorithm that mintage does not support" }
            }
            _ => ImportError::Member { member: "alg", problem: "names no signature algorithm" },
        })?),
    };
    let kty = jwk.needed_text("kty")?;
    if kty != "AKP" && algorithm.is_some_and(|algorithm| Parameters::of(algorithm).is_some()) {
        return Err(ImportError::Member { member: "kty", problem: "is not AKP, as that of a key of ML-DSA is" });
    }
    let material = match kty {
        // The same keys, in hardware (as Azure Key Vault calls them).
        "RSA" | "RSA-HSM" => rsa(&jwk)?,
        "EC" | "EC-HSM" => ec(&jwk)?,
        "OKP" => okp(&jwk)?,
        "oct" => oct(&jwk, algorithm.or(asked))?,
        "AKP" => akp(&jwk, algorithm)?,
        _ => return Err(KindError::Unknown.into()),
    };
    Ok((Material { algorithm, ..material }, jwk.odd()))
}

/// What `use` says of a key for signatures: in the standard (RFC 7517, 4.2), and in a trust bundle of SPIFFE (JWT-SVID, 4).
const FOR_SIGNATURES: [&str; 2] = ["sig", "jwt-svid"];

/// A key says what it may be used for, and encrypting is not signing.
fn check_use(jwk: &Members<'_>) -> Result<(), ImportError> {
    if jwk.text("use")?.is_some_and(|value| !FOR_SIGNATURES.contains(&value)) {
        return Err(ImportError::Member { member: "use", problem: "says that it is not for signatures" });
    }
    let Some(operations) = jwk.get("key_ops") else { return Ok(()) };
    let operations =
        operations.as_array().ok_or(ImportError::Member { member: "key_ops", problem: "is not a list" })?;
    // As .NET writes what says nothing.
    if operations.is_empty() {
        return Ok(());
    }
    let allows = |wanted: &str| operations.iter().any(|operation| operation.as_str() == Some(wanted));
    let is_private = ["d", "k", "priv"].into_iter().any(|name| jwk.has(name));
    let problem = match (allows("sign"), allows("verify"), is_private) {
        (true, _, true) | (_, true, false) => return Ok(()),
        (false, true, true) => "does not allow sign, and the key is private",
        (true, false, false) => "does not allow verify, and the key is public",
        (false, false, _) => "allows neither sign nor verify",
    };
    Err(ImportError::Member { member: "key_ops", problem })
}

#[expect(clippy::many_single_char_names, reason = "the names of RFC 7518, 6.3")]
fn rsa(jwk: &Members<'_>) -> Result<Material, ImportError> {
    let (n, e) = (jwk.number("n")?, jwk.number("e")?);
    let kind = Kind::of_rsa(&n, &e)?;
    let damaged = |_| ImportError::Inconsistent;
    let (modulus, public_exponent) = (UintRef::new(&n).map_err(damaged)?, UintRef::new(&e).map_err(damaged)?);
    let public = RsaPublicKeyRef { modulus, public_exponent }.to_der().map_err(damaged)?;
    let public = Some(wrap_pkcs1_public(&public)?);
    let private = if jwk.has("d") {
        if jwk.has("oth") {
            return Err(KindError::Unsupported("an RSA key of more than two primes").into());
        }
        let parts = ["d", "p", "q", "dp", "dq", "qi"].map(|name| jwk.number(name));
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

fn ec(jwk: &Members<'_>) -> Result<Material, ImportError> {
    let curve = Curve::named(jwk.needed_text("crv")?).ok_or(KindError::Unknown)?;
    let kind = Kind::on(curve);
    let mut point = vec![4];
    point.extend_from_slice(&jwk.coordinate("x", curve.bytes)?);
    point.extend_from_slice(&jwk.coordinate("y", curve.bytes)?);
    let off_curve = |_| ImportError::Member { member: "x", problem: "and `y` are not a point of the curve" };
    let parsed = ParsedPublicKey::new(curve.verifying, &point).map_err(off_curve)?;
    let public = Some(spki(&parsed)?);
    let private = if jwk.has("d") {
        let d = jwk.coordinate("d", curve.bytes)?;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(curve.signing, &d, &point);
        let pkcs8 = pair.map_err(|_| ImportError::Inconsistent)?.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?;
        Some(Zeroizing::new(pkcs8.as_ref().to_vec()))
    } else {
        None
    };
    Ok(Material { kind, kid: None, algorithm: None, public, private })
}

fn okp(jwk: &Members<'_>) -> Result<Material, ImportError> {
    match jwk.needed_text("crv")? {
        "Ed25519" => {}
        "Ed448" => return Err(KindError::Unsupported("an Ed448 key").into()),
        "X25519" => return Err(KindError::NotForSignatures("an X25519 key").into()),
        "X448" => return Err(KindError::NotForSignatures("an X448 key").into()),
        _ => return Err(KindError::Unknown.into()),
    }
    let x = jwk.sized("x", 32)?;
    let parsed = ParsedPublicKey::new(&ED25519, x.as_slice()).map_err(|_| ImportError::Inconsistent)?;
    let public = Some(spki(&parsed)?);
    let private = if jwk.has("d") {
        let pair = Ed25519KeyPair::from_seed_and_public_key(&jwk.sized("d", 32)?, &x);
        let pkcs8 = pair.map_err(|_| ImportError::Inconsistent)?.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?;
        Some(Zeroizing::new(pkcs8.as_ref().to_vec()))
    } else {
        None
    };
    Ok(Material { kind: Kind::Ed25519, kid: None, algorithm: None, public, private })
}

/// A key whose kind is its algorithm (RFC 9964, 4): `alg` must be there, and its private half is its seed.
fn akp(jwk: &Members<'_>, algorithm: Option<Algorithm>) -> Result<Material, ImportError> {
    const MISSING: &str = "is missing, and says of an AKP key what it is";
    let algorithm = algorithm.ok_or(ImportError::Member { member: "alg", problem: MISSING })?;
    let of_akp = PARAMETERS.iter().find(|parameters| parameters.algorithm == algorithm);
    let parameters = of_akp.ok_or(ImportError::Member {
        member: "alg",
        problem: "is none of AKP keys, which are ML-DSA-44, -65 and -87",
    })?;
    let public = jwk.sized("pub", parameters.public)?;
    let parsed =
        ParsedPublicKey::new(parameters.verifying, public.as_slice()).map_err(|_| ImportError::Inconsistent)?;
    let private = if jwk.has("priv") {
        let pair = parameters.key_of(&jwk.sized("priv", SEED)?).ok_or(ImportError::Inconsistent)?;
        if pair.public_key().as_ref() != public.as_slice() {
            return Err(ImportError::Inconsistent);
        }
        Some(to_pkcs8(&pair).ok_or(ImportError::Inconsistent)?)
    } else {
        None
    };
    let (kind, public) = (Kind::with(parameters), Some(spki(&parsed)?));
    Ok(Material { kind, kid: None, algorithm: None, public, private })
}

/// A secret says its algorithm itself, or its length does: the longest hash that it is long enough for is not guessed.
fn oct(jwk: &Members<'_>, algorithm: Option<Algorithm>) -> Result<Material, ImportError> {
    let secret = jwk.bytes("k")?;
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
