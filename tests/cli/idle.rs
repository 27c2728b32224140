//! What was last used, and what was not.

use serde_json::Value;

use crate::support::{Sandbox, settled};

const DAY: u64 = 86_400;

fn jtis(world: &Sandbox, flags: &[&str]) -> Vec<String> {
    world.run(&[&["token", "list", "-q"], flags].concat()).ok().out().lines().map(str::to_owned).collect()
}

fn jti(world: &Sandbox, token: &str) -> String {
    world.run(&["token", "show", token, "-q"]).ok().out().trim().to_owned()
}

/// A token of bob that lives long.
fn of_bob(world: &Sandbox) -> String {
    let issue = ["token", "issue", "--app", "demo", "--user", "bob", "--consent", "--ttl", "400d"];
    world.run(&issue).ok().line(0)
}

#[test]
fn tokens_apps_and_consents_that_nobody_uses_are_found_and_it_is_said_how_far_that_is_known() {
    let world = Sandbox::new();
    let (used, unused) = (world.issue(&["--ttl", "400d"]), of_bob(&world));
    let nothing = world.run(&["token", "list", "--never-used", "-q"]).ok();
    assert!(nothing.err().contains("no use was ever recorded here"), "{}", nothing.err());
    world.pass(20 * DAY);
    world.run(&["token", "verify", &used, "--record"]).ok();
    world.run(&["token", "verify", &unused, "--record", "--aud", "https://other.test"]);
    world.pass(20 * DAY);
    assert_eq!(jtis(&world, &["--unused-for", "30d"]), [jti(&world, &unused)]);
    assert_eq!(jtis(&world, &["--never-used"]), [jti(&world, &unused)], "what was refused was no use");
    assert_eq!(jtis(&world, &["--unused-for", "10d"]).len(), 2);
    let told = world.run(&["token", "list", "--unused-for", "30d"]).ok();
    assert!(
        told.err().contains("uses are recorded since 2026-01-21T00:00:00Z, which is not so long ago"),
        "{}",
        told.err()
    );
    let all = world.run(&["token", "list", "--unused-for", "10d", "--json"]).ok().json();
    let last: Vec<&Value> = all["tokens"].as_array().unwrap().iter().map(|token| &token["last_used_at"]).collect();
    assert_eq!(last, [&Value::Null, &Value::from("2026-01-21T00:00:00Z")]);
    let grants = |flags: &[&str]| world.run(&[&["grant", "list", "-q"], flags].concat()).ok().out().lines().count();
    assert_eq!(
        (grants(&["--unused-for", "30d"]), grants(&["--never-used"]), grants(&["--unused-for", "10d"])),
        (1, 1, 2)
    );
    let listed = world.run(&["grant", "list", "--unused-for", "10d", "--json"]).ok().json();
    let last = |user: &str| listed["grants"].as_array().unwrap().iter().find(|one| one["user"] == user).unwrap();
    assert_eq!(last("alice")["last_used_at"], "2026-01-21T00:00:00Z");
    assert!(last("bob").get("last_used_at").is_some_and(Value::is_null), "{listed}");
    let table = world.run(&["grant", "list", "--unused-for", "10d"]).ok().out();
    assert!(
        table.lines().next().unwrap().contains("LAST USED AT") && table.contains("2026-01-21T00:00:00Z"),
        "{table}"
    );
    assert!(!world.run(&["grant", "list"]).ok().out().contains("LAST USED AT"), "nobody asked for it");
    let of = |user: &str| world.run(&["grant", "show", "--user", user, "--app", "demo", "--json"]).ok().json();
    assert_eq!(
        (&of("alice")["last_used_at"], &of("bob")["last_used_at"]),
        (&"2026-01-21T00:00:00Z".into(), &Value::Null)
    );
    let apps = |flags: &[&str]| world.run(&[&["app", "list", "-q"], flags].concat()).ok().out().lines().count();
    assert_eq!((apps(&["--unused-for", "30d"]), apps(&["--never-used"]), apps(&["--unused-for", "10d"])), (0, 0, 1));
    let shown = world.run(&["app", "show", "demo", "--json"]).ok().json();
    assert_eq!(shown["last_used_at"], "2026-01-21T00:00:00Z");
    assert_eq!(world.run(&["token", "show", &unused, "--json"]).ok().json()["last_used_at"], Value::Null);
    assert_eq!(world.run(&["token", "list", "--unused-for", "30d", "--never-used"]).exit, 2);
}

#[test]
fn what_was_last_used_outlives_the_days_that_are_forgotten() {
    let world = Sandbox::new();
    let token = world.issue(&["--ttl", "400d"]);
    world.run(&["token", "verify", &token, "--record"]).ok();
    world.pass(200 * DAY);
    world.run(&["audit", "forget", "--before", "90d"]).ok();
    assert_eq!(world.run(&["audit", "access", "-q"]).ok().out(), "");
    let shown = world.run(&["token", "show", &token, "--json"]).ok().json();
    assert_eq!(shown["last_used_at"], "2026-01-01T00:00:00Z");
}

#[test]
fn what_a_key_is_used_for_says_who_would_notice() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    world.run(&["token", "verify", &token, "--record"]).ok();
    world.pass(60);
    world.run(&["token", "issue", "--app", "demo", "--user", "bob", "--consent"]).ok();
    insta::assert_snapshot!(settled(&world, &world.run(&["keys", "usage", "@active"])), @r"
    KID                                          STATE   APP   LAST ISSUED AT        LAST USED AT          LIVE TOKENS  USERS  LAST EXPIRES AT
    _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8  active  demo  2026-01-01T00:01:00Z  2026-01-01T00:00:00Z  2            2      2026-01-01T00:16:00Z
    ---- stderr
    note: what was taken as good is recorded since 2026-01-01T00:00:00Z
    note: without it, 2 tokens of 1 app would be refused now
    ---- exit 0
    ");
    let list = world.run(&["keys", "usage", "--json"]).ok().json();
    assert_eq!(list["uses"][0]["live_tokens"], 2);
    assert_eq!(list["uses"][0]["users"], 2);
    world.pass(3600);
    let list = world.run(&["keys", "usage", "--json"]).ok().json();
    assert_eq!((&list["uses"][0]["live_tokens"], &list["uses"][0]["last_expires_at"]), (&0.into(), &Value::Null));
}
