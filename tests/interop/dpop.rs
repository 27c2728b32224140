//! Proofs of possession (RFC 9449) of others are judged right here, and those that are made here are accepted there: by
//! `oauth4webapi` and `jose` of node.
//!
//! `npm ci --prefix tests/interop/node` installs them, in the versions of the lock file there.

use std::process::Command;

use serde_json::Value;

use crate::support::has;
use crate::{Authority, answer, document};

const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");
const DPOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/dpop.mjs");

/// An address whose normal form is another.
const URL: &str = "https://API.localhost:443/orders?page=1";

fn is_here() -> bool {
    has("node", &[DPOP, "ready"])
}

fn node(verb: &str) -> Command {
    let mut command = Command::new("node");
    command.args([DPOP, verb]);
    command
}

/// A home with a key that oauth4webapi reads, and the app demo.
fn authority() -> Authority {
    let authority = Authority::nowhere();
    authority.mintage(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
    authority
}

/// A token that is bound to a key in this file.
fn bound(authority: &Authority, key: &str) -> String {
    authority.mintage(&["token", "issue", "--app", "demo", "--user", "alice", "--cnf-key", key]).ok().line(0)
}

#[test]
fn the_proofs_of_clients_of_node_are_good_here_and_once() {
    if !is_here() {
        return;
    }
    let authority = authority();
    for alg in ["ES256", "ES384", "ES512", "EdDSA", "RS256", "PS384"] {
        let mut made = document(Command::new("node").args([CHECK, "generate", alg]))["private"].take();
        made["alg"] = alg.into();
        let key = authority.file(&format!("{alg}.jwk"), made.to_string());
        let token = bound(&authority, key.to_str().unwrap());
        let file = authority.file("token", &token);
        let proofs = document(node("prove").arg(&key).arg(alg).arg(&file).args(["POST", URL]));
        for whose in ["jose", "client"] {
            let proof = proofs[whose].as_str().unwrap_or_else(|| panic!("{alg} {proofs}"));
            let shown = |method: &str| {
                authority.mintage(&["token", "verify", &token, "--dpop", proof, "--method", method, "--url", URL])
            };
            shown("GET").exits(34);
            shown("POST").ok();
            shown("POST").exits(34);
        }
    }
}

#[test]
fn the_proofs_that_are_made_here_are_accepted_there() {
    if !is_here() {
        return;
    }
    let authority = authority();
    for alg in ["ES256", "ES384", "ES512", "EdDSA", "RS256", "PS384"] {
        let mut made = document(Command::new("node").args([CHECK, "generate", alg]))["private"].take();
        made["alg"] = alg.into();
        let key = authority.file(&format!("{alg}.jwk"), made.to_string()).display().to_string();
        let token = bound(&authority, &key);
        let command = ["token", "dpop", "--key", &key, "--method", "POST", "--url", URL, "--token", &token];
        let proof = authority.file("proof", authority.mintage(&command).ok().line(0));
        let (set, token) = (authority.key_set(), authority.file("token", &token));
        let mut accept = node("accept");
        let claims = document(accept.arg(&set).arg(&token).args(["POST", URL]).arg(&proof));
        assert_eq!(claims["sub"], "alice", "{alg}");
        let refused = answer(node("accept").arg(&set).arg(&token).args(["GET", URL]).arg(&proof)).exits(1);
        assert!(!refused.err().is_empty());
    }
}

#[test]
fn the_flaws_of_proofs_are_refused_there_too() {
    if !is_here() {
        return;
    }
    let authority = authority();
    let folder = authority.world.folder().join("suite").display().to_string();
    let url = "https://api.localhost/orders";
    authority.mintage(&["token", "forge", "--all", "--url", url, "--method", "POST", "--out", &folder]).ok();
    let answers = document(node("suite").arg(authority.key_set()).arg(&folder));
    let answers = answers.as_object().unwrap();
    assert!(answers.len() > 20, "{answers:?}");
    // It has no part in nonces: who asks for one compares it.
    let accepted: Vec<&str> =
        answers.iter().filter(|(_, code)| **code == Value::Null).map(|(flaw, _)| flaw.as_str()).collect();
    assert_eq!(accepted, ["dpop-valid", "dpop-no-nonce", "dpop-nonce"], "{answers:?}");
}
