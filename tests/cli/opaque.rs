//! Opaque access tokens: the same verdicts as JWTs, resolved through the ledger.

use crate::support::{Sandbox, settled};

fn opaque(world: &Sandbox, more: &[&str]) -> String {
    let token = world.issue(&[&["--format", "opaque"], more].concat());
    assert!(token.starts_with("mtg_at_"), "{token}");
    token
}

#[test]
fn an_opaque_token_says_what_a_jwt_in_its_place_would() {
    let world = Sandbox::new();
    let claims = ["--claim", "role=admin", "--claim", "quota:={\"daily\":[1.5,null]}", "--nbf", "2026-01-01T00:00:00Z"];
    let (jwt, reference) = (world.issue(&claims), opaque(&world, &claims));
    let claims = |token: &str| {
        let mut claims = world.run(&["token", "verify", token, "--json"]).ok().json()["claims"].clone();
        claims["jti"] = "…".into();
        claims.to_string()
    };
    assert_eq!(claims(&jwt), claims(&reference));
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify", "--explain", &reference])), @"
    valid: sub alice, client_id mtg_app_6F6y1fFmhWYTJ26HzBiu8C, expires 2026-01-01T00:15:00Z (in 15m)
      pass     form        the checksum is right
      skipped  algorithm   an opaque token is not signed
      skipped  key         an opaque token is not signed
      skipped  signature   an opaque token is not signed
      pass     expiry      exp 2026-01-01T00:15:00Z, now 2026-01-01T00:00:00Z
      pass     start       nbf and iat are not in the future
      pass     issuer      iss is https://auth.localhost
      pass     audience    aud has https://api.localhost
      pass     type        an opaque access token
      skipped  claims      no claim is required
      skipped  scope       no scope is required
      pass     ledger      the ledger knows it as 019b76da-a80f-7924-9135-16a5993435ec
      pass     revocation  neither the token, nor its grant, nor its key is revoked
      pass     app         app demo is active
      skipped  context     the token is not bound to an address
      skipped  possession  the token is not bound to a key
      skipped  rate        no call budget is kept
      judged by the home /world/home of the issuer https://auth.localhost
    ---- exit 0
    ");
    let shown = world.run(&["token", "show", &reference, "--json"]).ok().json();
    assert_eq!((&shown["format"], &shown["kid"]), (&"opaque".into(), &serde_json::Value::Null));
    // Its text is nowhere in the ledger.
    let bytes = std::fs::read(world.store()).unwrap();
    assert!(!bytes.windows(reference.len()).any(|window| window == reference.as_bytes()));
}

#[test]
fn every_verdict_is_the_one_that_a_jwt_would_get() {
    let world = Sandbox::new();
    let token = opaque(&world, &["--scope", "read"]);
    assert_eq!(world.verdict(&token), 0);
    assert_eq!(world.verdict_with(&token, &["--require-scope", "read", "--sub", "alice"]), 0);
    assert_eq!(world.verdict_with(&token, &["--at", "2026-01-01T00:15:00Z"]), 24);
    assert_eq!(world.verdict_with(&token, &["--at", "2025-12-31T23:59:59Z"]), 25);
    assert_eq!(world.verdict_with(&token, &["--iss", "https://other.test"]), 26);
    assert_eq!(world.verdict_with(&token, &["--aud", "https://other.test"]), 27);
    assert_eq!(world.verdict_with(&token, &["--typ", "JWT"]), 28);
    assert_eq!(world.verdict_with(&token, &["--sub", "bob"]), 29);
    assert_eq!(world.verdict_with(&token, &["--require-scope", "write"]), 30);
    // Mistyped: the checksum says so. Of another home: nobody knows it.
    let cut = &token[..token.len() - 1];
    assert_eq!(world.verdict(cut), 20);
    let stranger = mintage::core::OpaqueKind::Access.mint(&[7; 32]);
    assert_eq!(world.verdict(stranger.reveal()), 31);
    world.run(&["app", "block", "demo", "--reason", "x"]).ok();
    assert_eq!(world.verdict(&token), 33);
    world.run(&["app", "activate", "demo"]).ok();
    let bound = opaque(&world, &["--ip", "192.0.2.7", "--bind-ip"]);
    assert_eq!(world.verdict(&bound), 34);
    assert_eq!(world.verdict_with(&bound, &["--ip", "192.0.2.8"]), 34);
    assert_eq!(world.verdict_with(&bound, &["--ip", "192.0.2.7"]), 0);
    world.run(&["token", "revoke", &token]).ok();
    assert_eq!(world.verdict(&token), 32);
    world.run(&["grant", "revoke", "--user", "alice"]).ok();
    assert_eq!(world.verdict_with(&bound, &["--ip", "192.0.2.7"]), 32);
}

#[test]
fn no_secret_opens_as_another_kind() {
    let world = Sandbox::new();
    let answer =
        world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh", "--format", "opaque"]);
    let (access, refresh) = (answer.line(0), answer.line(1));
    assert_eq!(world.verdict(&refresh), 28);
    world.run(&["token", "refresh", &access]).exits(28);
    // The digest of a refresh token under the prefix of an access token is another text.
    let disguised = refresh.replace("mtg_rt_", "mtg_at_");
    assert_eq!(world.verdict(&disguised), 20);
}

#[test]
fn an_app_has_its_format_and_a_family_keeps_the_one_it_started_with() {
    let world = Sandbox::new();
    world.run(&["app", "register", "shop", "--public", "--scope", "read", "--token-format", "opaque"]).ok();
    let issue = ["token", "issue", "--app", "shop", "--user", "alice", "--with-refresh"];
    let first = world.run(&issue).ok();
    assert!(first.line(0).starts_with("mtg_at_"), "{first}");
    world.run(&["app", "update", "shop", "--token-format", "jwt"]).ok();
    let second = world.run(&["token", "refresh", &first.line(1)]).ok();
    assert!(second.line(0).starts_with("mtg_at_"), "{second}");
    assert_eq!(world.verdict(&second.line(0)), 0);
    assert!(world.run(&issue).ok().line(0).starts_with("eyJ"));
    // With an ID token beside it, which is always signed.
    let both = world.run(&[&issue[..], &["--format", "opaque", "--with-id-token"]].concat()).ok();
    assert!(both.line(0).starts_with("mtg_at_") && both.line(2).starts_with("eyJ"), "{both}");
    // A bound family stays bound.
    let bound = world.run(&[&issue[..], &["--format", "opaque", "--ip", "192.0.2.7", "--bind-ip"]].concat()).ok();
    let next = world.run(&["token", "refresh", &bound.line(1)]).ok().line(0);
    assert_eq!(world.verdict_with(&next, &["--ip", "192.0.2.7"]), 0);
    assert_eq!(world.verdict(&next), 34);
}

#[test]
fn what_is_not_signed_needs_no_key_and_no_passphrase() {
    let world = Sandbox::empty();
    world.set("PASSPHRASE", "right");
    world.run(&["init", "--alg", "EdDSA", "--passphrase-env", "PASSPHRASE"]).ok();
    world.run(&["app", "register", "demo", "--public", "--scope", "read", "--token-format", "opaque"]).ok();
    let pair = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).ok();
    world.run(&["token", "refresh", &pair.line(1)]).ok();
    world.run(&["token", "issue", "--app", "demo", "--format", "jwt"]).exits(5);
}
