//! A rotation that is planned: the next key is published before it signs.

use serde_json::Value;

use super::{DAY, HOUR, LEEWAY, TTL, published, seconds, signer, state, text};
use crate::support::{START, Sandbox, settled, tree};

#[test]
fn a_planned_rotation_publishes_the_next_key_before_it_signs() {
    let world = Sandbox::new();
    let old = world.active_key();
    let planned = world.run(&["keys", "rotate", "--no-passphrase"]).ok();
    insta::assert_snapshot!(settled(&world, &planned), @"
    rotation  planned
    next
      kid          ROxi1CP91ybcU78uesz7EpO70bZVg-WCCBXHfDaq2PE
      alg          EdDSA
      bits         256
      state        standby
      private      held
      created at   2026-01-01T00:00:00Z
      activate at  2026-01-02T00:00:00Z
    publish   key_set
    ---- stderr
    note: publish the set now (`mintage keys export --jwks --out jwks.json`); the key takes over at the next token after its time, or with `mintage keys rotate --due`
    ---- exit 0
    ");
    let next = text(&world.keys()[1]["kid"]);
    assert_eq!(seconds(&world.key(&next)["activate_at_unix"]), START + DAY);
    assert_eq!(published(&world), [old.clone(), next.clone()]);

    world.pass(DAY - 1);
    let last = world.token();
    assert_eq!(signer(&world, &last), old, "not before its time");
    world.pass(1);
    assert_eq!(state(&world, &next), "standby", "nobody has signed since");
    let first = world.token();
    assert_eq!(signer(&world, &first), next);

    let retired = world.key(&old);
    assert_eq!((&retired["state"], seconds(&retired["retired_at_unix"])), (&"retired".into(), START + DAY));
    let last_exp = START + DAY - 1 + TTL;
    assert_eq!(seconds(&retired["verify_until_unix"]), last_exp + LEEWAY);
    assert_eq!((world.verdict(&last), world.verdict(&first)), (0, 0));
    let warned = world.run(&["token", "verify", &last, "--json"]).ok().json();
    assert!(text(&warned["warnings"][0]).contains("retired"), "{warned}");
    assert_eq!(published(&world), [old.clone(), next.clone()]);
    world.pass(last_exp + LEEWAY - START - DAY);
    assert_eq!(published(&world), [old, next.clone()], "to the last second");
    world.pass(1);
    assert_eq!(published(&world), [next]);
}

#[test]
fn a_refresh_lets_a_rotation_happen_that_is_due() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    world.run(&["keys", "rotate", "--no-passphrase"]).ok();
    let next = text(&world.keys()[1]["kid"]);
    world.pass(DAY);
    let access = world.run(&["token", "refresh", &refresh]).ok().line(0);
    assert_eq!(signer(&world, &access), next);
}

#[test]
fn the_time_of_a_rotation_is_chosen_and_changed() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "2h", "--no-passphrase"]).ok();
    let at = |world: &Sandbox| seconds(&world.keys()[1]["activate_at_unix"]);
    assert_eq!(at(&world), START + 2 * HOUR);
    world.pass(HOUR);
    world.run(&["keys", "rotate", "--activate-in", "7d", "--restart"]).ok();
    assert_eq!((at(&world), world.keys().len()), (START + HOUR + 7 * DAY, 2));
}

#[test]
fn a_rotation_that_is_begun_twice_is_begun_once() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--no-passphrase"]).ok();
    let before = world.keys();
    world.pass(HOUR);
    let again = world.run(&["keys", "rotate", "--no-passphrase", "--json"]).ok().json();
    assert_eq!((&again["rotation"], &again["previous"]), (&"under_way".into(), &Value::Null));
    assert_eq!(world.keys(), before, "neither another key nor another time");
}

#[test]
fn a_rotation_without_a_passphrase_changes_nothing() {
    let world = Sandbox::empty();
    let pass = world.file("pass", "correct horse battery staple").display().to_string();
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", &pass]).ok();
    let before = tree(&world.home());
    world.run(&["keys", "rotate"]).exits(5);
    world.run(&["keys", "rotate", "--now"]).exits(5);
    world.run(&["keys", "gen"]).exits(5);
    world.run(&["keys", "gen", "--alg", "ES256"]).exits(5);
    assert_eq!(tree(&world.home()), before);
    // Where a key stands by, nothing is made that needs one.
    world.run(&["keys", "gen", "--passphrase-file", &pass]).ok();
    world.run(&["keys", "rotate"]).ok();
    world.run(&["keys", "rotate", "--now"]).ok();
}

#[test]
fn cron_does_what_is_due_and_can_tell() {
    let world = Sandbox::new();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    let due = ["keys", "rotate", "--due"];
    let detailed = ["keys", "rotate", "--due", "--detailed-exitcode"];
    let nothing = world.run(&due).ok();
    insta::assert_snapshot!(settled(&world, &nothing), @"
    ---- stderr
    note: no rotation is due
    ---- exit 0
    ");
    world.run(&detailed).ok();

    world.run(&["keys", "rotate", "--no-passphrase", "--activate-in", "1h"]).ok();
    world.run(&["keys", "rotate", "--alg", "ES256", "--no-passphrase", "--activate-in", "2h"]).ok();
    world.pass(HOUR - 1);
    world.run(&detailed).ok();
    world.pass(1);
    let next = text(&world.keys()[2]["kid"]);
    let done = world.run(&[&detailed[..], &["--json"]].concat()).exits(10).json();
    assert_eq!(done["rotated"].as_array().map(Vec::len), Some(1), "{done}");
    assert_eq!((text(&done["rotated"][0]["kid"]), world.active_key()), (next.clone(), next));
    world.run(&detailed).ok();

    // What was missed is made up for, and without the flag there is one exit code.
    world.run(&["keys", "rotate", "--no-passphrase", "--activate-in", "1h"]).ok();
    world.pass(7 * DAY);
    let done = world.run(&[&due[..], &["--json"]].concat()).ok().json();
    assert_eq!(done["rotated"].as_array().map(Vec::len), Some(2), "{done}");
    let signing = world.keys().iter().filter(|row| row["state"] == "active").count();
    assert_eq!(signing, 2);
}
