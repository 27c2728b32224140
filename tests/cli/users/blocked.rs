//! Users who are blocked: nothing is issued, refreshed or verified for them, until they are unblocked.

use rusqlite::Connection;
use serde_json::json;

use crate::support::{Sandbox, advised, settled};

/// An access token, its refresh token, and an opaque one, all of alice.
fn tokens(world: &Sandbox) -> [String; 3] {
    let (access, refresh) = world.pair();
    [access, refresh, world.issue(&["--format", "opaque"])]
}

fn block(world: &Sandbox) {
    world.run(&["user", "block", "alice", "--reason", "left", "--by", "carol"]).ok();
}

#[test]
fn a_blocked_user_gets_nothing_and_nothing_of_theirs_is_good_until_the_block_ends() {
    let world = Sandbox::new();
    let [access, refresh, opaque] = tokens(&world);
    let bob = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    let own = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    world.pass(60);
    block(&world);
    let inactive = "{\"active\":false}\n";
    for token in [&access, &opaque] {
        let verdict = world.run(&["token", "verify", "--json", token]).exits(32).json();
        assert_eq!(verdict["reason"], "revoked");
        let cause = &verdict["ended"];
        assert_eq!(
            (&cause["cause"], &cause["at"], &cause["reason"], &cause["by"]["claimed"][0]["name"]),
            (&json!("user"), &json!("2026-01-01T00:01:00Z"), &json!("left"), &json!("carol"))
        );
    }
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify", &access])), @r#"
    revoked: user alice was blocked 0s ago (2026-01-01T00:01:00Z) by tester@host (uid 1000), claimed "carol" (--by), reason left
    ---- stderr
    hint: see `mintage user show alice`
    ---- exit 32
    "#);
    for token in [&access, &refresh, &opaque] {
        assert_eq!(world.run(&["token", "introspect", token]).ok().out(), inactive);
    }
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "refresh", &refresh])), @"
    ---- stderr
    error: user alice is blocked since 2026-01-01T00:01:00Z, reason left
    hint: see `mintage user show alice`
    ---- exit 32
    ");
    let issue = ["token", "issue", "--app", "demo", "--user", "alice"];
    insta::assert_snapshot!(settled(&world, &world.run(&issue)), @"
    ---- stderr
    error: user alice is blocked since 2026-01-01T00:01:00Z (left): they cannot have a token; allowed: unblock
    hint: `mintage user unblock alice`
    ---- exit 4
    ");
    world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).exits(4);
    world.run(&["token", "forge", "--app", "demo", "--user", "alice", "--flaw", "expired"]).exits(4);
    assert_eq!((world.verdict(&bob), world.verdict(&own)), (0, 0));

    world.run(&["user", "unblock", "alice", "--reason", "is back"]).ok();
    for token in [&access, &opaque] {
        assert_eq!(world.verdict(token), 0);
    }
    // Its family was left as it is.
    world.run(&["token", "refresh", &refresh]).ok();
    world.run(&issue).ok();
    world.is_sound();
}

#[test]
fn the_hints_of_a_block_are_commands_that_work() {
    let world = Sandbox::new();
    let token = world.token();
    block(&world);
    let told = world.run(&["token", "verify", &token]).exits(32).err();
    let refused = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).exits(4).err();
    let shown: Vec<String> = [advised(&told), advised(&refused)].concat();
    assert_eq!(shown, ["user show alice", "user unblock alice"]);
    for command in shown {
        world.take_advice(&command).ok();
    }
    assert_eq!(world.verdict(&token), 0);
    // A name that a shell would take apart.
    world.run(&["user", "block", "it's -me", "--reason", "x"]).ok();
    let refused = world.run(&["token", "issue", "--app", "demo", "--user", "it's -me"]).exits(4).err();
    world.take_advice(&advised(&refused)[0]).ok();
    for odd in ["-x", "--json"] {
        world.run(&["user", "block", "--reason", "x", "--", odd]).ok();
        world.run(&["user", "unblock", "--", odd]).ok();
    }
    world.run(&["user", "block", "-x", "--reason", "x"]).ok();
}

