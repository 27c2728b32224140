//! Words that name a key wherever a kid is taken, and lists by what keys are.

use super::{DAY, signer, state, text};
use crate::support::Sandbox;

/// A home that has rotated twice, with a token of each key and one that stands by: oldest, previous, active, next.
fn with_history() -> (Sandbox, [String; 4], [String; 3]) {
    let world = Sandbox::new();
    let mut tokens = vec![world.token()];
    for _ in 0..2 {
        world.pass(60);
        world.run(&["keys", "rotate", "--now"]).ok();
        tokens.push(world.token());
    }
    let next = world.generate_key();
    let kids = [signer(&world, &tokens[0]), signer(&world, &tokens[1]), signer(&world, &tokens[2]), next];
    (world, kids, tokens.try_into().unwrap())
}

#[test]
fn words_are_taken_wherever_a_kid_is() {
    let (world, [_, previous, active, next], [_, of_previous, _]) = with_history();
    for (word, kid) in [("@previous", &previous), ("@active", &active), ("@next", &next)] {
        assert_eq!(world.run(&["keys", "show", word, "-q"]).ok().line(0), *kid);
        let jwk = world.run(&["keys", "export", word, "--format", "jwk"]).ok().json();
        assert_eq!(text(&jwk["kid"]), *kid);
        let plan = world.run(&["keys", "revoke", word, "--plan", "-q"]).ok();
        assert_eq!(plan.line(0), *kid);
    }
    let jti = world.jti(&of_previous);
    assert_eq!(world.run(&["token", "list", "--key", "@previous", "-q"]).ok().out(), format!("{jti}\n"));
    world.run(&["keys", "activate", "@next"]).ok();
    assert_eq!(world.active_key(), next);
    world.run(&["keys", "passphrase", "@active", "--no-passphrase"]).ok();
    world.run(&["token", "revoke", "--key", "@previous", "--reason", "a rehearsal"]).ok();
    world.generate_key();
    world.run(&["keys", "retire", "@active"]).ok();
}

#[test]
fn revoking_the_previous_key_twice_never_reaches_the_one_before() {
    let (world, [oldest, previous, active, _], [old, stolen, fresh]) = with_history();
    world.run(&["keys", "revoke", "@previous", "--reason", "leaked"]).ok();
    world.run(&["keys", "revoke", "@previous", "--reason", "leaked"]).exits(4);
    assert_eq!([&oldest, &previous, &active].map(|kid| state(&world, kid)), ["retired", "revoked", "active"]);
    assert_eq!([&old, &stolen, &fresh].map(|token| world.verdict(token)), [0, 32, 0]);
}

#[test]
fn a_word_that_fits_several_names_them_and_takes_an_algorithm() {
    let world = Sandbox::new();
    world.run(&["keys", "gen", "--alg", "ES256"]).ok();
    let before = world.keys();
    let kids: Vec<String> = before.iter().map(|key| text(&key["kid"])).collect();
    for args in [
        &["keys", "revoke", "@active", "--reason", "leaked"][..],
        &["keys", "show", "@active"],
        &["keys", "export", "@active"],
        &["token", "list", "--key", "@active"],
        &["token", "revoke", "--key", "@active", "--reason", "leaked"],
    ] {
        let refused = world.run(args).exits(2);
        assert!(kids.iter().all(|kid| refused.err().contains(kid.as_str())), "{refused}");
        assert!(refused.err().contains("--alg"), "{refused}");
    }
    assert_eq!(world.keys(), before);
    assert_eq!(world.run(&["keys", "show", "@active", "--alg", "ES256", "-q"]).ok().line(0), kids[1]);
    world.run(&["token", "list", "--key", "@active", "--alg", "EdDSA"]).ok();
    let nobody = world.run(&["keys", "revoke", "@next", "--alg", "ES256", "--reason", "leaked"]).exits(3);
    assert!(nobody.err().contains("there is no ES256 key @next: none stands by"), "{nobody}");
    world.run(&["keys", "revoke", "@previous", "--reason", "leaked"]).exits(3);
    let mistyped = world.run(&["keys", "revoke", "@activ", "--reason", "leaked"]).exits(3);
    assert!(mistyped.err().contains("the words are @active, @previous and @next"), "{mistyped}");
    assert_eq!(world.keys(), before);
}

#[test]
fn a_list_by_state_and_algorithm_is_what_the_bare_value_is_taken_from() {
    let (world, [oldest, previous, active, next], _) = with_history();
    let other = world.run(&["keys", "gen", "--alg", "ES256", "-q"]).ok().line(0);
    let quiet = |more: &[&str]| {
        let out = world.run(&[&["-q", "keys", "list"], more].concat()).ok().out();
        out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(quiet(&["--state", "retired"]), [oldest.clone(), previous.clone()]);
    assert_eq!(quiet(&["--state", "active"]), [active.clone(), other.clone()]);
    assert_eq!(quiet(&["--state", "active", "--alg", "EdDSA"]), [active]);
    assert_eq!(quiet(&["--state", "standby", "--state", "retired"]), [oldest, previous, next]);
    assert_eq!(quiet(&["--alg", "ES256", "--alg", "RS256"]), [other]);
    assert!(quiet(&["--state", "revoked"]).is_empty());
    world.pass(DAY);
    let listed = world.run(&["keys", "list", "--alg", "ES256", "--json"]).ok().json();
    assert_eq!(listed["keys"].as_array().map(Vec::len), Some(1));
    world.run(&["keys", "list", "--state", "leaked"]).exits(2);
    world.run(&["keys", "list", "--alg", "ES257"]).exits(2);
}

#[test]
fn a_new_key_is_protected_as_the_one_that_it_replaces() {
    let file = |world: &Sandbox, word: &str, alg: &str| {
        text(&world.run(&["keys", "show", word, "--alg", alg, "--json"]).ok().json()["file"])
    };
    let world = Sandbox::new();
    let answer = world.run(&["keys", "rotate", "--now"]).ok();
    assert!(answer.err().contains("the new key is unencrypted, as the one before"), "{answer}");
    world.run(&["keys", "gen", "--alg", "ES256"]).ok();
    world.run(&["keys", "gen"]).ok();
    let open = [("@active", "EdDSA"), ("@active", "ES256"), ("@next", "EdDSA")];
    assert_eq!(open.map(|(word, alg)| file(&world, word, alg)), ["unencrypted"; 3]);

    // Once it is encrypted, the next one is, or there is none; the other algorithm is as it was.
    let pass = world.file("pass", "correct horse battery staple").display().to_string();
    world.run(&["keys", "activate", "@next"]).ok();
    world.run(&["keys", "passphrase", "@active", "--alg", "EdDSA", "--new-passphrase-file", &pass]).ok();
    world.run(&["keys", "rotate", "--now"]).exits(5);
    world.run(&["keys", "gen"]).exits(5);
    world.run(&["keys", "gen", "--alg", "PS256"]).exits(5);
    world.run(&["keys", "rotate", "--now", "--alg", "ES256"]).ok();
    world.run(&["keys", "rotate", "--now", "--passphrase-file", &pass]).ok();
    assert_eq!(file(&world, "@active", "EdDSA"), "encrypted");
    // A source that is named is the user's word, and so is the flag.
    world.run(&["keys", "rotate", "--now", "--alg", "ES256", "--passphrase-file", &pass]).ok();
    assert_eq!(file(&world, "@active", "ES256"), "encrypted");
    world.run(&["keys", "rotate", "--now", "--alg", "ES256", "--no-passphrase"]).ok();
    assert_eq!(file(&world, "@active", "ES256"), "unencrypted");
}
