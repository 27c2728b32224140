//! A provider that says where its keys are.

use std::time::Duration;

use serde_json::{Value, json};

use super::{SET, World};
use crate::server::Reply;
use crate::support::START;

#[test]
fn a_provider_says_where_its_keys_are_and_must_have_issued_the_token() {
    let world = World::new();
    let issuer = world.server.url("");
    let metadata = |issuer: &str, keys: &str| {
        let text = json!({"issuer": issuer, "jwks_uri": keys, "id_token_signing_alg_values_supported": ["EdDSA"]});
        world.server.tell("/.well-known/openid-configuration", Reply::of(text.to_string()));
    };
    let start = START.to_string();
    let verify = |more: &[&str]| {
        let fixed = ["token", "verify", "-", "--aud", "https://api.localhost", "--at", &start, "--no-cache"];
        let trust = ["--ca-file", world.ca.to_str().unwrap(), "--issuer-url", &issuer];
        world.verifier.run_with(&[&fixed[..], &trust, more].concat(), &world.token)
    };
    metadata(&issuer, &world.server.url(SET));
    // The token is signed by the provider's key, and says that another issued it.
    let other = verify(&[]).exits(26);
    assert!(other.out().contains(&issuer), "{other}");
    verify(&["--iss", "https://auth.localhost"]).ok();
    verify(&["--iss", "https://auth.localhost", "--alg", "ES256"]).exits(21);

    let fails = |words: &str| {
        let answer = verify(&["--json"]).exits(1);
        let error = &answer.error_json()["error"];
        assert_eq!(error["code"], "bad_metadata", "{answer}");
        assert!(error["message"].as_str().unwrap().contains(words), "{words}: {answer}");
        assert!(answer.stdout.is_empty(), "{answer}");
    };
    metadata(&format!("{issuer}/"), &world.server.url(SET));
    fails("not of");
    metadata("https://accounts.example", &world.server.url(SET));
    fails("accounts.example");
    metadata(&issuer, "http://localhost/jwks");
    fails("plain http");
    metadata(&issuer, "file:///etc/passwd");
    fails("jwks_uri");
    world.server.tell("/.well-known/openid-configuration", Reply::of("{}"));
    fails("no text named issuer");
    world.server.tell("/.well-known/openid-configuration", Reply::of("<html>"));
    fails("JSON");
    world.server.tell("/.well-known/openid-configuration", Reply { status: 404, ..Reply::of("") });
    let answer = verify(&[]).exits(1);
    assert!(answer.err().contains(".well-known/openid-configuration") && answer.err().contains("404"), "{answer}");
}

#[test]
fn a_provider_that_issued_the_token_is_all_that_a_verifier_needs() {
    let world = World::new();
    let issuer = world.server.url("/tenant");
    let config = world.authority.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap().replace("https://auth.localhost", &issuer);
    std::fs::write(&config, text).unwrap();
    let token = world.authority.issue(&[]);
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url(SET)}).to_string();
    let reply = Reply::of(metadata).with("cache-control", "max-age=60");
    world.server.tell("/tenant/.well-known/openid-configuration", reply);
    let verify = || {
        let args = ["token", "verify", "-", "--aud", "https://api.localhost", "--ca-file", world.ca.to_str().unwrap()];
        world.verifier.run_with(&[&args[..], &["--issuer-url", &issuer, "--typ", "at+jwt"]].concat(), &token)
    };
    verify().ok();
    verify().ok();
    assert_eq!(world.server.asked(), 2, "the metadata and the keys, once each");
    world.verifier.pass(61);
    verify().ok();
    assert_eq!(world.server.asked(), 3, "each is kept for its own time");
    // The keys move while the metadata is still kept.
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url("/moved")}).to_string();
    world.server.tell("/tenant/.well-known/openid-configuration", Reply::of(metadata));
    world.server.tell("/moved", Reply::of(world.set()));
    world.server.tell(SET, Reply { status: 404, ..Reply::of("") });
    world.verifier.pass(20);
    for file in world.cache_files() {
        let mut kept: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        if kept["body"].as_str().unwrap().contains("\"keys\"") {
            kept["seconds"] = 0.into();
            std::fs::write(&file, kept.to_string()).unwrap();
        }
    }
    verify().ok();
}

#[test]
fn the_metadata_and_the_keys_have_one_time_and_one_size_together() {
    let world = World::new();
    let issuer = world.server.url("");
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url("/keys")}).to_string();
    let verify = || {
        let args = ["token", "verify", "-", "--aud", "a", "--no-cache", "--ca-file", world.ca.to_str().unwrap()];
        world.verifier.run_with(&[&args[..], &["--issuer-url", &issuer]].concat(), &world.token).exits(1)
    };
    let tell = |reply: &dyn Fn(String) -> Reply| {
        world.server.tell("/.well-known/openid-configuration", reply(metadata.clone()));
        world.server.tell("/keys", reply(world.set()));
    };
    // Each alone would be small and fast enough.
    let padded = |body: String| Reply::of(format!("{body}{}", " ".repeat(700 * 1024)));
    tell(&padded);
    let answer = verify();
    assert!(answer.err().contains("is larger than 1024 KiB"), "{answer}");
    tell(&|body| Reply { delay: Duration::from_secs(3), ..Reply::of(body) });
    let answer = verify();
    assert!(answer.err().contains("no whole answer within 5 seconds"), "{answer}");
}

#[test]
fn the_only_algorithm_of_a_provider_is_that_of_keys_that_do_not_say_theirs() {
    let world = World::new();
    let issuer = world.server.url("");
    world.authority.run(&["keys", "gen", "--alg", "PS256", "--bits", "2048", "--no-passphrase"]).ok();
    world.authority.run(&["app", "register", "ps", "--alg", "PS256"]).ok();
    let token = world.authority.run(&["token", "issue", "--app", "ps"]).ok().line(0);
    let mut set: Value = serde_json::from_str(&world.set()).unwrap();
    for key in set["keys"].as_array_mut().unwrap() {
        key.as_object_mut().unwrap().remove("alg");
    }
    world.server.tell(SET, Reply::of(set.to_string()));
    let verify = |listed: Value, more: &[&str]| {
        let text = json!({"issuer": issuer, "jwks_uri": world.server.url(SET),
            "id_token_signing_alg_values_supported": listed});
        world.server.tell("/.well-known/openid-configuration", Reply::of(text.to_string()));
        let start = START.to_string();
        let fixed = ["token", "verify", "-", "--aud", "https://api.localhost", "--at", &start, "--no-cache", "--iss"];
        let trust = ["https://auth.localhost", "--ca-file", world.ca.to_str().unwrap(), "--issuer-url", &issuer];
        world.verifier.run_with(&[&fixed[..], &trust, more].concat(), &token)
    };
    verify(json!(["PS256"]), &[]).ok();
    verify(json!(["PS256", "none"]), &[]).ok();
    // Another than the token's, several, and none: the header does not decide.
    verify(json!(["RS256"]), &[]).exits(21);
    for listed in [json!(["PS256", "RS256"]), json!([]), json!(null), json!("PS256")] {
        let open = verify(listed, &[]).exits(22);
        assert!(open.out().contains("name it with --alg"), "{open}");
    }
    verify(json!(["RS256"]), &["--alg", "PS256"]).ok();
}
