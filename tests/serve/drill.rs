//! `drill rotation`: verifiers with planted behaviour, each of which must be judged for what it does.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::served::{Response, interrupt};
use crate::support::{Answer, from_b64};

/// How a verifier goes about its keys.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way of its own")]
struct Ways {
    /// After which time it fetches again, whatever it is asked; never where that is none.
    age: Option<Duration>,
    /// How long after a fetch a kid that it does not know makes it fetch; never where that is none.
    cooldown: Option<Duration>,
    /// Whether it keeps keys that are in the set no longer.
    keeps: bool,
    /// Whether it forgets all where what it fetches is no set.
    drops: bool,
    /// Whether it breaks where it does not know a key.
    breaks: bool,
    /// Whether it knows only the last key of the set.
    last_alone: bool,
}

const GOOD: Ways = Ways {
    age: Some(Duration::from_secs(1)),
    cooldown: Some(Duration::from_secs(2)),
    keeps: false,
    drops: false,
    breaks: false,
    last_alone: false,
};

/// A service that takes a token by its kid alone. It is asked through two pipes, so that the probe needs nothing but a shell.
struct Verifier {
    ways: Ways,
    known: BTreeSet<String>,
    fetched: Option<Instant>,
}

impl Verifier {
    /// Serves for as long as the tests run, and says which command shows it a token.
    fn begin(ways: Ways, folder: &Path) -> String {
        let pipes: [PathBuf; 2] = ["shown", "told"].map(|name| folder.join(name));
        assert!(Command::new("mkfifo").args(&pipes).status().unwrap().success());
        let [shown, told] = &pipes;
        let probe = format!(
            "printf '%s %s' \"$MINTAGE_JWKS_URI\" \"$TOKEN\" > '{}'; read status < '{}'; echo \"$status\"",
            shown.display(),
            told.display()
        );
        std::thread::spawn(move || {
            let mut verifier = Self { ways, known: BTreeSet::new(), fetched: None };
            while let Ok(asked) = fs::read_to_string(&pipes[0]) {
                let (keys, token) = asked.split_once(' ').unwrap();
                let status = verifier.status(keys, token);
                if fs::write(&pipes[1], format!("{status}\n")).is_err() {
                    return;
                }
            }
        });
        probe
    }

    fn status(&mut self, keys: &str, token: &str) -> u16 {
        let header: Value = serde_json::from_slice(&from_b64(token.split('.').next().unwrap())).unwrap();
        let kid = header["kid"].as_str().unwrap();
        let is_over = |limit: Option<Duration>| {
            limit.is_some_and(|limit| self.fetched.is_none_or(|fetched| fetched.elapsed() >= limit))
        };
        let is_known = self.known.contains(kid);
        if self.fetched.is_none() || is_over(self.ways.age) || (!is_known && is_over(self.ways.cooldown)) {
            self.fetch(keys);
        }
        match (self.known.contains(kid), self.ways.breaks) {
            (true, _) => 200,
            (false, false) => 401,
            (false, true) => 500,
        }
    }

    fn fetch(&mut self, keys: &str) {
        self.fetched = Some(Instant::now());
        let (host, path) = keys.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = Response::of(&answer);
        let set = serde_json::from_str::<Value>(&answer.body).ok().filter(|_| answer.status == 200);
        let Some(set) = set else {
            if self.ways.drops {
                self.known.clear();
            }
            return;
        };
        if !self.ways.keeps {
            self.known.clear();
        }
        let kids = set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned());
        let skipped = if self.ways.last_alone { set["keys"].as_array().unwrap().len() - 1 } else { 0 };
        self.known.extend(kids.skip(skipped));
    }
}

