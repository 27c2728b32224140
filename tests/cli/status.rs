//! `mintage status`: how a home stands, on one screen.

use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::support::{Real, Sandbox, has};

/// A home in which something of everything happened within a day.
fn lived() -> Sandbox {
    let world = Sandbox::new();
    world.run(&["app", "register", "shop", "--scope", "orders:read"]).ok();
    world.run(&["app", "register", "idle"]).ok();
    let issue = |app: &str, count: &str, more: &[&str]| {
        let words = [&["-q", "token", "issue", "--app", app, "--user", "alice", "--count", count], more].concat();
        world.run(&words).ok();
    };
    issue("demo", "3", &[]);
    world.pass(5 * 3_600);
    issue("shop", "40", &["--ttl", "20h"]);
    world.run(&["token", "issue", "--app", "demo", "--user", "bob", "--with-refresh"]).ok();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    world.run(&["app", "block", "demo", "--reason", "odd"]).ok();
    world.pass(3_600);
    world
}

#[test]
fn one_screen_says_how_a_home_stands() {
    let world = lived();
    world.run(&["keys", "rotate", "--alg", "EdDSA", "--activate-in", "1h", "--no-passphrase"]).ok();
    world.pass(7_200);
    let answer = world.run(&["status"]).ok();
    // Curves have no fixed chance.
    let kid = world.run(&["-q", "keys", "list", "--alg", "ES256"]).ok().line(0);
    assert_snapshot!(answer.out().replace(&kid, "that of ES256"), @"
    https://auth.localhost                                      2026-01-01T08:00:00Z

    keys      2 signing, 1 standing by
      EdDSA   DUE since 1h              5BeGYRGCTR95Qo0hPGa4JEQwz8lDCKUAngfLnKfJhts
      ES256   signs for 3h              that of ES256
      EdDSA   signs for 8h              _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      do      `mintage keys rotate --due`
    apps      1 active, 1 blocked, 1 registered
    tokens    41 live: 40 access, 1 refresh
      end     40 within 1d, 41 within 30d
      of      shop 40, demo (blocked) 1
    24 hours  by the hour, UTC, the last one until now
      issued  ................:....#...  45, most 42 at 05:00
      shown   no use was recorded: `mintage token verify --record` records
    risk      nothing stands out in what was done; policy: `mintage audit risk`
    ledger    generation 11, as its home knows it: `mintage doctor`
    ");
    assert_eq!(answer.err(), "");
    assert!(answer.out().lines().all(|line| line.chars().count() <= 80) && answer.out().lines().count() <= 24);
    assert!(answer.out().is_ascii(), "no locale promises more");
    world.set("LANG", "C.UTF-8");
    let text = world.run(&["status"]).ok().out();
    assert!(text.contains("  issued  ················▁····█···  45, most 42 at 05:00"), "{text}");
}

#[test]
fn it_says_how_often_a_server_looks_for_risk() {
    let world = Sandbox::new();
    assert!(!world.run(&["status"]).ok().out().contains("served"));
    let path = world.home().join("config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{text}\n[risk]\nevery = \"5m\"\n")).unwrap();
    let told = world.run(&["status"]).ok().out();
    assert!(told.contains("\n  served  looked for every 5m, and acted on as config.toml allows\n"), "{told}");
}

#[test]
fn what_it_counts_is_what_the_lists_have() {
    let world = lived();
    let status = world.run(&["status", "--json"]).ok().json();
    let listed = world.run(&["-q", "token", "list", "--state", "active"]).ok().out().lines().count();
    assert_eq!(status["live"]["tokens"], json!(listed));
    assert_eq!(world.run(&["-q", "status"]).ok().out(), format!("{listed}\n"));
    for app in status["apps"].as_array().unwrap() {
        let name = app["app"].as_str().unwrap();
        let listed = world.run(&["-q", "token", "list", "--state", "active", "--app", name]).ok().out().lines().count();
        assert_eq!(app["live_tokens"], json!(listed), "{app}");
    }
    let issued: u64 = status["issued"].as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).sum();
    let all = world.run(&["-q", "token", "list"]).ok().out().lines().count();
    assert_eq!((issued, status["issued"].as_array().unwrap().len()), (all as u64, 25));
    let ends: u64 = status["live"]["ends"].as_array().unwrap().iter().map(|end| end["tokens"].as_u64().unwrap()).sum();
    assert_eq!(json!(ends), status["live"]["tokens"]);
    assert_eq!(status["app_states"], json!({ "registered": 1, "active": 1, "blocked": 1 }));
    assert_eq!(status["accepted"], json!(null));
    // A day and a half later, what was issued is history, and what lives on is still counted.
    world.pass(130_000);
    let later = world.run(&["status", "--json"]).ok().json();
    assert_eq!(
        (later["issued"].as_array().unwrap().iter().all(|count| *count == 0), &later["live"]["tokens"]),
        (true, &json!(1))
    );
}

