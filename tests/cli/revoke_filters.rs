//! Revoking and listing by what tokens are.

use crate::support::{Sandbox, settled};

fn revoke(world: &Sandbox, args: &[&str]) -> serde_json::Value {
    world.run(&[&["token", "revoke", "--json"], args].concat()).ok().json()
}

fn cause(world: &Sandbox, token: &str) -> String {
    let verdict = world.run(&["token", "verify", "--json", token]).exits(32).json();
    verdict["ended"]["cause"].as_str().unwrap().to_owned()
}

#[test]
fn each_condition_reaches_its_tokens_and_names_its_cause() {
    let world = Sandbox::new();
    world.run(&["app", "register", "other", "--public", "--scope", "read"]).ok();
    let of_bob = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    let of_other = world.run(&["token", "issue", "--app", "other", "--user", "alice"]).ok().line(0);
    let (access, refresh) = world.pair();
    let (second, _) = world.pair();
    let family = world.run(&["token", "show", &refresh, "--json"]).ok().json()["family"].as_str().unwrap().to_owned();

    assert_eq!(revoke(&world, &["--family", &family])["revoked"], 2);
    assert_eq!((cause(&world, &access).as_str(), world.verdict(&second)), ("family", 0));
    world.run(&["token", "refresh", &refresh]).exits(32);

    assert_eq!(revoke(&world, &["--app", "other"])["revoked"], 1);
    assert_eq!((cause(&world, &of_other).as_str(), world.verdict(&of_bob)), ("app", 0));

    let counts = revoke(&world, &["--user", "alice"]);
    assert_eq!((&counts["revoked"], &counts["already_revoked"]), (&2.into(), &3.into()));
    assert_eq!((cause(&world, &second).as_str(), world.verdict(&of_bob)), ("user", 0));
    assert_eq!(cause(&world, &access), "family", "the first revocation stands");

    let kid = world.run(&["keys", "list", "-q"]).ok().line(0);
    assert_eq!(revoke(&world, &["--key", &kid[..8], "--by", "carol", "--reason", "lost"])["revoked"], 1);
    let verdict = world.run(&["token", "verify", "--json", &of_bob]).exits(32).json();
    assert_eq!(verdict["ended"]["cause"], "key");
    assert_eq!(
        (&verdict["ended"]["by"]["claimed"][0]["name"], &verdict["ended"]["reason"]),
        (&"carol".into(), &"lost".into())
    );
}

#[test]
fn conditions_hold_together_and_a_plan_changes_nothing() {
    let world = Sandbox::new();
    let read = world.issue(&["--scope", "read", "--consent", "--ip", "192.0.2.7"]);
    let write = world.issue(&["--scope", "write", "--consent", "--ip", "::ffff:192.0.2.9"]);
    let far = world.issue(&["--scope", "write", "--ip", "2001:db8::1"]);
    world.pass(60);
    let late = world.issue(&["--scope", "write", "--ip", "192.0.2.7"]);
    let filter = ["--scope", "write", "--ip", "192.0.2.0/24", "--issued-before", "2026-01-01T00:01:00Z"];
    let plan = revoke(&world, &[&filter[..], &["--plan"]].concat());
    assert_eq!((&plan["revoked"], &plan["plan"]), (&1.into(), &"revoke".into()));
    assert_eq!(world.verdict(&write), 0);
    insta::assert_snapshot!(
        settled(&world, &world.run(&[&["token", "revoke"], &filter[..], &["--plan"]].concat())), @"
    would revoke 1, already revoked 0, expired 0, unknown 0
    users      1
    top users
      alice  1
    apps
      demo  1
    kinds
      access  1
    ---- exit 0
    ");

    assert_eq!(revoke(&world, &filter)["revoked"], 1);
    assert_eq!(cause(&world, &write), "query");
    assert_eq!([&read, &far, &late].map(|token| world.verdict(token)), [0, 0, 0]);
    // What is issued at the time itself is not before it.
    let after = world.run(&["token", "list", "-q", "--issued-after", "2026-01-01T00:01:00Z"]).ok();
    assert_eq!(after.line(0), world.jti(&late));
    assert_eq!(after.out().lines().count(), 1);
}

#[test]
fn everything_must_be_spelled_out() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "revoke"])), @"
    ---- stderr
    error: nothing says which tokens to revoke
    hint: give tokens, - for standard input, or conditions such as --user or --app; --all for every token
    ---- exit 2
    ");
    // A token on standard input that nobody asked for is no answer to "which".
    world.run_with(&["token", "revoke"], &access).exits(2);
    world.run(&["token", "revoke", "--scope", ""]).exits(2);
    world.run(&["token", "revoke", "--key", ""]).exits(2);
    world.run(&["token", "revoke", "--all", "--user", "alice"]).exits(2);
    world.run(&["token", "revoke", &access, "--user", "alice"]).exits(2);
    world.run(&["token", "revoke", "--reason", "why"]).exits(2);
    for nobody in [
        ["--user", "nobody"],
        ["--app", "nobody"],
        ["--key", "nobody"],
        ["--family", "01890a5d-ac96-774b-bcce-b302099a8057"],
    ] {
        world.run(&["token", "revoke", nobody[0], nobody[1]]).exits(3);
        world.run(&["token", "list", nobody[0], nobody[1]]).exits(3);
    }
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "revoke", "--ip", "192.0.2.7/24"])), @"
    ---- stderr
    error: invalid value '192.0.2.7/24' for '--ip <CIDR>': has bits beyond its prefix: 192.0.2.0/24 is the network
    ---- exit 2
    ");
    assert_eq!(world.verdict(&access), 0);

    let plan = world.run(&["token", "revoke", &refresh, "--plan"]).ok();
    assert!(plan.out().starts_with("would revoke 2,"), "{plan}");
    assert_eq!(world.verdict(&access), 0);
    assert_eq!(revoke(&world, &["--all"])["revoked"], 2);
    assert_eq!(world.verdict(&access), 32);
}