/// The program in an empty folder that is its user's own, with these flags.
fn command(folder: &Path, probe: &str, flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mintage"));
    command.args(["drill", "rotation", "--json", "--listen", "127.0.0.1:0", "--alg", "ES256", "--jobs", "1"]);
    command.args(["--max-age", "1s", "--burst", "12", "--fetches", "6", "--probe", probe]).args(flags);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What became of the drill of a verifier, and the verdict of each check.
struct Drilled {
    answer: Answer,
    document: Value,
}

impl Drilled {
    fn of(ways: Ways, flags: &[&str]) -> Self {
        let (folder, pipes) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let probe = Verifier::begin(ways, pipes.path());
        let answer = Answer::of(command(folder.path(), &probe, flags).output().unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "it leaves no trace");
        let document = answer.json();
        // The thread goes on waiting there.
        drop(pipes.keep());
        Self { answer, document }
    }

    fn finding(&self, check: &str) -> &Value {
        let mut findings = self.document["findings"].as_array().unwrap().iter();
        findings.find(|finding| finding["check"] == check).unwrap_or_else(|| panic!("no {check}: {}", self.document))
    }

    /// Those that are judged so.
    fn those(&self, verdict: &str) -> Vec<&str> {
        let findings = self.document["findings"].as_array().unwrap().iter();
        let those = findings.filter(|finding| finding["verdict"] == verdict);
        those.map(|finding| finding["check"].as_str().unwrap()).collect()
    }
}

const PATIENT: [&str; 4] = ["--within", "15s", "--forget", "15s"];
const BRIEF: [&str; 4] = ["--within", "3s", "--forget", "3s"];

#[test]
fn a_verifier_that_fetches_when_it_should_is_good_in_all() {
    let drilled = Drilled::of(GOOD, &PATIENT);
    assert_eq!(drilled.those("good").len(), 10, "{:#}", drilled.document);
    assert_eq!((&drilled.document["bad"], &drilled.document["complete"]), (&0.into(), &true.into()));
    assert!(drilled.finding("takes-new-key")["after_ms"].is_u64(), "{:#}", drilled.document);
    drilled.answer.ok();
}

#[test]
fn one_that_never_fetches_again_takes_no_new_key_and_forgets_none() {
    let drilled = Drilled::of(Ways { age: None, cooldown: None, ..GOOD }, &BRIEF);
    assert_eq!(drilled.those("bad"), ["takes-new-key", "forgets-removed-key", "recovers"], "{:#}", drilled.document);
    assert_eq!(drilled.those("told"), ["honours-max-age"]);
    let told = drilled.answer.exits(40).err();
    for hint in ["takes-new-key: let it fetch the keys itself", "createRemoteJWKSet", "jwks-rsa", "PyJWKClient"] {
        assert!(told.contains(hint), "{told}");
    }
}

#[test]
fn one_that_fetches_for_every_kid_that_it_does_not_know_hammers() {
    let drilled = Drilled::of(Ways { cooldown: Some(Duration::ZERO), ..GOOD }, &PATIENT);
    assert_eq!(drilled.those("bad"), ["limits-fetches"], "{:#}", drilled.document);
    assert!(drilled.finding("limits-fetches")["fetches"].as_u64().unwrap() >= 12);
    let told = drilled.answer.exits(40).err();
    assert!(told.contains("jwksRequestsPerMinute"), "{told}");
}

#[test]
fn one_that_keeps_removed_keys_is_told_so() {
    let drilled = Drilled::of(Ways { keeps: true, ..GOOD }, &["--within", "15s", "--forget", "3s"]);
    assert_eq!(drilled.those("bad"), ["forgets-removed-key"], "{:#}", drilled.document);
    drilled.answer.exits(40);
}

#[test]
fn one_that_fetches_after_a_time_alone_is_good_if_that_is_soon_enough() {
    let late = Ways { age: Some(Duration::from_secs(2)), cooldown: None, ..GOOD };
    let drilled = Drilled::of(late, &PATIENT);
    assert_eq!(drilled.document["bad"], 0, "{:#}", drilled.document);
    let seen = drilled.finding("takes-new-key")["seen"].as_str().unwrap();
    assert!(seen.starts_with("taken after"), "{seen}");
    let drilled = Drilled::of(late, &["--within", "1s", "--forget", "15s"]);
    assert!(drilled.those("bad").contains(&"takes-new-key"), "{:#}", drilled.document);
    assert!(drilled.those("good").contains(&"forgets-removed-key"), "{:#}", drilled.document);
}

#[test]
fn one_that_forgets_all_where_the_set_is_not_to_be_had_dies_with_it() {
    let drilled = Drilled::of(Ways { drops: true, ..GOOD }, &PATIENT);
    assert_eq!(drilled.those("bad"), ["survives-outage", "survives-garbage"], "{:#}", drilled.document);
}

#[test]
fn one_that_knows_only_the_newest_key_or_breaks_where_it_knows_none_is_told_so() {
    let drilled = Drilled::of(Ways { last_alone: true, ..GOOD }, &PATIENT);
    assert_eq!(drilled.those("bad"), ["keeps-old-key"], "{:#}", drilled.document);
    let drilled = Drilled::of(Ways { breaks: true, ..GOOD }, &BRIEF);
    assert!(drilled.those("unknown").contains(&"refuses-unknown-key"), "{:#}", drilled.document);
    drilled.answer.exits(1);
}

#[test]
fn one_that_takes_anything_is_bad_and_one_that_takes_nothing_proves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let run = |probe: &str, more: &[&str]| Answer::of(command(folder.path(), probe, more).output().unwrap());
    let taken = run("true", &["--within", "1s", "--forget", "1s"]).exits(40);
    let document = taken.json();
    let bad: Vec<_> = document["findings"].as_array().unwrap().iter().filter(|row| row["verdict"] == "bad").collect();
    assert!(bad.iter().any(|row| row["check"] == "refuses-unknown-key"), "{document:#}");
    let mut secret = Command::new(env!("CARGO_BIN_EXE_mintage"));
    secret.args(["drill", "rotation", "--listen", "127.0.0.1:0", "--probe", "true", "--alg", "HS256"]);
    let told = Answer::of(secret.env_clear().current_dir(folder.path()).output().unwrap()).exits(2).err();
    assert!(told.contains("HS256 has no public key"), "{told}");
    let refused = run("echo 401", &["--wait", "1s"]).exits(1).err();
    for part in ["control_refused", "401", "never", "MINTAGE_JWKS_URI"] {
        assert!(refused.contains(part), "{part}: {refused}");
    }
    let told = run(
        "test -n \"$TOKEN\" && echo \"$MINTAGE_ISSUER $MINTAGE_JWKS_URI $SCHEME $FLAW\" >&2; echo 401",
        &["--wait", "1s"],
    );
    let told = told.err();
    assert!(told.contains("/jwks Bearer valid") && told.contains("http://127.0.0.1:"), "{told}");
}

