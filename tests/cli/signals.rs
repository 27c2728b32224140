//! Signals, with the real program: whoever asks it to end is heard, also after it has waited for something else.

use std::io::{BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::support::{Sandbox, has};

/// A home whose key has the passphrase `right`.
fn sealed() -> Sandbox {
    let world = Sandbox::empty();
    world.set("PASSPHRASE", "right");
    let init = ["init", "--alg", "EdDSA", "--passphrase-env", "PASSPHRASE", "--app", "demo"];
    assert!(world.binary(&init).output().unwrap().status.success());
    world
}

/// More tokens than anyone waits for.
const MANY: &str = "token issue --app demo --user alice --count 100000";

/// Starts a line on a terminal of its own, whose keyboard is standard input and whose screen is standard output.
fn on_a_terminal(world: &Sandbox, line: &str) -> Child {
    let typed = format!("'{}' {line}", world.binary(&[]).get_program().display());
    let mut terminal = Command::new("script");
    terminal.args(["-qec", &typed, "/dev/null"]).env_clear().env("MINTAGE_HOME", world.home());
    terminal.env("PATH", "/usr/bin:/bin").env("TERM", "xterm").stdin(Stdio::piped()).stdout(Stdio::piped());
    terminal.spawn().unwrap()
}

/// Reads until a text was shown.
#[track_caller]
fn until(text: &str, screen: &mut BufReader<ChildStdout>) {
    let mut seen = String::new();
    while !seen.ends_with(text) {
        let mut byte = [0];
        assert_eq!(screen.read(&mut byte).unwrap(), 1, "no {text:?}: {seen}");
        seen.push(char::from(byte[0]));
    }
}

#[test]
fn ctrl_c_ends_a_batch_whose_passphrase_was_typed() {
    if !has("script", &["--version"]) {
        return;
    }
    let world = sealed();
    let mut child = on_a_terminal(&world, MANY);
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = BufReader::new(child.stdout.take().unwrap());
    until(": ", &mut screen);
    keyboard.write_all(b"right\n").unwrap();
    until("eyJ", &mut screen);
    keyboard.write_all(b"\x03").unwrap();
    std::io::copy(&mut screen, &mut std::io::sink()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(128 + 2));
}
