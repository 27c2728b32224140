//! What nginx and Apache log by `docs/watching.md`, read into the home whose tokens they were shown.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::gate::Gate;
use super::page::block_of_watching;
use super::web_servers::{NJS, OPENIDC, apache, nginx};
use super::*;

const AGENT: &str = "a \"quoted\" agent/1.0";

/// A block of the page, with the log in the folder of the test, which is read once each line is in it.
fn said(name: &str, folder: &Path) -> String {
    let said = block_of_watching(name);
    assert!(said.contains(" logs/tokens.log tokens"), "{said}");
    said.replace(" logs/tokens.log tokens", &format!(" {}/tokens.log tokens", folder.display())) + "\n"
}

/// Shows a token as a program does that has a name, and says what was answered.
fn show(gate: &Gate, token: &str) -> u16 {
    gate.asked("/orders?access_token=none", &[("authorization", &format!("Bearer {token}")), ("user-agent", AGENT)])
        .status
}

/// The log, once it has so many lines.
fn log(door: &Door, lines: usize) -> String {
    let file = door.world.folder().join("tokens.log");
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let text = fs::read_to_string(&file).unwrap_or_default();
        if text.lines().count() >= lines || Instant::now() > end {
            return text;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What `audit access` has of the log of a server, by what came of it.
fn imported(door: &Door, format: &str, lines: u64) -> Vec<Value> {
    let log = door.world.folder().join("tokens.log");
    let import = ["audit", "import", "--json", "--format", format, log.to_str().expect("a path")];
    let came = door.world.run(&import).ok().json();
    assert_eq!((&came["lines"], &came["unread"], &came["with_text"]), (&json!(lines), &json!(0), &json!(0)), "{came}");
    assert_eq!(door.world.run(&import).ok().json()["recorded"], 0, "each line once");
    let all = door.world.run(&["audit", "access", "--json", "--door", "import"]).ok().json();
    let mut uses = all["uses"].as_array().expect("uses").clone();
    uses.sort_by_key(|used| used["outcome"].to_string());
    uses
}

fn members(used: &Value) -> [&Value; 5] {
    ["outcome", "app", "user", "user_agent", "resource"].map(|name| &used[name])
}

#[test]
fn nginx_logs_which_token_it_was_and_never_its_text() {
    if has("test", &["-e", NJS]) {
        let door = Door::of("ES256");
        let folder = door.world.folder();
        let orders = door.world.client("orders", &["--resource", AUDIENCE]);
        fs::write(folder.join("token_log.js"), block_of_watching("token_log.js")).expect("a file");
        let gate = nginx(&door, &orders, &said("token_log.conf", folder));
        door.world.run(&["app", "register", "shop", "--scope", "read"]).ok();
        let opaque = ["token", "issue", "--app", "shop", "--user", "alice", "--format", "opaque", "--scope", "read"];
        let tokens = [text(&door.of_alice("shop"), "access_token").to_owned(), door.world.run(&opaque).ok().line(0)];
        for token in &tokens {
            assert_eq!(show(&gate, token), 200);
        }
        door.world.run(&["token", "revoke", &tokens[0], "--reason", "stolen", "--yes"]).ok();
        assert_eq!(show(&gate, &tokens[0]), 401);
        for other in ["", "x", "a.b.c", "e30.eyJqdGkiOlsxXX0.x"] {
            assert_eq!(show(&gate, other), 401, "{other}");
        }
        let written = log(&door, 7);
        assert!(!tokens.iter().any(|token| written.contains(token.as_str())) && !written.contains('?'), "{written}");
        let uses = imported(&door, "nginx", 7);
        // Three of alice, and three texts that are tokens of nobody; one request had none.
        assert_eq!(uses.len(), 6, "{uses:?}");
        let known: Vec<_> = uses.iter().filter(|used| used["user"] == "alice").collect();
        let outcomes: Vec<_> =
            known.iter().map(|used| members(used).map(|value| value.as_str().unwrap_or_default())).collect();
        let of = |outcome| [outcome, "shop", "alice", AGENT, "/orders"];
        assert_eq!(outcomes, [of("accepted"), of("accepted"), of("revoked")]);
    }
}

#[test]
fn apache_logs_which_token_it_took_and_never_its_text() {
    if has("test", &["-e", OPENIDC]) {
        let door = Door::of("ES256");
        let orders = door.world.client("orders", &["--resource", AUDIENCE]);
        let gate = apache(&door, "asks.conf", Some(&orders), &said("token_log_apache.conf", door.world.folder()));
        door.world.run(&["app", "register", "shop", "--scope", "read"]).ok();
        let token = text(&door.of_alice("shop"), "access_token").to_owned();
        assert_eq!((show(&gate, &token), show(&gate, "x")), (200, 401));
        let written = log(&door, 2);
        assert!(!written.contains(&token) && !written.contains('?'), "{written}");
        let uses = imported(&door, "combined", 2);
        assert_eq!(uses.len(), 1, "what is refused names none: {written}");
        assert_eq!(
            members(&uses[0]),
            [&json!("accepted"), &json!("shop"), &json!("alice"), &json!(AGENT), &json!("/orders")]
        );
    }
}
