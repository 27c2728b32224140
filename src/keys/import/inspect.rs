//! What keys a text has in it, told without taking any of it in: also of those that cannot be used.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::algorithm::algorithm;
use super::error::ImportError;
use super::json::Wanted;
use super::jwk_set::{said, unnamed};
use super::kind::Kind;
use super::material::{Asked, Material, Origin};
use super::members::{Members, member};
use super::note::Note;
use super::opening::Opening;
use super::settle::{derived, verifier};
use super::text;
use crate::core::algorithm::Algorithm;
use crate::core::json::{Object, parse_value};
use crate::core::verify::Excerpt;
use crate::keys::curve::Curve;
use crate::keys::jwk::{thumbprint, thumbprint_of};
use crate::keys::ml_dsa::Parameters;
use crate::keys::passphrase::{PassphraseFor, PassphraseSource};

/// What a text has in it.
pub struct Inspection {
    /// Its keys, in their order.
    pub keys: Vec<InspectedKey>,
    /// What was done to the text on the way in.
    pub notes: Vec<Note>,
}

/// A key, as far as it says what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InspectedKey {
    /// Its id.
    pub kid: Option<String>,
    /// Its type, as a JWK has it in `kty`.
    pub kind: Option<String>,
    /// Its curve, as a JWK has it in `crv`.
    pub curve: Option<String>,
    /// Its size.
    pub bits: Option<u32>,
    /// Its algorithm: what it says, or the only one that can use it.
    pub alg: Option<String>,
    /// What it says in `use`.
    pub usage: Option<String>,
    /// Why no token can be verified with it, if that is so.
    pub fault: Option<String>,
    /// Its thumbprint (RFC 7638), of the normal form; none for a secret, which it would help to guess.
    pub thumbprint: Option<String>,
    /// What of it is private, if anything is.
    pub private: Vec<String>,
    /// Its numbers that are not in their normal form.
    pub odd: Vec<&'static str>,
}

/// The members of a JWK that are private (RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 9964, 3).
const PRIVATE: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Looks at every key of a text. Only PEM and what is like it may need a passphrase.
pub fn inspect(bytes: &[u8], origin: Origin, passphrases: &dyn PassphraseSource) -> Result<Inspection, ImportError> {
    let mut notes = Vec::new();
    let plain = text::plain(bytes, &mut notes)?;
    if text::is_json(&plain)
        && let Some(keys) = jwks(&parse_value(&plain).map_err(ImportError::Json)?)?
    {
        return Ok(Inspection { keys: keys.iter().map(|key| of_value(key, origin)).collect(), notes });
    }
    let mut opening = Opening::new(Asked::default(), PassphraseFor::Import, passphrases);
    let found = opening.text(bytes, Wanted::All)?;
    Ok(Inspection { keys: found.into_iter().map(of_material).collect(), notes: opening.notes })
}

/// The members of a set, or the only key; none where it is JSON of another kind.
fn jwks(json: &Value) -> Result<Option<Vec<Value>>, ImportError> {
    let object = match json {
        Value::Array(keys) if keys.iter().any(|key| key.get("kty").is_some()) => return Ok(Some(keys.clone())),
        Value::Object(object) => object,
        _ => return Ok(None),
    };
    match member(object, "keys") {
        Some(Value::Array(keys)) if keys.is_empty() => Err(ImportError::EmptySet),
        Some(Value::Array(keys)) => Ok(Some(keys.clone())),
        Some(_) => Err(ImportError::Member { member: "keys", problem: "is not a list" }),
        None if member(object, "kty").is_some() => Ok(Some(vec![json.clone()])),
        None if member(object, "jwks_uri").is_some() => Err(ImportError::Form {
            what: "the metadata of a provider, which says in `jwks_uri` where its keys are",
            way: "inspect that address",
        }),
        None => Ok(None),
    }
}

fn of_value(key: &Value, origin: Origin) -> InspectedKey {
    let Value::Object(jwk) = key else {
        return InspectedKey { fault: Some("it is no JWK".into()), ..InspectedKey::default() };
    };
    let text = |name: &str| member(jwk, name).and_then(Value::as_str).map(|text| Excerpt::of(text).to_string());
    let private = PRIVATE.iter().filter(|name| member(jwk, name).is_some()).map(|name| (*name).to_owned()).collect();
    let is_secret = member(jwk, "kty").is_some_and(|kty| kty == "oct");
    let found = InspectedKey {
        kid: text("kid"),
        kind: text("kty"),
        curve: text("crv"),
        bits: bits(jwk),
        alg: text("alg"),
        usage: text("use"),
        thumbprint: jwk_thumbprint(jwk),
        private,
        ..InspectedKey::default()
    };
    if is_secret && origin == Origin::Fetched {
        let fault = "it is a shared secret, and a secret that is published proves nothing";
        return InspectedKey { fault: Some(fault.into()), ..found };
    }
    // It is told what may verify, and a key that only verifies has no private half.
    let public: Object =
        jwk.iter().filter(|(name, _)| is_secret || !PRIVATE.contains(&name.as_str())).map(own).collect();
    match unnamed(&public, None).1 {
        Err(fault) => InspectedKey { fault: Some(said(&fault)), ..found },
        Ok((material, odd)) => {
            let alg = material.algorithm.map(|alg| alg.name().to_owned());
            InspectedKey { alg: found.alg.or(alg), odd, ..found }
        }
    }
}

