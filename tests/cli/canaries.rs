//! Canaries: tokens that are planted to be found, and open nothing.

use crate::support::token_parts::from_b64;
use crate::support::{Sandbox, settled};

fn planted(world: &Sandbox, more: &[&str]) -> String {
    let issue = ["token", "issue", "--app", "demo", "--canary", "--note", "ci cache"];
    world.run(&[&issue, more].concat()).ok().line(0)
}

/// Header and claims of a JWT.
fn parts(token: &str) -> [serde_json::Value; 2] {
    let mut parts = token.split('.').map(|part| serde_json::from_slice(&from_b64(part)));
    [parts.next().unwrap().unwrap(), parts.next().unwrap().unwrap()]
}

#[test]
fn a_canary_looks_like_any_token_of_its_app() {
    let world = Sandbox::new();
    for more in [&["--user", "alice", "--scope", "read"][..], &["--claim", "role=admin"]] {
        let issue = [&["token", "issue", "--app", "demo", "--ttl", "1h"], more].concat();
        let [real, canary] = [world.run(&issue).ok().line(0), planted(&world, &[&["--ttl", "1h"], more].concat())];
        let ([header, mut claims], [of_canary, mut said]) = (parts(&real), parts(&canary));
        assert_eq!(header, of_canary);
        assert_ne!(claims["jti"], said["jti"]);
        (claims["jti"], said["jti"]) = ("".into(), "".into());
        assert_eq!(claims, said);
        assert_eq!(real.len(), canary.len(), "signatures are of one length");
    }
    let opaque = planted(&world, &["--format", "opaque"]);
    assert_eq!(opaque.len(), world.issue(&["--format", "opaque"]).len());
}

#[test]
fn a_canary_opens_nothing_with_or_without_the_ledger_and_says_where_it_was_planted() {
    let world = Sandbox::new();
    let jwks = world.run(&["keys", "export", "--jwks"]).ok().out();
    let jwks = world.file("jwks.json", jwks).display().to_string();
    let token = planted(&world, &["--user", "alice"]);
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify", "--explain", &token])), @"
    revoked: it is a canary, which opens nothing, planted 0s ago (2026-01-01T00:00:00Z) by tester@host (uid 1000): ci cache
      pass     form        three parts, strict JSON
      pass     algorithm   EdDSA, as the key
      pass     key         kid _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      skipped  signature   not asked: it is a canary, which no key of this home signed
      skipped  expiry      not asked: it is a canary, which no key of this home signed
      skipped  start       not asked: it is a canary, which no key of this home signed
      skipped  issuer      not asked: it is a canary, which no key of this home signed
      skipped  audience    not asked: it is a canary, which no key of this home signed
      skipped  type        not asked: it is a canary, which no key of this home signed
      skipped  claims      not asked: it is a canary, which no key of this home signed
      skipped  scope       not asked: it is a canary, which no key of this home signed
      pass     ledger      the ledger knows it as 019b76da-a808-7dee-8dd6-0ff8d0ba9900
      fail     revocation  it is a canary, which opens nothing, planted 0s ago (2026-01-01T00:00:00Z) by tester@host (uid 1000): ci cache
      skipped  app         an earlier check failed
      skipped  context     an earlier check failed
      skipped  possession  an earlier check failed
      skipped  rate        an earlier check failed
      judged by the home /world/home of the issuer https://auth.localhost
    ---- stderr
    hint: somebody had the text from where it was planted: end what else lies there; `mintage token list --state canary` lists all of them
    ---- exit 32
    ");
    for token in [token, planted(&world, &["--format", "opaque"])] {
        let verdict = world.run(&["token", "verify", &token, "--json"]).exits(32).json();
        assert_eq!((&verdict["ended"]["cause"], &verdict["ended"]["reason"]), (&"canary".into(), &"ci cache".into()));
        // Whenever and with whatever it is shown, it is one.
        for more in [["--at", "2030-01-01T00:00:00Z"], ["--aud", "https://other.test"], ["--sub", "bob"]] {
            assert_eq!(world.verdict_with(&token, &more), 32, "{more:?}");
        }
        let told = world.run(&["token", "introspect", &token]).ok();
        assert_eq!(told.json(), serde_json::json!({"active": false}));
        assert!(told.err().contains("planted: ci cache"), "{told}");
        assert_ne!(world.verdict_with(&token, &["--jwks", &jwks, "--aud", "https://api.localhost"]), 0);
        world.run(&["token", "refresh", &token]).exits(28);
        let line = world.run_with(&["token", "verify", "--batch", "-"], format!("{token}\n"));
        assert!(line.out().contains("\"revoked\"") && line.out().contains("canary"), "{line}");
    }
}

