//! What is refused is an event too: who tried what, on what, and why not. And what a change changed is in its event.

use std::fs;

use serde_json::{Value, json};

use crate::support::Sandbox;

/// The newest event.
fn newest(world: &Sandbox) -> Value {
    world.run(&["audit", "log", "--limit", "1", "--json"]).ok().json()["events"][0].take()
}

fn size(world: &Sandbox) -> usize {
    world.run(&["audit", "log", "-q"]).ok().out().lines().count()
}

#[test]
fn whatever_is_refused_leaves_one_event_that_says_what_was_tried_and_why_it_was_not_done() {
    let world = Sandbox::new();
    let client_id = world.run(&["app", "show", "demo", "-q"]).ok().line(0);
    world.run(&["app", "activate", "demo"]).ok();
    let kid = world.active_key();
    for (words, exit, verb, kind, subject, outcome) in [
        (&["app", "activate", "demo"][..], 4, "app_activated", "app", &*client_id, "wrong_state"),
        (&["app", "block", "nobody", "--reason", "x"], 3, "app_blocked", "app", "nobody", "not_found"),
        (&["app", "register", "demo"], 4, "app_registered", "app", &client_id, "name_taken"),
        (&["app", "update", "nobody", "--scope", "x"], 3, "app_updated", "app", "nobody", "not_found"),
        (&["app", "delete", "nobody", "--yes"], 3, "app_deleted", "app", "nobody", "not_found"),
        (&["app", "secret", "add", "nobody"], 3, "secret_added", "app", "nobody", "not_found"),
        (&["app", "secret", "revoke", "demo", "ffff"], 3, "secret_revoked", "app", &client_id, "not_found"),
        (&["user", "unblock", "nobody"], 3, "user_unblocked", "user", "nobody", "not_found"),
        (&["user", "delete", "nobody", "--yes"], 3, "user_deleted", "user", "nobody", "not_found"),
        (&["keys", "activate", "nobody"], 3, "key_activated", "key", "nobody", "not_found"),
        (&["keys", "retire", &kid], 4, "key_retired", "key", &kid, "last_key"),
        (&["keys", "gen", "--kid", &kid], 4, "key_made", "key", &kid, "kid_taken"),
        (&["grant", "revoke", "--user", "nobody"], 3, "grants_revoked", "user", "nobody", "not_found"),
        (&["token", "issue", "--app", "nobody"], 3, "tokens_issued", "app", "nobody", "not_found"),
        (&["token", "issue", "--app", "demo", "--scope", "much"], 4, "tokens_issued", "app", &client_id, "refused"),
    ] {
        let before = size(&world);
        world.run(&[words, &["--by", "carol"]].concat()).exits(exit);
        assert_eq!(size(&world), before + 1, "{words:?}");
        let event = newest(&world);
        let said = ["verb", "kind", "subject", "outcome"].map(|name| event[name].as_str().unwrap_or_default());
        assert_eq!(said, [verb, kind, subject, outcome], "{words:?}");
        assert_eq!((&event["claimed"], &event["door"]), (&json!(["\"carol\" (--by)"]), &json!("cli")));
        assert_eq!((&event["before"], &event["after"]), (&Value::Null, &Value::Null));
    }
    let refused = world.run(&["audit", "log", "--outcome", "refused", "-q"]).ok().out();
    assert_eq!(refused.lines().count(), 15);
    assert_eq!(world.run(&["audit", "log", "--outcome", "last_key", "-q"]).ok().out().lines().count(), 1);
    world.run(&["audit", "check"]).ok();
    // What was only tried is no history of the thing.
    assert_eq!(world.run(&["app", "show", "demo"]).ok().out().matches("app activated").count(), 1);
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
