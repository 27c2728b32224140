//! A suite of test tokens: each as its manifest says, private, and the same for the same seed.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{START, Sandbox, settled};

pub const FLAWS: usize = mintage::core::forge::FLAWS.len();

/// Forges a suite into a folder, and gives its manifest.
#[track_caller]
fn suite(world: &Sandbox, folder: &str, more: &[&str]) -> (PathBuf, Value) {
    let out = world.folder().join(folder);
    let answer =
        world.run(&[&["token", "forge", "--json", "--all", "--out", out.to_str().unwrap()], more].concat()).ok();
    let manifest: Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(answer.json(), manifest, "the answer is the manifest");
    (out, manifest)
}

fn tokens(manifest: &Value) -> &[Value] {
    manifest["tokens"].as_array().expect("tokens")
}

/// Every token of a suite is judged as its manifest says.
#[track_caller]
fn agrees(world: &Sandbox, folder: &std::path::Path, manifest: &Value, more: &[&str]) {
    for token in tokens(manifest) {
        let file = format!("@{}", folder.join(token["file"].as_str().unwrap()).display());
        let answer = world.run(&[&["token", "verify", "--json", &file], more].concat());
        let verdict = answer.json();
        assert_eq!(verdict["reason"], token["reason"], "{}", token["flaw"]);
        assert_eq!(verdict["exit_code"], token["exit_code"], "{}", token["flaw"]);
        assert_eq!(u64::from(answer.exit), token["exit_code"].as_u64().unwrap(), "{}", token["flaw"]);
    }
}

fn files(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect()
}

/// What needs a key of ECDSA.
const NO_ECDSA: [&str; 4] = ["ecdsa-twin", "zero-ecdsa", "ecdsa-der", "ecdsa-swapped"];
/// And what needs one of ML-DSA, or of either.
const NONE_OF_EITHER: [&str; 6] =
    ["ecdsa-twin", "zero-ecdsa", "ecdsa-der", "ecdsa-swapped", "ml-dsa-hint", "other-curve"];

/// What needs a public half.
const NO_PUBLIC_HALF: [&str; 4] = ["hs256-public-pem", "hs256-public-der", "hs256-public-trimmed", "x5c"];

#[test]
fn verify_answers_every_token_as_its_manifest_says_whatever_the_algorithm() {
    for (algorithm, skipped) in [
        ("EdDSA", NONE_OF_EITHER.to_vec()),
        ("ES256", vec!["ml-dsa-hint"]),
        ("ES384", vec!["ml-dsa-hint"]),
        ("ES512", vec!["ml-dsa-hint"]),
        ("ES256K", vec!["ml-dsa-hint", "x5c"]),
        ("Ed25519", NONE_OF_EITHER.to_vec()),
        ("ML-DSA-44", [&NO_ECDSA[..], &["x5c"]].concat()),
        ("ML-DSA-65", [&NO_ECDSA[..], &["x5c"]].concat()),
        ("ML-DSA-87", [&NO_ECDSA[..], &["x5c"]].concat()),
        ("RS256", NONE_OF_EITHER.to_vec()),
        ("PS512", NONE_OF_EITHER.to_vec()),
        ("HS384", [&NONE_OF_EITHER[..], &NO_PUBLIC_HALF].concat()),
        ("HS256", [&NONE_OF_EITHER[..], &NO_PUBLIC_HALF].concat()),
    ] {
        let world = Sandbox::empty();
        world.run(&["init", "--alg", algorithm, "--no-passphrase"]).ok();
        let (folder, manifest) = suite(&world, "suite", &[]);
        let left: Vec<&str> =
            manifest["skipped"].as_array().unwrap().iter().map(|skipped| skipped["flaw"].as_str().unwrap()).collect();
        assert_eq!(left, skipped, "{algorithm}");
        // Those of proofs are for a request that is named.
        let plain =
            mintage::core::forge::FLAWS.iter().filter(|row| !row.flaw.is_of_proof() && !row.flaw.needs_probe()).count();
        assert_eq!(tokens(&manifest).len() + skipped.len(), plain, "{algorithm}");
        agrees(&world, &folder, &manifest, &[]);
    }
}