#[test]
fn nothing_is_given_by_a_canary_and_nothing_unmakes_it() {
    let world = Sandbox::new();
    let token = planted(&world, &["--user", "alice"]);
    assert_eq!(world.run(&["grant", "list", "--json"]).ok().json()["grants"], serde_json::json!([]));
    assert_eq!(world.run(&["app", "show", "demo", "--json"]).ok().json()["state"], "registered");
    let jti = world.run(&["token", "list", "--state", "canary", "-q"]).ok().line(0);
    assert_eq!(world.run(&["token", "list", "--state", "revoked", "-q"]).ok().out(), "");
    let live = world.issue(&[]);
    for end in [
        &["token", "revoke", "--all", "--yes"][..],
        &["token", "revoke", &jti],
        &["user", "block", "alice", "--reason", "x"],
    ] {
        world.run(end).ok();
    }
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    world.run(&["app", "delete", "demo", "--yes"]).ok();
    assert_eq!(world.verdict(&live), 32);
    let verdict = world.run(&["token", "verify", &token, "--json"]).exits(32).json();
    assert_eq!(verdict["ended"]["cause"], "canary");
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "show", &jti])), @"
    jti         019b76da-a806-7dee-8dd6-0ff8d0ba9900
    kind        access
    app         demo
    client id   mtg_app_6F6y1fFmhWYTJ26HzBiu8C
    user        alice
    state       canary
    scopes      read write
    audiences   https://api.localhost
    format      jwt
    issued at   2026-01-01T00:00:00Z
    expires at  2027-01-01T00:00:00Z (in 365d)
    revoked
      cause   canary
      at      2026-01-01T00:00:00Z
      by      tester@host (uid 1000)
      reason  ci cache
    history
      2026-01-01T00:00:00Z  canary planted (client id mtg_app_6F6y1fFmhWYTJ26HzBiu8C, user alice) by tester@host (uid 1000), reason ci cache
    ---- exit 0
    ");
    // It is kept as long as it looks good, and as long again as a clock may be wrong.
    world.pass(364 * 86_400);
    world.run(&["token", "prune", "--yes", "--trust-clock"]).ok();
    assert_eq!(world.verdict(&token), 32);
    world.pass(400 * 86_400);
    world.run(&["token", "prune", "--yes", "--trust-clock"]).ok();
    assert_eq!(world.verdict(&token), 22, "its key is over, too");
}

