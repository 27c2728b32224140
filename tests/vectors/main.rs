//! Published examples: what the standards say must come out.
//!
//! Only data that somebody else published, and that OpenSSL or Python's cryptography confirm.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

mod rfc7515;
mod rfc8037;
mod rfc9964;
mod wycheproof;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mintage::core::jose::{Sign as _, SignedToken, UntrustedToken, VerifySignature as _};
use mintage::core::{Algorithm, Kid};
use mintage::keys::{SigningKey, VerificationKey};

/// Bytes from the base64url of a standard.
fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

/// A private key from its PKCS#8 form.
fn signing(algorithm: Algorithm, pkcs8: &[u8]) -> SigningKey {
    SigningKey::from_pkcs8(Kid::new("example").unwrap(), algorithm, pkcs8).expect("a private key")
}

/// A public key from its SPKI form.
fn verification(algorithm: Algorithm, spki: &[u8]) -> VerificationKey {
    VerificationKey::from_public(algorithm, spki).expect("a public key")
}

/// A token, if the key vouches for it.
fn check(token: &str, key: &VerificationKey) -> SignedToken {
    UntrustedToken::parse(token).expect("three parts").check(key).expect("a good signature")
}

/// The bytes that are signed, and the signature over them.
fn halves(token: &str) -> (&[u8], Vec<u8>) {
    let (input, signature) = token.rsplit_once('.').expect("a signature");
    (input.as_bytes(), bytes(signature))
}

/// Signs the input of a token again.
fn sign_again(token: &str, key: &SigningKey) -> Vec<u8> {
    key.sign(halves(token).0).expect("a signature")
}

/// Asserts that the signature counts for exactly these bytes: neither can change by one bit, or be cut short.
fn assert_every_bit_counts(token: &str, key: &VerificationKey) {
    let (input, signature) = halves(token);
    assert!(key.verify(input, &signature));
    for place in 0..input.len() {
        let mut other = input.to_vec();
        other[place] ^= 1;
        assert!(!key.verify(&other, &signature), "byte {place} of the input");
    }
    for place in 0..signature.len() {
        let mut other = signature.clone();
        other[place] ^= 1;
        assert!(!key.verify(input, &other), "byte {place} of the signature");
    }
    for length in 0..signature.len() {
        assert!(!key.verify(input, &signature[..length]), "{length} bytes of the signature");
    }
    assert!(!key.verify(input, &[&signature[..], &[0]].concat()), "one byte more");
}

/// The few forms of DER that keys are made of, written apart from the encoders under test.
mod der {
    /// `id-hmacWithSHA256`, `rsaEncryption`, `id-ecPublicKey`, `prime256v1`, `id-Ed25519`.
    pub const HMAC_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09];
    pub const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    pub const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    pub const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
    pub const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

    /// A tag, a length and the contents.
    pub fn tagged(tag: u8, contents: &[u8]) -> Vec<u8> {
        let length = contents.len().to_be_bytes();
        let length = &length[length.iter().position(|byte| *byte != 0).unwrap_or(length.len() - 1)..];
        let short = length.len() == 1 && length[0] < 0x80;
        let prefix = if short { vec![tag] } else { vec![tag, 0x80 | u8::try_from(length.len()).unwrap()] };
        [&prefix, length, contents].concat()
    }

    pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
        tagged(0x30, &parts.concat())
    }

    /// An INTEGER that is not negative.
    pub fn integer(big_endian: &[u8]) -> Vec<u8> {
        let sign: &[u8] = if big_endian[0] >= 0x80 { &[0] } else { &[] };
        tagged(0x02, &[sign, big_endian].concat())
    }

    pub fn octets(contents: &[u8]) -> Vec<u8> {
        tagged(0x04, contents)
    }

    pub fn bits(contents: &[u8]) -> Vec<u8> {
        tagged(0x03, &[&[0], contents].concat())
    }

    pub fn oid(contents: &[u8]) -> Vec<u8> {
        tagged(0x06, contents)
    }

    pub fn null() -> Vec<u8> {
        tagged(0x05, &[])
    }

    /// PKCS#8: version 0, which algorithm, the private key.
    pub fn pkcs8(algorithm: &[Vec<u8>], private: &[u8]) -> Vec<u8> {
        sequence(&[integer(&[0]), sequence(algorithm), octets(private)])
    }

    /// SPKI: which algorithm, the public key.
    pub fn spki(algorithm: &[Vec<u8>], public: &[u8]) -> Vec<u8> {
        sequence(&[sequence(algorithm), bits(public)])
    }
}

/// A file that nobody lists would never run.
#[test]
fn every_file_here_is_listed() {
    let listed = include_str!("main.rs");
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let module = name.strip_suffix(".rs");
        if let Some(module) = module.filter(|module| *module != "main") {
            assert!(listed.contains(&format!("mod {module};")), "{name}");
        }
    }
}
