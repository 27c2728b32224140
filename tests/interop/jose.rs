//! The `jose` command of Debian (a C library) verifies what mintage signs. It has neither EdDSA nor ES256K.

use std::path::Path;
use std::process::Command;

use crate::support::has;
use crate::{Authority, answer, document, published_but};

fn is_here() -> bool {
    has("jose", &["alg"])
}

fn verify(token: &Path, keys: &Path) -> Command {
    let mut command = Command::new("jose");
    command.args(["jws", "ver", "-O", "-", "-i"]).arg(token).arg("-k").arg(keys);
    command
}

#[test]
fn jose_accepts_rsa_and_ecdsa_tokens_and_refuses_an_altered_one() {
    if !is_here() {
        return;
    }
    let known = published_but(&["EdDSA", "ES256K"]);
    let (authority, all) = Authority::of_all(&known);
    let set = authority.key_set();
    for issued in &all {
        let claims = document(&mut verify(&issued.file, &set));
        assert_eq!(claims["sub"], "alice", "{}", issued.alg);
        answer(&mut verify(&authority.altered(issued), &set)).exits(1);
    }
}

#[test]
fn the_kid_is_the_thumbprint_that_jose_computes_from_the_exported_jwk() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&["RS256", "ES256", "ES384", "ES512", "ES256K"]);
    for issued in &all {
        let jwk = authority.mintage(&["keys", "export", &issued.kid, "--format", "jwk"]).ok();
        let file = authority.file("key.jwk", jwk.stdout);
        let thumbprint = answer(Command::new("jose").args(["jwk", "thp", "-i"]).arg(file)).ok();
        assert_eq!(thumbprint.out().trim(), issued.kid, "{}", issued.alg);
    }
}