#[test]
fn the_tokens_can_be_those_of_an_app_and_a_user_of_the_home() {
    let world = Sandbox::new();
    let more = ["--app", "demo", "--user", "alice", "--scope", "read", "--claim", "role=admin"];
    let (folder, manifest) = suite(&world, "suite", &more);
    agrees(&world, &folder, &manifest, &[]);
    let valid = format!("@{}", folder.join("valid.jwt").display());
    let flags = ["--sub", "alice", "--require-scope", "read", "--require-claim", "role=admin"];
    world.run(&[&["token", "verify", &valid], &flags[..]].concat()).ok();
    // With the same requirements everything else is refused for the same reason as without.
    agrees(&world, &folder, &serde_json::json!({"tokens": [tokens(&manifest)[0]]}), &flags);
    // The home has its apps as before, and what was made for flaws.
    let apps = world.run(&["app", "list", "--json"]).ok().json();
    let states: Vec<_> =
        apps["apps"].as_array().unwrap().iter().map(|app| format!("{} {}", app["name"], app["state"])).collect();
    assert_eq!(states, [r#""demo" "active""#, r#""forge-blocked" "blocked""#]);
    // A consent that does not cover a scope is not widened.
    world
        .run(&["token", "forge", "--flaw", "expired", "--app", "demo", "--user", "alice", "--scope", "write"])
        .exits(4);
}

#[test]
fn without_a_kid_a_token_is_valid_only_where_no_other_key_could_be_meant() {
    let world = Sandbox::new();
    let one = world.run(&["token", "forge", "--flaw", "no-kid", "--json"]).ok().json();
    assert_eq!((&one["reason"], &one["exit_code"]), (&Value::Null, &0.into()));
    assert_eq!(world.verdict(one["token"].as_str().unwrap()), 0);
    world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let two = world.run(&["token", "forge", "--flaw", "no-kid", "--json"]).ok().json();
    assert_eq!((&two["reason"], &two["exit_code"]), (&"unknown_key".into(), &22.into()));
    assert_eq!(world.verdict(two["token"].as_str().unwrap()), 22);
}

#[test]
fn forging_changes_no_key_and_publishes_none() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "1h", "--no-passphrase"]).ok();
    // The rotation is due, and stays so: test tokens are no reason to change what signs.
    world.pass(7_200);
    let keys = || world.run(&["keys", "list", "--json"]).ok().json()["keys"].as_array().unwrap().clone();
    let (before, set) = (keys(), world.run(&["keys", "export", "--jwks"]).ok().out());
    suite(&world, "suite", &[]);
    let after = keys();
    assert_eq!(after[..before.len()], before[..]);
    let made: Vec<_> = after[before.len()..].iter().map(|key| key["state"].as_str().unwrap()).collect();
    assert_eq!(made, ["retired", "revoked"]);
    assert_eq!(world.run(&["keys", "export", "--jwks"]).ok().out(), set);
    // The next suite uses them again, and so does one after their files were pruned, with new ones.
    suite(&world, "again", &[]);
    assert_eq!(keys(), after);
    world.run(&["keys", "prune"]).ok();
    let (folder, manifest) = suite(&world, "pruned", &[]);
    assert_eq!(keys().len(), after.len() + 2);
    agrees(&world, &folder, &manifest, &[]);
}

#[test]
fn forging_does_not_keep_the_key_longer_than_a_good_token_would() {
    let world = Sandbox::new();
    world.token();
    let kid = world.run(&["-q", "keys", "list"]).ok().line(0);
    let safe = || {
        let plan = world.run(&["keys", "retire", &kid, "--plan", "--json"]).ok().json();
        plan["safe_to_retire_at_unix"].as_i64().expect("a time")
    };
    let before = safe();
    suite(&world, "suite", &[]);
    assert!(safe() - before < 60, "{} {before}", safe());
}

