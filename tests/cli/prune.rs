//! Pruning: each row goes by its own end, and what can still be asked about stays.

use crate::support::{Sandbox, settled};

const DAY: u64 = 86_400;

fn prune(world: &Sandbox, args: &[&str]) -> (u64, u64, u64) {
    // Days pass here in which nobody uses the home.
    let done = world.run(&[&["token", "prune", "--json", "--trust-clock"], args].concat()).ok().json();
    let number = |name: &str| done[name].as_u64().expect("a number");
    (number("tokens"), number("families"), number("grants"))
}

#[test]
fn a_token_goes_when_its_own_end_is_long_past() {
    let world = Sandbox::new();
    world.issue(&["--ttl", "1d"]);
    let long = world.issue(&["--ttl", "100d"]);
    world.pass(31 * DAY - 1);
    assert_eq!(prune(&world, &[]), (0, 0, 0));
    world.pass(1);
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "prune", "--plan", "--trust-clock"])), @"
    plan       prune
    tokens     1
    families   0
    grants     0
    users      1
    top users
      alice  1
    apps
      demo  1
    kinds
      access  1
    ---- exit 0
    ");
    assert_eq!(prune(&world, &["--plan"]), (1, 0, 0));
    assert_eq!(prune(&world, &[]), (1, 0, 0));
    assert_eq!(prune(&world, &[]), (0, 0, 0));
    assert_eq!(world.verdict(&long), 0);
    // The consent stands on.
    assert_eq!(world.run(&["grant", "list", "-q"]).ok().out().lines().count(), 1);
    world.run(&["token", "prune", "--margin", "soon"]).exits(2);
}

#[test]
fn a_used_refresh_token_is_known_as_long_as_its_family_lives() {
    let world = Sandbox::new();
    let (_, first) = world.pair();
    let mut latest = first.clone();
    // Far beyond the end of the first one and the margin after it.
    for _ in 0..4 {
        world.pass(25 * DAY);
        latest = world.run(&["token", "refresh", &latest]).ok().line(1);
        prune(&world, &[]);
    }
    let replay = world.run(&["token", "refresh", &first, "--json"]).exits(32);
    assert_eq!(replay.error_json()["error"]["code"], "replay");
    world.run(&["token", "refresh", &latest]).exits(32);
    // When the last of them has ended long ago, all go at once, and the family with them.
    world.pass(60 * DAY);
    let plan = prune(&world, &["--plan"]);
    assert_eq!(prune(&world, &[]), plan);
    assert_eq!((plan.1, plan.2), (1, 0));
    assert_eq!(world.run(&["token", "list", "-q"]).ok().out(), "");
    world.run(&["token", "refresh", &first]).exits(31);
}

#[test]
fn a_withdrawn_consent_goes_when_nothing_refers_to_it() {
    let world = Sandbox::new();
    world.pair();
    world.run(&["grant", "revoke", "--user", "alice"]).ok();
    // Its refresh token would have lived for 30 days.
    world.pass(31 * DAY);
    assert_eq!(prune(&world, &["--plan"]), (1, 0, 0));
    assert_eq!(prune(&world, &[]), (1, 0, 0));
    world.pass(30 * DAY);
    assert_eq!(prune(&world, &["--plan"]), (1, 1, 1));
    assert_eq!(prune(&world, &[]), (1, 1, 1));
    assert_eq!(world.run(&["grant", "list", "-q"]).ok().out(), "");
}

#[test]
fn no_margin_forgets_at_the_end_itself() {
    let world = Sandbox::new();
    let token = world.issue(&["--ttl", "1m"]);
    world.pass(60);
    assert_eq!(world.verdict(&token), 24);
    assert_eq!(prune(&world, &["--margin", "0s"]), (1, 0, 0));
    assert_eq!(world.verdict(&token), 24);
}

#[test]
fn space_that_is_given_back_is_told_and_gone() {
    let world = Sandbox::new();
    let kept = world.issue(&["--ttl", "100d"]);
    world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--count", "1500", "--ttl", "1m"]).ok();
    let size = || std::fs::metadata(world.store()).unwrap().len();
    let before = size();
    world.pass(2 * DAY);
    assert_eq!(prune(&world, &["--margin", "1d"]), (1500, 0, 0));
    assert_eq!(size(), before, "the space is kept for new rows");
    let done = world.run(&["token", "prune", "--compact", "--json"]).ok().json();
    assert_eq!((done["bytes_before"].as_u64(), done["bytes_after"].as_u64()), (Some(before), Some(size())));
    assert!(size() * 2 < before, "{before} → {}", size());
    assert_eq!(world.verdict(&kept), 0);
    world.is_sound();
    world.run(&["token", "prune", "--compact", "--plan"]).exits(2);
}

#[test]
fn many_rows_go_in_many_parts() {
    let world = Sandbox::new();
    let token = world.token();
    let store = rusqlite::Connection::open(world.store()).unwrap();
    // 25 000 more of the same, that ended long ago. What nobody revoked needs no checksum to be forgotten.
    store
        .execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000) \
             INSERT INTO tokens SELECT unhex(printf('%032x', n.i)), t.kind, t.app, t.user, t.grant_id, t.family, \
             t.parent, t.key, t.scopes, t.audiences, t.claims, t.issued_at, 1000 + n.i % 7, t.state, t.state_at, \
             t.revoked_by, t.revoked_cause, t.revoked_note, t.ip, t.user_agent, t.device, t.digest, NULL, NULL, NULL FROM n, tokens t",
        )
        .unwrap();
    drop(store);
    assert_eq!(prune(&world, &["--plan"]), (25_000, 0, 0));
    assert_eq!(prune(&world, &[]), (25_000, 0, 0));
    assert_eq!(world.verdict(&token), 0);
}
