//! Many tokens in one run.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use serde_json::Value;

use crate::support::aim::Aim;
use crate::support::{Answer, Sandbox};

const BATCH: [&str; 5] = ["token", "issue", "--app", "demo", "--batch"];

fn answers(answer: &Answer) -> Vec<Value> {
    answer.out().lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect()
}

fn batch(world: &Sandbox, lines: &str) -> Answer {
    world.run_with(&[&BATCH[..], &["-"]].concat(), lines)
}

#[test]
fn each_line_is_answered_in_its_place() {
    let world = Sandbox::new();
    let lines = r#"{"user":"alice"}
{"user":"bob","with_refresh":true,"scope":"read","ttl":"1h","claims":{"role":"admin"}}

{"usr":"carol"}
not json
{"user":"dave","scope":"fly"}
{"app":"nobody"}
{"user":"eve","user":"eve"}
{}
"#;
    let answer = batch(&world, lines).exits(40);
    let answers = answers(&answer);
    let numbers: Vec<_> = answers.iter().map(|answer| answer["line"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 4, 5, 6, 7, 8, 9]);
    let codes: Vec<_> = answers.iter().map(|answer| answer["error"]["code"].as_str().unwrap_or("-")).collect();
    assert_eq!(codes, ["-", "-", "usage", "usage", "refused", "not_found", "usage", "-"]);
    insta::assert_snapshot!(answers[2], @r#"{"line":4,"error":{"code":"usage","message":"line 4 has a member `usr`, which means nothing; did you mean `user`?","hint":null}}"#);
    insta::assert_snapshot!(answers[4], @r#"{"line":6,"error":{"code":"refused","message":"app demo is not registered for the scope fly; registered: read write","hint":"ask for less, or give the app all its scopes with `mintage app update demo --scope …`"}}"#);
    for answer in [&answers[0], &answers[1], &answers[7]] {
        assert_eq!(world.verdict(answer["access_token"].as_str().unwrap()), 0);
    }
    assert_eq!((&answers[1]["expires_in"], &answers[1]["scope"]), (&3_600.into(), &"read".into()));
    world.run(&["token", "refresh", answers[1]["refresh_token"].as_str().unwrap()]).ok();
}

#[test]
fn a_line_says_how_its_token_is_written() {
    let world = Sandbox::new();
    world.run(&["app", "register", "references", "--public", "--token-format", "opaque"]).ok();
    let lines = r#"{"format":"opaque"}
{"format":"jwt"}
{"app":"references"}
{"app":"references","format":"jwt"}
{"format":"opaque","user":"alice","with_id_token":true}
{"format":"opaque","user":"alice","with_refresh":true,"claims":{"role":"admin"}}
{"format":"paseto"}
"#;
    let answers = answers(&batch(&world, lines).exits(40));
    let is_opaque = |answer: &Value| answer["access_token"].as_str().unwrap().starts_with("mtg_at_");
    assert_eq!(answers[..6].iter().map(is_opaque).collect::<Vec<_>>(), [true, false, true, false, true, true]);
    for answer in &answers[..6] {
        assert_eq!(answer["kid"].is_null(), is_opaque(answer), "{answer}");
        assert_eq!(world.verdict(answer["access_token"].as_str().unwrap()), 0, "{answer}");
    }
    let id = answers[4]["id_token"].as_str().unwrap();
    // An ID token is for the app, not for an API.
    assert_eq!(world.verdict(id), 27);
    world.run(&["token", "refresh", answers[5]["refresh_token"].as_str().unwrap()]).ok();
    assert_eq!(answers[6]["error"]["message"], "line 7 has a `format` that is neither jwt nor opaque");
}

#[test]
fn opaque_tokens_need_no_key_alone_or_by_the_thousand() {
    let world = Sandbox::new();
    let keys = world.home().join("keys");
    for file in std::fs::read_dir(keys).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--format", "opaque"];
    assert_eq!(world.run(&[&issue[..], &["--count", "40"]].concat()).ok().out().lines().count(), 40);
    let lines = "{\"user\":\"bob\"}\n{\"user\":\"bob\",\"with_refresh\":true}\n";
    assert_eq!(answers(&world.run_with(&[&issue[..], &["--batch", "-"]].concat(), lines).ok()).len(), 2);
    world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--count", "2"]).exits(3);
}

#[test]
fn apps_that_are_shut_get_errors_in_their_places() {
    let world = Sandbox::new();
    for app in ["blocked", "deleted"] {
        world.run(&["app", "register", app, "--public"]).ok();
    }
    world.run(&["app", "block", "blocked", "--reason", "test"]).ok();
    world.run(&["app", "delete", "deleted", "--yes"]).ok();
    for format in ["jwt", "opaque"] {
        for first in ["blocked", "deleted", "demo"] {
            let lines: String = [first, "blocked", "demo", "deleted", "demo"]
                .map(|app| format!("{{\"app\":\"{app}\",\"format\":\"{format}\"}}\n"))
                .concat();
            let answers = answers(&batch(&world, &lines).exits(40));
            let codes: Vec<_> = answers.iter().map(|answer| answer["error"]["code"].as_str().unwrap_or("-")).collect();
            assert_eq!(codes[1..], ["wrong_state", "-", "wrong_state", "-"], "{format} {first}");
            assert_eq!(codes[0], if first == "demo" { "-" } else { "wrong_state" });
        }
    }
}

#[test]
fn many_lines_are_all_answered_and_no_token_twice() {
    let world = Sandbox::new();
    let mut lines = String::new();
    for number in 0..3_000 {
        let user = if number % 97 == 5 { "\"\"".to_owned() } else { format!("\"user{}\"", number % 50) };
        writeln!(lines, "{{\"user\":{user},\"with_id_token\":{}}}", number % 3 == 0).unwrap();
    }
    let answers = answers(&batch(&world, &lines).exits(40));
    assert_eq!(answers.len(), 3_000);
    assert!(answers.iter().zip(1_u64..).all(|(answer, number)| answer["line"] == number));
    let jtis: HashSet<_> = answers.iter().filter_map(|answer| answer["jti"].as_str()).collect();
    let failed = answers.iter().filter(|answer| !answer["error"].is_null()).count();
    assert_eq!((jtis.len(), failed), (3_000 - 31, 31));
    for answer in answers.iter().filter(|answer| answer["error"].is_null()).step_by(300) {
        assert_eq!(world.verdict(answer["access_token"].as_str().unwrap()), 0);
    }
}

#[test]
fn equal_tokens_are_counted_out() {
    let world = Sandbox::new();
    let count = |more: &[&str]| {
        world.run(&[&["token", "issue", "--app", "demo", "--user", "alice", "--count", "70"], more].concat()).ok().out()
    };
    let text = count(&[]);
    assert_eq!(text.lines().collect::<HashSet<_>>().len(), 70);
    assert_eq!(world.verdict(text.lines().last().unwrap()), 0);
    assert_eq!(count(&["--with-refresh"]).lines().count(), 140);
    let json = count(&["--json"]);
    assert!(json.lines().all(|line| serde_json::from_str::<Value>(line).unwrap()["access_token"].is_string()));
    assert_eq!((json.lines().count(), count(&["-q", "--jobs", "1"]).lines().count()), (70, 70));
}

#[test]
fn flags_that_do_not_go_together_are_refused() {
    let world = Sandbox::new();
    world.run(&["token", "issue", "--batch", "-", "--count", "3"]).exits(2);
    world.run(&["token", "issue", "--app", "demo", "--jobs", "3"]).exits(2);
    world.run(&["token", "issue", "--app", "demo", "--count", "0"]).exits(2);
    world.run(&["-q", "token", "issue", "--app", "demo", "--batch", "-"]).exits(2);
    world.run(&["token", "issue", "--app", "demo", "--batch", "-", "--claims", "-"]).exits(2);
    world.run(&["token", "issue", "--app", "demo", "--batch", "nowhere"]).exits(3);
    world.run(&["token", "issue", "--app", "demo", "--count", "3", "--scope", "fly"]).exits(4);
    world.run_with(&["token", "issue", "--batch", "-"], "").ok();
    world.run_with(&["token", "issue", "--batch", "-"], "{\"user\":\"a\"}\n").exits(40);
}

#[test]
fn a_rotation_that_is_due_happens_in_the_middle() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "1h", "--no-passphrase"]).ok();
    let old = world.run(&["token", "issue", "--app", "demo", "--json"]).ok().json()["kid"].clone();
    world.pass(3_600);
    let answers = answers(&batch(&world, &"{\"user\":\"alice\"}\n".repeat(40)).ok());
    assert!(answers.iter().all(|answer| answer["kid"] != old));
}