#[test]
fn a_used_or_expired_token_is_counted_and_left_as_it_is() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    world.issue(&["--ttl", "5s"]);
    world.run(&["token", "refresh", &refresh]).ok();
    world.pass(5);
    let counts = revoke(&world, &["--user", "alice"]);
    assert_eq!((&counts["revoked"], &counts["expired"], &counts["unknown"]), (&3.into(), &2.into(), &0.into()));
    // Showing the used one again is still seen for what it is.
    let replay = world.run(&["token", "refresh", &refresh, "--json"]).exits(32);
    assert_eq!(replay.error_json()["error"]["code"], "replay");
}

#[test]
fn of_several_tokens_the_bad_one_is_named_and_none_is_revoked() {
    let world = Sandbox::new();
    let (first, second) = (world.token(), world.token());
    let cut = &second[..second.len() - 4];
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "revoke", &first, cut])), @"
    ---- stderr
    error: token 2 of 2: the signature is not canonical base64url
    hint: check that the whole token was copied
    ---- exit 20
    ");
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "revoke", &first, "", &second])), @"
    ---- stderr
    error: token 2 of 3: the input is empty
    hint: check that the whole token was copied
    ---- exit 20
    ");
    assert_eq!(world.verdict(&first), 0);
}

#[test]
fn a_list_has_the_same_conditions_and_shows_what_ends_soon() {
    let world = Sandbox::new();
    let short = world.issue(&["--ttl", "1h", "--scope", "read"]);
    world.issue(&["--ttl", "9d", "--scope", "write", "--consent"]);
    let gone = world.issue(&["--ttl", "1h"]);
    world.run(&["token", "revoke", &gone]).ok();
    let soon = world.run(&["token", "list", "-q", "--expiring", "7d"]).ok();
    assert_eq!(soon.out(), format!("{}\n", world.jti(&short)));
    assert_eq!(world.run(&["token", "list", "-q", "--scope", "write"]).ok().out().lines().count(), 2);
    assert_eq!(world.run(&["token", "list", "-q", "--scope", "read write"]).ok().out().lines().count(), 1);
    // Part of a scope is no scope.
    assert_eq!(world.run(&["token", "list", "-q", "--scope", "rea"]).ok().out(), "");
    assert_eq!(world.run(&["token", "list", "-q", "--scope", "%"]).ok().out(), "");
}

#[test]
fn a_table_of_values_computes_nothing_in_a_spreadsheet() {
    let world = Sandbox::new();
    world.issue(&["--user-agent", "=HYPERLINK(\"http://evil\",\"x\")", "--device", "a, \"b\""]);
    let csv = world.run(&["token", "list", "--csv"]).ok();
    assert!(csv.out().contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\",\"a, \"\"b\"\"\""), "{csv}");
    assert!(csv.out().ends_with("\r\n"), "{csv}");
    let columns = |line: &str| csv::count(line);
    let out = csv.out();
    let counts: Vec<usize> = out.lines().map(columns).collect();
    assert_eq!(counts[0], counts[1], "{csv}");
}

mod csv {
    /// How many values a line has: commas outside quotes, and one.
    pub fn count(line: &str) -> usize {
        let mut inside = false;
        1 + line
            .chars()
            .filter(|c| {
                inside ^= *c == '"';
                *c == ',' && !inside
            })
            .count()
    }
}
