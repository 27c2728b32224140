//! Where a key stands: its list, its age, the verbs that its state allows.

use std::fs;

use super::{DAY, published, seconds, state, text};
use crate::support::{START, Sandbox, settled, tree_but_the_log};

#[test]
fn a_list_of_keys_says_how_each_file_is_protected_and_warns_of_one_that_is_gone() {
    let world = Sandbox::new();
    let (plain, gone) = (world.active_key(), world.generate_key());
    fs::remove_file(world.home().join(format!("keys/{gone}.pem"))).unwrap();
    let answer = world.run(&["keys", "list", "--json"]).ok();
    assert!(answer.err().contains(&format!("of key {gone} is not there; restore it")), "{answer}");
    for (kid, file) in [(plain, "unencrypted"), (gone, "missing")] {
        assert_eq!(world.run(&["keys", "show", &kid, "--json"]).ok().json()["file"], file);
    }
}

#[test]
fn a_standby_key_is_activated_by_name() {
    let world = Sandbox::new();
    let (old, second, third) = (world.active_key(), world.generate_key(), world.generate_key());
    let done = world.run(&["keys", "activate", &third]).ok();
    insta::assert_snapshot!(settled(&world, &done), @"
    rotation  done
    next
      kid           MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w
      alg           EdDSA
      bits          256
      state         active
      private       held
      created at    2026-01-01T00:00:00Z
      activated at  2026-01-01T00:00:00Z
    previous
      kid           _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      alg           EdDSA
      bits          256
      state         retired
      private       held
      created at    2026-01-01T00:00:00Z
      retired at    2026-01-01T00:00:00Z
      verify until  2026-01-01T00:05:00Z
      ends at       2026-01-01T00:05:00Z
    ---- stderr
    warning: key MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w was made just now: verifiers with an older copy of the key set refuse its tokens until they fetch the set again
    note: publish the set again (`mintage keys export --jwks --out jwks.json`)
    ---- exit 0
    ");
    let states = [&old, &second, &third].map(|kid| state(&world, kid));
    assert_eq!(states, ["retired", "standby", "active"]);
}

#[test]
fn a_step_that_the_diagram_does_not_have_names_state_and_verbs() {
    let world = Sandbox::new();
    let (retired, standby) = (world.active_key(), world.generate_key());
    world.run(&["keys", "rotate", "--now"]).ok();
    let (active, standby) = (standby, world.generate_key());
    let revoked = world.generate_key();
    world.run(&["keys", "revoke", &revoked, "--reason", "lost"]).ok();
    let before = tree_but_the_log(&world.home(), &world.store());
    let steps = [
        ("activate", &active, "active", "allowed: retire, revoke"),
        ("activate", &retired, "retired", "allowed: revoke"),
        ("activate", &revoked, "revoked", "this state is final"),
        ("retire", &standby, "standby", "allowed: activate, revoke"),
        ("retire", &retired, "retired", "allowed: revoke"),
        ("retire", &revoked, "revoked", "this state is final"),
        ("revoke", &revoked, "revoked", "this state is final"),
    ];
    for (verb, kid, state, allowed) in steps {
        let reason = if verb == "revoke" { &["--reason", "again"][..] } else { &[] };
        let refused = world.run(&[&["keys", verb, kid][..], reason].concat()).exits(4);
        let message = refused.err();
        // What is so already is told as that.
        let so = (verb == "activate" && state == "active")
            || (verb == "retire" && state == "retired")
            || (verb == "revoke" && state == "revoked");
        let cannot = if so { format!("is {state} already") } else { format!("cannot {verb}") };
        for part in [kid.as_str(), &format!("is {state}"), &cannot, allowed] {
            assert!(message.contains(part), "{verb} {state}: {part}: {refused}");
        }
    }
    assert!(tree_but_the_log(&world.home(), &world.store()) == before);
    world.run(&["keys", "retire", "nothing-like-this"]).exits(3);
}

#[test]
fn keys_that_end_soon_are_listed() {
    let world = Sandbox::new();
    let (old, next) = (world.active_key(), world.generate_key());
    let expiring = |within: &str| -> Vec<String> {
        let list = world.run(&["keys", "list", "--expiring", within, "--json"]).ok().json();
        list["keys"].as_array().expect("a list").iter().map(|row| text(&row["kid"])).collect()
    };
    assert_eq!(expiring("30d"), [""; 0], "without a policy no key ends");
    world.run(&["keys", "rotate", "--now"]).ok();
    assert_eq!((expiring("1m"), expiring("5m")), (vec![], vec![old.clone()]), "retired, with no token to wait for");
    let config = fs::read_to_string(world.home().join("config.toml")).unwrap();
    fs::write(world.home().join("config.toml"), format!("{config}max_key_age = \"90d\"\n")).unwrap();
    world.pass(60 * DAY);
    assert!(!expiring("29d").contains(&next));
    assert!(expiring("30d").contains(&next));
    let row = &world.run(&["keys", "list", "--json"]).ok().json()["keys"][1];
    assert_eq!(seconds(&row["ends_at_unix"]), START + 90 * DAY);
}

#[test]
fn a_key_that_is_too_old_is_warned_of_and_its_tokens_are_good() {
    let world = Sandbox::new();
    let config = fs::read_to_string(world.home().join("config.toml")).unwrap();
    fs::write(world.home().join("config.toml"), format!("{config}max_key_age = \"90d\"\n")).unwrap();
    world.pass(90 * DAY - 1);
    let token = world.token();
    assert_eq!(world.run(&["keys", "list"]).ok().err(), "");
    let verdict = world.run(&["token", "verify", &token, "--json"]).ok().json();
    assert_eq!(verdict["warnings"], serde_json::json!([]));
    world.pass(1);
    let list = world.run(&["keys", "list"]).ok();
    insta::assert_snapshot!(settled(&world, &list), @"
    KID                                          ALG    BITS  STATE   CREATED AT            ENDS AT
    _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8  EdDSA  256   active  2026-01-01T00:00:00Z  2026-04-01T00:00:00Z
    ---- stderr
    warning: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is older than max_key_age; let the next one take over with `mintage keys rotate --alg EdDSA`
    ---- exit 0
    ");
    let verdict = world.run(&["token", "verify", &token, "--json"]).ok().json();
    insta::assert_snapshot!(verdict["warnings"].to_string(), @r#"["the key that signed it should have been rotated at 2026-04-01T00:00:00Z"]"#);
    // The advice ends it.
    world.run(&["keys", "rotate", "--alg", "EdDSA", "--now", "--no-passphrase"]).ok();
    assert_eq!(world.run(&["keys", "list"]).ok().err(), "");
}

#[test]
fn the_set_never_shows_a_key_that_was_revoked() {
    let world = Sandbox::new();
    let (first, second, third) = (world.active_key(), world.generate_key(), world.generate_key());
    world.token();
    world.run(&["keys", "rotate", "--now"]).ok();
    assert_eq!(published(&world), [first.clone(), second.clone(), third.clone()], "retired, active and standby");
    let mut shown = vec![first.clone(), second.clone(), third.clone()];
    for kid in [third, first, second] {
        world.run(&["keys", "revoke", &kid, "--reason", "a rehearsal"]).ok();
        shown.retain(|other| *other != kid);
        assert_eq!(published(&world), shown);
        // Asked for by name it is still shown: someone may have to look for it.
        world.run(&["keys", "export", &kid]).ok();
    }
}
