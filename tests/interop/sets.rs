//! Security event tokens of the audit log, checked by PyJWT and by node's jose, which know RFC 8417 and nothing of us.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::has;
use crate::{Authority, document, from_b64};

const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");
const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");
const CAEP: &str = "https://schemas.openid.net/secevent/caep/event-type/";
const RISC: &str = "https://schemas.openid.net/secevent/risc/event-type/";
const RECEIVER: &str = "https://receiver.example.com";

/// A home in which much happened that others are told of, and a token for each.
fn exported(alg: &str) -> (Authority, Vec<String>) {
    let authority = Authority::nowhere();
    authority.mintage(&["init", "--alg", alg, "--no-passphrase", "--app", "demo", "--scope", "read"]).ok();
    let issued =
        authority.mintage(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh", "--consent"]).ok();
    authority.mintage(&["token", "refresh", &issued.line(1)]).ok();
    // Shown again after its use.
    assert_ne!(authority.mintage(&["token", "refresh", &issued.line(1)]).exit, 0);
    let token = authority.mintage(&["token", "issue", "--app", "demo", "--user", "alice"]).ok().line(0);
    authority.mintage(&["token", "revoke", &token, "--reason", "Zo\u{eb} lost it"]).ok();
    authority.mintage(&["user", "block", "alice", "--reason", "gone"]).ok();
    authority.mintage(&["app", "secret", "add", "demo"]).ok();
    authority.mintage(&["app", "block", "demo", "--reason", "spam"]).ok();
    // What is refused is nobody else's business.
    authority.mintage(&["app", "block", "nobody", "--reason", "x"]).exits(3);
    let sets = authority.mintage(&["audit", "export", "--set", "--aud", RECEIVER]).ok().out();
    let sets = sets.lines().map(str::to_owned).collect();
    (authority, sets)
}

/// What each token says of its one event: the type, and what it is about.
fn told(claims: &Value) -> (String, Value) {
    let events = claims["events"].as_object().expect("events");
    assert_eq!(events.len(), 1, "{claims}");
    let (address, event) = events.iter().next().unwrap();
    let claims_of = |name: &str| claims.get(name).is_some_and(Value::is_string);
    // RFC 8417, 2.2: these, and neither a time at which it ends nor a sub beside sub_id.
    assert!(claims_of("iss") && claims_of("jti") && claims["iat"].is_i64(), "{claims}");
    assert!(claims.get("exp").is_none() && claims.get("sub").is_none(), "{claims}");
    assert_eq!(claims["aud"], RECEIVER);
    // CAEP 1.0, 2: the time of the event, in seconds, and who began it.
    assert!(event["event_timestamp"].as_i64().is_some_and(|at| at <= claims["iat"].as_i64().unwrap()), "{claims}");
    assert!(["admin", "user", "policy", "system"].contains(&event["initiating_entity"].as_str().unwrap()), "{claims}");
    let subject = claims["sub_id"].clone();
    // RFC 9493, 3.2: each format has members of its own.
    let members: &[&str] = match subject["format"].as_str().unwrap() {
        "iss_sub" => &["format", "iss", "sub"],
        "jwt_id" => &["format", "iss", "jti"],
        "opaque" => &["format", "id"],
        other => panic!("{other}"),
    };
    assert!(subject.as_object().unwrap().keys().all(|member| members.contains(&member.as_str())), "{subject}");
    assert_eq!(subject.as_object().unwrap().len(), members.len(), "{subject}");
    (address.clone(), event.clone())
}

/// Sees that the claims of all tokens, as another party read them, tell what happened.
fn tells_what_happened(claims: &[Value]) {
    let told: Vec<_> = claims.iter().map(told).collect();
    let mut jtis: Vec<&str> = claims.iter().map(|claims| claims["jti"].as_str().unwrap()).collect();
    jtis.dedup();
    assert_eq!(jtis.len(), claims.len(), "each has an id of its own");
    let types: Vec<&str> = told.iter().map(|(address, _)| address.as_str()).collect();
    let wanted = [
        (CAEP, "credential-change"),
        (RISC, "account-enabled"),
        (RISC, "credential-compromise"),
        (CAEP, "session-revoked"),
        (RISC, "account-disabled"),
        (CAEP, "credential-change"),
        (RISC, "account-disabled"),
    ]
    .map(|(space, name)| format!("{space}{name}"));
    assert_eq!(types, wanted);
    // CAEP 1.0, 3.3.1.
    assert_eq!((&told[0].1["credential_type"], &told[0].1["change_type"]), (&json!("signing_key"), &json!("create")));
    assert_eq!((&told[5].1["credential_type"], &told[5].1["change_type"]), (&json!("client_secret"), &json!("create")));
    // RISC 1.0, 2.7.
    assert_eq!(told[2].1["credential_type"], "refresh_token");
    assert_eq!(told[3].1["reason_admin"], json!({"en": "Zo\u{eb} lost it"}));
    assert_eq!(claims[4]["sub_id"], json!({"format": "iss_sub", "iss": claims[4]["iss"], "sub": "alice"}));
    assert_eq!(claims[3]["sub_id"]["format"], "jwt_id");
}

#[test]
fn pyjwt_accepts_what_others_are_told_of_and_finds_the_claims_of_rfc_8417() {
    if !has("python3", &["-c", "import jwt, cryptography"]) {
        return;
    }
    for alg in ["ES256", "EdDSA", "RS256"] {
        let (authority, sets) = exported(alg);
        let jwks = authority.key_set();
        let verify = |text: &str, aud: &str| {
            let file = authority.file("set.jwt", text);
            let mut command = Command::new("python3");
            command.args([PEER, "security_event"]).arg(&jwks).arg(file).args([alg, aud]);
            command
        };
        let claims: Vec<Value> = sets.iter().map(|set| document(&mut verify(set, RECEIVER))).collect();
        tells_what_happened(&claims);
        let refusal = |text: &str, aud: &str| crate::answer(&mut verify(text, aud)).exits(1).err().trim().to_owned();
        assert_eq!(refusal(&sets[0], "https://other.example.com"), "InvalidAudienceError");
        let mut parts: Vec<&str> = sets[0].split('.').collect();
        let other = sets[1].split('.').nth(1).unwrap();
        parts[1] = other;
        assert_eq!(refusal(&parts.join("."), RECEIVER), "InvalidSignatureError");
        // A token of the same key is none: its typ is another (RFC 8417, 2.3).
        authority.mintage(&["app", "activate", "demo"]).ok();
        let token = authority.mintage(&["token", "issue", "--app", "demo", "--aud", RECEIVER]).ok().line(0);
        assert_eq!(refusal(&token, RECEIVER), "KeyError");
    }
}

#[test]
fn jose_accepts_what_others_are_told_of_by_its_typ() {
    if !has("node", &[NODE, "ready"]) {
        return;
    }
    let (authority, sets) = exported("ES256");
    let jwks = authority.key_set();
    let claims: Vec<Value> = sets
        .iter()
        .map(|set| {
            let file = authority.file("set.jwt", set);
            document(Command::new("node").args([NODE, "set"]).arg(&jwks).arg(file).args(["ES256", RECEIVER]))
        })
        .collect();
    tells_what_happened(&claims);
    let header: Value = serde_json::from_slice(&from_b64(sets[0].split('.').next().unwrap())).unwrap();
    assert_eq!(header["typ"], "secevent+jwt");
}
