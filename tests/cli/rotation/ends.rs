//! The ends of a key: retired, revoked, destroyed.

use std::fs;

use serde_json::Value;

use super::{DAY, LEEWAY, TTL, published, seconds, signer, state, text};
use crate::support::{START, Sandbox, settled, tree_but_the_log};

/// Handing over to a key that nobody can open would leave nothing that signs.
#[test]
fn a_key_is_not_retired_for_one_whose_file_is_gone() {
    let world = Sandbox::new();
    let (old, next) = (world.active_key(), world.generate_key());
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
    let (old, next) = (world.active_key(), world.generate_key());
    fs::remove_file(world.home().join(format!("keys/{next}.pem"))).unwrap();
    let plan = world.run(&["keys", "revoke", &old, "--plan", "--json"]).ok().json();
    assert_eq!(plan["successor"], Value::Null);
    let done = world.run(&["keys", "revoke", &old, "--reason", "leak"]).ok();
    assert!(done.err().contains("nothing signs EdDSA now; make a key with"), "{done}");
    let made = world.generate_key();
    assert_eq!(signer(&world, &world.token()), made);
}

/// What `--when-safe` would do, the plan says.
#[test]
fn a_key_that_no_live_token_needs_is_safe_to_retire_now() {
    let world = Sandbox::new();
    let (old, _) = (world.active_key(), world.generate_key());
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
    let (old, next) = (world.active_key(), world.generate_key());
    world.token();
    let before = tree_but_the_log(&world.home(), &world.store());
    let refused = world.run(&["keys", "retire", &old, "--when-safe"]).exits(4);
    insta::assert_snapshot!(settled(&world, &refused), @"
    ---- stderr
    error: 1 live token needs key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8; it is safe to retire at 2026-01-01T00:20:00Z
    hint: wait until then, or leave --when-safe out: a retired key verifies until its tokens have ended
    ---- exit 4
    ");
    assert!(tree_but_the_log(&world.home(), &world.store()) == before);
    world.pass(TTL + LEEWAY);
    world.run(&["keys", "retire", &old, "--when-safe"]).ok();
    assert_eq!((state(&world, &old), world.active_key()), ("retired".to_owned(), next));
}

#[test]
fn a_key_that_is_retired_hands_over_and_goes_on_verifying() {
    let world = Sandbox::new();
    let (old, next) = (world.active_key(), world.generate_key());
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
    let kid = world.active_key();
    let refused = world.run(&["keys", "retire", &kid]).exits(4);
    insta::assert_snapshot!(settled(&world, &refused), @"
    ---- stderr
    error: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is the only one that signs EdDSA, which this home or an app of it uses
    hint: `mintage keys rotate --alg EdDSA` publishes the next key; this one retires when that takes over
    ---- exit 4
    ");
    assert_eq!(world.active_key(), kid);
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
    let (old, next) = (world.active_key(), world.generate_key());
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
      revoked
        at      2026-01-01T00:00:00Z
        by      tester@host (uid 1000)
        reason  found in a public bucket
    live tokens      4
    users            2
    top users
      alice  2
      bob    1
    apps
      demo   2
      other  2
    last expires at  2026-01-01T00:15:00Z
    successor        MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w
    ---- stderr
    warning: key MlPQqFyAL_aDbMcbcqbcPypXC_veE1PtCAtlc1K9N4w was made just now: verifiers with an older copy of the key set refuse its tokens until they fetch the set again
    note: publish the set again (`mintage keys export --jwks --out jwks.json`): verifiers that cache it accept tokens of the key until they fetch it again
    ---- exit 0
    ");
    for token in &tokens {
        let verdict = world.run(&["token", "verify", token, "--json"]).exits(32).json();
        assert_eq!((&verdict["reason"], &verdict["ended"]["cause"]), (&"revoked".into(), &"key".into()));
        assert_eq!(verdict["ended"]["reason"], "found in a public bucket");
    }
    assert_eq!(published(&world), std::slice::from_ref(&next));
    assert_eq!(signer(&world, &world.token()), next);
}

#[test]
fn revoking_the_only_key_says_that_nothing_signs() {
    let world = Sandbox::new();
    let (old, token) = (world.active_key(), world.token());
    let done = world.run(&["keys", "revoke", &old, "--reason", "stolen"]).ok();
    assert!(done.err().contains("nothing signs EdDSA now"), "{done}");
    let refused = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).exits(4);
    assert!(refused.err().contains("mintage keys gen"), "{refused}");
    let next = world.generate_key();
    assert_eq!((world.active_key(), world.verdict(&token)), (next, 32));
}

#[test]
fn a_secret_that_was_revoked_and_pruned_still_refuses_its_tokens() {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", "HS256", "--no-passphrase", "--app", "demo"]).ok();
    let token = world.token();
    let kid = signer(&world, &token);
    world.generate_key();
    world.run(&["keys", "revoke", &kid, "--reason", "stolen"]).ok();
    assert_eq!(world.verdict(&token), 32);
    world.run(&["keys", "prune"]).ok();
    // Nobody can tell any more whether it was signed with the key, and whether it was does not matter.
    let verdict = world.run(&["token", "verify", &token]);
    assert!([22, 32].contains(&verdict.exit), "a verdict, whatever became of the secret: {verdict}");
}

#[test]
fn pruning_destroys_what_nothing_needs_and_keeps_the_row() {
    let world = Sandbox::new();
    let (old, next) = (world.active_key(), world.generate_key());
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
    assert_eq!(plan["pruned"], serde_json::json!([{"kind": "key", "name": old}]));
    assert!(file(&old).exists());
    let done = world.run(&["keys", "prune"]).ok();
    insta::assert_snapshot!(settled(&world, &done), @"
    KIND  NAME
    key   _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
    ---- exit 0
    ");
    assert!(!file(&old).exists() && file(&next).exists());
    let kept = world.key(&old);
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
    let kid = world.generate_key();
    world.run(&["keys", "revoke", &kid, "--reason", "lost"]).ok();
    fs::create_dir(world.home().join("keys/backup")).unwrap();
    let answer = world.run(&["keys", "prune"]);
    assert_eq!(world.key(&kid)["private"], "destroyed", "{answer}");
}
