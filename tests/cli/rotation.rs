//! The life of keys: rotated, retired, revoked and pruned by an operator, while verifiers and tokens go on.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::sync::Arc;

use mintage::core::jose::compact::Header;
use mintage::core::verify::{Expectations, KeyLookup, LedgerFacts, Source, Trace, verify};
use mintage::core::{Audience, Issuer, Jti, Scopes, Timestamp};
use mintage::keys::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource, VerificationKey, import};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{START, Sandbox, settled};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How long a token of these tests lives.
const TTL: u64 = 15 * MINUTE;
/// The clock difference that is ever forgiven.
const LEEWAY: u64 = 5 * MINUTE;

fn rows(world: &Sandbox) -> Vec<Value> {
    world.run(&["keys", "list", "--json"]).ok().json()["keys"].as_array().expect("a list").clone()
}

fn row(world: &Sandbox, kid: &str) -> Value {
    world.run(&["keys", "show", kid, "--json"]).ok().json()
}

fn state(world: &Sandbox, kid: &str) -> String {
    text(&row(world, kid)["state"])
}

/// The key that signs with the home's algorithm.
fn active(world: &Sandbox) -> String {
    let rows = rows(world);
    let active = rows.iter().find(|row| row["state"] == "active" && row["alg"] == "EdDSA");
    text(&active.expect("an active key")["kid"])
}

/// Makes a key, which stands by where another one signs.
fn generate(world: &Sandbox) -> String {
    world.run(&["keys", "gen", "--no-passphrase", "-q"]).ok().line(0)
}

/// The kids of the set that verifiers fetch.
fn published(world: &Sandbox) -> Vec<String> {
    let set = world.run(&["keys", "export", "--jwks"]).ok().json();
    set["keys"].as_array().expect("a set").iter().map(|key| text(&key["kid"])).collect()
}

fn signer(world: &Sandbox, token: &str) -> String {
    text(&world.run(&["token", "decode", "--json", token]).ok().json()["header"]["kid"])
}

#[track_caller]
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

#[track_caller]
fn seconds(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("no time: {value}"))
}

/// Everything that a home is made of.
fn contents(world: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let read = |folder: std::path::PathBuf| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        entries.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect::<Vec<_>>()
    };
    read(world.home()).into_iter().chain(read(world.home().join("keys"))).collect()
}

#[test]
fn a_planned_rotation_publishes_the_next_key_before_it_signs() {
    let world = Sandbox::new();
    let old = active(&world);
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
    ---- stderr
    note: publish the set now (`mintage keys export --jwks`); the key takes over at the next token after its time, or with `mintage keys rotate --due`
    ---- exit 0
    ");
    let next = text(&rows(&world)[1]["kid"]);
    assert_eq!(seconds(&row(&world, &next)["activate_at_unix"]), START + DAY);
    assert_eq!(published(&world), [old.clone(), next.clone()]);

    world.pass(DAY - 1);
    let last = world.token();
    assert_eq!(signer(&world, &last), old, "not before its time");
    world.pass(1);
    assert_eq!(state(&world, &next), "standby", "nobody has signed since");
    let first = world.token();
    assert_eq!(signer(&world, &first), next);

    let retired = row(&world, &old);
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
    let next = text(&rows(&world)[1]["kid"]);
    world.pass(DAY);
    let access = world.run(&["token", "refresh", &refresh]).ok().line(0);
    assert_eq!(signer(&world, &access), next);
}

#[test]
fn the_time_of_a_rotation_is_chosen_and_changed() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "2h", "--no-passphrase"]).ok();
    let at = |world: &Sandbox| seconds(&rows(world)[1]["activate_at_unix"]);
    assert_eq!(at(&world), START + 2 * HOUR);
    world.pass(HOUR);
    world.run(&["keys", "rotate", "--activate-in", "7d"]).ok();
    assert_eq!((at(&world), rows(&world).len()), (START + HOUR + 7 * DAY, 2));
}

#[test]
fn a_rotation_that_is_begun_twice_is_begun_once() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--no-passphrase"]).ok();
    let before = rows(&world);
    world.pass(HOUR);
    let again = world.run(&["keys", "rotate", "--no-passphrase", "--json"]).ok().json();
    assert_eq!((&again["rotation"], &again["previous"]), (&"planned".into(), &Value::Null));
    assert_eq!(rows(&world), before, "neither another key nor another time");
}

#[test]
fn a_rotation_without_a_passphrase_changes_nothing() {
    let world = Sandbox::new();
    let before = contents(&world);
    world.run(&["keys", "rotate"]).exits(5);
    world.run(&["keys", "rotate", "--now"]).exits(5);
    assert_eq!(contents(&world), before);
    // Where a key stands by, nothing is made that needs one.
    generate(&world);
    world.run(&["keys", "rotate"]).ok();
    world.run(&["keys", "rotate", "--now"]).ok();
}

