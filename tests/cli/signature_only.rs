//! `token verify --signature-only`: a JWS of any payload.

use crate::support::{Answer, Sandbox, b64, has, skipped};

/// The key and the signature of RFC 8037, A.2 and A.4: the payload is plain text.
const KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
const JWS: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
                   hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
const TEXT: &str = "Example of Ed25519 signing";

fn with_key(key: &str, jws: &str, more: &[&str]) -> Answer {
    let world = Sandbox::empty();
    let file = world.file("key.jwk", key);
    let args = [&["token", "verify", "-", "--signature-only", "--key", file.to_str().unwrap()], more].concat();
    world.run_with(&args, jws)
}

#[test]
fn a_good_signature_prints_the_payload_as_it_is() {
    let answer = with_key(KEY, JWS, &[]).ok();
    assert_eq!(answer.out(), TEXT);
    assert!(answer.err().contains("only the signature was judged"), "{answer}");
    let answer = with_key(KEY, JWS, &["-q"]).ok();
    assert_eq!((answer.out().as_str(), answer.err().as_str()), (TEXT, ""));
}

#[test]
fn json_has_the_payload_both_ways_and_says_what_was_not_judged() {
    let json = with_key(KEY, JWS, &["--json"]).ok().json();
    assert_eq!(json["valid"], true);
    assert_eq!((&json["payload_text"], &json["claims"]), (&TEXT.into(), &serde_json::Value::Null));
    assert_eq!(json["payload"], b64(TEXT));
    let outcomes: Vec<&str> =
        json["checks"].as_array().unwrap().iter().map(|check| check["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes[..4], ["pass"; 4]);
    assert!(outcomes[4..].iter().all(|outcome| *outcome == "skipped"), "{outcomes:?}");
    let json = with_key(KEY, &JWS.replace(".RX", ".RY"), &["--json"]).exits(23).json();
    assert_eq!(
        (&json["valid"], &json["payload"], &json["reason"]),
        (&false.into(), &().into(), &"bad_signature".into())
    );
}

#[test]
fn a_bad_one_prints_nothing_and_says_why() {
    let part = |text: &str| b64(text);
    let (payload, signature) = (&JWS[21..56], &JWS[57..]);
    let with_header = |header: &str| format!("{}.{payload}.{signature}", part(header));
    let cases = [
        (String::new(), 20),
        (JWS[..56].to_owned(), 20),
        (format!("{JWS}="), 20),
        (format!("Bearer {JWS}"), 20),
        (format!("{}.{payload}=.{signature}", &JWS[..20]), 20),
        (with_header(r#"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#), 20),
        (with_header(r#"{"alg":"EdDSA","alg":"none"}"#), 20),
        (with_header(r#"{"alg":"none"}"#), 21),
        (with_header(r#"{"alg":"HS256"}"#), 21),
        (with_header(r#"{"alg":"EdDSA","typ":"x"}"#), 23),
        (format!("{}..{signature}", &JWS[..20]), 23),
        (format!("{}.{payload}.", &JWS[..20]), 23),
        (format!("{}.{}.{signature}", &JWS[..20], "A".repeat(1 << 20)), 20),
    ];
    for (jws, exit) in cases {
        let answer = with_key(KEY, &jws, &[]).exits(exit);
        assert_eq!(answer.out(), "", "{answer}");
        assert!(answer.err().starts_with("note: "), "{answer}");
    }
}

#[test]
fn the_home_judges_by_its_keys_and_never_takes_a_revoked_one() {
    if !has("openssl", &["version"]) {
        return skipped("openssl is not here");
    }
    let world = Sandbox::new();
    let kid = world.run(&["-q", "keys", "list"]).ok().line(0);
    let header = b64(format!(r#"{{"alg":"EdDSA","kid":"{kid}"}}"#));
    // Not text, and longer than a line.
    let payload: Vec<u8> = (0..=255).cycle().take(1_000).collect();
    let input = format!("{header}.{}", b64(&payload));
    let (signed, key) = (world.file("input", &input), world.key_file());
    let output = std::process::Command::new("openssl")
        .args(["pkeyutl", "-sign", "-rawin", "-inkey"])
        .args([key.as_os_str(), "-in".as_ref(), signed.as_os_str()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let jws = world.file("jws", format!("{input}.{}", b64(output.stdout)));
    let at = format!("@{}", jws.display());
    let verify = ["token", "verify", "--signature-only", &at];
    assert_eq!(world.binary(&verify).output().unwrap().stdout, payload);
    let json = world.run(&[&verify[..], &["--json"]].concat()).ok().json();
    assert_eq!((&json["payload_text"], json["valid"].as_bool()), (&().into(), Some(true)));
    world.run(&["keys", "revoke", &kid, "--reason", "leak"]).ok();
    let answer = world.run(&verify).exits(32);
    assert_eq!(answer.out(), "");
    assert!(answer.err().contains("reason leak"), "{answer}");
}

#[test]
fn what_judges_claims_does_not_go_with_it() {
    let world = Sandbox::new();
    for flags in [
        &["--aud", "x"][..],
        &["--iss", "x"],
        &["--typ", "x"],
        &["--require-claim", "x"],
        &["--max-age", "1h"],
        &["--ip", "192.0.2.1"],
        &["--explain"],
        &["--format", "junit"],
    ] {
        world.run(&[&["token", "verify", JWS, "--signature-only"], flags].concat()).exits(2);
    }
    world.run(&["token", "verify", "--signature-only", "--batch", "-"]).exits(2);
}
