//! Signals, with the real program: whoever asks it to end is heard, also after it has waited for something else.

use std::io::{BufReader, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::{Sandbox, has, heard, skipped};

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

/// The words that make what follows them the first process of a container, where they may be had.
fn as_first() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [
        &["unshare", "--pid", "--fork", "--mount-proc"],
        &["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"],
    ];
    let works = |way: &&&[&str]| {
        let status = Command::new(way[0]).args(&way[1..]).arg("true").stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    let way = WAYS.iter().find(works);
    if way.is_none() {
        skipped("this machine makes no process the first of its own");
    }
    way.copied()
}

#[test]
fn the_first_process_of_a_container_ends_when_it_is_asked_to() {
    let Some(way) = as_first() else { return };
    let world = sealed();
    let fifo = world.folder().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let pipe = fifo.to_str().unwrap();
    // Whoever waits: for standard input, for a file, for the command of the settings.
    let waiting: [(&str, &[&str]); 4] = [
        ("true", &["token", "verify", "--batch", "-"]),
        ("true", &["token", "decode", "-"]),
        ("true", &["token", "identify", pipe]),
        ("sleep 1000", &["token", "issue", "--app", "demo", "--user", "alice"]),
    ];
    let config = std::fs::read_to_string(world.home().join("config.toml")).unwrap();
    for (command, args) in waiting {
        configure(&world, command);
        for (signal, exit) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
            let mut first = Command::new(way[0]);
            first.args(&way[1..]).arg("/usr/bin/env").arg("--default-signal").arg(world.binary(&[]).get_program());
            first.args(args).env_clear().env("MINTAGE_HOME", world.home()).env("PATH", "/usr/bin:/bin:/usr/sbin");
            first.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut outside = first.spawn().unwrap();
            let _typist = outside.stdin.take().unwrap();
            let mut tries = 0..600;
            let status = loop {
                if let Some(status) = outside.try_wait().unwrap() {
                    break status;
                }
                let children = format!("/proc/{0}/task/{0}/children", outside.id());
                let children = std::fs::read_to_string(children).unwrap_or_default();
                for child in children.split_whitespace() {
                    let name = std::fs::read_to_string(format!("/proc/{child}/comm")).unwrap_or_default();
                    if name.trim() == "mintage" {
                        // Until it is heard: it may not have come so far yet.
                        Command::new("/bin/sh").args(["-c", &format!("kill -{signal} {child}")]).status().unwrap();
                    }
                }
                assert!(tries.next().is_some(), "SIG{signal} does not end {args:?}");
                std::thread::sleep(Duration::from_millis(100));
            };
            assert_eq!(status.code(), Some(exit), "{args:?}");
        }
        std::fs::write(world.home().join("config.toml"), &config).unwrap();
    }
}

/// The program writing into a pipe that nobody reads any more.
fn unread(world: &Sandbox, args: &[&str]) -> std::process::Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    heard(&world.binary(args)).stdout(writer).output().unwrap()
}

#[test]
fn an_answer_that_changed_nothing_and_that_nobody_reads_ends_as_others_end_there() {
    let world = sealed();
    for args in [
        &["keys", "list"][..],
        &["keys", "list", "--json"],
        &["app", "list", "--csv"],
        &["--help"],
        &["keys", "export", "--jwks"],
        &["man"],
        &["completions", "bash"],
        &["token", "revoke", "--all", "--plan"],
        &["app", "delete", "demo", "--plan"],
        &["token", "verify", "x"],
    ] {
        let output = unread(&world, args);
        assert_eq!(output.status.signal(), Some(13), "{args:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn an_answer_that_is_lost_after_a_change_says_that_it_is_done() {
    let world = sealed();
    for args in [
        &["app", "update", "demo", "--scope", "read"][..],
        &["app", "block", "demo", "--reason", "x"],
        &["app", "activate", "demo"],
        &["token", "revoke", "--all", "--json"],
    ] {
        let output = unread(&world, args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("it is done, but the answer could not be written"), "{args:?}: {said}");
        assert!(!said.contains("free space"), "{said}");
    }
    // A full disk is another thing, and the only one where space helps.
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = heard(&world.binary(&["keys", "list"])).stdout(full).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && said.contains("free space"), "{said}");
}