#[test]
fn rotating_at_once_without_a_standby_key_says_who_will_be_surprised() {
    let world = Sandbox::new();
    let (old, token) = (active(&world), world.token());
    let answer = world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    insta::assert_snapshot!(settled(&world, &answer), @"
    rotation  done
    next
      kid           3k5ctCnxCpPgQoUvjM-0WZyC7n5DAAceIICFQsXhn10
      alg           EdDSA
      bits          256
      state         active
      private       held
      created at    2026-01-01T00:00:00Z
      active since  2026-01-01T00:00:00Z
    previous
      kid           _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      alg           EdDSA
      bits          256
      state         retired
      private       held
      created at    2026-01-01T00:00:00Z
      retired at    2026-01-01T00:00:00Z
      verify until  2026-01-01T00:20:00Z
      ends at       2026-01-01T00:20:00Z
    ---- stderr
    warning: key 3k5ctCnxCpPgQoUvjM-0WZyC7n5DAAceIICFQsXhn10 was made just now: verifiers with an older copy of the key set refuse its tokens until they fetch the set again
    ---- exit 0
    ");
    let fresh = world.token();
    assert_ne!(signer(&world, &fresh), old);
    assert_eq!((world.verdict(&token), world.verdict(&fresh)), (0, 0));
}

#[test]
fn rotating_at_once_to_a_standby_key_surprises_nobody() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    world.pass(DAY);
    let answer = world.run(&["keys", "rotate", "--now", "--json"]).ok();
    assert_eq!(answer.err(), "");
    let done = answer.json();
    assert_eq!((&done["rotation"], text(&done["next"]["kid"])), (&"done".into(), next));
    assert_eq!((text(&done["previous"]["kid"]), &done["previous"]["state"]), (old, &"retired".into()));
}

#[test]
fn whoever_lets_a_key_take_over_too_soon_is_told_how_long_it_was_published() {
    for verb in ["rotate", "activate", "retire", "revoke"] {
        let world = Sandbox::new();
        let (old, next) = (active(&world), generate(&world));
        world.pass(5 * 60);
        let args = match verb {
            "rotate" => vec!["keys", "rotate", "--now"],
            "activate" => vec!["keys", "activate", &next],
            "retire" => vec!["keys", "retire", &old],
            _ => vec!["keys", "revoke", &old, "--reason", "leak"],
        };
        let answer = world.run(&args).ok();
        let warning = format!("warning: key {next} was made 5m ago: verifiers with an older copy");
        assert!(answer.err().contains(&warning), "{verb}: {answer}");
    }
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
    let next = text(&rows(&world)[2]["kid"]);
    let done = world.run(&[&detailed[..], &["--json"]].concat()).exits(10).json();
    assert_eq!(done["rotated"].as_array().map(Vec::len), Some(1), "{done}");
    assert_eq!((text(&done["rotated"][0]["kid"]), active(&world)), (next.clone(), next));
    world.run(&detailed).ok();

    // What was missed is made up for, and without the flag there is one exit code.
    world.run(&["keys", "rotate", "--no-passphrase", "--activate-in", "1h"]).ok();
    world.pass(7 * DAY);
    let done = world.run(&[&due[..], &["--json"]].concat()).ok().json();
    assert_eq!(done["rotated"].as_array().map(Vec::len), Some(2), "{done}");
    let signing = rows(&world).iter().filter(|row| row["state"] == "active").count();
    assert_eq!(signing, 2);
}

