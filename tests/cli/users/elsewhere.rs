//! What verifiers and backups elsewhere learn of a blocked user.

use serde_json::json;

use crate::support::{Sandbox, TokenParts};

/// Judges a token by the set and the snapshot of the home, as a verifier without it does.
fn verify(world: &Sandbox, snapshot: &str, token: &str) -> crate::support::Answer {
    let set = world.file("set.json", world.run(&["keys", "export", "--jwks"]).ok().out());
    let list = world.file("list.jwt", snapshot);
    let (set, list) = (set.to_str().unwrap(), list.to_str().unwrap());
    let from = ["--jwks", set, "--revocations", list, "--aud", "https://api.localhost", "--json"];
    world.run(&[&["token", "verify", token], &from[..]].concat())
}

fn export(world: &Sandbox) -> String {
    world.run(&["token", "revocations", "export"]).ok().line(0)
}

#[test]
fn a_verifier_without_the_home_refuses_a_blocked_user_until_a_later_snapshot() {
    let world = Sandbox::new();
    let (token, bob) = (world.token(), world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0));
    world.run(&["user", "block", "alice", "--reason", "left"]).ok();
    let blocked = export(&world);
    let verdict = verify(&world, &blocked, &token).exits(32).json();
    assert_eq!((&verdict["reason"], &verdict["ended"]["cause"]), (&json!("revoked"), &json!("user")));
    let text = verdict["checks"].to_string();
    assert!(text.contains("user alice is blocked, by the revocation snapshot of 2026-01-01T00:00:00Z"), "{text}");
    assert_eq!(verify(&world, &blocked, &bob).exit, 0);
    // One that knows no blocks goes by the time: whatever can be good while the snapshot is was issued before it.
    let claims: serde_json::Value = TokenParts::of(blocked.clone()).claims.into();
    let (cut, end) = (&claims["users"][0], claims["exp"].as_i64().unwrap());
    assert_eq!((&cut["sub"], &cut["blocked"]), (&json!("alice"), &json!(true)));
    assert!(cut["before"].as_i64().unwrap() > end + 600);

    world.run(&["user", "unblock", "alice"]).ok();
    assert_eq!(verify(&world, &export(&world), &token).exit, 0);
    // As long as nobody told it otherwise.
    assert_eq!(verify(&world, &blocked, &world.token()).exit, 32);
}

#[test]
fn a_restored_home_learns_of_a_block_from_a_snapshot_and_from_what_is_left_of_the_ledger() {
    let world = Sandbox::new();
    world.run(&["user", "set", "alice", "--group", "staff"]).ok();
    let token = world.token();
    let backup = world.folder().join("backup.tar").display().to_string();
    world.run(&["backup", &backup]).ok();
    world.run(&["user", "block", "alice", "--reason", "left"]).ok();
    let snapshot = world.file("list.jwt", export(&world)).display().to_string();
    for (home, from) in [("one", snapshot), ("two", world.store().display().to_string())] {
        let home = world.folder().join(home).display().to_string();
        let restored = world.run(&["restore", &backup, "--home", &home, "--merge-revocations", &from, "--json"]).ok();
        assert_eq!(restored.json()["merged"]["users"], 1, "{restored}");
        world.run(&["--home", &home, "token", "verify", &token]).exits(32);
        let shown = world.run(&["--home", &home, "user", "show", "alice", "--json"]).ok().json();
        assert_eq!((&shown["state"], &shown["claims"]), (&json!("blocked"), &json!({"groups": ["staff"]})));
        // It is a block and no revocation.
        world.run(&["--home", &home, "user", "unblock", "alice"]).ok();
        world.run(&["--home", &home, "token", "verify", &token]).ok();
    }
}

#[test]
fn what_is_kept_of_users_goes_into_a_backup_and_the_doctor_looks_at_it() {
    let world = Sandbox::new();
    world.run(&["user", "set", "alice", "--group", "staff"]).ok();
    let backup = world.folder().join("backup.tar").display().to_string();
    world.run(&["backup", &backup]).ok();
    let home = world.folder().join("restored").display().to_string();
    world.run(&["restore", &backup, "--home", &home]).ok();
    assert_eq!(world.run(&["--home", &home, "user", "list", "-q"]).ok().out(), "alice\n");
    let ledger = rusqlite::Connection::open(world.store()).unwrap();
    ledger.execute("UPDATE users SET claims = '{\"groups\":[\"admin\"]}'", []).unwrap();
    let told = world.run(&["doctor"]).exits(1);
    assert!(told.out().contains("users"), "{told}");
}
