//! A clock that is ahead for one night: nothing is destroyed by it, and nothing that was revoked comes back.

use crate::support::{Answer, Sandbox, settled};

const DAY: u64 = 86_400;

/// A token that is revoked, one that is not, and a refresh token; each good for 30 days.
struct Home {
    world: Sandbox,
    stolen: String,
    good: String,
    refresh: String,
    jwks: String,
}

fn home() -> Home {
    let world = Sandbox::new();
    let stolen = world.issue(&["--ttl", "30d"]);
    world.run(&["token", "revoke", &stolen, "--reason", "stolen"]).ok();
    let good = world.issue(&["--ttl", "30d"]);
    let (_, refresh) = world.pair();
    let jwks = world.run(&["keys", "export", "--jwks"]).ok().stdout;
    let jwks = world.file("jwks.json", jwks).display().to_string();
    Home { world, stolen, good, refresh, jwks }
}

impl Home {
    fn offline(&self, token: &str) -> u8 {
        let snapshot = self.world.run(&["token", "revocations", "export"]).ok().stdout;
        let snapshot = self.world.file("rev.jwt", snapshot).display().to_string();
        let args = ["token", "verify", token, "--jwks", &self.jwks, "--aud", "https://api.localhost"];
        self.world.run(&[&args[..], &["--revocations", &snapshot]].concat()).exit
    }
}

fn refused(answer: Answer) {
    let answer = answer.exits(4);
    assert_eq!(answer.error_json()["error"]["code"], "clock_ahead", "{answer}");
    assert!(answer.error_json()["error"]["hint"].as_str().unwrap().contains("--trust-clock"), "{answer}");
}

#[test]
fn pruning_by_a_clock_that_is_ahead_is_refused_and_loses_nothing() {
    let home = home();
    let world = &home.world;
    world.pass(100 * DAY);
    insta::assert_snapshot!(settled(world, &world.run(&["token", "prune"])), @"
    ---- stderr
    error: the clock says 2026-04-11T00:00:00Z, 100d after the newest change in the ledger, which is of 2026-01-01T00:00:00Z: what has ended by that clock may not have ended
    hint: nothing was changed; set the clock right, or if it is, as where nobody used the home for long, add --trust-clock
    ---- exit 4
    ");
    for args in [
        &["token", "prune"][..],
        &["token", "prune", "--plan"],
        &["token", "prune", "--margin", "0s"],
        &["keys", "prune"],
        &["keys", "prune", "--plan"],
    ] {
        refused(world.run(&[args, &["--json"]].concat()));
    }
    world.back(100 * DAY);
    assert_eq!((world.verdict(&home.good), world.verdict(&home.stolen)), (0, 32));
    assert_eq!(home.offline(&home.stolen), 32);
    assert_eq!(world.run(&["token", "revoke", &home.stolen, "--json"]).ok().json()["already_revoked"], 1);
    world.run(&["token", "refresh", &home.refresh]).ok();
}

#[test]
fn a_token_that_is_issued_by_a_clock_that_is_ahead_does_not_make_it_believed() {
    let home = home();
    let world = &home.world;
    world.pass(100 * DAY);
    for _ in 0..5 {
        world.token();
        world.pass(DAY / 4);
        refused(world.run(&["token", "prune", "--json"]));
    }
    world.back(101 * DAY);
    assert_eq!((world.verdict(&home.good), world.verdict(&home.stolen)), (0, 32));
    assert_eq!(home.offline(&home.stolen), 32);
    world.token();
    world.run(&["token", "prune"]).ok();
}

#[test]
fn a_home_that_nobody_used_for_a_month_works_and_only_what_destroys_asks_for_a_word() {
    let world = Sandbox::new();
    world.run(&["token", "issue", "--app", "demo", "--user", "bob", "--ttl", "1h"]).ok();
    world.pass(70 * DAY);
    let token = world.token();
    assert_eq!(world.verdict(&token), 0);
    world.run(&["keys", "export", "--jwks"]).ok();
    world.run(&["token", "revocations", "export"]).ok();
    refused(world.run(&["token", "prune", "--json"]));
    let plan = world.run(&["token", "prune", "--plan", "--trust-clock", "--json"]).ok();
    assert_eq!(plan.json()["tokens"], 1, "{plan}");
    // A plan is no word that is kept.
    refused(world.run(&["token", "prune", "--json"]));
    world.run(&["token", "prune", "--trust-clock"]).ok();
    // It need not be said again.
    world.run(&["keys", "prune"]).ok();
    world.pass(DAY / 2);
    world.run(&["token", "prune"]).ok();
}

#[test]
fn a_home_is_believed_again_when_it_was_used_for_a_week() {
    let world = Sandbox::new();
    world.pass(70 * DAY);
    for _ in 0..7 {
        world.token();
        refused(world.run(&["token", "prune", "--json"]));
        world.pass(DAY);
    }
    world.token();
    world.run(&["token", "prune"]).ok();
}

#[test]
fn how_far_a_clock_is_believed_is_a_setting() {
    let world = Sandbox::new();
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("# clock_margin = \"1d\"", "clock_margin = \"60d\"")).unwrap();
    world.pass(59 * DAY);
    world.run(&["token", "prune"]).ok();
    world.token();
    world.pass(61 * DAY);
    refused(world.run(&["token", "prune", "--json"]));
}

