//! What is told beside the verdict: causes, warnings, and nothing that steers a terminal.

use serde_json::json;

use super::with_claims;
use crate::support::Sandbox;

#[test]
fn what_a_token_says_cannot_steer_a_terminal() {
    let world = Sandbox::new();
    let evil = "\u{1b}[2J\u{202e}\u{9b}31m\r\nvalid";
    let token = with_claims(&world, |claims| claims["iss"] = evil.into());
    for args in [&["token", "verify"][..], &["token", "verify", "--explain"], &["token", "verify", "--json"]] {
        let seen = world.run_with(args, &token).to_string();
        assert!(!seen.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\r']), "{seen:?}");
        assert!(!seen.lines().any(|line| line == "valid"), "{seen:?}");
    }
}

/// What the check of this name says.
fn explained(world: &Sandbox, token: &str, check: &str) -> String {
    let verdict = world.run(&["token", "verify", "--explain", "--json", token]);
    let checks = verdict.json()["checks"].as_array().expect("checks").clone();
    let detail = checks.iter().find(|row| row["check"] == check).expect("the check")["detail"].clone();
    detail.as_str().expect("words").to_owned()
}

#[test]
fn the_cause_is_explained_with_when_and_by_whom() {
    let world = Sandbox::new();
    let (leaked, of_app) = (world.issue(&["--ttl", "10d"]), world.issue(&["--ttl", "10d"]));
    let kid = world.run(&["keys", "list", "-q"]).ok().line(0);
    let revoke = ["token", "revoke", &world.jti(&leaked), "--reason", "leak", "--by", "ops@host"];
    world.run(&revoke).ok();
    world.pass(3 * 3_600);
    assert_eq!(
        explained(&world, &leaked, "revocation"),
        "it was revoked 3h ago (2026-01-01T00:00:00Z) by tester@host (uid 1000), claimed \"ops@host\" (--by), \
         reason leak"
    );
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    world.pass(2 * 86_400);
    let kid_row = format!("kid {kid}, retired 2d ago (2026-01-01T03:00:00Z)");
    assert_eq!(explained(&world, &of_app, "key"), kid_row);
    let warned = world.run(&["token", "verify", &of_app]).ok();
    assert!(
        warned.err().contains("the key that signed it, retired 2d ago (2026-01-01T03:00:00Z), verifies until"),
        "{warned}"
    );
    world.run(&["app", "block", "demo", "--reason", "spam", "--by", "ops@host"]).ok();
    world.pass(60);
    assert_eq!(
        explained(&world, &of_app, "app"),
        "app demo was blocked 1m ago (2026-01-03T03:00:00Z) by tester@host (uid 1000), claimed \"ops@host\" (--by), \
         reason spam"
    );
    world.run(&["app", "activate", "demo"]).ok();
    world.pass(20 * 86_400);
    let over = explained(&world, &of_app, "key");
    assert!(
        over.starts_with(&format!("signed with kid {kid}, retired 22d ")) && over.contains("which verified only until"),
        "{over}"
    );
}

#[test]
fn a_key_that_retires_soon_is_warned_of_and_the_verdict_stays() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "30h", "--no-passphrase"]).ok();
    let token = world.issue(&["--ttl", "10d"]);
    let verdict = |more: &[&str]| world.run(&[&["token", "verify", "--json", &token], more].concat()).ok();
    assert_eq!(verdict(&[]).json()["warnings"], json!([]));
    // Whoever wants to be warned earlier says so.
    assert_eq!(
        verdict(&["--warn-within", "48h"]).json()["warnings"],
        json!(["the key that signed it retires in 1d 6h, at 2026-01-02T06:00:00Z"])
    );
    world.pass(7 * 3_600);
    let warned = verdict(&[]);
    assert_eq!(warned.json()["warnings"], json!(["the key that signed it retires in 23h, at 2026-01-02T06:00:00Z"]));
    assert!(warned.err().contains("{\"warning\":{\"message\":\"the key that signed it retires in 23h"), "{warned}");
    world.pass(24 * 3_600);
    let due = json!(["the key that signed it is due to be retired since 2026-01-02T06:00:00Z"]);
    assert_eq!(verdict(&[]).json()["warnings"], due);
    // A batch says the same.
    let lines = world.run_with(&["token", "verify", "--batch", "-"], format!("{token}\n")).ok();
    assert_eq!(lines.json()["warnings"], due);
}