#[test]
fn who_was_never_heard_of_can_be_blocked_before_they_come() {
    let world = Sandbox::new();
    let answer = world.run(&["user", "block", "mallory", "--reason", "known elsewhere"]).ok();
    assert!(answer.err().contains("nobody has heard of the user mallory before"), "{answer}");
    world.run(&["token", "issue", "--app", "demo", "--user", "mallory"]).exits(4);
    let list = world.run(&["user", "list", "--state", "blocked", "--json"]).ok().json();
    assert_eq!((&list["users"][0]["user"], &list["users"][0]["kept"]), (&json!("mallory"), &json!(false)));
    // Nothing is left of it afterwards, but that it was done.
    world.run(&["user", "unblock", "mallory"]).ok();
    assert_eq!(world.run(&["user", "list", "-q"]).ok().out(), "");
    world.run(&["user", "block", "mallory"]).exits(2);
}

#[test]
fn the_first_reason_stands_and_what_is_not_blocked_is_not_unblocked() {
    let world = Sandbox::new();
    world.token();
    insta::assert_snapshot!(settled(&world, &world.run(&["user", "unblock", "alice"])), @"
    ---- stderr
    error: user alice is not blocked; allowed: block
    hint: nothing was changed; see `mintage user show alice`
    ---- exit 4
    ");
    block(&world);
    world.pass(60);
    insta::assert_snapshot!(settled(&world, &world.run(&["user", "block", "alice", "--reason", "again"])), @"
    ---- stderr
    error: user alice is blocked already, since 2026-01-01T00:00:00Z (left); allowed: unblock
    hint: nothing was changed; see `mintage user show alice`
    ---- exit 4
    ");
    let shown = world.run(&["user", "show", "alice", "--json"]).ok().json();
    assert_eq!((&shown["state"], &shown["blocked"]["reason"]), (&json!("blocked"), &json!("left")));
    // What is kept can be changed meanwhile, and changes nothing of the block.
    let set = world.run(&["user", "set", "alice", "--group", "staff"]).ok();
    assert!(set.err().contains("they are blocked since"), "{set}");
    world.take_advice(&advised(&set.err())[0]).ok();
    assert_eq!(world.run(&["user", "show", "alice", "--json"]).ok().json()["claims"], json!({"groups": ["staff"]}));
}

#[test]
fn in_a_batch_the_blocked_are_refused_and_the_others_are_not() {
    let world = Sandbox::new();
    let token = world.token();
    let bob = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    block(&world);
    let lines = ["alice", "bob", "alice", "zoe"].map(|user| format!("{{\"user\":\"{user}\"}}\n")).concat();
    let answers = world.run_with(&["token", "issue", "--app", "demo", "--batch", "-"], lines).exits(40).out();
    let refused: Vec<bool> = answers.lines().map(|line| line.contains("\"wrong_state\"")).collect();
    assert_eq!(refused, [true, false, true, false]);
    let shown = format!("{token}\n{bob}\n{token}\n");
    let judged = world.run_with(&["token", "verify", "--batch", "-", "--json"], shown).exits(40).out();
    let exits: Vec<i64> = judged
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["exit_code"].as_i64().unwrap())
        .collect();
    assert_eq!(exits, [32, 0, 32]);
}

#[test]
fn what_was_revoked_meanwhile_stays_revoked_after_a_block() {
    let world = Sandbox::new();
    let [access, refresh, opaque] = tokens(&world);
    block(&world);
    world.run(&["token", "revoke", &opaque]).ok();
    let cause =
        |token: &str| world.run(&["token", "verify", "--json", token]).exits(32).json()["ended"]["cause"].take();
    assert_eq!((cause(&access), cause(&opaque)), (json!("user"), json!("token")));
    world.run(&["grant", "revoke", "--user", "alice", "--app", "demo"]).ok();
    world.run(&["user", "unblock", "alice"]).ok();
    assert_eq!((cause(&access), cause(&opaque)), (json!("grant"), json!("token")));
    world.run(&["token", "refresh", &refresh]).exits(32);
    world.token();
}

#[test]
fn a_block_that_has_rotted_lets_nobody_in() {
    for rot in [
        "UPDATE users SET state = 'active', state_at = NULL, state_by = NULL, state_note = NULL",
        "UPDATE users SET name = 'alicf'",
        "DELETE FROM users",
        "UPDATE grants SET user_blocked = NULL",
    ] {
        let world = Sandbox::new();
        let token = world.token();
        block(&world);
        let ledger = Connection::open(world.store()).unwrap();
        ledger.execute(rot, []).unwrap();
        drop(ledger);
        assert_eq!(world.verdict(&token), 7, "{rot}");
        let issued = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]);
        assert!([4, 7].contains(&issued.exit), "{rot} {issued}");
    }
}
