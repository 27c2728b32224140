//! Tokens and keys that other parties made, judged by mintage where there is no home.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Answer, Real, b64, has};
use crate::{altered, answer, document, published_but};

const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");
const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");
const AUDIENCE: &str = "https://api.localhost";

/// A verifier that has no home, not even a folder where one could be.
fn verify(world: &Real, token: &str, args: &[&str]) -> Answer {
    let token = world.file("token", token);
    let fixed = ["token", "verify", "--aud", AUDIENCE, &format!("@{}", token.display())].map(str::to_owned);
    let fixed: Vec<&str> = fixed.iter().map(String::as_str).collect();
    let mut command = world.binary(&[&fixed, args].concat());
    Answer::of(command.env_remove("MINTAGE_HOME").output().expect("the program starts"))
}

/// Sees that a good token is judged good, and an altered one not, with the keys that a file has.
#[track_caller]
fn judges(world: &Real, token: &str, args: &[&str], who: &str) {
    let good =
        verify(world, token, &[args, &["--typ", "at+jwt", "--iss", "https://auth.localhost", "--json"]].concat());
    assert_eq!(good.exit, 0, "{who}: {good}");
    assert_eq!(good.json()["claims"]["sub"], "alice", "{who}");
    assert_eq!(verify(world, &altered(token), args).exit, 23, "{who}");
    assert_eq!(verify(world, token, &[args, &["--at", "2040-01-01T00:00:00Z"]].concat()).exit, 24, "{who}");
}

/// A party that makes keys and signs tokens with them.
fn is_judged_right(party: impl Fn(&str) -> Command, who: &str, lacking: &[&str]) {
    let world = Real::empty();
    let kid = "their.key/1";
    let keys: Vec<(&str, Value)> = published_but(lacking)
        .into_iter()
        .map(|alg| {
            let mut key = document(party("generate").arg(alg));
            for half in ["private", "public"] {
                key[half]["kid"] = format!("{kid}-{alg}").into();
            }
            (alg, key)
        })
        .collect();
    // As many publish them: a set of all, in which not every key says its algorithm.
    let set = json!({"keys": keys.iter().map(|(_, key)| key["public"].clone()).collect::<Vec<_>>()});
    let set = world.file("set.json", set.to_string());
    for (alg, key) in &keys {
        let private = world.file("private.jwk", key["private"].to_string());
        let public = world.file("public.jwk", key["public"].to_string());
        let signed = document(party("sign").arg(&private).arg(alg));
        let token = signed.as_str().expect("a token");
        for file in [&private, &public] {
            judges(&world, token, &["--key", path(file), "--alg", alg], &format!("{who} {alg}"));
        }
        judges(&world, token, &["--jwks", path(&set), "--alg", alg], &format!("{who} {alg} in a set"));
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path")
}

#[test]
fn tokens_of_node_are_judged_right_with_its_keys() {
    if !has("node", &[CHECK, "ready"]) {
        return;
    }
    let party = |verb: &str| {
        let mut command = Command::new("node");
        command.args([CHECK, verb]);
        command
    };
    // WebCrypto has no secp256k1.
    is_judged_right(party, "node", &["ES256K"]);
}

#[test]
fn tokens_of_pyjwt_are_judged_right_with_its_keys() {
    if !has("python3", &["-c", "import jwt, cryptography"]) {
        return;
    }
    let party = |verb: &str| {
        let mut command = Command::new("python3");
        command.args([PEER, verb]);
        command
    };
    is_judged_right(party, "PyJWT", &[]);
}

#[test]
fn tokens_of_jose_are_judged_right_with_its_keys() {
    if !has("jose", &["alg"]) {
        return;
    }
    let world = Real::empty();
    let claims = json!({
        "iss": "https://auth.localhost", "aud": AUDIENCE, "sub": "alice", "exp": 2_000_000_000, "iat": 1_700_000_000,
        "client_id": "demo", "jti": "one",
    });
    world.file("claims", claims.to_string());
    let jose = |args: &[&str]| answer(Command::new("jose").args(args).current_dir(world.folder())).ok();
    for alg in published_but(&["EdDSA", "ES256K"]).into_iter().chain(["HS256", "HS384", "HS512"]) {
        jose(&["jwk", "gen", "-i", &json!({"alg": alg, "kid": "k"}).to_string(), "-o", "private.jwk"]);
        let header = json!({"protected": {"alg": alg, "typ": "at+jwt", "kid": "k"}}).to_string();
        jose(&["jws", "sig", "-I", "claims", "-k", "private.jwk", "-s", &header, "-c", "-o", "their.jwt"]);
        let token = std::fs::read_to_string(world.folder().join("their.jwt")).unwrap();
        judges(&world, token.trim(), &["--key", "private.jwk"], alg);
        if !alg.starts_with('H') {
            jose(&["jwk", "pub", "-s", "-i", "private.jwk", "-o", "set.json"]);
            judges(&world, token.trim(), &["--jwks", "set.json"], alg);
        }
    }
}

#[test]
fn tokens_of_openssl_are_judged_right_with_its_keys() {
    if !has("openssl", &["version"]) {
        return;
    }
    let world = Real::empty();
    let openssl = |args: &[&str]| answer(Command::new("openssl").args(args).current_dir(world.folder())).ok();
    let claims = json!({
        "iss": "https://auth.localhost", "aud": AUDIENCE, "sub": "alice", "exp": 2_000_000_000, "iat": 1_700_000_000,
        "client_id": "demo", "jti": "one",
    });
    // ECDSA of openssl is in DER, which is another form than that of JWS.
    for (alg, digest, padding) in [
        ("RS256", "-sha256", &[][..]),
        ("RS512", "-sha512", &[]),
        ("PS256", "-sha256", &["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]),
        ("PS384", "-sha384", &["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]),
    ] {
        openssl(&["genrsa", "-traditional", "-out", "private.pem", "2048"]);
        openssl(&["rsa", "-in", "private.pem", "-pubout", "-out", "public.pem"]);
        openssl(&["rsa", "-in", "private.pem", "-RSAPublicKey_out", "-out", "pkcs1.pem"]);
        openssl(&["pkcs8", "-topk8", "-in", "private.pem", "-out", "locked.pem", "-passout", "pass:open sesame"]);
        let header = json!({"alg": alg, "typ": "at+jwt"}).to_string();
        let input = format!("{}.{}", b64(header), b64(claims.to_string()));
        world.file("input", &input);
        let sign = [&["dgst", digest, "-sign", "private.pem"], padding, &["-out", "signature", "input"]].concat();
        openssl(&sign);
        let signature = std::fs::read(world.folder().join("signature")).unwrap();
        let token = format!("{input}.{}", b64(signature));
        world.file("pass", "open sesame");
        for file in ["private.pem", "public.pem", "pkcs1.pem", "locked.pem"] {
            let flags = ["--key", file, "--alg", alg, "--passphrase-file", "pass"];
            judges(&world, &token, &flags, &format!("{alg} {file}"));
        }
        verify(&world, &token, &["--key", "public.pem"]).exits(2);
    }
}
