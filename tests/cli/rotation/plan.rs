//! `--plan`: what a rotation or a retirement would do, and who needs the key.

use serde_json::Value;

use super::{DAY, HOUR, LEEWAY, seconds, text};
use crate::support::{START, Sandbox, settled, tree};

#[test]
fn a_plan_counts_what_needs_the_key_and_changes_nothing() {
    let world = Sandbox::new();
    world.run(&["app", "register", "other", "--public"]).ok();
    world.token();
    let ended = world.token();
    world.run(&["token", "revoke", &ended]).ok();
    world.run(&["token", "issue", "--app", "other", "--user", "bob", "--ttl", "1h"]).ok();
    let kid = world.active_key();
    let before = tree(&world.home());
    let plan = world.run(&["keys", "rotate", "--plan"]).ok();
    insta::assert_snapshot!(settled(&world, &plan), @"
    plan               rotate
    makes key          yes
    activate at        2026-01-02T00:00:00Z (in 1d)
    revokes old        no
    key
      kid           _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      alg           EdDSA
      bits          256
      state         active
      private       held
      created at    2026-01-01T00:00:00Z
      activated at  2026-01-01T00:00:00Z
    live tokens        2
    users              2
    top users
      alice  1
      bob    1
    apps
      demo   1
      other  1
    last expires at    2026-01-01T01:00:00Z
    kinds
      access  2
    safe to retire at  2026-01-01T01:05:00Z (in 1h 5m)
    ---- exit 0
    ");
    for verb in ["retire", "revoke"] {
        let plan = world.run(&["keys", verb, &kid, "--plan", "--json"]).ok().json();
        assert_eq!((&plan["plan"], text(&plan["key"]["kid"])), (&verb.into(), kid.clone()));
        assert_eq!((&plan["live_tokens"], &plan["users"]), (&2.into(), &2.into()), "{plan}");
        assert_eq!(plan["apps"], serde_json::json!({"demo": 1, "other": 1}));
        assert_eq!(seconds(&plan["last_expires_at_unix"]), START + HOUR);
        assert_eq!(seconds(&plan["safe_to_retire_at_unix"]), START + HOUR + LEEWAY);
    }
    world.run(&["keys", "prune", "--plan"]).ok();
    assert_eq!(tree(&world.home()), before);
}

#[test]
fn a_plan_names_the_users_of_the_key_and_says_what_a_rotation_would_make() {
    let world = Sandbox::new();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok();
    world.run(&["token", "issue", "--app", "demo"]).ok();
    let plan = world.run(&["keys", "rotate", "--plan", "--json"]).ok().json();
    assert_eq!((&plan["live_tokens"], &plan["users"]), (&4.into(), &2.into()));
    assert_eq!(plan["top_users"], serde_json::json!({"alice": 2, "bob": 1}));
    assert_eq!((&plan["makes_key"], &plan["successor"]), (&true.into(), &Value::Null));
    assert_eq!(seconds(&plan["activate_at_unix"]), START + DAY);
    let now = world.run(&["keys", "rotate", "--now", "--plan", "--json"]).ok().json();
    assert_eq!(seconds(&now["activate_at_unix"]), START);
    let next = world.generate_key();
    world.run(&["keys", "rotate", "--activate-in", "2h"]).ok();
    let plan = world.run(&["keys", "rotate", "--plan", "--json"]).ok().json();
    assert_eq!((&plan["makes_key"], text(&plan["successor"])), (&false.into(), next));
    assert_eq!(seconds(&plan["activate_at_unix"]), START + 2 * HOUR, "as was said before");
}

#[test]
fn a_rotation_where_nothing_signs_would_happen_at_once_and_the_plan_says_so() {
    let world = Sandbox::new();
    let plan = world.run(&["keys", "rotate", "--alg", "ES256", "--plan", "--json"]).ok().json();
    assert_eq!((&plan["key"], &plan["makes_key"]), (&Value::Null, &true.into()));
    assert_eq!(seconds(&plan["activate_at_unix"]), START);
}

/// The plan and the deed are decided by the same function.
#[test]
fn a_plan_to_retire_says_why_it_would_be_refused() {
    let world = Sandbox::new();
    let old = world.active_key();
    let refused = |args: &[&str]| {
        let plan = world.run(&[&["keys", "retire"], args, &["--plan", "--json"]].concat()).ok().json();
        let deed = world.run(&[&["keys", "retire"], args].concat()).exits(4);
        assert!(deed.err().contains(plan["refused"].as_str().expect("a refusal")), "{plan} {deed}");
    };
    refused(&[&old]);
    let next = world.generate_key();
    refused(&[&next]);
    world.token();
    refused(&[&old, "--when-safe"]);
    let plan = world.run(&["keys", "retire", &old, "--plan", "--json"]).ok().json();
    assert_eq!(plan["refused"], Value::Null);
    world.run(&["keys", "revoke", &next, "--reason", "leak"]).ok();
    let plan = world.run(&["keys", "revoke", &next, "--plan", "--json"]).ok().json();
    assert!(plan["refused"].as_str().is_some_and(|text| text.contains("is revoked already, since")), "{plan}");
}

#[test]
fn a_plan_names_the_key_that_would_take_over() {
    let world = Sandbox::new();
    let (old, next) = (world.active_key(), world.generate_key());
    for args in [&["keys", "rotate", "--plan", "--json"][..], &["keys", "retire", &old, "--plan", "--json"]] {
        assert_eq!(text(&world.run(args).ok().json()["successor"]), next);
    }
}
