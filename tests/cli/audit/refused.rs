//! What is refused is an event too: who tried what, on what, and why not. And what a change changed is in its event.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use crate::support::Sandbox;
use crate::who::{READING, leaves};

/// The newest event.
fn newest(world: &Sandbox) -> Value {
    world.run(&["audit", "log", "--limit", "1", "--json"]).ok().json()["events"][0].take()
}

fn size(world: &Sandbox) -> usize {
    world.run(&["audit", "log", "-q"]).ok().out().lines().count()
}

#[test]
fn a_refusal_is_the_same_where_nothing_can_be_recorded() {
    let world = Sandbox::new();
    world.run(&["app", "activate", "demo"]).ok();
    let expected = world.run(&["app", "activate", "demo"]).exits(4).err();
    let mode = |path: &std::path::Path, mode| {
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    mode(&world.store(), 0o400);
    mode(&world.home(), 0o500);
    let said = world.run(&["app", "activate", "demo"]);
    mode(&world.home(), 0o700);
    mode(&world.store(), 0o600);
    // Who runs as root writes all the same.
    assert!(said.err() == expected || said.exit == 5, "{said}");
}

#[test]
fn a_change_says_what_it_changed_as_it_was_and_as_it_is() {
    let world = Sandbox::new();
    world.run(&["app", "activate", "demo"]).ok();
    for (words, before, after) in [
        (&["app", "block", "demo", "--reason", "x"][..], json!({"state": "active"}), json!({"state": "blocked"})),
        (&["app", "activate", "demo"], json!({"state": "blocked"}), json!({"state": "active"})),
        (&["app", "update", "demo", "--access-ttl", "5m"], json!({"access_ttl": null}), json!({"access_ttl": "5m"})),
        (&["user", "block", "bob", "--reason", "x"], json!({"state": "active"}), json!({"state": "blocked"})),
        (&["user", "unblock", "bob"], json!({"state": "blocked"}), json!({"state": "active"})),
        (&["app", "delete", "demo", "--yes"], json!({"state": "active"}), json!({"state": "deleted"})),
        (&["app", "register", "other"], Value::Null, json!({"state": "registered"})),
    ] {
        world.run(words).ok();
        let event = newest(&world);
        assert_eq!((&event["before"], &event["after"]), (&before, &after), "{words:?}: {event}");
    }
    world.run(&["audit", "check"]).ok();
}

/// Verbs that a home has no reason to refuse: what makes no sense is refused before it is asked, and is no change.
const NEVER_REFUSED: [&str; 6] = [
    // There is no home yet, or it is another.
    "init",
    "restore",
    // Nothing of the ledger is changed.
    "audit-export",
    "token-revocations-export",
    // Whatever is named is set, and of what was found the rest is revoked.
    "user-set",
    "token-identify",
];

/// A command that is refused: its page, its words, its exit; the verb, the kind and the subject of the event, and its outcome.
type Refused<'w> = (&'w str, Vec<&'w str>, u8, &'w str, (&'w str, &'w str), &'w str);

/// What has no name.
const NOTHING: (&str, &str) = ("", "");

fn app(name: &str) -> (&str, &str) {
    ("app", name)
}

fn key(name: &str) -> (&str, &str) {
    ("key", name)
}

fn user(name: &str) -> (&str, &str) {
    ("user", name)
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn every_command_that_writes_leaves_an_event_where_it_is_refused() {
    let world = Sandbox::new();
    world.run(&["app", "activate", "demo"]).ok();
    let demo = world.run(&["app", "show", "demo", "-q"]).ok().line(0);
    world.run(&["app", "register", "shut", "--public"]).ok();
    world.run(&["app", "block", "shut", "--reason", "x"]).ok();
    let shut = world.run(&["app", "show", "shut", "-q"]).ok().line(0);
    world.run(&["user", "block", "mallory", "--reason", "x"]).ok();
    let [kept, gone] = ["kept", "gone"].map(|name| world.folder().join(name).display().to_string());
    world.run(&["audit", "checkpoint", "--out", &kept]).ok();
    let refresh = world.pair().1;
    world.run(&["token", "revoke", &refresh, "--reason", "x"]).ok();
    let kid = world.active_key();
    let other =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA","kid":"#;
    let jwk = world.file("other.jwk", format!("{other}\"{kid}\"}}")).display().to_string();
    let mut refused: Vec<Refused<'_>> = vec![
        ("app-activate", vec!["app", "activate", "demo"], 4, "app_activated", app(&demo), "wrong_state"),
        ("app-block", vec!["app", "block", "nobody"], 3, "app_blocked", app("nobody"), "not_found"),
        ("app-delete", vec!["app", "delete", "nobody", "--yes"], 3, "app_deleted", app("nobody"), "not_found"),
        ("app-register", vec!["app", "register", "demo"], 4, "app_registered", app(&demo), "name_taken"),
        ("app-secret-add", vec!["app", "secret", "add", "nobody"], 3, "secret_added", app("nobody"), "not_found"),
        (
            "app-secret-revoke",
            vec!["app", "secret", "revoke", "demo", "ffff"],
            3,
            "secret_revoked",
            app(&demo),
            "not_found",
        ),
        ("app-update", vec!["app", "update", "nobody", "--scope", "x"], 3, "app_updated", app("nobody"), "not_found"),
        (
            "audit-checkpoint",
            vec!["audit", "checkpoint", "--alg", "ML-DSA-44"],
            4,
            "log_key_made",
            NOTHING,
            "wrong_state",
        ),
        ("config-set", vec!["config", "set", "leeway", "9m"], 2, "settings_changed", NOTHING, "usage"),
        ("config-unset", vec!["config", "unset", "issuer"], 2, "settings_changed", NOTHING, "usage"),
        ("grant-revoke", vec!["grant", "revoke", "--user", "nobody"], 3, "grants_revoked", user("nobody"), "not_found"),
        ("keys-activate", vec!["keys", "activate", "nobody"], 3, "key_activated", key("nobody"), "not_found"),
        ("keys-gen", vec!["keys", "gen", "--kid", &kid], 4, "key_made", key(&kid), "kid_taken"),
        ("keys-gen", vec!["keys", "gen", "--alg", "RS256", "--bits", "1000"], 2, "key_made", NOTHING, "usage"),
        ("keys-import", vec!["keys", "import", &jwk], 4, "key_imported", key(&kid), "kid_taken"),
        (
            "keys-passphrase",
            vec!["keys", "passphrase", "nobody", "--no-passphrase"],
            3,
            "passphrase_changed",
            key("nobody"),
            "not_found",
        ),
        ("keys-retire", vec!["keys", "retire", &kid], 4, "key_retired", key(&kid), "last_key"),
        ("keys-revoke", vec!["keys", "revoke", "nobody"], 3, "key_revoked", key("nobody"), "not_found"),
        (
            "keys-rotate",
            vec!["keys", "rotate", "--alg", "ES384", "--activate-in", "1h"],
            4,
            "key_activated",
            NOTHING,
            "no_active_key",
        ),
        (
            "token-forge",
            vec!["token", "forge", "--flaw", "expired", "--app", "shut"],
            4,
            "tokens_issued",
            app(&shut),
            "wrong_state",
        ),
        ("token-issue", vec!["token", "issue", "--app", "nobody"], 3, "tokens_issued", app("nobody"), "not_found"),
        (
            "token-issue",
            vec!["token", "issue", "--app", "demo", "--user", "mallory"],
            4,
            "tokens_issued",
            app(&demo),
            "wrong_state",
        ),
        (
            "token-issue",
            vec!["token", "issue", "--app", "nobody", "--canary", "--note", "ci"],
            3,
            "canary_planted",
            app("nobody"),
            "not_found",
        ),
        (
            "token-issue",
            vec!["token", "issue", "--app", "shut", "--count", "2"],
            4,
            "tokens_issued",
            app(&shut),
            "wrong_state",
        ),
        ("token-refresh", vec!["token", "refresh", "mtg_rt_none"], 20, "token_refreshed", NOTHING, "malformed"),
        ("token-revoke", vec!["token", "revoke", "--app", "nobody"], 3, "tokens_revoked", NOTHING, "not_found"),
        ("token-revoke", vec!["token", "revoke", "no.token.here"], 20, "tokens_revoked", NOTHING, "malformed"),
        ("user-block", vec!["user", "block", "mallory"], 4, "user_blocked", user("mallory"), "wrong_state"),
        ("user-delete", vec!["user", "delete", "nobody", "--yes"], 3, "user_deleted", user("nobody"), "not_found"),
        ("user-unblock", vec!["user", "unblock", "nobody"], 3, "user_unblocked", user("nobody"), "not_found"),
    ];
    let expect = |(page, words, exit, verb, subject, outcome): &Refused<'_>| {
        let before = size(&world);
        world.run(&[&**words, &["--by", "carol", "--reason", "as told"]].concat()).exits(*exit);
        let event = newest(&world);
        assert!(size(&world) > before, "{page}: {words:?} left no event");
        let said = ["verb", "outcome", "door", "reason"].map(|name| event[name].as_str().unwrap_or_default());
        assert_eq!(said, [verb, outcome, "cli", "as told"], "{words:?}");
        let of = (event["kind"].as_str().unwrap_or_default(), event["subject"].as_str().unwrap_or_default());
        assert_eq!(of, *subject, "{words:?}");
        let actor = (event["actor"].as_str().unwrap(), &event["claimed"]);
        assert_eq!(actor, ("tester@host (uid 1000)", &json!(["\"carol\" (--by)"])), "{words:?}");
        size(&world) - before
    };
    for one in &refused {
        let events = expect(one);
        assert_eq!(events, if one.1.contains(&"--count") { 2 } else { 1 }, "{:?}", one.1);
    }
    // A clock that nobody believes, and a log that somebody changed.
    world.pass(400 * 86_400);
    let late: [Refused<'_>; 3] = [
        ("keys-prune", vec!["keys", "prune"], 4, "key_destroyed", NOTHING, "clock_ahead"),
        ("token-prune", vec!["token", "prune"], 4, "tokens_pruned", NOTHING, "clock_ahead"),
        (
            "audit-prune",
            vec!["audit", "prune", "--before", "1d", "--checkpoint-out", &gone, "--yes"],
            7,
            "log_pruned",
            NOTHING,
            "bad_proof",
        ),
    ];
    world.run(&["audit", "check"]).ok();
    for one in &late[..2] {
        assert_eq!(expect(one), 1);
    }
    let db = rusqlite::Connection::open(world.store()).unwrap();
    db.execute_batch("UPDATE tree SET hash = zeroblob(32) WHERE node = 1").unwrap();
    drop(db);
    assert_eq!(expect(&late[2]), 1);
    refused.extend(late);
    let all = world.run(&["audit", "log", "--outcome", "refused", "-q"]).ok().out();
    assert_eq!(all.lines().count(), refused.len() + 1);
    assert_eq!(world.run(&["audit", "log", "--outcome", "last_key", "-q"]).ok().out().lines().count(), 1);
    // What was only tried is no history of the thing.
    assert_eq!(world.run(&["app", "show", "demo"]).ok().out().matches("app activated").count(), 1);
    let told: BTreeSet<&str> = refused.iter().map(|(page, ..)| *page).chain(NEVER_REFUSED).collect();
    let missing: Vec<String> =
        leaves().into_iter().filter(|leaf| !READING.contains(&&**leaf) && !told.contains(&**leaf)).collect();
    assert_eq!(missing, Vec::<String>::new(), "say what they leave where they are refused");
}

