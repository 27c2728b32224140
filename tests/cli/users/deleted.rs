//! Users who are deleted, with their tokens and consents.

use serde_json::json;

use crate::support::{Sandbox, advised, settled};

#[test]
fn a_deleted_user_is_forgotten_and_their_tokens_and_consents_end() {
    let world = Sandbox::new();
    world.run(&["user", "set", "alice", "--claim", "role=admin", "--group", "staff"]).ok();
    let (access, refresh) = world.pair();
    let bob = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    let own = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    insta::assert_snapshot!(settled(&world, &world.run(&["user", "delete", "alice"])), @"
    ---- stderr
    error: deleting user alice is for ever, and nobody can be asked
    hint: add --yes; see what would end with --plan
    ---- exit 2
    ");
    let plan = world.run(&["user", "delete", "alice", "--plan", "--json"]).ok().json();
    assert_eq!((&plan["plan"], &plan["claim_count"]), (&json!("delete"), &json!(2)));
    assert_eq!((&plan["tokens"]["revoked"], &plan["grants"]["revoked"]), (&json!(2), &json!(1)));
    assert_eq!(world.verdict(&access), 0);

    let done = world.run(&["user", "delete", "alice", "--yes", "--reason", "asked to", "--json"]).ok().json();
    assert_eq!(
        (&done["claim_count"], &done["tokens"]["revoked"], &done["still_blocked"]),
        (&json!(2), &json!(2), &json!(false))
    );
    let verdict = world.run(&["token", "verify", "--json", &access]).exits(32).json();
    assert_eq!((&verdict["ended"]["cause"], &verdict["ended"]["reason"]), (&json!("user"), &json!("asked to")));
    world.run(&["token", "refresh", &refresh]).exits(32);
    assert_eq!(world.run(&["grant", "list", "--user", "alice", "--state", "active", "-q"]).ok().out(), "");
    assert_eq!((world.verdict(&bob), world.verdict(&own)), (0, 0));
    assert_eq!(world.run(&["user", "list", "-q"]).ok().out(), "");
    let shown = world.run(&["user", "show", "alice", "--json"]).ok().json();
    assert_eq!((&shown["kept"], &shown["live_tokens"], &shown["grants"]), (&json!(false), &json!(0), &json!(0)));
    let deeds: Vec<_> = shown["history"].as_array().unwrap().iter().map(|change| change["verb"].clone()).collect();
    assert_eq!(deeds, ["user_set", "user_deleted"]);

    // Whoever comes by that name has nothing of it.
    let token = world.token();
    let claims = world.run(&["token", "decode", "--json", &token]).ok().json()["claims"].take();
    assert!(claims.get("role").is_none(), "{claims}");
    assert_eq!(world.verdict(&token), 0);
    world.is_sound();
}

#[test]
fn who_is_deleted_while_they_are_blocked_stays_blocked() {
    let world = Sandbox::new();
    world.run(&["user", "set", "alice", "--group", "staff"]).ok();
    world.token();
    world.run(&["user", "block", "alice", "--reason", "left"]).ok();
    let answer = world.run(&["user", "delete", "alice", "--yes"]).ok();
    assert!(answer.err().contains("stays blocked"), "{answer}");
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).exits(4);
    let shown = world.run(&["user", "show", "alice", "--json"]).ok().json();
    assert_eq!((&shown["state"], &shown["claims"]), (&json!("blocked"), &json!({})));
    world.take_advice(&advised(&answer.err())[0]).ok();
    world.token();
}
