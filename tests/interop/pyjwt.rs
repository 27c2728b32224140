//! PyJWT verifies what mintage signs, and Python computes again what mintage derives.

use std::process::Command;

use serde_json::Value;

use crate::support::has;
use crate::{Authority, PUBLISHED, answer, document};

const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");
const AUDIENCE: &str = "https://api.localhost";

fn is_here() -> bool {
    has("python3", &["-c", "import jwt, cryptography"])
}

fn peer() -> Command {
    let mut command = Command::new("python3");
    command.arg(PEER);
    command
}

#[test]
fn the_first_command_in_an_empty_folder_prints_a_token_that_pyjwt_accepts() {
    if !is_here() {
        return;
    }
    let authority = Authority::nowhere();
    let issued = authority.mintage(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
    assert_eq!(issued.out().lines().count(), 1, "{issued}");
    let token = authority.file("token", issued.line(0));
    let claims = document(peer().arg("verify").arg(authority.key_set()).arg(token).args(["RS256", AUDIENCE]));
    assert_eq!(claims["sub"], "alice");
}

#[test]
fn pyjwt_accepts_every_published_algorithm_and_refuses_an_altered_token() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&PUBLISHED);
    let set = authority.key_set();
    for issued in &all {
        let verify = |file: &std::path::Path, alg: &str, audience: &str| {
            let mut command = peer();
            command.arg("verify").arg(&set).arg(file).args([alg, audience]);
            command
        };
        let claims = document(&mut verify(&issued.file, issued.alg, AUDIENCE));
        assert_eq!((&claims["sub"], &claims["scope"]), (&"alice".into(), &"read".into()), "{}", issued.alg);

        let refusal = |command: &mut Command| answer(command).exits(1).err().trim().to_owned();
        let altered = authority.altered(issued);
        assert_eq!(refusal(&mut verify(&altered, issued.alg, AUDIENCE)), "InvalidSignatureError", "{}", issued.alg);
        let other = if issued.alg == "RS256" { "ES256" } else { "RS256" };
        assert_eq!(refusal(&mut verify(&issued.file, other, AUDIENCE)), "InvalidAlgorithmError", "{}", issued.alg);
        assert_eq!(refusal(&mut verify(&issued.file, issued.alg, "other")), "InvalidAudienceError", "{}", issued.alg);
    }
}

#[test]
fn pyjwt_reads_what_is_revoked_from_a_snapshot() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&["RS256", "PS384", "ES256", "ES256K", "EdDSA"]);
    let set = authority.key_set();
    let revoked = &all[0];
    authority.mintage(&["token", "revoke", &revoked.access]).ok();
    let shown = authority.mintage(&["token", "decode", "--json", &revoked.access]).ok().json();
    for issued in &all {
        let exported = authority.mintage(&["token", "revocations", "export", "--alg", issued.alg]).ok();
        let snapshot = authority.file("revocations.jwt", &exported.stdout);
        let read = |file: &std::path::Path| {
            let mut command = peer();
            command.arg("revocations").arg(&set).arg(file).arg(issued.alg);
            command
        };
        let claims = document(&mut read(&snapshot));
        assert_eq!(claims["jtis"][0], shown["claims"]["jti"], "{}", issued.alg);
        let text = exported.out();
        let (head, signature) = text.trim().rsplit_once('.').expect("a signature");
        let other = if signature.starts_with('A') { "B" } else { "A" };
        let changed = authority.file("changed.jwt", format!("{head}.{other}{}", &signature[1..]));
        assert_eq!(answer(&mut read(&changed)).exits(1).err().trim(), "InvalidSignatureError", "{}", issued.alg);
    }
}

#[test]
fn pyjwt_accepts_id_tokens_whose_at_hash_python_computes_again() {
    if !is_here() {
        return;
    }
    // One algorithm for each hash, and the one whose name says nothing of its hash.
    let (authority, all) = Authority::of_all(&["RS256", "ES384", "ES512", "ES256K", "PS512", "EdDSA"]);
    let set = authority.key_set();
    for issued in &all {
        let access = document(peer().arg("verify").arg(&set).arg(&issued.file).args([issued.alg, AUDIENCE]));
        let client = access["client_id"].as_str().expect("a client_id");
        let file = authority.file("id.jwt", &issued.id);
        let claims = document(peer().arg("verify").arg(&set).arg(file).args([issued.alg, client]));
        assert_eq!(claims["nonce"], "n-0S6");
        let expected = document(peer().args(["at_hash", issued.alg]).arg(&issued.file));
        assert_eq!(claims["at_hash"], expected, "{}", issued.alg);
    }
}

#[test]
fn the_kid_is_the_thumbprint_that_python_computes_from_the_exported_pem() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&PUBLISHED);
    for issued in &all {
        let thumbprint = document(peer().arg("thumbprint").arg(authority.pem(&issued.kid)));
        assert_eq!(thumbprint, issued.kid.as_str(), "{}", issued.alg);
    }
}

#[test]
fn a_shared_secret_is_in_no_export() {
    let (authority, all) = Authority::of_all(&["ES256", "HS256", "HS384", "HS512"]);
    let set = authority.mintage(&["keys", "export", "--jwks"]).ok().json();
    let keys = set["keys"].as_array().expect("keys");
    let published = |kid: &str| keys.iter().any(|key| key["kid"] == kid);
    assert_eq!(keys.len(), 2, "the RS256 key of the first command, and ES256: {set}");
    // RFC 7518, 6: the members of private and of symmetric keys.
    let private =
        |key: &Value| ["d", "k", "p", "q", "dp", "dq", "qi", "oth"].iter().any(|name| key.get(name).is_some());
    assert!(!keys.iter().any(|key| key["kty"] == "oct" || private(key)), "{set}");
    for issued in &all {
        assert_eq!(published(&issued.kid), issued.alg == "ES256", "{}", issued.alg);
        let exit = if issued.alg == "ES256" { 0 } else { 2 };
        authority.mintage(&["keys", "export", &issued.kid]).exits(exit);
        authority.mintage(&["keys", "export", &issued.kid, "--format", "jwk"]).exits(exit);
    }
    if is_here() {
        let (set, hmac) = (authority.key_set(), &all[1]);
        let refused = answer(peer().arg("verify").arg(set).arg(&hmac.file).args([hmac.alg, AUDIENCE])).exits(1);
        assert_eq!(refused.err().trim(), "KeyError", "PyJWT finds no such key");
    }
}
