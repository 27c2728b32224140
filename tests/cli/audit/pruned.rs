//! Old events are forgotten, what is kept still proves, and a backup carries the log with its key.

use std::fs;

use serde_json::Value;

use crate::support::Sandbox;

#[test]
fn what_is_kept_of_a_pruned_log_is_whole_and_proves_and_goes_on_from_the_checkpoint_that_is_left() {
    let world = Sandbox::new();
    let file = |name: &str| world.folder().join(name).display().to_string();
    let (before, left) = (file("before"), file("left"));
    world.run(&["audit", "checkpoint", "--out", &before]).ok();
    for number in 0..11 {
        world.run(&["app", "register", &format!("old-{number}")]).ok();
    }
    world.pass(3600);
    for number in 0..7 {
        world.run(&["app", "register", &format!("new-{number}")]).ok();
    }
    let newest: u64 = world.run(&["audit", "log", "-q", "--limit", "1"]).ok().line(0).parse().unwrap();
    let prune = ["audit", "prune", "--before", "30m", "--checkpoint-out", &left];
    let plan = world.run(&[&prune[..], &["--plan", "--json"]].concat()).ok().json();
    assert_eq!((&plan["pruned"], &plan["kept"]), (&(newest - 7).into(), &7.into()));
    assert!(!std::path::Path::new(&left).exists());
    let done = world.run(&[&prune[..], &["--yes", "--json", "--reason", "a year"]].concat()).ok().json();
    assert_eq!((&done["pruned"], &done["kept"]), (&plan["pruned"], &plan["kept"]));
    // What is left is whole, and is what became of the log in the checkpoint.
    let kept = world.run(&["audit", "log", "-q"]).ok().out();
    assert_eq!(kept.lines().count(), 8, "seven, and that the others are gone");
    world.run(&["audit", "check"]).ok();
    world.run(&["audit", "check", "--since", &left]).ok();
    world.run(&["audit", "check", "--since", &before]).exits(2);
    for id in (newest - 6)..=newest {
        let (id, proof) = (id.to_string(), file("proof"));
        world.run(&["audit", "prove", &id, "--checkpoint", &left, "--out", &proof]).ok();
        world.run(&["audit", "verify", &proof, "--checkpoint", &left]).ok();
    }
    assert!(world.run(&["audit", "show", "1"]).exits(3).err().contains("was pruned"));
    world.run(&["audit", "prove", "1", "--checkpoint", &left]).exits(3);
    let event = world.run(&["audit", "log", "--verb", "log_pruned", "--json"]).ok().json()["events"][0].take();
    assert_eq!((&event["facts"]["events"], &event["reason"]), (&(newest - 7).into(), &"a year".into()));
    // It goes on, and can be pruned again; there may be nothing to prune.
    world.run(&["app", "register", "later"]).ok();
    world.run(&["audit", "check", "--since", &left]).ok();
    let none = world.run(&[&prune[..], &["--yes", "--json"]].concat()).ok().json();
    assert_eq!(none["pruned"], 0);
    world.pass(3600);
    world.run(&[&prune[..], &["--yes"]].concat()).ok();
    world.run(&["audit", "check"]).ok();
    // What happened to a log is not forgotten with the events that it happened to.
    let db = rusqlite::Connection::open(world.store()).unwrap();
    db.execute("UPDATE changes SET reason = 'x' WHERE id = (SELECT max(id) FROM changes)", []).unwrap();
    world.run(&[&prune[..], &["--yes"]].concat()).exits(7);
}

#[test]
fn a_backup_carries_the_log_and_its_key() {
    let world = Sandbox::new();
    let file = |name: &str| world.folder().join(name).display().to_string();
    let (kept, backup, home) = (file("kept"), file("backup.tar"), file("again"));
    let key = world.run(&["audit", "checkpoint", "--json"]).ok().json()["key"].clone();
    world.run(&["audit", "checkpoint", "--out", &kept]).ok();
    world.run(&["backup", &backup]).ok();
    world.run(&["restore", &backup, "--home", &home]).ok();
    world.run(&["audit", "check", "--since", &kept, "--home", &home]).ok();
    let again = world.run(&["audit", "checkpoint", "--json", "--home", &home]).ok().json();
    assert_eq!(again["key"], key);
    assert_eq!(
        fs::read(format!("{home}/audit/log.pem")).unwrap(),
        fs::read(world.home().join("audit/log.pem")).unwrap()
    );
}

#[test]
fn others_are_told_of_revocations_blocks_and_credentials_and_of_nothing_else() {
    let world = Sandbox::new();
    let token = world.token();
    world.run(&["token", "revoke", &token, "--reason", "lost"]).ok();
    world.run(&["user", "block", "bob", "--reason", "gone"]).ok();
    world.run(&["app", "activate", "nobody"]).exits(3);
    world.run(&["app", "secret", "add", "nobody"]).exits(3);
    let told = world.run(&["audit", "export", "--set", "--aud", "https://receiver.test"]).ok().out();
    let mut events = Vec::new();
    for line in told.lines() {
        let said = world.run(&["token", "decode", line, "--json"]).ok().json();
        assert_eq!(
            (&said["header"]["typ"], &said["claims"]["aud"]),
            (&"secevent+jwt".into(), &"https://receiver.test".into())
        );
        let of: &serde_json::Map<String, Value> = said["claims"]["events"].as_object().unwrap();
        events.push(of.keys().next().unwrap().rsplit('/').next().unwrap().to_owned());
    }
    assert_eq!(events.first().map(String::as_str), Some("credential-change"), "the first key: {events:?}");
    assert_eq!(&events[events.len() - 2..], ["session-revoked", "account-disabled"]);
    assert!(!told.contains(&token));
}
