//! Families of refresh tokens: their absolute end, the grace for lost answers, narrowing, and what the tree shows.

use crate::support::{Answer, START, Sandbox, settled};

fn configure(world: &Sandbox, line: &str) {
    let path = world.home().join("config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("{text}\n{line}\n")).unwrap();
}

fn refresh(world: &Sandbox, token: &str) -> Answer {
    world.run(&["token", "refresh", token])
}

fn end(world: &Sandbox, refresh: &str) -> u64 {
    let token = world.run(&["token", "show", refresh, "--json"]).ok().json();
    token["expires_at_unix"].as_u64().expect("a time") - START
}

const DAY: u64 = 86_400;

#[test]
fn no_rotation_moves_the_end_of_a_family() {
    let world = Sandbox::new();
    configure(&world, "refresh_ttl = \"7d\"\nrefresh_max_age = \"10d\"");
    let (_, first) = world.pair();
    assert_eq!(end(&world, &first), 7 * DAY);
    world.pass(6 * DAY);
    let second = refresh(&world, &first).ok().line(1);
    assert_eq!(end(&world, &second), 10 * DAY);
    // What is said later is for families that start later.
    configure(&world, "");
    world.run(&["app", "update", "demo", "--refresh-max-age", "90d"]).ok();
    world.pass(3 * DAY);
    let third = refresh(&world, &second).ok().line(1);
    assert_eq!(end(&world, &third), 10 * DAY);
    world.pass(DAY);
    refresh(&world, &third).exits(24);
    let (_, new) = world.pair();
    assert_eq!(end(&world, &new), 17 * DAY);
}

#[test]
fn a_second_use_within_the_grace_period_is_a_lost_answer_and_changes_nothing() {
    let world = Sandbox::new();
    configure(&world, "refresh_grace = \"10s\"");
    let (access, first) = world.pair();
    let answer = refresh(&world, &first).ok();
    let (second_access, second) = (answer.line(0), answer.line(1));
    world.pass(9);
    let repeated = refresh(&world, &first).exits(4);
    insta::assert_snapshot!(settled(&world, &repeated), @"
    ---- stderr
    error: this refresh token was used already, at 2026-01-01T00:00:00Z
    hint: go on with what it was used for: the new refresh token is in that answer; if it is lost, let the user sign in again with `mintage token issue --with-refresh`
    ---- exit 4
    ");
    let json = world.run(&["token", "refresh", &first, "--json"]).exits(4);
    assert_eq!(json.error_json()["error"]["code"], "already_used");
    assert_eq!((world.verdict(&access), world.verdict(&second_access)), (0, 0));
    refresh(&world, &second).ok();
}

#[test]
fn the_grace_period_ends_with_its_time() {
    let world = Sandbox::new();
    configure(&world, "refresh_grace = \"10s\"");
    let (access, first) = world.pair();
    refresh(&world, &first).ok();
    world.pass(10);
    refresh(&world, &first).exits(32);
    assert_eq!(world.verdict(&access), 32);
}

#[test]
fn the_grace_period_ends_when_what_was_given_is_used() {
    let world = Sandbox::new();
    configure(&world, "refresh_grace = \"10s\"");
    let (access, first) = world.pair();
    let second = refresh(&world, &first).ok().line(1);
    let third = refresh(&world, &second).ok().line(1);
    // Whoever had the answer went on with it: this is somebody else.
    refresh(&world, &first).exits(32);
    assert_eq!(world.verdict(&access), 32);
    refresh(&world, &third).exits(32);
}

#[test]
fn a_scope_shrinks_at_refresh_and_never_grows() {
    let world = Sandbox::new();
    let first = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).ok().line(1);
    let scope = |answer: Answer| answer.json()["scope"].as_str().unwrap().to_owned();
    let answer = world.run(&["token", "refresh", &first, "--scope", "read", "--json"]).ok();
    let second = answer.json()["refresh_token"].as_str().unwrap().to_owned();
    assert_eq!(scope(answer), "read");
    world.run(&["token", "refresh", &second, "--scope", "admin"]).exits(4);
    // The app lost a scope since: what both have is left, and the lost one cannot be asked for.
    world.run(&["app", "update", "demo", "--scope", "write"]).ok();
    world.run(&["token", "refresh", &second, "--scope", "read"]).exits(4);
    let answer = world.run(&["token", "refresh", &second, "--json"]).ok();
    assert_eq!(scope(answer), "write");
}

#[test]
fn the_tree_shows_every_use() {
    let world = Sandbox::new();
    let (access, first) = world.pair();
    world.pass(60);
    let second = refresh(&world, &first).ok().line(1);
    world.pass(60);
    refresh(&world, &first).exits(32);
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "tree", &second])), @"
    grant 019b76da-a805-7d04-a475-4498e06db5a1  alice to demo  active  read write
    └─ family 019b76da-a806-7568-8a52-d55a02ec4aea  started 2026-01-01T00:00:00Z
       ├─ 2026-01-01T00:00:00Z  issued
       │  ├─ access   019b76da-a807-7005-b02d-43fa06e7d058  revoked 2026-01-01T00:02:00Z (replay) by tester@host (uid 1000)
       │  └─ refresh  019b76da-a808-7dee-8dd6-0ff8d0ba9900  used 2026-01-01T00:01:00Z
       └─ 2026-01-01T00:01:00Z  019b76da-a808-7dee-8dd6-0ff8d0ba9900 was used
          ├─ access   019b76db-926c-7c0e-8718-32d527694ade  revoked 2026-01-01T00:02:00Z (replay) by tester@host (uid 1000)
          └─ refresh  019b76db-926d-7924-9135-16a5993435ec  revoked 2026-01-01T00:02:00Z (replay) by tester@host (uid 1000)  <- asked for
    ---- exit 0
    ");
    let tree = world.run(&["token", "tree", &access, "--json"]).ok().json();
    assert_eq!(tree["tokens"].as_array().unwrap().len(), 4);
    assert_eq!(tree["tokens"][2]["parent"], tree["tokens"][1]["jti"]);
    assert_eq!(tree["tokens"][0]["revoked"]["cause"], "replay");
    // Without a family there is a leaf.
    let alone = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "tree", &alone])), @"
    app demo, for itself
       └─ 2026-01-01T00:02:00Z  issued
          └─ access   019b76dc-7cd9-798e-907b-fbb34f71c66b  active, expires 2026-01-01T00:17:00Z  <- asked for
    ---- exit 0
    ");
}