#[test]
fn a_plan_counts_what_needs_the_key_and_changes_nothing() {
    let world = Sandbox::new();
    world.run(&["app", "register", "other", "--public"]).ok();
    world.token();
    let ended = world.token();
    world.run(&["token", "revoke", &ended]).ok();
    world.run(&["token", "issue", "--app", "other", "--user", "bob", "--ttl", "1h"]).ok();
    let kid = active(&world);
    let before = contents(&world);
    let plan = world.run(&["keys", "rotate", "--plan"]).ok();
    insta::assert_snapshot!(settled(&world, &plan), @"
    plan               rotate
    makes key          yes
    activate at        2026-01-02T00:00:00Z (in 1d)
    key
      kid           _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      alg           EdDSA
      bits          256
      state         active
      private       held
      created at    2026-01-01T00:00:00Z
      active since  2026-01-01T00:00:00Z
    live tokens        2
    users              2
    top users
      alice  1
      bob    1
    apps
      demo   1
      other  1
    last exp           2026-01-01T01:00:00Z
    safe to retire at  2026-01-01T01:05:00Z (in 1h 5m)
    ---- exit 0
    ");
    for verb in ["retire", "revoke"] {
        let plan = world.run(&["keys", verb, &kid, "--plan", "--json"]).ok().json();
        assert_eq!((&plan["plan"], text(&plan["key"]["kid"])), (&verb.into(), kid.clone()));
        assert_eq!((&plan["live_tokens"], &plan["users"]), (&2.into(), &2.into()), "{plan}");
        assert_eq!(plan["apps"], serde_json::json!({"demo": 1, "other": 1}));
        assert_eq!(seconds(&plan["last_exp_unix"]), START + HOUR);
        assert_eq!(seconds(&plan["safe_to_retire_at_unix"]), START + HOUR + LEEWAY);
    }
    world.run(&["keys", "prune", "--plan"]).ok();
    assert_eq!(contents(&world), before);
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
    let next = generate(&world);
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
    let old = active(&world);
    let refused = |args: &[&str]| {
        let plan = world.run(&[&["keys", "retire"], args, &["--plan", "--json"]].concat()).ok().json();
        let deed = world.run(&[&["keys", "retire"], args].concat()).exits(4);
        assert!(deed.err().contains(plan["refused"].as_str().expect("a refusal")), "{plan} {deed}");
    };
    refused(&[&old]);
    let next = generate(&world);
    refused(&[&next]);
    world.token();
    refused(&[&old, "--when-safe"]);
    let plan = world.run(&["keys", "retire", &old, "--plan", "--json"]).ok().json();
    assert_eq!(plan["refused"], Value::Null);
    world.run(&["keys", "revoke", &next, "--reason", "leak"]).ok();
    let plan = world.run(&["keys", "revoke", &next, "--plan", "--json"]).ok().json();
    assert!(plan["refused"].as_str().is_some_and(|text| text.contains("is revoked since")), "{plan}");
}

/// Handing over to a key that nobody can open would leave nothing that signs.
#[test]
fn a_key_is_not_retired_for_one_whose_file_is_gone() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    fs::remove_file(world.home().join(format!("keys/{next}.pem"))).unwrap();
    let plan = world.run(&["keys", "retire", &old, "--plan", "--json"]).ok().json();
    let refused = world.run(&["keys", "retire", &old]).exits(3);
    assert!(refused.err().contains(plan["refused"].as_str().expect("a refusal")), "{plan} {refused}");
    assert_eq!(signer(&world, &world.token()), old);
}

/// A compromised key goes whatever there is to follow it; what cannot be opened does not.
#[test]
fn a_revoked_key_hands_over_to_no_key_whose_file_is_gone() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    fs::remove_file(world.home().join(format!("keys/{next}.pem"))).unwrap();
    let plan = world.run(&["keys", "revoke", &old, "--plan", "--json"]).ok().json();
    assert_eq!(plan["successor"], Value::Null);
    let done = world.run(&["keys", "revoke", &old, "--reason", "leak"]).ok();
    assert!(done.err().contains("nothing signs EdDSA now; make a key with"), "{done}");
    let made = generate(&world);
    assert_eq!(signer(&world, &world.token()), made);
}

#[test]
fn a_list_of_keys_says_how_each_file_is_protected_and_warns_of_one_that_is_gone() {
    let world = Sandbox::new();
    let (plain, gone) = (active(&world), generate(&world));
    fs::remove_file(world.home().join(format!("keys/{gone}.pem"))).unwrap();
    let answer = world.run(&["keys", "list", "--json"]).ok();
    assert!(answer.err().contains(&format!("of key {gone} is not there; restore it")), "{answer}");
    for (kid, file) in [(plain, "unencrypted"), (gone, "missing")] {
        assert_eq!(world.run(&["keys", "show", &kid, "--json"]).ok().json()["file"], file);
    }
}

#[test]
fn a_plan_names_the_key_that_would_take_over() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    for args in [&["keys", "rotate", "--plan", "--json"][..], &["keys", "retire", &old, "--plan", "--json"]] {
        assert_eq!(text(&world.run(args).ok().json()["successor"]), next);
    }
}

/// What `--when-safe` would do, the plan says.
#[test]
fn a_key_that_no_live_token_needs_is_safe_to_retire_now() {
    let world = Sandbox::new();
    let (old, _) = (active(&world), generate(&world));
    world.token();
    world.pass(30 * DAY);
    let plan = world.run(&["keys", "retire", &old, "--plan", "--json"]).ok().json();
    assert_eq!(plan["live_tokens"], 0);
    let safe = seconds(&plan["safe_to_retire_at_unix"]);
    assert!(safe <= START + 30 * DAY, "nothing needs it, and yet: {plan}");
    world.run(&["keys", "retire", &old, "--when-safe"]).ok();
}

