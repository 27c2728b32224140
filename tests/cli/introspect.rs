//! Introspection (RFC 7662): the claims of a token that is good, and of any other nothing at all.

use serde_json::{Value, json};

use crate::support::Sandbox;

fn introspect(world: &Sandbox, token: &str, more: &[&str]) -> Value {
    world.run_with(&[&["token", "introspect"], more].concat(), token).ok().json()
}

#[test]
fn an_active_token_is_described_in_the_words_of_the_standard() {
    let world = Sandbox::new();
    for format in ["jwt", "opaque"] {
        let token = world.issue(&["--scope", "read", "--format", format, "--consent", "--claim", "role=admin"]);
        let answer = introspect(&world, &token, &[]);
        let jti = world.run(&["token", "show", &token, "-q"]).ok().line(0);
        let client_id = world.run(&["app", "show", "demo", "-q"]).ok().line(0);
        let expected = json!({
            "active": true, "scope": "read", "client_id": client_id, "username": "alice", "token_type": "Bearer",
            "exp": 1_767_226_500, "iat": 1_767_225_600, "nbf": 1_767_225_600, "sub": "alice",
            "aud": "https://api.localhost", "iss": "https://auth.localhost", "jti": jti,
        });
        assert_eq!(answer, expected, "{format}");
    }
    let own = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    let answer = introspect(&world, &own, &["--json"]);
    assert_eq!((&answer["active"], &answer["username"]), (&true.into(), &Value::Null));
    // Whom it is for is for the one to judge who asks.
    let elsewhere = world.issue(&["--aud", "https://elsewhere.test"]);
    assert_eq!(introspect(&world, &elsewhere, &[])["aud"], "https://elsewhere.test");
}

#[test]
fn a_refresh_token_is_active_until_it_is_used() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    let answer = introspect(&world, &refresh, &[]);
    assert_eq!((&answer["active"], &answer["token_type"]), (&true.into(), &"refresh_token".into()));
    assert_eq!((&answer["sub"], &answer["iss"]), (&"alice".into(), &"https://auth.localhost".into()));
    world.run(&["token", "refresh", &refresh]).ok();
    assert_eq!(introspect(&world, &refresh, &[]), json!({"active": false}));
}

#[test]
fn nothing_else_is_said_of_a_token_that_is_not_good() {
    let world = Sandbox::new();
    let inactive = |token: &str| assert_eq!(introspect(&world, token, &[]), json!({"active": false}), "{token:?}");
    for noise in ["", "x", "a.b.c", "mtg_at_x", "mtg_rt_x", "Bearer x"] {
        inactive(noise);
    }
    let invalid = world.run_with(&["token", "introspect"], [0xff, 0xfe]).ok();
    assert_eq!(invalid.json(), json!({"active": false}));
    inactive(mintage::core::OpaqueKind::Access.mint(&[7; 32]).reveal());
    inactive(mintage::core::OpaqueKind::Refresh.mint(&[7; 32]).reveal());
    let other = Sandbox::new();
    other.issue(&[]);
    for format in ["jwt", "opaque"] {
        let issue = |more: &[&str]| world.issue(&[&["--format", format], more].concat());
        inactive(&issue(&["--exp", "2020-01-01T00:00:00Z"]));
        inactive(&issue(&["--nbf", "2026-01-01T00:00:01Z"]));
        let revoked = issue(&[]);
        world.run(&["token", "revoke", &revoked]).ok();
        inactive(&revoked);
        let token = issue(&[]);
        let broken = format!("{}A", &token[..token.len() - 1]);
        if broken != token {
            inactive(&broken);
        }
        let bound = issue(&["--ip", "192.0.2.7", "--bind-ip"]);
        inactive(&bound);
        assert_eq!(introspect(&world, &bound, &["--ip", "192.0.2.7"])["active"], true);
        world.run(&["app", "block", "demo", "--reason", "x"]).ok();
        inactive(&token);
        world.run(&["app", "activate", "demo"]).ok();
        assert_eq!(introspect(&world, &token, &[])["active"], true);
    }
    let (_, refresh) = world.pair();
    world.run(&["app", "block", "demo", "--reason", "x"]).ok();
    inactive(&refresh);
    world.run(&["app", "activate", "demo"]).ok();
    world.run(&["grant", "revoke", "--user", "alice"]).ok();
    inactive(&refresh);
    // An ID token opens nothing.
    let id = world.run(&["token", "issue", "--app", "demo", "--user", "bob", "--with-id-token"]).ok().line(1);
    inactive(&id);
    let quiet = world.run_with(&["token", "introspect", "-q"], &id).ok();
    assert_eq!(quiet.out(), "false\n");
}