#[test]
fn each_line_of_a_batch_that_is_refused_is_an_event_beside_those_that_are_done() {
    let world = Sandbox::new();
    let demo = world.run(&["app", "show", "demo", "-q"]).ok().line(0);
    world.run(&["user", "block", "mallory", "--reason", "x"]).ok();
    let lines = "{\"user\":\"alice\"}\n{\"user\":\"mallory\"}\n{\"user\":\"bob\"}\n{\"app\":\"nobody\"}\n";
    let before = size(&world);
    let batch = ["token", "issue", "--app", "demo", "--batch", "-", "--by", "carol", "--reason", "as told"];
    let answer = world.run_with(&batch, lines);
    assert_ne!(answer.exit, 0, "{answer}");
    let refused = world.run(&["audit", "log", "--outcome", "refused", "--json"]).ok().json()["events"].take();
    let said: Vec<_> = refused
        .as_array()
        .unwrap()
        .iter()
        .map(|event| ["verb", "subject", "outcome", "reason"].map(|name| event[name].as_str().unwrap().to_owned()))
        .collect();
    let wanted = |subject: &str, outcome: &str| ["tokens_issued", subject, outcome, "as told"].map(str::to_owned);
    assert_eq!(said, [wanted("nobody", "not_found"), wanted(&demo, "wrong_state")]);
    let done = world.run(&["audit", "log", "--verb", "tokens_issued", "--outcome", "done", "--json"]).ok().json();
    assert_eq!(done["events"][0]["facts"]["tokens"], 2, "{done}");
    assert!(size(&world) >= before + 3);
    world.run(&["audit", "check"]).ok();
}

#[test]
fn a_wrong_passphrase_is_an_event_too() {
    let world = Sandbox::empty();
    world.set("RIGHT", "the right one");
    world.set("WRONG", "another one");
    world.run(&["init", "--alg", "EdDSA", "--passphrase-env", "RIGHT", "--app", "demo"]).ok();
    world.run(&["token", "issue", "--app", "demo", "--passphrase-env", "WRONG"]).exits(5);
    let event = newest(&world);
    assert_eq!((&event["verb"], &event["outcome"]), (&json!("tokens_issued"), &json!("passphrase")));
    let kid = world.active_key();
    world.run(&["keys", "passphrase", &kid, "--passphrase-env", "WRONG", "--no-passphrase"]).exits(5);
    let event = newest(&world);
    assert_eq!((&event["verb"], &event["subject"]), (&json!("passphrase_changed"), &json!(kid)));
}
