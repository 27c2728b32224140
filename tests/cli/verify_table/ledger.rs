//! Exit codes 31 to 34: what the ledger says.

use serde_json::json;

use super::{judged, with_claims};
use crate::support::{START, Sandbox, TokenParts};

#[test]
fn exit_31_is_a_jti_that_the_ledger_does_not_have() {
    let world = Sandbox::new();
    let jti = TokenParts::of(world.token()).claims["jti"].as_str().unwrap().to_owned();
    let unknown = [
        json!("01890a5d-ac96-774b-bcce-b302099a8057"),
        json!(jti.to_uppercase()),
        json!(jti.replace('-', "")),
        json!(format!("{jti} ")),
        json!(format!("{{{jti}}}")),
        json!(format!("urn:uuid:{jti}")),
        json!("' OR 1=1 --"),
        json!(""),
        json!(null),
        json!([jti]),
        json!(7),
    ];
    for jti in unknown {
        let token = with_claims(&world, |claims| claims["jti"] = jti);
        judged(&world, &token, &[], 31, "unknown_token");
    }
}

#[test]
fn exit_32_is_revoked_and_says_by_whom_when_and_why() {
    let world = Sandbox::new();
    let token = world.token();
    let other = world.token();
    world.run(&["token", "revoke", &token, "--reason", "laptop stolen", "--by", "carol"]).ok();
    let verdict = judged(&world, &token, &[], 32, "revoked");
    let cause = &verdict["ended"];
    assert_eq!(
        (&cause["cause"], &cause["reason"], &cause["by"]["uid"], &cause["by"]["name"]),
        (&json!("token"), &json!("laptop stolen"), &json!(1000), &json!("tester"))
    );
    assert_eq!(cause["by"]["claimed"], json!([{"source": "flag", "name": "carol"}]));
    assert_eq!(cause["at"], "2026-01-01T00:00:00Z");
    judged(&world, &other, &[], 0, "");
}

#[test]
fn exit_32_is_what_a_revoked_key_signed() {
    let world = Sandbox::new();
    let token = world.token();
    let kid = world.active_key();
    world.run(&["keys", "revoke", "--reason", "leaked", "--by", "carol", "--", &kid]).ok();
    let verdict = judged(&world, &token, &[], 32, "revoked");
    let by = &verdict["ended"]["by"];
    assert_eq!((&verdict["ended"]["cause"], &by["uid"]), (&json!("key"), &json!(1000)));
    assert_eq!(by["claimed"], json!([{"source": "flag", "name": "carol"}]));
}

#[test]
fn exit_32_is_the_twin_of_a_revoked_token() {
    let world = Sandbox::new();
    let token = world.token();
    // Other bytes, same token: members in another order, signed again.
    let mut twin = TokenParts::of(&token);
    twin.claims = twin.claims.into_iter().rev().collect();
    let twin = twin.signed(&world.signing_key());
    assert_ne!(twin, token);
    judged(&world, &twin, &[], 0, "");
    world.run(&["token", "revoke", &token]).ok();
    judged(&world, &twin, &[], 32, "revoked");
}

#[test]
fn exit_33_is_a_blocked_app() {
    let world = Sandbox::new();
    let token = world.token();
    world.run(&["app", "block", "demo", "--reason", "key leaked"]).ok();
    let verdict = judged(&world, &token, &[], 33, "app_blocked");
    assert_eq!(verdict["ended"]["reason"], "key leaked");
}

#[test]
fn exit_34_is_another_address_or_none() {
    let world = Sandbox::new();
    let token = world.issue(&["--ip", "192.0.2.1", "--bind-ip"]);
    judged(&world, &token, &["--ip", "192.0.2.1"], 0, "");
    judged(&world, &token, &["--ip", "::ffff:192.0.2.1"], 0, "");
    judged(&world, &token, &["--ip", "192.0.2.2"], 34, "context_mismatch");
    judged(&world, &token, &[], 34, "context_mismatch");
    let six = world.issue(&["--ip", "2001:db8::1", "--bind-ip"]);
    judged(&world, &six, &["--ip", "2001:0DB8:0::0001"], 0, "");
    judged(&world, &six, &["--ip", "2001:db8::2"], 34, "context_mismatch");
    // Known to the ledger is not bound to the token.
    let free = world.issue(&["--ip", "192.0.2.1"]);
    judged(&world, &free, &["--ip", "192.0.2.2"], 0, "");
    for ip in [json!(null), json!(["192.0.2.1"]), json!("192.0.2.1 "), json!(3_221_225_985_u32), json!("")] {
        let token = with_claims(&world, |claims| {
            claims.insert("ip".to_owned(), ip);
        });
        judged(&world, &token, &["--ip", "192.0.2.1"], 34, "context_mismatch");
    }
}

/// Whoever holds a key can write any jti, but cannot change what the ledger knows of it.
#[test]
fn a_token_with_the_jti_of_another_is_unknown() {
    let world = Sandbox::new();
    for (claim, value) in [("sub", json!("mallory")), ("client_id", json!("mtg_app_0000000000000000000000"))] {
        let token = with_claims(&world, |claims| claims[claim] = value.clone());
        judged(&world, &token, &[], 31, "unknown_token");
    }
    let token = with_claims(&world, |claims| claims["exp"] = (START + 9_000_000).into());
    judged(&world, &token, &[], 31, "unknown_token");
}