/// A batch that runs, with a pipe to it and lines from it.
struct Running {
    child: std::process::Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Running {
    fn start(world: &Sandbox) -> Self {
        let mut command = world.binary(&[&BATCH[..], &["-"]].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the program");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Self { child, lines }
    }

    fn ask(&mut self, line: &str) -> Value {
        writeln!(self.child.stdin.as_mut().expect("a pipe"), "{line}").expect("a reader");
        serde_json::from_str(&self.lines.next().expect("an answer").expect("text")).expect("JSON")
    }

    fn end(mut self) -> Answer {
        drop(self.child.stdin.take());
        Answer::of(self.child.wait_with_output().expect("an end"))
    }
}

#[test]
fn a_slow_asker_is_answered_at_once_and_meets_what_changed_meanwhile() {
    let world = Sandbox::new();
    let mut running = Running::start(&world);
    let first = running.ask("{\"user\":\"alice\"}");
    // Durable before it is printed: another process verifies it while the batch waits.
    world.run_real(&["token", "verify", first["access_token"].as_str().unwrap()]).ok();

    world.run_real(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    let second = running.ask("{\"user\":\"alice\"}");
    assert_ne!(first["kid"], second["kid"]);

    world.run_real(&["app", "block", "demo", "--reason", "x"]).ok();
    assert_eq!(running.ask("{\"user\":\"alice\"}")["error"]["code"], "wrong_state");
    assert_eq!(running.ask("{\"user\":\"bob\"}")["line"], 4);
    world.run_real(&["app", "activate", "demo"]).ok();
    assert!(running.ask("{\"user\":\"alice\"}")["access_token"].is_string());
    running.end().exits(40);
}

#[test]
fn what_a_killed_batch_has_printed_exists_and_is_printed_once() {
    const LINES: usize = 300;
    let world = Sandbox::new();
    let mut input = String::new();
    for number in 0..LINES {
        writeln!(input, "{{\"user\":\"user{}\"}}", number % 100).unwrap();
    }
    let file = world.file("users.ndjson", input);
    let mut printed = HashSet::new();
    let mut cut_short = 0;
    let mut aim = Aim::new();
    for _ in 0..2_000 {
        if cut_short == 200 {
            break;
        }
        let mut command = world.binary(&[&BATCH[..], &[&file.display().to_string()]].concat());
        let mut child = command.spawn().expect("the program");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut text = Vec::new();
        stdout.read_until(b'\n', &mut text).expect("a first line");
        let reader = std::thread::spawn(move || stdout.read_to_end(&mut text).map(|_| text));
        // From here on it is in its middle.
        std::thread::sleep(aim.next());
        child.kill().expect("a process of ours");
        let died = child.wait().expect("an end").signal() == Some(9);
        aim.saw(died);
        let text = reader.join().unwrap().unwrap();
        // The last line may be cut: it was printed no further.
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let lines: Vec<Value> =
            text[..whole].split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        cut_short += u32::from(died && !lines.is_empty() && lines.len() < LINES);
        let tokens: Vec<&str> = lines.iter().map(|line| line["access_token"].as_str().expect("a token")).collect();
        for line in &lines {
            assert!(printed.insert(line["jti"].as_str().expect("a jti").to_owned()), "printed twice");
        }
        // All of them are known, and their signatures are right: each token once.
        let known = Answer::of(pipe(&world, &["token", "identify", "--json"], &tokens.join("\n"))).ok().json();
        assert_eq!(known["summary"]["known"], tokens.len());
        for token in tokens.iter().take(1).chain(tokens.last()) {
            world.run_real(&["token", "verify", token]).ok();
        }
    }
    assert_eq!(cut_short, 200, "the batch was not killed in its middle more often");
}

fn pipe(world: &Sandbox, args: &[&str], input: &str) -> std::process::Output {
    let mut child = world.binary(args).stdin(Stdio::piped()).spawn().expect("the program");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("a reader");
    child.wait_with_output().expect("an end")
}
