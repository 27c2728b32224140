//! The suite of test tokens, given to other libraries at their strictest settings. What they take all the same is in the
//! table of flaws, and here it is held that the table is right: nothing is missing in it, and nothing is in it for nothing.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::has;
use crate::{Authority, document};

const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");
const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");

/// A suite of a home that signs with `algorithm` and has an ES256 key, its manifest, and the key set.
fn suite(algorithm: &'static str) -> (Authority, PathBuf, Value, PathBuf) {
    let both = ["ES256", algorithm];
    let (authority, _) = Authority::of_all(if algorithm == "ES256" { &both[..1] } else { &both });
    let app = format!("app-{}", algorithm.to_lowercase());
    let folder = authority.world.folder().join("suite");
    let out = folder.to_str().expect("a path");
    let flags = ["token", "forge", "--json", "--all", "--out", out, "--app", &app, "--user", "alice"];
    let manifest = authority.mintage(&flags).ok().json();
    let set = authority.key_set();
    (authority, folder, manifest, set)
}

/// What the library accepts and must not is what the manifest says of it.
#[track_caller]
fn agrees(library: &str, algorithm: &str, manifest: &Value, answers: &Value) {
    let tokens = manifest["tokens"].as_array().expect("tokens");
    assert_eq!(tokens.len(), answers.as_object().expect("answers").len());
    for token in tokens {
        let flaw = token["flaw"].as_str().expect("a flaw");
        let (accepted, differs) = (answers[flaw].is_null(), token["differs"].get(library));
        if flaw == "valid" || flaw == "ecdsa-twin" {
            assert!(accepted, "{library} refuses {flaw} with {algorithm}: {}", answers[flaw]);
        } else if !token["reason"].is_null() {
            assert_eq!(accepted, differs.is_some(), "{library}, {flaw} with {algorithm}: {}", answers[flaw]);
        }
    }
}

#[test]
fn pyjwt_accepts_of_the_suite_what_the_manifest_says() {
    if !has("python3", &["-c", "import jwt, cryptography"]) {
        return;
    }
    for algorithm in ["RS256", "ES256", "EdDSA"] {
        let (_authority, folder, manifest, set) = suite(algorithm);
        let mut python = Command::new("python3");
        python.args([PEER, "suite"]).arg(set).arg(folder).args(["https://api.localhost", "ES256", algorithm]);
        agrees("PyJWT", algorithm, &manifest, &document(&mut python));
    }
}

#[test]
fn node_accepts_of_the_suite_what_the_manifest_says() {
    if !has("node", &[CHECK, "ready"]) {
        return;
    }
    for algorithm in ["RS256", "ES256", "EdDSA"] {
        let (_authority, folder, manifest, set) = suite(algorithm);
        let mut node = Command::new("node");
        node.args([CHECK, "suite"]).arg(set).arg(folder).args(["ES256", algorithm]);
        agrees("jose", algorithm, &manifest, &document(&mut node));
    }
}
