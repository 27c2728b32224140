//! Proofs that are made here.

use serde_json::json;

use super::{KEY, OTHER, URL, bound, client, shown};
use crate::support::{Sandbox, TokenParts, b64};

#[test]
fn a_proof_that_is_made_is_taken_once() {
    let world = Sandbox::new();
    let token = bound(&world);
    let key = world.folder().join("client.pem").display().to_string();
    let make = ["token", "dpop", "--key", &key, "--method", "POST", "--url", URL, "--token", &token];
    let (one, two) = (world.run(&make).ok(), world.run(&make).ok().line(0));
    assert!(one.stderr.is_empty(), "{one}");
    shown(&world, &token, &one.line(0), &[]).ok();
    shown(&world, &token, &two, &[]).ok();
    shown(&world, &token, &two, &[]).exits(34);
    let nonce = world.run(&[&make[..], &["--nonce", "n-1"]].concat()).ok().line(0);
    shown(&world, &token, &nonce, &["--nonce", "n-1"]).ok();
    let document = world.run(&[&make[..], &["--json"]].concat()).ok().json();
    assert_eq!((&document["jkt"], &document["htu"]), (&json!(client(KEY).thumbprint), &json!(URL)));
}

#[test]
fn it_has_what_the_standard_asks_and_nothing_of_the_private_key() {
    let world = Sandbox::empty();
    let key = world.file("client.pem", KEY).display().to_string();
    let url = "https://API.example.com:443/orders?page=1#top";
    let proof = world.run(&["token", "dpop", "--key", &key, "--method", "GET", "--url", url]).ok().line(0);
    let parts = TokenParts::of(proof);
    let names: Vec<&String> = parts.header.keys().collect();
    assert_eq!(names, ["typ", "alg", "jwk"]);
    assert_eq!(parts.header["jwk"], client(KEY).jwk);
    let names: Vec<&String> = parts.header["jwk"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["kty", "crv", "x", "y"]);
    let names: Vec<&String> = parts.claims.keys().collect();
    assert_eq!(names, ["jti", "htm", "htu", "iat"], "without a token there is no ath");
    assert_eq!(parts.claims["htu"], "https://api.example.com/orders");
    for args in [&["--json"][..], &["-v"], &["-q"], &[]] {
        let all = [&["token", "dpop", "--key", &key, "--method", "GET", "--url", url][..], args].concat();
        let said = world.run(&all).ok().to_string();
        let d = b64([0x36, 0x11, 0xcb, 0x76]);
        assert!(!said.contains(&d[..5]) && !said.contains("\"d\""), "{said}");
    }
}

#[test]
fn every_key_that_is_private_signs_and_no_other_does() {
    let world = Sandbox::empty();
    let make = |text: &str, more: &[&str]| {
        let key = world.file("key", text).display().to_string();
        world.run(&[&["token", "dpop", "--key", &key, "--method", "GET", "--url", URL][..], more].concat())
    };
    make(OTHER, &[]).ok();
    world.run_with(&["token", "dpop", "--key", "-", "--method", "GET", "--url", URL], KEY).ok();
    world.run_with(&["token", "dpop", "--key", "-", "--method", "GET", "--url", URL, "--token", "-"], KEY).exits(2);
    let public = make(&client(KEY).jwk.to_string(), &[]).exits(2);
    assert!(public.err().contains("public key"), "{public}");
    let secret = json!({"kty": "oct", "alg": "HS256", "k": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}).to_string();
    let secret = make(&secret, &[]).exits(2);
    assert!(secret.err().contains("shared secret") && !secret.to_string().contains("AAECAw"), "{secret}");
    let wrong = make(KEY, &["--alg", "ES384"]);
    assert!(wrong.exit != 0 && wrong.err().contains("ES256"), "{wrong}");
    for token in ["Bearer a.b.c", "DPoP a.b.c", "a.b.c d"] {
        make(KEY, &["--token", token]).exits(2);
    }
    for (method, url) in [("", URL), ("GET", "orders"), ("GET", ""), ("G T", URL)] {
        let key = world.file("key", KEY).display().to_string();
        world.run(&["token", "dpop", "--key", &key, "--method", method, "--url", url]).exits(2);
    }
    make(KEY, &["--nonce", ""]).exits(2);
    // RSA keys say which hash they are for, or it is said.
    world.run(&["init", "--home", "rsa", "--alg", "PS256", "--no-passphrase"]).ok();
    let file = std::fs::read_dir(world.folder().join("rsa/keys")).unwrap().next().unwrap().unwrap().path();
    let rsa = std::fs::read_to_string(file).unwrap();
    let open = make(&rsa, &[]);
    assert!(open.exit != 0 && open.err().contains("--alg"), "{open}");
    make(&rsa, &["--alg", "PS256"]).ok();
}

#[test]
fn keys_of_every_algorithm_prove_that_they_are_there() {
    let world = Sandbox::new();
    for alg in ["ES384", "ES512", "ES256K", "Ed25519", "EdDSA", "RS512", "ML-DSA-44", "ML-DSA-87"] {
        world.run(&["init", "--home", alg, "--alg", alg, "--no-passphrase"]).ok();
        let file = std::fs::read_dir(world.folder().join(alg).join("keys")).unwrap().next().unwrap().unwrap().path();
        let key = file.display().to_string();
        let token = world.issue(&["--cnf-key", &key]);
        let kid = world.run(&["keys", "list", "--home", alg, "-q"]).ok().line(0);
        assert_eq!(TokenParts::of(&token).claims["cnf"]["jkt"], kid.as_str(), "{alg}");
        let more: &[&str] = if alg == "RS512" { &["--alg", alg] } else { &[] };
        let make = ["token", "dpop", "--key", &key, "--method", "POST", "--url", URL, "--token", &token];
        let proof = world.run(&[&make[..], more].concat()).ok().line(0);
        shown(&world, &token, &proof, &[]).ok();
    }
}
