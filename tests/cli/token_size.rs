//! Tokens that are too large for where tokens are carried.

use crate::support::{Answer, Sandbox};

/// A token with a claim of so many bytes.
fn issued(world: &Sandbox, bytes: usize, more: &[&str]) -> Answer {
    let claim = format!("x={}", "a".repeat(bytes));
    world.run(&[&["token", "issue", "--app", "demo", "--user", "alice", "--claim", &claim], more].concat()).ok()
}

const COOKIE: &str = "more than 4 KiB, at which browsers refuse a cookie";
const HEADERS: &str = "more than 8 KiB, at which many servers refuse the headers of a request";

#[test]
fn a_token_that_does_not_fit_is_issued_with_a_word_about_it() {
    let world = Sandbox::new();
    for (bytes, said) in [(2_000, None), (3_200, Some(COOKIE)), (6_500, Some(HEADERS))] {
        let answer = issued(&world, bytes, &[]);
        let note = said.map(|said| format!("note: the access token has {} bytes, {said}\n", answer.line(0).len()));
        assert_eq!(answer.err(), note.unwrap_or_default(), "{bytes}");
        assert_eq!(issued(&world, bytes, &["-q"]).err(), "");
        let shown = world.run(&["token", "decode", &answer.line(0)]).ok();
        assert_eq!([COOKIE, HEADERS].into_iter().find(|words| shown.out().contains(words)), said, "{shown}");
    }
}

#[test]
fn a_signature_that_makes_a_token_large_is_named_as_the_cause() {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", "ML-DSA-65", "--no-passphrase", "--app", "demo"]).ok();
    let answer = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token"]).ok();
    for name in ["access", "ID"] {
        assert!(answer.err().contains(&format!("note: the {name} token has ")), "{answer}");
    }
    let lint = world.run(&["token", "decode", "--lint", &answer.line(0)]).ok();
    assert!(lint.out().contains("more than half of it is the signature"), "{lint}");
    let other = Sandbox::new();
    let lint = other.run(&["token", "decode", "--lint", &issued(&other, 3_200, &[]).line(0)]).ok();
    assert!(lint.out().contains("leave out what services can ask for"), "{lint}");
}