#[test]
fn a_clock_that_is_behind_is_warned_of_and_can_be_said_to_be_right() {
    let world = Sandbox::new();
    world.pass(DAY);
    world.token();
    world.back(DAY / 2);
    for args in [
        &["token", "prune"][..],
        &["keys", "prune"],
        &["keys", "export", "--jwks"],
        &["token", "revocations", "export"],
    ] {
        let answer = world.run(args).ok();
        assert!(
            answer.err().contains("warning: the clock says 2026-01-01T12:00:00Z, 12h before"),
            "{args:?}: {answer}"
        );
    }
    world.run(&["token", "prune", "--trust-clock"]).ok();
    assert!(!world.run(&["token", "prune"]).ok().err().contains("the clock"));
}

#[test]
fn a_key_does_not_drop_out_of_the_published_set_by_a_clock_that_is_ahead() {
    let world = Sandbox::new();
    let first = world.active_key();
    let token = world.issue(&["--ttl", "30d"]);
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    world.pass(100 * DAY);
    refused(world.run(&["keys", "export", "--jwks", "--json"]));
    let dropped = world.run(&["keys", "export", "--jwks", "--trust-clock"]).ok();
    assert!(!dropped.out().contains(&first), "{dropped}");
    world.back(100 * DAY);
    let set = world.run(&["keys", "export", "--jwks"]).ok();
    assert!(set.out().contains(&first), "{set}");
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn what_was_revoked_outlives_its_end_by_the_margin_in_the_ledger_and_in_the_snapshot() {
    let world = Sandbox::new();
    let (stolen, other) = (world.issue(&["--ttl", "1h"]), world.issue(&["--ttl", "1h"]));
    let pair = world.pair().0;
    world.run(&["token", "revoke", &stolen, "--reason", "stolen"]).ok();
    world.run(&["token", "revoke", &pair, "--reason", "stolen"]).ok();
    world.pass(23 * 3_600);
    let pruned = world.run(&["token", "prune", "--margin", "0s", "--json"]).ok();
    assert_eq!(pruned.json()["tokens"], 1, "{pruned}");
    assert_eq!((world.run(&["token", "show", &stolen]).exit, world.run(&["token", "show", &other]).exit), (0, 3));
    // A verifier whose clock is late still hears of it.
    let listed = world.run(&["token", "revocations", "export", "--json"]).ok().json()["counts"]["jtis"].clone();
    assert_eq!(listed, 2);
    world.pass(2 * 3_600 + 30 * 60);
    let plan = world.run(&["token", "prune", "--margin", "0s", "--plan", "--json"]).ok().json()["tokens"].clone();
    assert_eq!(world.run(&["token", "prune", "--margin", "0s", "--json"]).ok().json()["tokens"], plan);
    assert_eq!(plan, 2);
}

#[test]
fn a_snapshot_by_a_clock_that_is_ahead_leaves_nothing_out() {
    let home = home();
    home.world.pass(100 * DAY);
    let ahead = home.world.run(&["token", "revocations", "export", "--ttl", "30d", "--json"]).ok();
    home.world.back(100 * DAY);
    let now = home.world.run(&["token", "revocations", "export", "--ttl", "30d", "--json"]).ok();
    assert_eq!(ahead.json()["counts"], now.json()["counts"]);
}
