//! Families of refresh tokens: their absolute end, lost answers and the grace for them, narrowing, and what the tree shows.

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
fn a_lost_answer_is_given_anew_within_the_grace_period_and_the_first_one_ends() {
    let world = Sandbox::new();
    configure(&world, "refresh_grace = \"10s\"");
    let (access, first) = world.pair();
    let lost = refresh(&world, &first).ok();
    let (lost_access, lost_refresh) = (lost.line(0), lost.line(1));
    world.pass(9);
    let answer = refresh(&world, &first).ok();
    let (second_access, second) = (answer.line(0), answer.line(1));
    assert_eq!((world.verdict(&access), world.verdict(&lost_access), world.verdict(&second_access)), (0, 32, 0));
    // It says that it was replaced, and that it is shown does not end what took its place.
    insta::assert_snapshot!(settled(&world, &refresh(&world, &lost_refresh).exits(32)), @"
    ---- stderr
    error: this refresh token was revoked at 2026-01-01T00:00:09Z by tester@host (uid 1000) (cause replaced)
    hint: its answer was given anew: go on with the newer one
    ---- exit 32
    ");
    let token = |text: &str| world.run(&["token", "show", text, "--json"]).ok().json();
    for text in [&lost_access, &lost_refresh] {
        assert_eq!(token(text)["revoked"]["cause"], "replaced");
    }
    let history = |text: &str| world.run(&["token", "show", text]).ok().out();
    assert!(history(&first).contains("answer replaced"), "{}", history(&first));
    assert!(history(&lost_refresh).contains("tokens revoked"), "{}", history(&lost_refresh));
    refresh(&world, &second).ok();
}

#[test]
fn an_answer_may_be_lost_again_but_grace_counts_from_the_first_use_and_has_a_bound() {
    let world = Sandbox::new();
    configure(&world, "refresh_grace = \"20s\"");
    let (_, first) = world.pair();
    refresh(&world, &first).ok();
    let mut last = String::new();
    for _ in 0..16 {
        world.pass(1);
        last = refresh(&world, &first).ok().line(1);
    }
    let often = refresh(&world, &first).exits(4);
    insta::assert_snapshot!(settled(&world, &often), @"
    ---- stderr
    error: this refresh token was used already, at 2026-01-01T00:00:00Z
    hint: go on with what was given for it last: another who showed it was faster; if it is lost, let the user sign in again with `mintage token issue --with-refresh`
    ---- exit 4
    ");
    let often = world.run(&["token", "refresh", &first, "--json"]).exits(4);
    assert_eq!(often.error_json()["error"]["code"], "already_used");
    assert_eq!(world.run_with(&["token", "introspect"], &last).ok().json()["active"], true);
    world.pass(4);
    refresh(&world, &first).exits(32);
    assert_eq!(world.run_with(&["token", "introspect"], &last).ok().json()["active"], false);
}

#[test]
fn one_that_was_replaced_is_a_replay_once_the_other_is_used_or_grace_is_over() {
    for used in [true, false] {
        let world = Sandbox::new();
        configure(&world, "refresh_grace = \"10s\"");
        let (_, first) = world.pair();
        let lost = refresh(&world, &first).ok().line(1);
        let mut live = refresh(&world, &first).ok().line(1);
        if used {
            live = refresh(&world, &live).ok().line(1);
        } else {
            world.pass(10);
        }
        let replay = world.run(&["token", "refresh", &lost, "--json"]).exits(32);
        assert_eq!(replay.error_json()["error"]["code"], "replay");
        refresh(&world, &live).exits(32);
    }
}

#[test]
fn an_answer_of_which_the_access_token_was_ended_was_not_lost() {
    let world = Sandbox::new();
    configure(&world, "refresh_grace = \"10s\"");
    let (access, first) = world.pair();
    let second = refresh(&world, &first).ok().line(0);
    world.run(&["token", "revoke", &second]).ok();
    let replay = world.run(&["token", "refresh", &first, "--json"]).exits(32);
    assert_eq!(replay.error_json()["error"]["code"], "replay");
    assert_eq!(world.verdict(&access), 32);
}

#[test]
fn an_answer_that_is_given_anew_may_be_narrower_and_a_refusal_changes_nothing() {
    let world = Sandbox::new();
    configure(&world, "refresh_grace = \"10s\"");
    let (_, first) = world.pair();
    let lost = refresh(&world, &first).ok().line(0);
    world.run(&["token", "refresh", &first, "--scope", "admin"]).exits(4);
    assert_eq!(world.verdict(&lost), 0);
    let answer = world.run(&["token", "refresh", &first, "--scope", "read", "--json"]).ok().json();
    assert_eq!((&answer["scope"], world.verdict(&lost)), (&"read".into(), 32));
    // The new refresh token covers all that the old one did.
    let next = world.run(&["token", "refresh", answer["refresh_token"].as_str().unwrap(), "--json"]).ok().json();
    assert_eq!(next["scope"], "read write");
}

#[test]
fn a_family_that_ends_as_if_by_a_lost_answer_says_so_and_names_the_setting() {
    let world = Sandbox::new();
    let at = |ip: &str, token: &str| world.run(&["token", "refresh", token, "--ip", ip]);
    let (access, first) = world.pair();
    at("192.0.2.7", &first).ok();
    world.pass(5);
    insta::assert_snapshot!(settled(&world, &at("192.0.2.7", &first).exits(32)), @r#"
    ---- stderr
    error: this refresh token was used before, at 2026-01-01T00:00:00Z; its whole family is revoked (3 tokens); it looks like a lost answer
    hint: it was used seconds ago, from the same address, and nobody has used the answer: where answers may get lost, set refresh_grace = "30s" in config.toml, and the next one is given anew; now the user must sign in again, with `mintage token issue --with-refresh`
    ---- exit 32
    "#);
    for shown in [&access, &first] {
        let told = world.run(&["token", "show", shown]).ok().out();
        assert!(told.contains("looks like a lost answer") && told.contains("refresh_grace"), "{told}");
    }
    let verdict = world.run(&["token", "verify", &access]).exits(32).to_string();
    assert!(verdict.contains("looks like a lost answer"), "{verdict}");
    // From elsewhere, later, or after the answer was used, it is what it is.
    for (ip, wait, used) in [("192.0.2.8", 5, false), ("192.0.2.7", 60, false), ("192.0.2.7", 5, true)] {
        let (_, first) = world.pair();
        let second = at("192.0.2.7", &first).ok().line(1);
        if used {
            at("192.0.2.7", &second).ok();
        }
        world.pass(wait);
        let replay = at(ip, &first).exits(32);
        assert!(replay.err().contains("someone holds a copy"), "{replay}");
    }
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