#[test]
fn retiring_when_safe_says_until_when_it_is_not() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    world.token();
    let before = contents(&world);
    let refused = world.run(&["keys", "retire", &old, "--when-safe"]).exits(4);
    insta::assert_snapshot!(settled(&world, &refused), @"
    ---- stderr
    error: 1 live token needs key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8; it is safe to retire at 2026-01-01T00:20:00Z
    hint: wait until then, or leave --when-safe out: a retired key verifies until its tokens have ended
    ---- exit 4
    ");
    assert_eq!(contents(&world), before);
    world.pass(TTL + LEEWAY);
    world.run(&["keys", "retire", &old, "--when-safe"]).ok();
    assert_eq!((state(&world, &old), active(&world)), ("retired".to_owned(), next));
}

#[test]
fn a_key_that_is_retired_hands_over_and_goes_on_verifying() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    let token = world.token();
    let done = world.run(&["keys", "retire", &old, "--json"]).ok().json();
    assert_eq!((&done["live_tokens"], text(&done["successor"])), (&1.into(), next.clone()));
    assert_eq!(seconds(&done["key"]["verify_until_unix"]), START + TTL + LEEWAY);
    assert_eq!(signer(&world, &world.token()), next);
    world.pass(TTL - 1);
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn the_last_key_of_an_algorithm_in_use_is_not_retired() {
    let world = Sandbox::new();
    let kid = active(&world);
    let refused = world.run(&["keys", "retire", &kid]).exits(4);
    insta::assert_snapshot!(settled(&world, &refused), @"
    ---- stderr
    error: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is the only one that signs EdDSA, which this home or an app of it uses
    hint: `mintage keys rotate --alg EdDSA` publishes the next key; this one retires when that takes over
    ---- exit 4
    ");
    assert_eq!(active(&world), kid);
    // One that is in the way of nobody may go, until an app asks for it.
    let spare = world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase", "-q"]).ok().line(0);
    world.run(&["app", "register", "mobile", "--public", "--alg", "ES256"]).ok();
    world.run(&["keys", "retire", &spare]).exits(4);
    world.run(&["app", "update", "mobile", "--alg", "EdDSA"]).ok();
    world.run(&["keys", "retire", &spare]).ok();
}

#[test]
fn revoking_a_key_ends_every_token_under_it_at_once() {
    let world = Sandbox::new();
    world.run(&["app", "register", "other", "--public"]).ok();
    let (old, next) = (active(&world), generate(&world));
    let mut tokens = vec![world.token(), world.token()];
    tokens.push(world.run(&["token", "issue", "--app", "other", "--user", "bob"]).ok().line(0));
    tokens.push(world.run(&["token", "issue", "--app", "other"]).ok().line(0));
    world.run(&["keys", "revoke", &old]).exits(2);
    assert_eq!(state(&world, &old), "active", "a reason is a must");

    let done = world.run(&["keys", "revoke", &old, "--reason", "found in a public bucket"]).ok();
    insta::assert_snapshot!(settled(&world, &done), @"
    key
      kid         _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      alg         EdDSA
      bits        256
      state       revoked
      private     held
      created at  2026-01-01T00:00:00Z
      revoked at  2026-01-01T00:00:00Z
      revoked by  tester@host
      reason      found in a public bucket
    live tokens  4
    users        2
    top users
      alice  2
      bob    1
    apps
      demo   2
      other  2
    last exp     2026-01-01T00:15:00Z
    successor    MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w
    ---- stderr
    warning: key MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w was made just now: verifiers with an older copy of the key set refuse its tokens until they fetch the set again
    note: verifiers that cache the key set accept its tokens until they fetch the set again
    ---- exit 0
    ");
    for token in &tokens {
        let verdict = world.run(&["token", "verify", token, "--json"]).exits(32).json();
        assert_eq!((&verdict["reason"], &verdict["cause"]["cause"]), (&"revoked".into(), &"key".into()));
        assert_eq!(verdict["cause"]["reason"], "found in a public bucket");
    }
    assert_eq!(published(&world), std::slice::from_ref(&next));
    assert_eq!(signer(&world, &world.token()), next);
}

#[test]
fn revoking_the_only_key_says_that_nothing_signs() {
    let world = Sandbox::new();
    let (old, token) = (active(&world), world.token());
    let done = world.run(&["keys", "revoke", &old, "--reason", "stolen"]).ok();
    assert!(done.err().contains("nothing signs EdDSA now"), "{done}");
    let refused = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).exits(4);
    assert!(refused.err().contains("mintage keys gen"), "{refused}");
    let next = generate(&world);
    assert_eq!((active(&world), world.verdict(&token)), (next, 32));
}

#[test]
fn a_secret_that_was_revoked_and_pruned_still_refuses_its_tokens() {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", "HS256", "--no-passphrase", "--app", "demo"]).ok();
    let token = world.token();
    let kid = signer(&world, &token);
    generate(&world);
    world.run(&["keys", "revoke", &kid, "--reason", "stolen"]).ok();
    assert_eq!(world.verdict(&token), 32);
    world.run(&["keys", "prune"]).ok();
    // Nobody can tell any more whether it was signed with the key, and whether it was does not matter.
    let verdict = world.run(&["token", "verify", &token]);
    assert!([22, 32].contains(&verdict.exit), "a verdict, whatever became of the secret: {verdict}");
}

#[test]
fn a_standby_key_is_activated_by_name() {
    let world = Sandbox::new();
    let (old, second, third) = (active(&world), generate(&world), generate(&world));
    let done = world.run(&["keys", "activate", &third]).ok();
    insta::assert_snapshot!(settled(&world, &done), @"
    rotation  done
    next
      kid           MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w
      alg           EdDSA
      bits          256
      state         active
      private       held
      created at    2026-01-01T00:00:00Z
      active since  2026-01-01T00:00:00Z
    previous
      kid           _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      alg           EdDSA
      bits          256
      state         retired
      private       held
      created at    2026-01-01T00:00:00Z
      retired at    2026-01-01T00:00:00Z
      verify until  2026-01-01T00:05:00Z
      ends at       2026-01-01T00:05:00Z
    ---- stderr
    warning: key MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w was made just now: verifiers with an older copy of the key set refuse its tokens until they fetch the set again
    ---- exit 0
    ");
    let states = [&old, &second, &third].map(|kid| state(&world, kid));
    assert_eq!(states, ["retired", "standby", "active"]);
}

#[test]
fn a_step_that_the_diagram_does_not_have_names_state_and_verbs() {
    let world = Sandbox::new();
    let (retired, standby) = (active(&world), generate(&world));
    world.run(&["keys", "rotate", "--now"]).ok();
    let (active, standby) = (standby, generate(&world));
    let revoked = generate(&world);
    world.run(&["keys", "revoke", &revoked, "--reason", "lost"]).ok();
    let before = contents(&world);
    let steps = [
        ("activate", &active, "active", "allowed: retire, revoke"),
        ("activate", &retired, "retired", "allowed: revoke"),
        ("activate", &revoked, "revoked", "this state is final"),
        ("retire", &standby, "standby", "allowed: activate, revoke"),
        ("retire", &retired, "retired", "allowed: revoke"),
        ("retire", &revoked, "revoked", "this state is final"),
        ("revoke", &revoked, "revoked", "this state is final"),
    ];
    for (verb, kid, state, allowed) in steps {
        let reason = if verb == "revoke" { &["--reason", "again"][..] } else { &[] };
        let refused = world.run(&[&["keys", verb, kid][..], reason].concat()).exits(4);
        let message = refused.err();
        for part in [kid.as_str(), &format!("is {state}"), &format!("cannot {verb}"), allowed] {
            assert!(message.contains(part), "{verb} {state}: {part}: {refused}");
        }
    }
    assert_eq!(contents(&world), before);
    world.run(&["keys", "retire", "nothing-like-this"]).exits(3);
}

#[test]
fn pruning_destroys_what_nothing_needs_and_keeps_the_row() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    let token = world.token();
    world.run(&["keys", "rotate", "--now"]).ok();
    let file = |kid: &str| world.home().join("keys").join(format!("{kid}.pem"));
    world.pass(TTL + LEEWAY);
    let early = world.run(&["keys", "prune"]).ok();
    insta::assert_snapshot!(settled(&world, &early), @"
    ---- stderr
    note: there is nothing to prune
    ---- exit 0
    ");
    assert!(file(&old).exists(), "it verifies to the last second");

    world.pass(1);
    let plan = world.run(&["keys", "prune", "--plan", "--json"]).ok().json();
    assert_eq!(plan["to_prune"], serde_json::json!([{"kind": "key", "name": old}]));
    assert!(file(&old).exists());
    let done = world.run(&["keys", "prune"]).ok();
    insta::assert_snapshot!(settled(&world, &done), @"
    KIND  NAME
    key   _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
    ---- exit 0
    ");
    assert!(!file(&old).exists() && file(&next).exists());
    let kept = row(&world, &old);
    assert_eq!((&kept["state"], &kept["private"]), (&"retired".into(), &"destroyed".into()));
    assert_eq!(world.verdict(&token), 22);
    world.run(&["keys", "export", &old, "--private"]).exits(4);
    world.run(&["keys", "export", &old]).ok();
    let again = world.run(&["keys", "prune", "--json"]).ok().json();
    assert_eq!(again["pruned"], serde_json::json!([]));
}

#[test]
fn a_folder_among_the_keys_does_not_keep_prune_from_its_work() {
    let world = Sandbox::new();
    let kid = generate(&world);
    world.run(&["keys", "revoke", &kid, "--reason", "lost"]).ok();
    fs::create_dir(world.home().join("keys/backup")).unwrap();
    let answer = world.run(&["keys", "prune"]);
    assert_eq!(row(&world, &kid)["private"], "destroyed", "{answer}");
}

#[test]
fn keys_that_end_soon_are_listed() {
    let world = Sandbox::new();
    let (old, next) = (active(&world), generate(&world));
    let expiring = |within: &str| -> Vec<String> {
        let list = world.run(&["keys", "list", "--expiring", within, "--json"]).ok().json();
        list["keys"].as_array().expect("a list").iter().map(|row| text(&row["kid"])).collect()
    };
    assert_eq!(expiring("30d"), [""; 0], "without a policy no key ends");
    world.run(&["keys", "rotate", "--now"]).ok();
    assert_eq!((expiring("1m"), expiring("5m")), (vec![], vec![old.clone()]), "retired, with no token to wait for");
    let config = fs::read_to_string(world.home().join("config.toml")).unwrap();
    fs::write(world.home().join("config.toml"), format!("{config}max_key_age = \"90d\"\n")).unwrap();
    world.pass(60 * DAY);
    assert!(!expiring("29d").contains(&next));
    assert!(expiring("30d").contains(&next));
    let row = &world.run(&["keys", "list", "--json"]).ok().json()["keys"][1];
    assert_eq!(seconds(&row["ends_at_unix"]), START + 90 * DAY);
}

#[test]
fn a_key_that_is_too_old_is_warned_of_and_its_tokens_are_good() {
    let world = Sandbox::new();
    let config = fs::read_to_string(world.home().join("config.toml")).unwrap();
    fs::write(world.home().join("config.toml"), format!("{config}max_key_age = \"90d\"\n")).unwrap();
    world.pass(90 * DAY - 1);
    let token = world.token();
    assert_eq!(world.run(&["keys", "list"]).ok().err(), "");
    let verdict = world.run(&["token", "verify", &token, "--json"]).ok().json();
    assert_eq!(verdict["warnings"], serde_json::json!([]));
    world.pass(1);
    let list = world.run(&["keys", "list"]).ok();
    insta::assert_snapshot!(settled(&world, &list), @"
    KID                                          ALG    BITS  STATE   CREATED AT            ENDS AT
    _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8  EdDSA  256   active  2026-01-01T00:00:00Z  2026-04-01T00:00:00Z
    ---- stderr
    warning: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is older than max_key_age; let the next one take over with `mintage keys rotate --alg EdDSA`
    ---- exit 0
    ");
    let verdict = world.run(&["token", "verify", &token, "--json"]).ok().json();
    insta::assert_snapshot!(verdict["warnings"].to_string(), @r#"["the key that signed it should have been rotated at 2026-04-01T00:00:00Z"]"#);
    // The advice ends it.
    world.run(&["keys", "rotate", "--alg", "EdDSA", "--now", "--no-passphrase"]).ok();
    assert_eq!(world.run(&["keys", "list"]).ok().err(), "");
}

#[test]
fn the_set_never_shows_a_key_that_was_revoked() {
    let world = Sandbox::new();
    let (first, second, third) = (active(&world), generate(&world), generate(&world));
    world.token();
    world.run(&["keys", "rotate", "--now"]).ok();
    assert_eq!(published(&world), [first.clone(), second.clone(), third.clone()], "retired, active and standby");
    let mut shown = vec![first.clone(), second.clone(), third.clone()];
    for kid in [third, first, second] {
        world.run(&["keys", "revoke", &kid, "--reason", "a rehearsal"]).ok();
        shown.retain(|other| *other != kid);
        assert_eq!(published(&world), shown);
        // Asked for by name it is still shown: someone may have to look for it.
        world.run(&["keys", "export", &kid]).ok();
    }
}

/// A service that fetches the set of keys and keeps it for an hour, as most of them do. It knows nothing else.
struct Verifier {
    keys: BTreeMap<String, Arc<VerificationKey>>,
    fetch_at: u64,
}

impl Verifier {
    /// One that fetches for the first time at this second of the test.
    fn starting_at(fetch_at: u64) -> Self {
        Self { keys: BTreeMap::new(), fetch_at }
    }

    fn refresh(&mut self, world: &Sandbox, now: u64) {
        if now < self.fetch_at {
            return;
        }
        let set = world.run(&["keys", "export", "--jwks"]).ok().stdout;
        let keys = import::read(&set, None, &Nobody).expect("a set of public keys");
        let ready = |key: import::ImportedKey| {
            assert!(key.private.is_none(), "a private key was published");
            let public = key.public.expect("a public key");
            let ready = VerificationKey::from_public(key.algorithm, &public).expect("a key for its algorithm");
            (key.kid.expect("a kid").to_string(), Arc::new(ready))
        };
        self.keys = keys.into_iter().map(ready).collect();
        self.fetch_at = now + HOUR;
    }

    /// The exit code of its verdict.
    fn judges(&self, token: &str, now: u64) -> u8 {
        let expected = Expectations {
            issuer: Some(Issuer::new("https://auth.localhost").unwrap()),
            audiences: vec![Audience::new("https://api.localhost").unwrap()],
            typ: Some("at+jwt".to_owned()),
            claims: Vec::new(),
            scopes: Scopes::default(),
            leeway: 0,
            max_age: None,
            warn_within: None,
            max_key_age: None,
            ip: None,
        };
        let now = Timestamp(i64::try_from(START + now).unwrap());
        verify(token.as_bytes(), self, &expected, now, Trace::Every).unwrap_or_else(|never| match never {}).exit()
    }
}

impl Source for Verifier {
    type Error = Infallible;

    fn key(&self, header: &Header) -> Result<KeyLookup, Infallible> {
        let key = header.kid.as_ref().and_then(|kid| self.keys.get(kid));
        Ok(key.map_or(KeyLookup::Unknown, |key| KeyLookup::Found {
            key: Arc::clone(key) as _,
            record: None,
            succeeded_at: None,
        }))
    }

    fn ledger(&self, _: &Jti) -> Result<Option<LedgerFacts>, Infallible> {
        Ok(None)
    }

    fn has_ledger(&self) -> bool {
        false
    }
}

struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}

/// Issues a token every few minutes for a day and more, and lets services look at each as long as it lives. At the sixth
/// hour the operator gives a command; `cron` is given every quarter of an hour. Says how often which verdict was given,
/// and how many keys signed.
fn a_day_of_tokens(operator: &[&str], cron: &[&str]) -> (BTreeMap<u8, u32>, usize) {
    const STEP: u64 = 5 * MINUTE;
    let world = Sandbox::new();
    // One has just fetched when the operator comes, one is about to, one when the key takes over.
    let mut verifiers = [0, 1, 20 * MINUTE, HOUR - 1].map(Verifier::starting_at);
    let mut live: Vec<(u64, String)> = Vec::new();
    let (mut verdicts, mut signers) = (BTreeMap::new(), BTreeMap::new());
    for now in (0..32 * HOUR).step_by(usize::try_from(STEP).unwrap()) {
        for verifier in &mut verifiers {
            verifier.refresh(&world, now);
        }
        if now == 6 * HOUR {
            world.run(operator).ok();
        }
        if now % (15 * MINUTE) == 0 && !cron.is_empty() {
            world.run(cron).ok();
        }
        let token = world.token();
        *signers.entry(signer(&world, &token)).or_insert(0) += 1;
        live.push((now + TTL, token));
        // At once, and in the last second before the next step, which is the last of some.
        for moment in [now, now + STEP - 1] {
            live.retain(|(exp, _)| moment < *exp);
            for verifier in verifiers.iter().filter(|verifier| !verifier.keys.is_empty()) {
                for (_, token) in &live {
                    *verdicts.entry(verifier.judges(token, moment)).or_insert(0) += 1;
                }
            }
        }
        world.pass(STEP);
    }
    (verdicts, signers.len())
}

#[test]
fn services_that_cache_the_keys_for_an_hour_refuse_no_token_through_a_rotation() {
    let (verdicts, signers) = a_day_of_tokens(&["keys", "rotate", "--no-passphrase"], &[]);
    assert_eq!(signers, 2, "the key was not rotated");
    assert_eq!(verdicts.keys().collect::<Vec<_>>(), [&0], "refused: {verdicts:?}");
    assert!(verdicts[&0] > 8_000, "{verdicts:?}");
}

#[test]
fn a_rotation_by_cron_with_pruning_is_as_quiet() {
    let (verdicts, signers) =
        a_day_of_tokens(&["keys", "rotate", "--activate-in", "2h", "--no-passphrase"], &["keys", "rotate", "--due"]);
    assert_eq!((verdicts.keys().collect::<Vec<_>>(), signers), (vec![&0], 2), "{verdicts:?}");
    let (verdicts, signers) =
        a_day_of_tokens(&["keys", "rotate", "--activate-in", "2h", "--no-passphrase"], &["keys", "prune"]);
    assert_eq!((verdicts.keys().collect::<Vec<_>>(), signers), (vec![&0], 2), "{verdicts:?}");
}

/// That the two above can fail: a rotation at once is what its warning says it is.
#[test]
fn services_that_cache_the_keys_refuse_tokens_after_a_rotation_at_once() {
    let (verdicts, signers) = a_day_of_tokens(&["keys", "rotate", "--now", "--no-passphrase"], &[]);
    assert_eq!(signers, 2);
    assert_eq!(verdicts.keys().collect::<Vec<_>>(), [&0, &22], "{verdicts:?}");
}

/// What an operator may do, with which key: places count modulo what there is.
#[derive(Debug, Clone)]
enum Step {
    Generate(bool),
    Rotate(bool),
    RotateNow(bool),
    Due,
    Activate(usize),
    Retire(usize),
    Revoke(usize),
    Prune,
    Issue,
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => any::<bool>().prop_map(Step::Generate),
        3 => any::<bool>().prop_map(Step::Rotate),
        2 => any::<bool>().prop_map(Step::RotateNow),
        1 => Just(Step::Due),
        2 => any::<usize>().prop_map(Step::Activate),
        2 => any::<usize>().prop_map(Step::Retire),
        1 => any::<usize>().prop_map(Step::Revoke),
        1 => Just(Step::Prune),
        4 => Just(Step::Issue),
        3 => prop_oneof![1..TTL, Just(DAY)].prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 1..30)
}

/// Does a step. Refusals are fine, failures are not.
fn take(world: &Sandbox, step: &Step, live: &mut Vec<(u64, String)>, now: &mut u64) {
    let alg = |other: bool| if other { "ES256" } else { "EdDSA" };
    let rows = rows(world);
    let kid = |place: usize| text(&rows[place % rows.len()]["kid"]);
    let answer = match step {
        Step::Generate(other) => world.run(&["keys", "gen", "--no-passphrase", "--alg", alg(*other)]).ok(),
        Step::Rotate(other) => world.run(&["keys", "rotate", "--no-passphrase", "--alg", alg(*other)]).ok(),
        Step::RotateNow(other) => world.run(&["keys", "rotate", "--now", "--no-passphrase", "--alg", alg(*other)]).ok(),
        Step::Due => world.run(&["keys", "rotate", "--due"]).ok(),
        Step::Activate(place) => world.run(&["keys", "activate", &kid(*place)]),
        Step::Retire(place) => world.run(&["keys", "retire", &kid(*place)]),
        Step::Revoke(place) => world.run(&["keys", "revoke", &kid(*place), "--reason", "a rehearsal"]),
        Step::Prune => world.run(&["keys", "prune"]).ok(),
        Step::Issue => {
            let answer = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]);
            if answer.exit == 0 {
                live.push((*now + TTL, answer.line(0)));
            }
            answer
        }
        Step::Pass(seconds) => {
            world.pass(*seconds);
            *now += seconds;
            return;
        }
    };
    assert!([0, 4].contains(&answer.exit), "{step:?}: {answer}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_operator_does_one_key_signs_and_no_token_is_lost(steps in steps()) {
        let world = Sandbox::new();
        let (mut live, mut now) = (Vec::new(), 0);
        for step in &steps {
            let before = rows(&world);
            take(&world, step, &mut live, &mut now);
            let after = rows(&world);
            for alg in ["EdDSA", "ES256"] {
                let signing = |rows: &[Value]| rows.iter().filter(|row| row["alg"] == alg && row["state"] == "active").count();
                prop_assert!(signing(&after) <= 1, "{after:#?}");
                // Only an emergency, or retiring what nothing uses, leaves an algorithm without a key.
                let may_end = matches!(step, Step::Revoke(_)) || (alg == "ES256" && matches!(step, Step::Retire(_)));
                prop_assert!(signing(&after) >= signing(&before) || may_end, "{step:?}: {after:#?}");
            }
            let state = |kid: &str| text(&after.iter().find(|row| row["kid"] == kid).expect("a key is never forgotten")["state"]);
            let published = published(&world);
            prop_assert!(published.iter().all(|kid| state(kid) != "revoked"));
            live.retain(|(exp, _)| now < *exp);
            for (_, token) in &live {
                let kid = signer(&world, token);
                let revoked = state(&kid) == "revoked";
                prop_assert_eq!(world.verdict(token), if revoked { 32 } else { 0 });
                prop_assert!(revoked || published.contains(&kid), "a verifier cannot know {}", kid);
            }
        }
    }
}
