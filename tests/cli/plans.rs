//! Plans: whose tokens would end and of what kind, and that they only read.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::Sandbox;

/// A home with two apps and two users, and a key that is to go.
fn full() -> Sandbox {
    let world = Sandbox::new();
    world.run(&["app", "register", "shop", "--public", "--scope", "read"]).ok();
    world.pair();
    world.pair();
    world.run(&["token", "issue", "--app", "shop", "--user", "bob", "--scope", "read", "--consent"]).ok();
    world.run(&["token", "issue", "--app", "shop"]).ok();
    world
}

/// Every verb that has a plan, with arguments that meet something.
fn plans(world: &Sandbox) -> Vec<Vec<String>> {
    let token = world.token();
    let (jti, kid) = (world.jti(&token), world.active_key());
    let log = world.file("log", &token).display().to_string();
    let plans: [&[&str]; 12] = [
        &["token", "revoke", &jti],
        &["token", "revoke", "--user", "alice"],
        &["token", "revoke", "--all"],
        &["token", "prune"],
        &["token", "identify", &log, "--revoke"],
        &["grant", "revoke", "--user", "alice"],
        &["app", "delete", "demo"],
        &["keys", "revoke", &kid],
        &["keys", "retire", &kid],
        &["keys", "rotate"],
        &["keys", "rotate", "--now"],
        &["keys", "prune"],
    ];
    let strings = |args: &[&str]| args.iter().chain(&["--plan"]).map(|&arg| arg.to_owned()).collect();
    plans.into_iter().map(strings).collect()
}

#[test]
fn a_plan_breaks_down_by_app_user_and_kind_for_every_verb_that_has_one() {
    let world = full();
    for args in plans(&world) {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let plan = world.run(&[&args[..], &["--json"]].concat()).ok().json();
        let plan = if args[1] == "identify" { plan["summary"].clone() } else { plan };
        if args[..2] == ["keys", "prune"] {
            assert!(plan["keys"].is_u64() && plan["files"].is_u64(), "{plan}");
            continue;
        }
        for (member, kind) in [("apps", "an object"), ("top_users", "an object"), ("kinds", "an object")] {
            assert!(plan[member].is_object(), "{args:?}: {member} is not {kind}: {plan}");
        }
        assert!(plan["users"].is_u64(), "{args:?}: {plan}");
    }
    let whose = |args: &[&str]| {
        let plan = world.run(&[args, &["--plan", "--json"]].concat()).ok().json();
        ["apps", "users", "top_users", "kinds"].map(|member| plan[member].clone())
    };
    let all: [Value; 4] = whose(&["token", "revoke", "--all"]);
    // What `plans` issued is there too.
    let alice = json!({"alice": 5, "bob": 1});
    assert_eq!(all, [json!({"demo": 5, "shop": 2}), json!(2), alice, json!({"access": 5, "refresh": 2})]);
    let shop = [json!({"shop": 2}), json!(1), json!({"bob": 1}), json!({"access": 2})];
    assert_eq!(whose(&["token", "revoke", "--app", "shop"]), shop);
    assert_eq!(whose(&["app", "delete", "shop"]), shop);
    assert_eq!(whose(&["grant", "revoke", "--user", "bob"])[3], json!({"access": 1}));
    let kid = world.active_key();
    assert_eq!(whose(&["keys", "revoke", &kid])[3], json!({"access": 5}), "refresh tokens are signed by nobody");
    world.pass(100 * 86_400);
    assert_eq!(whose(&["token", "prune", "--trust-clock"])[0], json!({"demo": 5, "shop": 2}));
}

#[test]
fn a_plan_in_text_names_apps_users_and_kinds() {
    let world = full();
    insta::assert_snapshot!(world.run(&["token", "revoke", "--all", "--plan"]).ok(), @r"
    would revoke 6, already revoked 0, expired 0, unknown 0
    users      2
    top users
      alice  4
      bob    1
    apps
      demo  4
      shop  2
    kinds
      access   4
      refresh  2
    ---- exit 0
    ");
    let grant = world.run(&["grant", "revoke", "--user", "alice", "--plan"]).ok().out();
    for line in ["users      1", "  alice  4", "  demo  4", "  access   2", "  refresh  2"] {
        assert!(grant.contains(line), "{line}: {grant}");
    }
    assert_eq!(world.run(&["token", "revoke", "--all", "--plan", "-q"]).ok().out(), "6\n");
}

#[test]
fn no_plan_waits_for_another_who_writes() {
    let world = full();
    let plans = plans(&world);
    let writer = Connection::open(world.store()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE tokens SET expires_at = expires_at").unwrap();
    for args in plans {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        world.run(&args).ok();
    }
    // Who changes something does wait, and in vain.
    world.run(&["token", "revoke", "--all"]).exits(6);
}
