//! The `jwcrypto` package of Python verifies what mintage signs, and signs what mintage judges.

use std::process::Command;

use crate::support::{Real, has};
use crate::{Authority, altered, answer, document};

const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");
/// What it has beside what PyJWT is asked for.
const ALGORITHMS: [&str; 4] = ["ES256", "ES512", "ES256K", "Ed25519"];

fn is_here() -> bool {
    has("python3", &["-c", "import jwcrypto"])
}

fn peer(verb: &str) -> Command {
    let mut command = Command::new("python3");
    command.args([PEER, verb]);
    command
}

#[test]
fn jwcrypto_accepts_the_tokens_and_refuses_an_altered_one() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&ALGORITHMS);
    let set = authority.key_set();
    for issued in &all {
        let claims = document(peer("jwcrypto_verify").arg(&set).arg(&issued.file).arg(issued.alg));
        assert_eq!(claims["sub"], "alice", "{}", issued.alg);
        let refused = peer("jwcrypto_verify").arg(&set).arg(authority.altered(issued)).arg(issued.alg).output();
        assert_eq!(refused.unwrap().status.code(), Some(1), "{}", issued.alg);
    }
}

#[test]
fn tokens_of_jwcrypto_are_judged_right_with_its_keys() {
    if !is_here() {
        return;
    }
    let world = Real::empty();
    for alg in ALGORITHMS {
        let made = answer(peer("jwcrypto_sign").arg(alg)).ok().json();
        let token = made["token"].as_str().expect("a token");
        let key = world.file("key.jwk", made["public"].to_string()).display().to_string();
        let verify =
            |token: &str| world.run(&["token", "verify", token, "--key", &key, "--aud", "https://api.localhost"]);
        verify(token).ok();
        verify(&altered(token)).exits(23);
    }
}
