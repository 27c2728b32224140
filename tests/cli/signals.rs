//! Signals, with the real program: whoever asks it to end is heard, also after it has waited for something else.

use std::io::{BufReader, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::{Sandbox, has, heard};

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
    terminal.args(["-qec", &typed, "/dev/null"]);
    let mut terminal = heard(&terminal);
    terminal.env("MINTAGE_HOME", world.home()).env("PATH", "/usr/bin:/bin").env("TERM", "xterm").stdin(Stdio::piped());
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

/// Types the passphrase until a text was shown: a prompt that turns the echo off forgets what was typed before it did.
fn say_right(keyboard: &mut ChildStdin, text: &str, screen: &mut BufReader<ChildStdout>) {
    let is_heard = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_heard.load(Ordering::Relaxed) && keyboard.write_all(b"right\n").is_ok() {
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        until(text, screen);
        is_heard.store(true, Ordering::Relaxed);
    });
}

/// Names the command that prints the passphrase.
fn configure(world: &Sandbox, command: &str) {
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("passphrase_command = \"{command}\"\n{text}")).unwrap();
}

/// Starts a script with the program as `$0`, where no terminal listens to it.
fn away(world: &Sandbox, script: &str) -> Child {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", script]).arg(world.binary(&[]).get_program()).env_clear().env("MINTAGE_HOME", world.home());
    shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).spawn().unwrap()
}

fn ask_to_end(child: &Child, signal: &str) {
    let sent = Command::new("/bin/sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
    assert!(sent.success());
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
    say_right(&mut keyboard, "eyJ", &mut screen);
    keyboard.write_all(b"\x03").unwrap();
    std::io::copy(&mut screen, &mut std::io::sink()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(128 + 2));
}

/// Asks for a passphrase as many tools do: on the terminal, whatever the streams are.
const ASKS: &str = "printf 'Say: ' >&2; stty -echo </dev/tty; read -r word </dev/tty; stty echo </dev/tty; echo $word";

#[test]
fn the_command_of_the_settings_may_ask_on_the_terminal_and_ctrl_c_ends_what_follows() {
    if !has("script", &["--version"]) {
        return;
    }
    let world = sealed();
    configure(&world, ASKS);
    let mut child = on_a_terminal(&world, MANY);
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = BufReader::new(child.stdout.take().unwrap());
    until("Say: ", &mut screen);
    say_right(&mut keyboard, "eyJ", &mut screen);
    keyboard.write_all(b"\x03").unwrap();
    std::io::copy(&mut screen, &mut std::io::sink()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(128 + 2));
}

#[test]
fn whoever_asks_the_program_to_end_ends_the_command_of_the_settings_too() {
    let world = sealed();
    let mark = world.folder().join("mark");
    configure(&world, &format!("echo >&2; (sleep 2; : >{})", mark.display()));
    let mut child = away(&world, "exec \"$0\" token issue --app demo --user alice");
    let mut complaints = child.stderr.take().unwrap();
    // It runs.
    complaints.read_exact(&mut [0]).unwrap();
    ask_to_end(&child, "TERM");
    assert_eq!(child.wait().unwrap().signal(), Some(15));
    std::thread::sleep(Duration::from_secs(3));
    assert!(!mark.exists());
}

#[test]
fn a_signal_that_is_ignored_stays_so() {
    let world = sealed();
    configure(&world, "echo right");
    let issue = "token issue --app demo --user alice --count 3000";
    for (line, end) in [
        (format!("trap '' HUP; exec \"$0\" {issue}"), None),
        (format!("exec env --default-signal=HUP \"$0\" {issue}"), Some(1)),
    ] {
        let mut child = away(&world, &line);
        let mut answers = child.stdout.take().unwrap();
        answers.read_exact(&mut [0]).unwrap();
        ask_to_end(&child, "HUP");
        std::io::copy(&mut answers, &mut std::io::sink()).unwrap();
        assert_eq!(child.wait().unwrap().signal(), end, "{line}");
    }
}
