//! The test vectors of Wycheproof, which lie beside the repository: too large to be a part of it.
#![allow(clippy::print_stderr, reason = "a test that cannot run says so")]

use std::io::Read as _;
use std::path::Path;

use mintage::core::Algorithm;
use mintage::core::jose::VerifySignature as _;
use mintage::keys::{SigningKey, VerificationKey};
use serde_json::Value;

use crate::signing;

/// Where the vectors are, seen from the repository.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vectors");

/// A file of vectors; none where they are not here, which is said.
fn vectors(name: &str) -> Option<Value> {
    let path = Path::new(FOLDER).join(format!("{name}.json.gz"));
    let Ok(packed) = std::fs::read(&path) else {
        eprintln!("SKIPPED: {} is not here", path.display());
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("gzip");
    Some(serde_json::from_str(&text).expect("JSON"))
}

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("hex");
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).expect("hex")).collect()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().expect("a list")
}

/// Sees that exactly what is said to be valid is taken; gives how many tests there were.
fn judged(algorithm: Algorithm, vectors: &Value, public: impl Fn(&Value) -> Vec<u8>) -> usize {
    let mut count = 0;
    for group in list(vectors, "testGroups") {
        // Tokens have no context (RFC 9964, 3): what is signed with one is another signature.
        let has_context = |test: &Value| test["ctx"].as_str().is_some_and(|context| !context.is_empty());
        let key = VerificationKey::from_public(algorithm, &public(group));
        for test in list(group, "tests") {
            count += 1;
            let good = test["result"] == "valid" && !has_context(test);
            let (message, signature) = (hex(&test["msg"]), hex(&test["sig"]));
            let taken = key.as_ref().is_some_and(|key| key.verify(&message, &signature));
            assert_eq!(taken, good, "{algorithm} {}: {}", test["tcId"], test["comment"]);
        }
    }
    count
}

#[test]
fn ecdsa_takes_the_good_signatures_and_no_other() {
    for (name, algorithm) in [
        ("ecdsa_secp521r1_sha512_p1363_test", Algorithm::ES512),
        ("ecdsa_secp256k1_sha256_p1363_test", Algorithm::ES256K),
    ] {
        let Some(vectors) = vectors(name) else { continue };
        assert!(judged(algorithm, &vectors, |group| hex(&group["publicKeyDer"])) > 200);
    }
}

#[test]
fn ml_dsa_takes_the_good_signatures_and_no_other() {
    for (name, algorithm) in
        [("mldsa_44_verify_test", Algorithm::MlDsa44), ("mldsa_65_verify_test", Algorithm::MlDsa65)]
    {
        let Some(vectors) = vectors(name) else { continue };
        // A key of a wrong length has no DER.
        let public =
            |group: &Value| group.get("publicKeyDer").filter(|der| der.is_string()).map(hex).unwrap_or_default();
        assert!(judged(algorithm, &vectors, public) > 50);
    }
}

/// Signatures are made with chance here, so that it is the keys that are compared, and their signatures verified.
#[test]
fn the_seeds_of_ml_dsa_give_the_published_keys() {
    for (name, algorithm) in
        [("mldsa_44_sign_seed_test", Algorithm::MlDsa44), ("mldsa_65_sign_seed_test", Algorithm::MlDsa65)]
    {
        let Some(vectors) = vectors(name) else { continue };
        let mut good = 0;
        for group in list(&vectors, "testGroups") {
            let tests = list(group, "tests");
            let kid = mintage::core::Kid::new("vector").unwrap();
            let Some(pkcs8) = group["privateKeyPkcs8"].as_str().map(|_| hex(&group["privateKeyPkcs8"])) else {
                continue;
            };
            if tests.iter().any(|test| test["flags"].to_string().contains("IncorrectPrivateKeyLength")) {
                assert!(SigningKey::from_pkcs8(kid, algorithm, &pkcs8).is_none());
                continue;
            }
            let key = signing(algorithm, &pkcs8);
            let public = key.public().expect("a public half");
            assert!(public.ends_with(&hex(&group["publicKey"])), "{}", group["privateSeed"]);
            let verifier = VerificationKey::from_public(algorithm, &public).unwrap();
            for test in tests.iter().filter(|test| test["result"] == "valid" && test["msg"].is_string()) {
                if test["ctx"].as_str().is_none_or(str::is_empty) {
                    assert!(verifier.verify(&hex(&test["msg"]), &hex(&test["sig"])), "{algorithm} {}", test["tcId"]);
                    good += 1;
                }
            }
        }
        assert!(good > 10);
    }
}
