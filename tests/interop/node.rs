//! The `jose` package of node verifies what mintage signs.
//!
//! `npm ci --prefix tests/interop/node` installs it, in the version of the lock file there.

use std::process::Command;

use crate::support::has;
use crate::{Authority, PUBLISHED, answer, document, published_but};

const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");

fn is_here() -> bool {
    has("node", &[CHECK, "ready"])
}

fn check(verb: &str) -> Command {
    let mut command = Command::new("node");
    command.args([CHECK, verb]);
    command
}

#[test]
fn the_first_command_in_an_empty_folder_prints_a_token_that_node_accepts() {
    if !is_here() {
        return;
    }
    let authority = Authority::nowhere();
    let issued = authority.mintage(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
    let token = authority.file("token", issued.line(0));
    let accepted = document(check("verify").arg(authority.key_set()).arg(token).arg("RS256"));
    assert_eq!(accepted["claims"]["sub"], "alice");
}

#[test]
fn node_accepts_every_published_algorithm_and_refuses_an_altered_token() {
    if !is_here() {
        return;
    }
    // WebCrypto has no secp256k1.
    let (authority, all) = Authority::of_all(&published_but(&["ES256K"]));
    let set = authority.key_set();
    for issued in &all {
        let accepted = document(check("verify").arg(&set).arg(&issued.file).arg(issued.alg));
        assert_eq!(accepted["header"]["kid"], issued.kid.as_str());
        assert_eq!(accepted["claims"]["sub"], "alice");

        let altered = authority.altered(issued);
        let refused = answer(check("verify").arg(&set).arg(altered).arg(issued.alg)).exits(1);
        assert_eq!(refused.err().trim(), "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "{}", issued.alg);
    }
}

#[test]
fn node_takes_no_id_token_for_an_access_token() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&["ES256"]);
    let id = authority.file("id.jwt", &all[0].id);
    let refused = answer(check("verify").arg(authority.key_set()).arg(id).arg("ES256")).exits(1);
    assert_eq!(refused.err().trim(), "ERR_JWT_CLAIM_VALIDATION_FAILED");
}

#[test]
fn the_kid_is_the_thumbprint_that_node_computes_from_the_exported_pem() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&PUBLISHED);
    for issued in &all {
        let thumbprint = document(check("thumbprint").arg(authority.pem(&issued.kid)));
        assert_eq!(thumbprint, issued.kid.as_str(), "{}", issued.alg);
    }
}