/// Begins a drill that goes on for long, and asks it to end once it is in the midst of it.
fn interrupted(folder: &Path) -> Child {
    let probe = format!("echo \"$FLAW\" >> '{}'; test \"$FLAW\" = valid", folder.join("shown").display());
    let mut child = command(folder, &probe, &["--within", "1h", "--forget", "1h"]).spawn().unwrap();
    let began = Instant::now();
    while !fs::read_to_string(folder.join("shown")).unwrap_or_default().contains("unknown-kid") {
        assert!(began.elapsed() < Duration::from_mins(2) && child.try_wait().unwrap().is_none(), "no burst");
        std::thread::sleep(Duration::from_millis(50));
    }
    child
}

#[test]
fn what_is_interrupted_tells_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let child = interrupted(folder.path());
    assert!(Command::new("kill").args(["-s", interrupt(), &child.id().to_string()]).status().unwrap().success());
    let answer = Answer::of(child.wait_with_output().unwrap()).exits(1);
    let document = answer.json();
    assert_eq!(document["complete"], false);
    let verdict = |check: &str| {
        let mut findings = document["findings"].as_array().unwrap().iter();
        findings.find(|row| row["check"] == check).unwrap()["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!((verdict("takes-new-key").as_str(), verdict("recovers").as_str()), ("good", "unknown"));
    assert!(answer.err().contains("before all was tried"), "{answer}");
}
