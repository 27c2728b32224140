//! Keys that are built here, number by number: DER, PEM and JWK.

use mintage::core::Algorithm;
use mintage::host::entropy::SystemEntropy;
use pem::{EncodeConfig, LineEnding, Pem};
use pkcs8::ObjectIdentifier;
use pkcs8::der::Encode;
use serde_json::{Value, json};

use super::{ED25519, taken};
use crate::support::{Sandbox, b64};

/// One element of DER.
pub fn element(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = match body.len() {
        short @ 0..0x80 => vec![short.to_le_bytes()[0]],
        long => {
            let bytes = long.to_be_bytes();
            let digits = &bytes[bytes.iter().position(|byte| *byte != 0).expect("not zero")..];
            [&[0x80 | digits.len().to_le_bytes()[0]], digits].concat()
        }
    };
    [&[tag], &length[..], body].concat()
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

pub fn octets(body: &[u8]) -> Vec<u8> {
    element(0x04, body)
}

/// A positive number.
fn integer(big_endian: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if big_endian[0] >= 0x80 { &[0] } else { &[] };
    element(0x02, &[sign, big_endian].concat())
}

pub fn number(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    integer(&bytes[bytes.iter().position(|byte| *byte != 0).unwrap_or(7)..])
}

pub fn oid(text: &str) -> Vec<u8> {
    ObjectIdentifier::new_unwrap(text).to_der().unwrap()
}

pub fn null() -> Vec<u8> {
    element(0x05, &[])
}

/// A private key in its usual container.
pub fn pkcs8(identifier: &[Vec<u8>], key: &[u8]) -> Vec<u8> {
    sequence(&[number(0), sequence(identifier), octets(key)])
}

/// A public key in its usual container.
pub fn spki(identifier: &[Vec<u8>], key: &[u8]) -> Vec<u8> {
    sequence(&[sequence(identifier), element(0x03, &[&[0], key].concat())])
}

/// PEM as openssl writes it.
pub fn armor(tag: &str, der: &[u8]) -> String {
    pem::encode_config(&Pem::new(tag, der), EncodeConfig::new().set_line_ending(LineEnding::LF))
}

/// A new key of ours: its private half, and its public one.
pub fn new_key(algorithm: Algorithm) -> (Vec<u8>, Vec<u8>) {
    mintage::keys::install_crypto();
    let key = mintage::keys::generate(algorithm, None, &SystemEntropy).unwrap();
    (key.private.to_vec(), key.public.unwrap_or_default())
}

/// A new key as a JWK with its private half, without a kid and `alg`.
pub fn new_jwk(algorithm: Algorithm) -> Value {
    let world = Sandbox::new();
    let kid = taken(&world, armor("PRIVATE KEY", &new_key(algorithm).0), &["--alg", algorithm.name()]);
    let mut jwk = world.run(&["keys", "export", "--private", "--format", "jwk", "--", &kid]).ok().json();
    for member in ["kid", "alg", "use"] {
        jwk.as_object_mut().unwrap().shift_remove(member);
    }
    jwk
}

/// The JWK with other members; null takes one away.
pub fn with(jwk: &Value, members: &Value) -> String {
    let mut jwk = jwk.clone();
    for (name, value) in members.as_object().expect("members") {
        match value {
            Value::Null => drop(jwk.as_object_mut().unwrap().shift_remove(name)),
            value => jwk[name] = value.clone(),
        }
    }
    jwk.to_string()
}

pub fn ed25519() -> Value {
    serde_json::from_str(ED25519).unwrap()
}

pub fn ed25519_public() -> Value {
    serde_json::from_str(&with(&ed25519(), &json!({"d": null}))).unwrap()
}

/// An odd number of so many bits that nobody can factor, or knows the factors of.
pub fn modulus(bits: usize) -> Vec<u8> {
    vec![0xc5; bits / 8]
}

/// An RSA key of these numbers in every form that there is. Its private half is of made-up numbers.
pub fn rsa_forms(modulus: &[u8], exponent: &[u8]) -> Vec<(&'static str, String)> {
    let identifier = [oid("1.2.840.113549.1.1.1"), null()];
    let (n, e) = (integer(modulus), integer(exponent));
    let public = sequence(&[n.clone(), e.clone()]);
    let odd = integer(&[0xc5; 128]);
    let private = sequence(&[&[number(0), n, e][..], &vec![odd; 6]].concat());
    let jwk = json!({"kty": "RSA", "alg": "RS256", "n": b64(modulus), "e": b64(exponent)});
    let some = b64([0xc5; 128]);
    let whole = with(&jwk, &json!({"d": some, "p": some, "q": some, "dp": some, "dq": some, "qi": some}));
    vec![
        ("JWK", jwk.to_string()),
        ("private JWK", whole),
        ("SPKI", armor("PUBLIC KEY", &spki(&identifier, &public))),
        ("PKCS#1 public", armor("RSA PUBLIC KEY", &public)),
        ("PKCS#1", armor("RSA PRIVATE KEY", &private)),
        ("PKCS#8", armor("PRIVATE KEY", &pkcs8(&identifier, &private))),
    ]
}

/// What is inside the container of PKCS#8 or SPKI.
pub fn inner(der: &[u8]) -> Vec<u8> {
    use pkcs8::der::Decode;
    match pkcs8::PrivateKeyInfoRef::from_der(der) {
        Ok(info) => info.private_key.as_bytes().to_vec(),
        Err(_) => {
            let info = pkcs8::spki::SubjectPublicKeyInfoRef::from_der(der).expect("a key in its container");
            info.subject_public_key.as_bytes().expect("whole bytes").to_vec()
        }
    }
}