#[test]
fn a_home_with_nothing_in_it_says_what_makes_something() {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", "EdDSA", "--no-passphrase"]).ok();
    assert_snapshot!(world.run(&["status"]).ok().out(), @"
    https://auth.localhost                                      2026-01-01T00:00:00Z

    keys      1 signing
      EdDSA   signs for 0s              _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
    apps      none: `mintage app register NAME` makes one
    tokens    none is live
    24 hours  by the hour, UTC, the last one until now
      issued  .........................  0
      shown   no use was recorded: `mintage token verify --record` records
    risk      nothing stands out in what was done; policy: `mintage audit risk`
    ledger    generation 1, as its home knows it: `mintage doctor`
    ");
    let kid = world.run(&["-q", "keys", "list"]).ok().line(0);
    world.run(&["keys", "revoke", "--reason", "leak", "--yes", "--", &kid]).ok();
    let text = world.run(&["status"]).ok().out();
    assert!(text.contains("keys      1 revoked\n"), "{text}");
    let nowhere = Sandbox::empty().run(&["status"]);
    assert!(nowhere.exit == 3 && nowhere.err().contains("mintage init"), "{nowhere}");
}

#[test]
fn a_rotation_that_nobody_finished_comes_with_its_command() {
    let world = lived();
    world.run(&["keys", "rotate", "--alg", "EdDSA", "--activate-in", "1h", "--no-passphrase"]).ok();
    world.pass(3_700);
    let status = world.run(&["status", "--json"]).ok().json();
    let due = &status["due"][0];
    assert_eq!((&due["what"], &due["overdue"]), (&json!("takes_over"), &json!(true)));
    let words: Vec<&str> = due["command"].as_str().unwrap().split(' ').skip(1).collect();
    world.run(&words).ok();
    let status = world.run(&["status", "--json"]).ok().json();
    assert_eq!(status["due"][0]["what"], "stops_verifying");
    let next = &status["keys"][0];
    assert_eq!((&next["state"], next["took_over_from"].is_string()), (&json!("active"), true), "{next}");
    let phases = |key: &serde_json::Value| {
        let stretches = key["stretches"].as_array().unwrap().iter();
        stretches.map(|stretch| stretch["phase"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(phases(next), ["standby", "signs"]);
    let old = status["keys"].as_array().unwrap().iter().find(|key| key["state"] == "retired").unwrap();
    assert_eq!(phases(old), ["signs", "verifies only"]);
}

/// Reads what a process writes until it is this much, and ends the process by a signal.
fn read_and_end(mut child: Child, bytes: usize, signal: &str) -> (String, Option<i32>) {
    let mut stdout = child.stdout.take().unwrap();
    let mut text = vec![0; bytes];
    stdout.read_exact(&mut text).unwrap();
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let began = Instant::now();
    let status = child.wait().unwrap();
    assert!(began.elapsed() < Duration::from_secs(30));
    let mut rest = Vec::new();
    stdout.read_to_end(&mut rest).unwrap();
    text.extend(rest);
    (String::from_utf8(text).unwrap(), status.signal())
}

#[test]
fn watched_by_a_program_it_comes_anew_and_ends_by_the_signal() {
    let world = Real::new();
    let once = world.run(&["status"]).ok().out();
    let child = world.binary(&["status", "--watch", "1"]).spawn().unwrap();
    let (text, signal) = read_and_end(child, once.len() + 40, "-INT");
    assert_eq!(signal, Some(2));
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let (first, second) = text.split_once("\n\nhttps://").unwrap();
    assert!(first.starts_with("https://") && first.ends_with("doctor`") && second.starts_with("auth"), "{text}");
    let child = world.binary(&["status", "--watch", "1", "--json"]).spawn().unwrap();
    let (text, _) = read_and_end(child, 3_000, "-TERM");
    let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(line["live"]["tokens"], 0);
    for bad in ["0", "-1", "x", "86401"] {
        assert_eq!(world.run(&["status", "--watch", bad]).exit, 2, "{bad}");
    }
}

/// What a program wrote on a terminal, as it comes.
struct Terminal {
    script: Child,
    process: String,
    text: String,
}

impl Terminal {
    /// Runs it on a terminal of this size.
    fn run(world: &Real, size: &str, args: &[&str]) -> Self {
        let program = world.binary(args);
        let words: Vec<_> = program.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
        let line =
            format!("stty {size}; echo $$; exec {} {}", program.get_program().to_string_lossy(), words.join(" "));
        let mut command = Command::new("timeout");
        command.args(["60", "script", "-qefc", &line, "/dev/null"]).current_dir(world.folder()).env_clear();
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "xterm").env("SHELL", "/bin/sh");
        let script = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut terminal = Self { script, process: String::new(), text: String::new() };
        terminal.until("\n");
        terminal.process = terminal.text.trim().to_owned();
        terminal.text.clear();
        terminal
    }

    /// Reads until it wrote this once more.
    #[track_caller]
    fn until(&mut self, what: &str) {
        let from = self.text.len();
        let mut byte = [0];
        while !self.text[from..].contains(what) {
            let mut bytes = Vec::new();
            // A letter may have several bytes.
            while bytes.is_empty() || std::str::from_utf8(&bytes).is_err() {
                let read = self.script.stdout.as_mut().unwrap().read(&mut byte).unwrap();
                assert!(read == 1, "it ended: {:?}", self.text);
                bytes.push(byte[0]);
            }
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.process]).status().unwrap().success());
    }

    fn end(mut self) -> String {
        let mut rest = String::new();
        self.script.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        self.script.wait().unwrap();
        self.text + &rest
    }
}

const BEGIN: &str = "\u{1b}[?1049h\u{1b}[?25l";
const END: &str = "\u{1b}[?25h\u{1b}[?1049l";

#[test]
fn watched_on_a_terminal_it_has_a_screen_of_its_own_and_gives_it_back() {
    if !has("script", &["--version"]) || !has("stty", &["--version"]) {
        return;
    }
    let world = Real::new();
    let long = "a".repeat(62);
    world.run(&["app", "register", &long, "--public"]).ok();
    world.run(&["token", "issue", "--app", &long]).ok();
    let mut terminal = Terminal::run(&world, "cols 44 rows 7", &["status", "--watch", "3600"]);
    terminal.until("\u{1b}[J");
    assert!(terminal.text.starts_with(&format!("{BEGIN}\u{1b}[H")), "{:?}", terminal.text);
    let shown = &terminal.text[BEGIN.len() + 3..];
    assert_eq!(shown.matches("\r\n").count(), 6, "no line more than there is room for: {shown:?}");
    let plain = |line: &str| {
        let mut parts = line.trim_end_matches('\r').split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        first + &parts.map(|part| part.split_once(['m', 'K', 'J']).map_or(part, |(_, rest)| rest)).collect::<String>()
    };
    assert!(shown.split("\r\n").all(|line| plain(line).chars().count() <= 44), "{shown:?}");
    // It draws at once where the terminal has another size.
    let tty = std::fs::read_link(format!("/proc/{}/fd/1", terminal.process)).unwrap();
    let resized = Command::new("stty").args(["-F", tty.to_str().unwrap(), "cols", "70", "rows", "20"]).status();
    assert!(resized.unwrap().success());
    terminal.until("ledger");
    terminal.until("\u{1b}[J");
    terminal.signal("-INT");
    let text = terminal.end();
    assert!(text.trim_end().ends_with(END), "{text:?}");
    assert_eq!((text.matches(BEGIN).count(), text.matches(END).count()), (1, 1));
}

#[test]
fn no_line_is_wider_than_the_screen_whatever_the_names_are() {
    let world = Sandbox::empty();
    let issuer = format!("https://{}.example.com/{}", "a".repeat(60), "b".repeat(60));
    world.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--issuer", &issuer]).ok();
    world.run(&["keys", "gen", "--alg", "ML-DSA-44", "--no-passphrase"]).ok();
    for number in 0..30 {
        let name = format!("{}-{number}", "c".repeat(60));
        world.run(&["app", "register", &name, "--public"]).ok();
        let token = world
            .run(&["token", "issue", "--app", &name, "--user", "漢字山田太郎漢字山田太郎", "--consent"])
            .ok()
            .line(0);
        world.run(&["token", "verify", &token, "--record", "--ip", "192.0.2.7", "--user-agent", "a/1"]).ok();
        world.run(&["token", "verify", &token, "--record", "--ip", "198.51.100.7", "--user-agent", "b/1"]).ok();
    }
    let text = world.run(&["status"]).ok().out();
    for line in text.lines() {
        assert!(line.width() <= 80, "{line}");
    }
    assert!(text.lines().count() <= 24, "{text}");
    let of = text.lines().find(|line| line.starts_with("  of ")).unwrap();
    assert!(of.ends_with("29 other apps") || of.ends_with(".."), "{of}");
    assert!(text.contains("  ML-DSA-44 signs"), "{text}");
}
