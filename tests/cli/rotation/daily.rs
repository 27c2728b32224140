//! Rotation from cron, day after day.

use serde_json::Value;

use super::{DAY, HOUR, seconds, signer, text};
use crate::support::{START, Sandbox, settled, tree_but_the_log};

fn states(world: &Sandbox) -> Vec<String> {
    world.keys().iter().map(|key| text(&key["state"])).collect()
}

#[test]
fn a_daily_rotation_with_a_day_of_notice_rotates() {
    let world = Sandbox::new();
    let daily = ["keys", "rotate", "--activate-in", "24h"];
    let first = world.active_key();
    world.run(&daily).ok();
    let next = text(&world.keys()[1]["kid"]);
    let at = || seconds(&world.key(&next)["activate_at_unix"]);
    assert_eq!(at(), START + DAY);
    // Cron is a little early, and then a little late.
    world.pass(DAY - 5);
    let left = world.run(&daily).ok();
    insta::assert_snapshot!(settled(&world, &left), @"
    rotation  under_way
    next
      kid          ROxi1CP91ybcU78uesz7EpO70bZVg-WCCBXHfDaq2PE
      alg          EdDSA
      bits         256
      state        standby
      private      held
      created at   2026-01-01T00:00:00Z
      activate at  2026-01-02T00:00:00Z
    ---- stderr
    note: a rotation is under way and was left as it is: key ROxi1CP91ybcU78uesz7EpO70bZVg-WCCBXHfDaq2PE takes over at 2026-01-02T00:00:00Z; --activate-in with --restart sets another time
    ---- exit 0
    ");
    assert_eq!(at(), START + DAY, "the date is not moved");
    world.pass(DAY);
    let done = world.run(&[&daily[..], &["--json"]].concat()).ok().json();
    assert_eq!((&done["rotation"], text(&done["previous"]["kid"])), (&"done".into(), first));
    assert_eq!(world.active_key(), next);
    // And on: every second day, for ever.
    for _ in 0..6 {
        world.pass(DAY);
        world.run(&daily).ok();
    }
    assert_eq!(states(&world).iter().filter(|state| *state == "retired").count(), 4, "{:?}", states(&world));
}

#[test]
fn a_plan_of_a_rotation_that_is_under_way_tells_its_own_date() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "2h"]).ok();
    let at = |more: &[&str]| {
        let args = [&["keys", "rotate", "--plan", "--json"], more].concat();
        seconds(&world.run(&args).ok().json()["activate_at_unix"])
    };
    world.pass(HOUR);
    assert_eq!(at(&[]), START + 2 * HOUR);
    assert_eq!(at(&["--activate-in", "24h"]), START + 2 * HOUR);
    assert_eq!(at(&["--activate-in", "24h", "--restart"]), START + HOUR + DAY);
    world.run(&["keys", "rotate", "--restart"]).exits(2);
    world.run(&["keys", "rotate", "--now", "--restart"]).exits(2);
}

#[test]
fn there_must_be_an_active_key_to_wait_for() {
    let world = Sandbox::new();
    let before = tree_but_the_log(&world.home(), &world.store());
    for more in [&[][..], &["--plan"], &["--restart"], &["--json"]] {
        let args = [&["keys", "rotate", "--alg", "ES256", "--activate-in", "24h"], more].concat();
        let refused = world.run(&args).exits(4);
        assert!(refused.err().contains("nothing signs ES256 now"), "{refused}");
        assert!(refused.err().contains("mintage keys gen --alg ES256"), "{refused}");
    }
    assert_eq!(tree_but_the_log(&world.home(), &world.store()), before);
    world.run(&["keys", "rotate", "--alg", "ES256"]).ok();
    assert_eq!(states(&world), ["active", "active"]);
}

#[test]
fn one_line_of_cron_does_the_whole_life_of_keys_and_is_quiet_between() {
    let world = Sandbox::new();
    world.run(&["keys", "gen", "--alg", "ES256"]).ok();
    let cron = ["keys", "rotate", "--if-older-than", "80d", "--activate-in", "36h"];
    let (mut spoke, mut plans) = (Vec::new(), Vec::new());
    for day in 0..200 {
        let before = world.keys();
        let plan = world.run(&[&cron[..], &["--plan", "-q"]].concat()).ok();
        assert_eq!(world.keys(), before);
        let answer = world.run(&cron).ok();
        if answer.out().is_empty() {
            assert_eq!((answer.err(), world.keys()), (String::new(), before), "day {day}");
        } else {
            spoke.push(day);
        }
        if !plan.out().is_empty() {
            plans.push(day);
        }
        let token = world.token();
        assert_eq!(world.verdict(&token), 0, "day {day}");
        world.pass(DAY);
    }
    // It begins after 80 days, and each key signs from the day after next.
    assert_eq!(spoke, [80, 82, 162, 164]);
    assert_eq!(plans, spoke, "a plan tells of nothing else");
    let mut states = states(&world);
    states.sort();
    assert_eq!(states, ["active", "active", "retired", "retired", "retired", "retired"]);
}

#[test]
fn cron_can_tell_in_json_and_by_its_exit_code_and_look_after_one_algorithm() {
    let world = Sandbox::new();
    world.run(&["keys", "gen", "--alg", "ES256"]).ok();
    let cron = ["keys", "rotate", "--if-older-than", "30d", "--detailed-exitcode"];
    let run = |more: &[&str]| world.run(&[&cron[..], more].concat());
    assert_eq!(run(&["--json"]).ok().json()["rotated"], Value::Array(Vec::new()));
    world.pass(30 * DAY - 1);
    run(&[]).ok();
    world.pass(1);
    let done = run(&["--alg", "ES256", "--json"]).exits(10).json();
    assert_eq!((&done["rotated"][0]["alg"], &done["rotated"][0]["state"]), (&"ES256".into(), &"standby".into()));
    run(&["--alg", "ES256"]).ok();
    let done = run(&["--now", "--json"]).exits(10).json();
    assert_eq!((&done["rotated"][0]["alg"], &done["rotated"][0]["state"]), (&"EdDSA".into(), &"active".into()));
    assert_eq!(done["rotated"].as_array().map(Vec::len), Some(1), "{done}");
    run(&["--now"]).ok();
    run(&["--alg", "HS256"]).exits(4);
    world.run(&[&cron[..], &["--due"]].concat()).exits(2);
    world.run(&[&cron[..], &["--revoke-old", "--now", "--reason", "x"]].concat()).exits(2);
}

#[test]
fn what_was_done_is_told_though_something_else_fails() {
    let world = Sandbox::new();
    let pass = world.file("pass", "correct horse battery staple").display().to_string();
    world.run(&["keys", "gen", "--alg", "ES256", "--passphrase-file", &pass]).ok();
    world.pass(90 * DAY);
    let answer = world.run(&["keys", "rotate", "--if-older-than", "80d"]).exits(5);
    assert_eq!(answer.out().lines().count(), 2, "{answer}");
    assert!(answer.err().contains("--passphrase-file"), "{answer}");
    let signs = signer(&world, &world.token());
    assert_eq!(states(&world), ["active", "active", "standby"]);
    world.pass(DAY);
    assert_ne!(signer(&world, &world.token()), signs);
}
