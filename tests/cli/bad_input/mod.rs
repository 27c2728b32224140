//! Bad input: each case has its exit code, one clear line, a hint, and leaves everything as it was.

mod claims;
mod command_line;
mod home;
mod mistakes;
mod names;
mod other_words;
mod passphrases;
mod tokens;

use crate::support::{Answer, Sandbox, settled, tree_but_the_log};

/// Whether an answer is one line of error and one of advice, and nothing else. Only a wrong flag or value may go
/// without advice, because the line itself says what would be right.
#[track_caller]
fn is_clear(answer: &Answer) {
    assert!(answer.stdout.is_empty(), "an error is no answer: {answer}");
    let err = answer.err();
    let lines: Vec<&str> = err.lines().collect();
    let clear = match lines[..] {
        [error, hint] => error.starts_with("error: ") && hint.starts_with("hint: "),
        [error] => error.starts_with("error: ") && answer.exit == 2,
        _ => false,
    };
    assert!(clear, "one line, one hint: {answer}");
}

/// Runs what must fail, sees that it fails clearly and changes nothing, and gives what users see.
#[track_caller]
fn refused(world: &Sandbox, args: &[&str]) -> String {
    refused_with(world, args, b"")
}

/// The same with these bytes on standard input.
#[track_caller]
fn refused_with(world: &Sandbox, args: &[&str], stdin: impl AsRef<[u8]>) -> String {
    let before = tree_but_the_log(world.folder(), &world.store());
    let answer = world.run_with(args, stdin);
    assert_ne!(answer.exit, 0, "{answer}");
    is_clear(&answer);
    assert!(tree_but_the_log(world.folder(), &world.store()) == before, "a refused command changed a file: {answer}");
    settled(world, &answer)
}

/// The arguments of an issue for alice of demo, with more flags.
fn issue<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["token", "issue", "--app", "demo", "--user", "alice"], more].concat()
}
