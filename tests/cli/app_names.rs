//! The name of a deleted app, which another may take: it has nothing of the one before it.

use rusqlite::Connection;

use crate::support::{Sandbox, advised, settled};

/// Registers the app `shop`; gives its client_id.
fn register(world: &Sandbox) -> String {
    let answer = world.run(&["app", "register", "shop", "--scope", "read", "--json"]).ok();
    answer.json()["client_id"].as_str().expect("a client_id").to_owned()
}

fn delete(world: &Sandbox) {
    world.run(&["app", "delete", "shop", "--yes", "--reason", "moved"]).ok();
}

fn issue(world: &Sandbox) -> (String, String) {
    let pair = world.run(&["token", "issue", "--app", "shop", "--user", "alice", "--with-refresh"]).ok();
    (pair.line(0), pair.line(1))
}

#[test]
fn who_takes_the_name_of_a_deleted_app_has_nothing_of_it() {
    let world = Sandbox::new();
    let first = register(&world);
    let (access, refresh) = issue(&world);
    delete(&world);
    world.pass(60);
    let second = register(&world);
    assert_ne!(first, second);

    // What was the first one's stays refused, also where the second shows it.
    world.run(&["token", "verify", &access]).exits(33);
    assert_eq!(world.run(&["token", "introspect", &access]).ok().out(), "{\"active\":false}\n");
    world.run(&["token", "refresh", &refresh]).exits(33);
    world.run(&["token", "refresh", &refresh, "--app", "shop"]).exits(33);
    // Nothing of it is the second one's: neither a token, nor a consent, nor a secret.
    assert_eq!(world.run(&["token", "list", "--app", "shop", "-q"]).ok().out(), "");
    assert_eq!(world.run(&["grant", "list", "--app", "shop", "-q"]).ok().out(), "");
    let secrets = world.run(&["app", "secret", "list", "shop", "--json"]).ok().json();
    assert_eq!(secrets["secrets"].as_array().unwrap().len(), 1);
    assert_eq!(world.run(&["token", "list", "--app", &first, "-q"]).ok().out().lines().count(), 2);

    let (other, fresh) = issue(&world);
    assert_eq!(world.verdict(&other), 0);
    let shown = world.run(&["token", "verify", &other, "--json"]).ok().json();
    assert_eq!(shown["claims"]["client_id"], second.as_str());
    world.run(&["token", "refresh", &fresh]).ok();
    // What is revoked of the second is none of the first.
    let ended = world.run(&["token", "revoke", "--app", "shop", "--json"]).ok().json();
    assert_eq!((&ended["revoked"], &ended["already_revoked"]), (&3.into(), &0.into()));
}

#[test]
fn a_name_means_the_app_in_use_and_where_there_is_none_the_last() {
    let world = Sandbox::new();
    let ids: Vec<String> = (0..3)
        .map(|_| {
            let id = register(&world);
            world.pass(60);
            id
        })
        .inspect(|_| delete(&world))
        .collect();
    let shown = |named: &str| world.run(&["app", "show", named, "--json"]).ok().json()["client_id"].clone();
    assert_eq!(shown("shop"), ids[2].as_str());
    world.run(&["app", "activate", "shop"]).exits(4);
    let living = register(&world);
    assert_eq!(shown("shop"), living.as_str());
    for id in &ids {
        assert_eq!(shown(id), id.as_str());
        world.run(&["app", "activate", id]).exits(4);
    }
    let told = world.run(&["app", "show", "shop"]).ok().err();
    assert_eq!(told, "note: 3 other apps had this name, and were deleted; see `mintage app list --all`\n");
    let list = world.run(&["app", "list", "--all", "--json"]).ok().json();
    let all: Vec<_> = list["apps"].as_array().unwrap().iter().skip(1).map(|app| app["client_id"].clone()).collect();
    let expected: Vec<_> = ids.iter().chain([&living]).map(|id| serde_json::Value::from(id.as_str())).collect();
    assert_eq!(all, expected);
    assert_eq!(world.run(&["app", "list", "-q"]).ok().out().lines().count(), 2);
    world.is_sound();
}

#[test]
fn a_name_in_use_is_refused_and_where_it_is_free_the_hint_says_how_to_take_it() {
    let world = Sandbox::new();
    register(&world);
    world.run(&["app", "register", "shop"]).exits(4);
    world.run(&["app", "block", "shop", "--reason", "leak"]).ok();
    world.run(&["app", "register", "shop"]).exits(4);
    delete(&world);
    let refused = world.run(&["token", "issue", "--app", "shop", "--user", "alice"]).exits(4);
    insta::assert_snapshot!(settled(&world, &refused), @"
    ---- stderr
    error: app shop is deleted since 2026-01-01T00:00:00Z (moved): it cannot issue; this state is final
    hint: see `mintage app list --all`; where no other app has that name, `mintage app register shop` makes one
    ---- exit 4
    ");
    for command in advised(&refused.err()) {
        world.take_advice(&command).ok();
    }
    world.run(&["token", "issue", "--app", "shop", "--user", "alice"]).ok();
}

#[test]
fn development_goes_on_after_its_app_was_deleted() {
    let world = Sandbox::new();
    let first = register(&world);
    delete(&world);
    let issued = world.run(&["token", "issue", "--dev", "--app", "shop", "--user", "alice", "--scope", "pay"]).ok();
    assert!(issued.err().contains("registered the app shop as "), "{issued}");
    assert_eq!(world.verdict(&issued.line(0)), 0);
    // One that is named by its id is that one.
    world.run(&["token", "issue", "--dev", "--app", &first, "--user", "alice"]).exits(4);
    // So do test tokens.
    let forge = ["token", "forge", "--flaw", "expired"];
    world.run(&forge).ok();
    world.run(&["app", "delete", "forge", "--yes"]).ok();
    world.run(&forge).ok();
}

#[test]
fn a_snapshot_shuts_out_the_deleted_app_alone() {
    let world = Sandbox::new();
    register(&world);
    let (old, _) = issue(&world);
    delete(&world);
    world.pass(60);
    register(&world);
    let (new, _) = issue(&world);
    let set = world.file("set.json", world.run(&["keys", "export", "--jwks"]).ok().out());
    let list = world.file("list.jwt", world.run(&["token", "revocations", "export"]).ok().line(0));
    let verify = |token: &str| {
        let (set, list) = (set.to_str().unwrap(), list.to_str().unwrap());
        let from = ["--jwks", set, "--revocations", list, "--aud", "https://api.localhost"];
        world.run(&[&["token", "verify", token], &from[..]].concat()).exit
    };
    assert_eq!((verify(&old), verify(&new)), (32, 0));
}

#[test]
fn a_name_that_has_rotted_does_not_lead_to_the_deleted_app() {
    let world = Sandbox::new();
    register(&world);
    delete(&world);
    register(&world);
    let ledger = Connection::open(world.store()).unwrap();
    ledger.execute("UPDATE apps SET name = 'shpo' WHERE name = 'shop' AND state <> 'deleted'", []).unwrap();
    world.run(&["app", "show", "shop"]).exits(7);
    world.run(&["app", "register", "shop"]).exits(7);
}