fn own((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// The size of a key, by its numbers or its curve.
fn bits(jwk: &Object) -> Option<u32> {
    let members = Members::of(jwk);
    let of_bytes = |bytes: &[u8]| u32::try_from(bytes.len() * 8).ok();
    match members.text("kty").ok()?? {
        "RSA" | "RSA-HSM" => {
            let n = members.number("n").ok()?;
            Some(of_bytes(&n)? - n.first()?.leading_zeros())
        }
        "AKP" => Parameters::of(Algorithm::from_header(members.text("alg").ok()??)?).map(Parameters::bits),
        "oct" => of_bytes(&members.bytes("k").ok()?),
        _ => Some(match members.text("crv").ok()?? {
            "P-256" | "secp256k1" | "P-256K" | "Ed25519" | "X25519" => 256,
            "P-384" => 384,
            "P-521" => 521,
            "Ed448" => 456,
            "X448" => 448,
            _ => return None,
        }),
    }
}

/// The thumbprint of the normal form (RFC 7638, 3.2; RFC 8037, 2; RFC 9964, 6), whether the key can be used or not.
fn jwk_thumbprint(jwk: &Object) -> Option<String> {
    let members = Members::of(jwk);
    let text = |name| members.text(name).ok().flatten();
    let b64 = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let normal = match text("kty")? {
        "RSA" | "RSA-HSM" => {
            json!({"e": b64(&members.number("e").ok()?), "kty": "RSA", "n": b64(&members.number("n").ok()?)})
        }
        "EC" | "EC-HSM" => {
            let crv = text("crv")?;
            let (crv, size) = Curve::named(crv).map_or((crv, 32), |curve| (curve.name, curve.bytes));
            let [x, y] = ["x", "y"].map(|name| members.coordinate(name, size));
            json!({"crv": crv, "kty": "EC", "x": b64(&x.ok()?), "y": b64(&y.ok()?)})
        }
        "OKP" => json!({"crv": text("crv")?, "kty": "OKP", "x": b64(&members.bytes("x").ok()?)}),
        "AKP" => json!({"alg": text("alg")?, "kty": "AKP", "pub": b64(&members.bytes("pub").ok()?)}),
        _ => return None,
    };
    Some(thumbprint_of(normal.as_object()?.clone()))
}

/// A key from PEM or DER.
fn of_material(material: Material) -> InspectedKey {
    let (kind, curve) = match material.kind {
        Kind::P256 | Kind::P384 | Kind::P521 | Kind::Secp256k1 => ("EC", material.kind.curve().map(|curve| curve.name)),
        Kind::Ed25519 => ("OKP", Some("Ed25519")),
        Kind::MlDsa44 | Kind::MlDsa65 | Kind::MlDsa87 => ("AKP", None),
        Kind::Secret(_) => ("oct", None),
        Kind::Rsa(_) | Kind::RsaPss(_) => ("RSA", None),
    };
    let settled = algorithm(&material, None);
    // Every algorithm of a kind gives the same thumbprint.
    let any = settled.as_ref().ok().copied().or_else(|| material.kind.algorithms().next());
    let public = match (&material.public, &material.private) {
        (Some(public), _) => Some(public.clone()),
        (None, Some(private)) => any.and_then(|any| derived(any, private).ok().flatten()),
        (None, None) => None,
    };
    let is_private = material.private.is_some();
    let found = InspectedKey {
        kid: material.kid.as_ref().map(ToString::to_string),
        kind: Some(kind.to_owned()),
        curve: curve.map(str::to_owned),
        bits: Some(material.kind.bits()),
        alg: settled.as_ref().ok().map(|alg: &Algorithm| alg.name().to_owned()),
        thumbprint: public.zip(any).and_then(|(public, any)| thumbprint(any, &public)).map(|kid| kid.to_string()),
        private: is_private.then(|| "the private key".to_owned()).into_iter().collect(),
        ..InspectedKey::default()
    };
    let fault = settled.and_then(|algorithm| verifier(material, Some(algorithm))).err();
    InspectedKey { fault: fault.as_ref().map(said), ..found }
}
