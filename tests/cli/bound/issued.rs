//! Issuing tokens that are bound, and refreshing them.

use serde_json::{Value, json};

use super::{KEY, OTHER, client};
use crate::support::{Sandbox, TokenParts};

fn cnf(token: &str) -> Value {
    TokenParts::of(token).claims["cnf"].clone()
}

#[test]
fn a_token_is_bound_to_the_thumbprint_of_any_key_that_is_read() {
    let world = Sandbox::new();
    let jkt = json!({"jkt": client(KEY).thumbprint});
    let jwk = client(KEY).jwk.to_string();
    for (name, text) in [("client.pem", KEY), ("client.jwk", &jwk)] {
        let file = world.file(name, text).display().to_string();
        assert_eq!(cnf(&world.issue(&["--cnf-key", &file])), jkt, "{name}");
    }
    // An RSA key has one thumbprint, whichever algorithm it is for.
    world.run(&["init", "--home", "rsa", "--alg", "RS256", "--no-passphrase"]).ok();
    let kid = world.run(&["keys", "list", "--home", "rsa", "-q"]).ok().line(0);
    let pem = world.run(&["keys", "export", "--home", "rsa", "--", &kid]).ok().out();
    let file = world.file("rsa.pem", pem).display().to_string();
    assert_eq!(cnf(&world.issue(&["--cnf-key", &file])), json!({"jkt": kid}));
}

#[test]
fn the_answer_says_that_it_is_no_bearer_token_and_its_family_stays_bound() {
    let world = Sandbox::new();
    let file = world.file("client.pem", KEY).display().to_string();
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh", "--json", "--cnf-key", &file];
    let first = world.run(&issue).ok().json();
    assert_eq!(first["token_type"], "DPoP");
    let again = world.run(&["token", "refresh", first["refresh_token"].as_str().unwrap(), "--json"]).ok().json();
    assert_eq!(again["token_type"], "DPoP");
    assert_eq!(cnf(again["access_token"].as_str().unwrap()), json!({"jkt": client(KEY).thumbprint}));
    let plain = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--json"]).ok().json();
    assert_eq!(plain["token_type"], "Bearer");
}

#[test]
fn a_claim_by_hand_binds_too_and_not_beside_a_flag() {
    let world = Sandbox::new();
    let file = world.file("client.pem", KEY).display().to_string();
    let by_hand = format!("cnf:={}", json!({"jkt": client(OTHER).thumbprint}));
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--json", "--claim", &by_hand];
    assert_eq!(world.run(&issue).ok().json()["token_type"], "DPoP");
    let both = world.run(&[&issue[..], &["--cnf-key", &file]].concat()).exits(2);
    assert!(both.err().contains("cnf"), "{both}");
}

#[test]
fn a_line_of_a_batch_binds_to_a_key_of_its_own() {
    let world = Sandbox::new();
    let file = world.file("client.pem", KEY).display().to_string();
    let lines = [
        json!({"user": "alice"}),
        json!({"user": "bob", "cnf_key": client(OTHER).jwk}),
        json!({"user": "carol", "cnf_key": OTHER}),
        json!({"user": "dan", "cnf_key": "no key"}),
        json!({"user": "dan", "cnf_key": OTHER, "cnf_cert": "x"}),
    ];
    let lines = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let batch = ["token", "issue", "--app", "demo", "--batch", "-", "--cnf-key", &file];
    let answer = world.run_with(&batch, lines).exits(40).out();
    let answers: Vec<Value> = answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let jkt = |place: usize| cnf(answers[place]["access_token"].as_str().unwrap())["jkt"].clone();
    assert_eq!([jkt(0), jkt(1), jkt(2)], [KEY, OTHER, OTHER].map(|key| json!(client(key).thumbprint)));
    for refused in &answers[3..] {
        assert!(refused["error"]["message"].as_str().unwrap().contains("cnf_"), "{refused}");
    }
}

#[test]
fn what_is_no_key_of_one_side_alone_binds_nothing() {
    let world = Sandbox::new();
    let secret = json!({"kty": "oct", "alg": "HS256", "k": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}).to_string();
    let two = json!({"keys": [client(KEY).jwk, client(OTHER).jwk]}).to_string();
    for (text, what) in [
        (secret.as_str(), "a shared secret"),
        (&two, "2 keys"),
        ("hello", "no key"),
        ("", "empty"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "damaged"),
    ] {
        let file = world.file("key", text).display().to_string();
        let args = ["token", "issue", "--app", "demo", "--user", "alice", "--cnf-key", &file];
        let refused = world.run(&args);
        assert!(refused.exit != 0 && refused.err().contains(what), "{what}: {refused}");
        assert!(refused.out().is_empty());
    }
    let encrypted = world.folder().join("encrypted.pem").display().to_string();
    world
        .run(&[
            "init",
            "--home",
            "locked",
            "--alg",
            "ES256",
            "--passphrase-file",
            &world.file("pass", "correct horse").display().to_string(),
        ])
        .ok();
    let key = std::fs::read_dir(world.folder().join("locked/keys")).unwrap().next().unwrap().unwrap().path();
    std::fs::copy(key, &encrypted).unwrap();
    let args = ["token", "issue", "--app", "demo", "--user", "alice", "--cnf-key", &encrypted];
    let refused = world.run(&args).exits(5);
    assert!(refused.err().contains("public half"), "{refused}");
    let pass = world.folder().join("pass").display().to_string();
    world.run(&[&args[..], &["--passphrase-file", &pass]].concat()).ok();
}
