//! The server, used by clients and resource servers that others wrote: the real program, over the network of this machine.
//!
//! `tests/interop/node/clients.mjs` and `key_sets.mjs`, and `tests/interop/clients.py` run clients; a test says line by line what
//! they do. Each library has its own words for what it was answered, which are told as they are. APIs are those of `docs/apis.md`.

mod actions;
mod apis;
mod assertions;
mod bound;
mod browsers;
mod clients;
mod curl;
mod devices;
mod drill;
mod driven;
mod encrypted;
mod from_nothing;
mod gate;
mod login_proxy;
mod logins;
mod logs;
mod mcp;
mod openapi;
mod page;
mod passwords;
mod people;
mod probing;
mod rotation;
mod sites;
mod testing;
mod verifiers;
mod web_servers;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::server::closed_port;
use crate::support::served::{Client, Served};
use crate::support::{Answer, Real, has};

const CLIENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/clients.mjs");
const KEY_SETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/key_sets.mjs");
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/clients.py");
const AUDIENCE: &str = "https://api.localhost";

/// Whether these libraries of JavaScript are here.
fn node_has(program: &str) -> bool {
    has("node", &[program, "ready"])
}

/// Whether these modules of Python are here.
fn python_has(modules: &str) -> bool {
    has("python3", &["-c", &format!("import {modules}")])
}

/// A home that is served where its issuer says.
struct Door {
    world: Real,
    served: Served,
    issuer: String,
}

impl Door {
    /// With a key of this algorithm, on a free port.
    fn of(alg: &str) -> Self {
        let world = Real::empty();
        world.run(&["init", "--dev", "--alg", alg, "--issuer", "http://127.0.0.1", "--audience", AUDIENCE]).ok();
        let served = Served::start(&world, &["--dev"]);
        let issuer = text(&served.ready, "issuer").to_owned();
        Self { world, served, issuer }
    }

    /// An access and a refresh token of an app for alice, issued by the command line.
    fn of_alice(&self, app: &str) -> Value {
        let args =
            ["token", "issue", "--app", app, "--user", "alice", "--scope", "read", "--consent", "--with-refresh"];
        self.world.run(&[&args[..], &["--json"]].concat()).ok().json()
    }
}

/// A program of others, which is asked line by line and answers each.
struct Peer {
    child: Child,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    #[track_caller]
    fn start(program: &str, args: &[&str]) -> Self {
        Self::started(Command::new(program).args(args))
    }

    #[track_caller]
    fn started(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the peer starts");
        let (ask, answers) = (child.stdin.take(), BufReader::new(child.stdout.take().expect("standard output")));
        Self { child, ask, answers }
    }

    /// Asks with a line: what is answered, or what the library raised.
    #[track_caller]
    fn line(&mut self, line: &str) -> Result<Value, Value> {
        let ask = self.ask.as_mut().expect("standard input");
        ask.write_all(format!("{line}\n").as_bytes()).expect("a peer that listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("an answer");
        let mut answer: Value = serde_json::from_str(&answer).unwrap_or_else(|_| panic!("no answer: {answer:?}"));
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["answer"].take()),
        }
    }

    /// Asks for something with parameters.
    #[track_caller]
    fn ask(&mut self, verb: &str, mut given: Value) -> Result<Value, Value> {
        given["verb"] = verb.into();
        self.line(&given.to_string())
    }

    /// Asks for what must be given.
    #[track_caller]
    fn get(&mut self, verb: &str, given: Value) -> Value {
        self.ask(verb, given).unwrap_or_else(|error| panic!("{verb}: {error}"))
    }

    /// Asks for what must be refused.
    #[track_caller]
    fn refused(&mut self, verb: &str, given: Value) -> Value {
        self.ask(verb, given).expect_err(verb)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.ask.take();
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A text of a document.
#[track_caller]
fn text<'v>(document: &'v Value, member: &str) -> &'v str {
    document[member].as_str().unwrap_or_else(|| panic!("no {member}: {document}"))
}
