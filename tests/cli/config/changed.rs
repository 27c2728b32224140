//! Settings that are changed: the file keeps what is not meant, and the change is an event.

use std::fs::{Permissions, metadata, set_permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::json;

use crate::support::{Real, Sandbox, World, settled};

fn config(world: &Sandbox) -> String {
    std::fs::read_to_string(world.home().join("config.toml")).unwrap()
}

#[test]
fn a_change_says_what_was_and_what_is_and_leaves_all_else() {
    let world = Sandbox::new();
    let before = config(&world);
    insta::assert_snapshot!(settled(&world, &world.run(&["config", "set", "access_ttl", "1h"])), @"
    access_ttl: 15m (default) -> 1h
    ---- stderr
    note: a server that serves this home takes it up within seconds
    ---- exit 0
    ");
    let shown = "# access_ttl = \"15m\"\n";
    assert_eq!(config(&world), before.replace(shown, &format!("{shown}access_ttl = \"1h\"\n")));
    let issued = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--json"]).ok().json();
    assert_eq!(issued["expires_in"], 3600);
    // The same again is no change, and no event.
    let events = || world.run(&["audit", "log", "--verb", "settings_changed", "-q"]).ok().out().lines().count();
    assert_eq!(events(), 1);
    let again = world.run(&["config", "set", "access_ttl", "1h"]).ok();
    assert_eq!((again.out().as_str(), events()), ("", 1));
    world.run(&["config", "unset", "access_ttl", "--reason", "too long", "--by", "carol"]).ok();
    assert_eq!(config(&world), before);
    let event = world.run(&["audit", "log", "--verb", "settings_changed", "--json"]).ok().json()["events"][0].take();
    assert_eq!((&event["before"], &event["after"]), (&json!({"access_ttl": "1h"}), &json!({"access_ttl": "15m"})));
    assert_eq!((&event["reason"], &event["claimed"]), (&json!("too long"), &json!(["\"carol\" (--by)"])));
}

#[test]
fn several_are_set_at_once_where_one_needs_the_other() {
    let world = Sandbox::new();
    let set = ["config", "set", "login.way=people", "login.users=users.toml"];
    let plan = world.run(&[&set[..], &["--plan", "--json"]].concat()).ok().json();
    assert_eq!((&plan["plan"], plan["changes"].as_array().unwrap().len()), (&json!("config"), 3));
    let before = config(&world);
    world.run(&set).ok();
    assert_eq!(config(&world), format!("{before}\n[login]\nway = \"people\"\nusers = \"users.toml\"\n"));
    let trusted = [
        "trusted_issuer.1.issuer=https://b.test",
        "trusted_issuer.1.jwks=https://b.test/jwks",
        "trusted_issuer.1.apps=demo",
        "trusted_issuer.1.scopes=read",
    ];
    world.run(&[&["config", "set"], &trusted[..]].concat()).ok();
    assert_eq!(world.run(&["config", "get", "trusted_issuer.1.jwks"]).ok().out(), "https://b.test/jwks\n");
    world.run(&["config", "set", "scopes.orders:write", "Change your orders"]).ok();
    world.run(&["config", "set", "risk.act.token_shared", "revoke"]).ok();
    world.run(&["config", "unset", "login", "trusted_issuer.1", "scopes", "risk"]).ok();
    assert_eq!(config(&world).trim_end(), before.trim_end());
}

#[test]
fn what_breaks_tokens_is_warned_of() {
    let world = Sandbox::new();
    let told = world.run(&["config", "set", "issuer", "https://b.test"]).ok().err();
    assert!(told.contains("warning: issuer: Tokens that were issued before keep the old one"), "{told}");
    assert!(told.contains("goes on as before until it is started anew"), "{told}");
    let told = world.run(&["config", "set", "access_ttl", "5m"]).ok().err();
    assert!(!told.contains("warning"), "{told}");
}

#[test]
fn a_slip_of_the_pen_is_taken_out_by_the_name_that_it_has() {
    let world = Sandbox::new();
    let before = config(&world);
    let path = world.home().join("config.toml");
    std::fs::write(&path, format!("{before}acess_ttl = \"1h\"\n")).unwrap();
    insta::assert_snapshot!(settled(&world, &world.run(&["config", "list"])), @"
    ---- stderr
    error: /world/home/config.toml:78: there is no setting `acess_ttl`; did you mean `access_ttl`?
    hint: correct /world/home/config.toml
    ---- exit 2
    ");
    let set = world.run(&["config", "set", "leeway", "1s"]);
    assert!(set.exit != 0 && set.err().contains(":78: there is no setting"), "{set}");
    world.run(&["config", "unset", "acess_ttl"]).ok();
    assert_eq!(config(&world), before);
}

#[test]
fn a_value_that_is_wrong_is_mended_by_setting_it() {
    let world = Sandbox::new();
    let before = config(&world);
    std::fs::write(world.home().join("config.toml"), format!("{before}leeway = 5\n")).unwrap();
    world.run(&["config", "set", "leeway", "5s"]).ok();
    assert_eq!(config(&world), format!("{before}leeway = \"5s\"\n"));
}

#[test]
fn the_file_keeps_its_mode_and_a_link_stays_one() {
    let world = Sandbox::new();
    let path = world.home().join("config.toml");
    set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    world.run(&["config", "set", "access_ttl", "1h"]).ok();
    assert_eq!(metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
    let elsewhere = world.folder().join("kept");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::rename(&path, elsewhere.join("mine.toml")).unwrap();
    symlink(elsewhere.join("mine.toml"), &path).unwrap();
    world.run(&["config", "set", "access_ttl", "2h"]).ok();
    assert!(path.symlink_metadata().unwrap().is_symlink());
    assert_eq!(world.run(&["config", "get", "access_ttl"]).ok().out(), "2h\n");
    assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn whoever_is_trusted_to_change_a_home_goes_on_being_so() {
    let world = Sandbox::empty();
    world.set("MINTAGE_HOME", "");
    world.set("XDG_STATE_HOME", &world.folder().join("state").display().to_string());
    world.run(&["--home", ".mintage", "init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
    // The issuer is among what trust hangs on.
    world.run(&["config", "set", "issuer", "https://b.test"]).ok();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    let config = world.folder().join(".mintage/config.toml");
    let text = std::fs::read_to_string(&config).unwrap().replace("b.test", "c.test");
    std::fs::write(&config, &text).unwrap();
    let refused = world.run(&["config", "set", "leeway", "1s"]).exits(5);
    assert!(refused.err().contains("not trusted") && std::fs::read_to_string(&config).unwrap() == text, "{refused}");
    // Named, it is changed; whoever walks into it does not trust it for that.
    world.run(&["--home", ".mintage", "config", "set", "leeway", "1s"]).ok();
    world.run(&["config", "get", "leeway"]).exits(5);
}

#[test]
fn of_many_at_once_none_loses_what_another_set() {
    let world: Real = World::empty();
    world.run(&["init", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let names = ["access_ttl", "refresh_ttl", "leeway", "refresh_grace", "max_key_age", "clock_margin"];
    let started: Vec<_> =
        names.iter().map(|name| world.binary(&["config", "set", name, "77s"]).spawn().unwrap()).collect();
    for one in started {
        assert!(one.wait_with_output().unwrap().status.success());
    }
    for name in names {
        assert_eq!(world.run(&["config", "get", name]).ok().out(), "77s\n", "{name}");
    }
    let events = world.run(&["audit", "log", "--verb", "settings_changed", "-q"]).ok().out();
    assert_eq!(events.lines().count(), names.len());
}
