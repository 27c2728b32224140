//! RFC 9964: ML-DSA in JOSE. Its example keys are those of a seed of zeros.

use mintage::core::Algorithm;
use mintage::core::jose::Sign as _;
use mintage::keys::jwk::thumbprint;
use serde_json::Value;

use crate::der::{self, tagged};
use crate::{assert_every_bit_counts, bytes, signing, verification};

/// The key of ML-DSA-44 and what it signed.
const EXAMPLE: &str = include_str!("rfc9964.json");

/// Of each algorithm, the last byte of its identifier (RFC 9881, 2) and the kid of its example, which is its thumbprint.
const KEYS: [(Algorithm, u8, &str); 3] = [
    (Algorithm::MlDsa44, 17, "T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21-gyo0Gu6o"),
    (Algorithm::MlDsa65, 18, "Suiu29qbfuaBaR4Ats-c6XQBePB_OpAxAwcTR_0KXVM"),
    (Algorithm::MlDsa87, 19, "tRn1JNIkgMsABVQBlXeDHxAIcclh-2IX0UdDEzPt5XU"),
];

fn identifier(last: u8) -> [Vec<u8>; 1] {
    [der::oid(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, last])]
}

/// PKCS#8 with the seed alone.
fn pkcs8(last: u8, seed: &[u8]) -> Vec<u8> {
    der::pkcs8(&identifier(last), &tagged(0x80, seed))
}

fn member(path: &str) -> String {
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    example.pointer(path).and_then(Value::as_str).expect("a text").to_owned()
}

#[test]
fn the_example_is_good() {
    let public = der::spki(&identifier(17), &bytes(&member("/jwk/pub")));
    let key = verification(Algorithm::MlDsa44, &public);
    assert_every_bit_counts(&member("/jws"), &key);
}

#[test]
fn the_seed_gives_the_public_key_and_the_name_of_every_example() {
    assert_eq!(bytes(&member("/jwk/priv")), [0; 32]);
    for (algorithm, last, kid) in KEYS {
        let key = signing(algorithm, &pkcs8(last, &[0; 32]));
        let public = key.public().expect("a public half");
        assert_eq!(thumbprint(algorithm, &public).unwrap().as_str(), kid);
        let signature = key.sign(b"some text").unwrap();
        assert_eq!(Some(signature.len()), algorithm.signature_bytes());
        let verifier = verification(algorithm, &public);
        assert!(mintage::core::jose::VerifySignature::verify(&verifier, b"some text", &signature));
        for (other, _, _) in KEYS.into_iter().filter(|(other, _, _)| *other != algorithm) {
            assert!(mintage::keys::VerificationKey::from_public(other, &public).is_none(), "{algorithm} as {other}");
        }
    }
    let public = signing(Algorithm::MlDsa44, &pkcs8(17, &[0; 32])).public().unwrap();
    assert_eq!(public, der::spki(&identifier(17), &bytes(&member("/jwk/pub"))));
}