#[test]
fn a_canary_in_a_text_is_the_first_that_is_told() {
    let world = Sandbox::new();
    let text =
        format!("x {}\ny {} {}\n", world.token(), planted(&world, &[]), planted(&world, &["--format", "opaque"]));
    let answer = world.run_with(&["token", "identify", "--detailed-exitcode"], &text).exits(10);
    insta::assert_snapshot!(settled(&world, &answer), @"
    PLACE    COUNT  STATUS  KIND    JTI                                   APP   USER   STATE   DETAIL
    -:1:3           known   access  019b76da-a807-7005-b02d-43fa06e7d058  demo  alice  active
    -:2:3           canary  access  019b76da-a80d-7d85-b846-7240628a9481  demo         canary  a canary, planted: ci cache
    -:2:553         canary  access  019b76da-a813-766c-9701-4a6156061ae6  demo         canary  a canary, planted: ci cache
    ---- stderr
    warning: -:2:3 is a canary, which was planted 2026-01-01T00:00:00Z by tester@host (uid 1000): ci cache; `mintage token show 019b76da-a80d-7d85-b846-7240628a9481`
    warning: -:2:553 is a canary, which was planted 2026-01-01T00:00:00Z by tester@host (uid 1000): ci cache; `mintage token show 019b76da-a813-766c-9701-4a6156061ae6`
    note: 3 found: 3 of this home, 1 of those still good when found
    ---- exit 10
    ");
    let only = text.lines().nth(1).unwrap();
    let answer = world.run_with(&["token", "identify", "--detailed-exitcode", "--json"], only).exits(10).json();
    assert_eq!((&answer["summary"]["canaries"], &answer["summary"]["live"]), (&2.into(), &0.into()));
    let revoked = world.run_with(&["token", "identify", "--revoke", "--reason", "leak", "--json"], only).ok().json();
    assert_eq!(revoked["summary"]["revoked"], 0);
}

#[test]
fn a_canary_comes_alone_and_with_a_note() {
    let world = Sandbox::new();
    let token = world.token();
    for (more, exit) in [
        (&["--canary"][..], 2),
        (&["--note", "x"], 2),
        (&["--canary", "--note", "x", "--user", "a", "--with-refresh"], 2),
        (&["--canary", "--note", "x", "--user", "a", "--with-id-token"], 2),
        (&["--canary", "--note", "x", "--count", "3"], 2),
        (&["--canary", "--note", "x", "--batch", "-"], 2),
        (&["--canary", "--note", &token], 2),
        (&["--canary", "--note", "x", "--scope", "other"], 4),
    ] {
        world.run(&[&["token", "issue", "--app", "demo"], more].concat()).exits(exit);
    }
    assert_eq!(world.run(&["token", "list", "--state", "canary", "-q"]).ok().out(), "");
}

#[test]
fn every_algorithm_has_canaries_and_none_needs_the_private_half_of_its_key() {
    for alg in ["RS256", "PS384", "ES256", "ES512", "EdDSA", "HS256", "ML-DSA-44"] {
        let world = Sandbox::empty();
        world.run(&["init", "--alg", alg, "--no-passphrase", "--app", "demo"]).ok();
        let real = world.token();
        std::fs::write(world.key_file(), "").unwrap();
        let canary = planted(&world, &[]);
        assert_eq!(real.split('.').nth(2).map(str::len), canary.split('.').nth(2).map(str::len), "{alg}");
        if alg != "HS256" {
            assert_eq!(world.verdict(&canary), 32, "{alg}");
        }
    }
}

#[test]
fn a_restored_home_knows_the_canaries_that_were_planted_since() {
    let world = Sandbox::new();
    let file = world.folder().join("backup.tar").display().to_string();
    world.run(&["backup", &file]).ok();
    let (token, ledger) = (planted(&world, &["--user", "alice"]), world.store().display().to_string());
    let home = world.folder().join("restored").display().to_string();
    let merged = ["restore", &file, "--home", &home, "--merge-revocations", &ledger, "--json"];
    assert_eq!(world.run(&merged).ok().json()["merged"]["canaries"], 1);
    let verdict = world.run(&["token", "verify", &token, "--home", &home, "--json"]).exits(32).json();
    assert_eq!(verdict["ended"]["reason"], "ci cache");
}

/// The one finding that there is, which is about a canary.
#[track_caller]
fn found(world: &Sandbox) -> serde_json::Value {
    let risk = world.run(&["audit", "risk", "--json"]).ok().json();
    assert_eq!(risk["total"], 1, "{risk:#}");
    let found = risk["findings"][0].clone();
    assert_eq!(
        (&found["code"], &found["severity"], &found["sure"]),
        (&"canary_used".into(), &"high".into(), &"certain".into())
    );
    assert!(found["what"].as_str().unwrap().ends_with("planted: ci cache"), "{found:#}");
    found
}

#[test]
fn a_canary_that_is_shown_is_the_gravest_finding_and_says_where_it_was_planted() {
    for (more, batch) in [(&[][..], false), (&["--format", "opaque"], false), (&["--user", "alice"], true)] {
        let world = Sandbox::new();
        let token = planted(&world, more);
        let from = ["--record", "--ip", "198.51.100.9", "--user-agent", "curl/8.9.1"];
        world.run(&["token", "verify", &token]).exits(32);
        assert_eq!(world.run(&["audit", "risk", "--json"]).ok().json()["total"], 0, "nobody recorded it");
        if batch {
            let line = serde_json::json!({"token": token, "ip": "198.51.100.9", "user_agent": "curl/8.9.1"});
            world.run_with(&["token", "verify", "--batch", "-", "--record"], format!("{line}\n"));
        } else {
            world.run(&[&["token", "verify", &token][..], &from].concat()).exits(32);
        }
        let found = found(&world);
        assert_eq!(
            (&found["evidence"][0]["ip"], &found["evidence"][0]["user_agent"]),
            (&"198.51.100.9".into(), &"curl/8.9.1".into())
        );
        assert!(!found.to_string().contains(&token));
        world.run(&["audit", "risk", "--detailed-exitcode"]).exits(10);
    }
}

#[test]
fn a_canary_that_lies_in_a_text_is_the_gravest_finding_too() {
    let world = Sandbox::new();
    let token = planted(&world, &[]);
    world.run_with(&["token", "identify"], format!("x {token}\n")).ok();
    let evidence = found(&world)["evidence"][0].clone();
    assert_eq!((&evidence["door"], &evidence["resource"]), (&"found".into(), &"-".into()), "{evidence:#}");
    // Whoever looks again has found it again.
    world.run_with(&["token", "identify"], format!("y\n{token}\n")).ok();
    assert_eq!(found(&world)["count"], 2);
}