#[test]
fn only_what_a_flaw_needs_is_made() {
    let world = Sandbox::new();
    let answer = world.run(&["token", "forge", "--flaw", "expired", "--app", "demo"]).ok();
    assert_eq!(world.verdict(&answer.line(0)), 24);
    assert_eq!(world.run(&["-q", "keys", "list"]).ok().out().lines().count(), 1);
    assert_eq!(world.run(&["-q", "app", "list"]).ok().out().lines().count(), 1);
    // Nothing is made for a flaw that cannot be had.
    let refused = world.run(&["token", "forge", "--flaw", "zero-ecdsa"]).exits(4);
    insta::assert_snapshot!(refused, @"
    ---- stderr
    error: the test token zero-ecdsa cannot be made here: the home has no active ES256, ES384, ES512 or ES256K key
    hint: see the others with `mintage token forge --list`
    ---- exit 4
    ");
    assert_eq!(world.run(&["-q", "app", "list"]).ok().out().lines().count(), 1);
}

#[test]
fn the_same_seed_time_key_and_home_give_the_same_bytes() {
    let world = Sandbox::new();
    let at = START.to_string();
    world.pass(60);
    let flags = ["--seed", "42", "--at", &at];
    let (first, manifest) = suite(&world, "first", &flags);
    agrees(&world, &first, &manifest, &["--at", &at]);
    world.pass(60);
    let (second, _) = suite(&world, "second", &flags);
    assert_eq!(files(&first), files(&second));
    let rows = world.run(&["-q", "token", "list", "--limit", "1000"]).ok().out().lines().count();
    // Another seed gives other tokens.
    let (third, _) = suite(&world, "third", &["--seed", "43", "--at", &at]);
    assert_ne!(files(&first)["valid.jwt"], files(&third)["valid.jwt"]);
    let more = world.run(&["-q", "token", "list", "--limit", "1000"]).ok().out().lines().count();
    assert_eq!(more, 2 * rows, "the second suite added no row");
}

#[test]
fn a_seed_whose_tokens_have_changed_is_refused() {
    let world = Sandbox::new();
    let at = START.to_string();
    let flags = ["token", "forge", "--flaw", "valid", "--seed", "7", "--at", &at, "--json"];
    let forged = world.run(&flags).ok().json();
    world.run(&["token", "revoke", forged["jti"].as_str().unwrap()]).ok();
    insta::assert_snapshot!(world.run(&flags[..8]).exits(4), @"
    ---- stderr
    error: the ledger has test tokens of the seed 7 already, and something has changed since: one was revoked, or the user's consent is another
    hint: take another --seed, or leave it out
    ---- exit 4
    ");
}

#[test]
fn a_token_that_becomes_good_later_is_not_made() {
    let world = Sandbox::new();
    let future = (START + 3_600).to_string();
    insta::assert_snapshot!(world.run(&["token", "forge", "--flaw", "expired", "--at", &future]).exits(2), @"
    ---- stderr
    error: test tokens cannot be as of 2026-01-01T01:00:00Z: it is in the future
    hint: leave --at out, or give a time that is past: a token that becomes good later would be a good token
    ---- exit 2
    ");
    world.run(&["token", "forge", "--flaw", "expired", "--at", "0"]).exits(2);
    let token = world.run(&["token", "forge", "--flaw", "not-yet-valid"]).ok().line(0);
    for at in [START + 60, START + 1_000, START + 200_000] {
        let answer = world.run(&["token", "verify", &token, "--at", &at.to_string()]);
        assert!([24, 25].contains(&answer.exit), "{answer}");
    }
}

#[test]
fn a_suite_is_private_and_never_written_over_anything() {
    let world = Sandbox::new();
    let (folder, _) = suite(&world, "suite", &[]);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for name in files(&folder).keys() {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    let rows = || world.run(&["-q", "token", "list", "--limit", "1000"]).ok().out();
    let before = rows();
    let again = world.run(&["token", "forge", "--all", "--out", folder.to_str().unwrap()]).exits(4);
    insta::assert_snapshot!(settled(&world, &again), @"
    ---- stderr
    error: /world/suite is not empty, and nothing in it is ever overwritten
    hint: name a folder that is empty or not there
    ---- exit 4
    ");
    assert_eq!(rows(), before, "nothing was forged");
    let file = world.file("file", "x");
    world.run(&["token", "forge", "--all", "--out", file.to_str().unwrap()]).exits(2);
}
