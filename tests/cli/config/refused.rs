//! Settings that are not changed: each has its reason, and the file stays byte for byte.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::support::{Sandbox, settled};

#[test]
fn what_is_wrong_is_told_with_what_would_be_right() {
    let world = Sandbox::new();
    let path = world.home().join("config.toml");
    let before = std::fs::read_to_string(&path).unwrap();
    for (args, exit, said) in [
        (&["set", "acess_ttl", "1h"][..], 2, "did you mean access_ttl?"),
        (&["set", "access-ttl", "1h"], 2, "did you mean access_ttl?"),
        (&["set", "keep", "1h"], 2, "did you mean access.keep?"),
        (&["get", "MINTAGE_HOME"], 2, "did you mean home?"),
        (&["set", "--", "--no-input", "1"], 2, "did you mean no_input?"),
        (&["explain", "zzz"], 2, "`mintage config list` has all settings"),
        (&["list", "logins"], 2, "did you mean login?"),
        (&["set", "access_ttl"], 2, "what access_ttl is to be was not given"),
        (&["set", "access_ttl", "1h", "2h"], 2, "access_ttl takes a length of time"),
        (&["set", "access_ttl", "5 minutes"], 2, "\"5 minutes\" is not a duration"),
        (&["set", "access_ttl", "900"], 2, "give 900s, which is 15m"),
        (&["set", "leeway", "9m"], 2, "is at most 5m"),
        (&["set", "development", "maybe"], 2, "development takes true or false"),
        (&["set", "algorithm", "Ed448"], 2, "mintage does not support it"),
        (&["set", "login.way", "people"], 2, "name it with users"),
        (&["set", "login", "people"], 2, "login takes a table"),
        (&["set", "registration.most", "many"], 2, "registration.most takes a number"),
        (&["set", "registration.most", "5"], 2, "missing field `scopes`"),
        (&["set", "risk.act.token_shard", "revoke"], 2, "is no rule"),
        (&["set", "scopes.a b", "x"], 2, "is not one scope"),
        (&["set", "trusted_issuer.apps", "demo"], 2, "name the first as trusted_issuer.1"),
        (&["set", "trusted_issuer.2.apps", "demo"], 2, "the next one is number 1"),
        (&["set", "leeway=1s", "access_ttl"], 2, "give NAME=VALUE for each"),
        (&["set", "leeway=1s", "leeway=2s"], 2, "leeway is given twice"),
        (&["set", "json", "1"], 2, "is said by the flag --json or the variable MINTAGE_JSON"),
        (&["unset", "issuer"], 2, "missing field `issuer`"),
        (&["unset", "nothing"], 2, "there is no setting"),
        (&["set", "audience", ""], 2, "audience"),
    ] {
        let answer = world.run(&[&["config"], args].concat());
        let told = settled(&world, &answer);
        assert!(answer.exit == exit && told.contains(said), "{args:?}: {told}");
        assert!(answer.out().is_empty() && answer.err().contains("hint: "), "{args:?}: {told}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), before, "{args:?}");
    }
    insta::assert_snapshot!(settled(&world, &world.run(&["config", "set", "leeway", "9m"])), @"
    ---- stderr
    error: nothing was changed: leeway: is at most 5m
    hint: it takes a length of time, at most 5m; `mintage config explain leeway` says more
    ---- exit 2
    ");
}

#[test]
fn without_a_home_nothing_is_set_and_none_is_made() {
    let world = Sandbox::empty();
    for args in [&["list"][..], &["get", "issuer"], &["set", "leeway", "1s"], &["unset", "leeway"]] {
        let answer = world.run(&[&["config"], args].concat()).exits(3);
        assert!(answer.err().contains("there is no mintage home at"), "{answer}");
    }
    assert!(!world.home().exists());
    // Which home it would be is known all the same.
    assert_eq!(world.run(&["config", "get", "home"]).ok().out().trim_end(), world.home().display().to_string());
}

#[test]
fn a_home_that_others_can_change_is_not_changed() {
    let world = Sandbox::new();
    let path = world.home().join("config.toml");
    let before = std::fs::read_to_string(&path).unwrap();
    set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
    world.run(&["config", "set", "leeway", "1s"]).exits(5);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn what_is_wrong_already_is_told_by_its_file_and_line_and_not_as_what_was_asked_for() {
    let world = Sandbox::new();
    let path = world.home().join("config.toml");
    for (text, line) in [
        ("issuer = \"https://a.test\n", 1),
        ("issuer = \"https://a.test\"\nleeway = \"x\"\n", 2),
        ("issuer = \"https://a.test\"\nacess_ttl = \"5m\"\nleeway = \"x\"\n", 2),
    ] {
        std::fs::write(&path, text).unwrap();
        let place = format!("{}:{line}: ", path.display());
        for args in
            [&["list"][..], &["get", "issuer"], &["set", "access_ttl", "1h"], &["set", "access_ttl=1h", "--plan"]]
        {
            let answer = world.run(&[&["config"], args].concat()).exits(2);
            assert!(answer.err().contains(&place) && answer.err().contains("hint: correct "), "{args:?}: {answer}");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    // One of two faults is taken out: the other one is where it is.
    let answer = world.run(&["config", "unset", "acess_ttl"]).exits(2);
    assert!(answer.err().contains("config.toml:3: ") && !answer.err().contains("acess_ttl"), "{answer}");
}
