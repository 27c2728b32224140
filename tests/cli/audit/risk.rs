//! Looking for risk: what was recorded is judged, told with the command that acts, and acted on once.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::commands::typed;
use crate::support::Sandbox;

/// Shows a token from somewhere, and has it recorded.
fn show(world: &Sandbox, token: &str, ip: &str, agent: &str, resource: &str) {
    let from = ["--record", "--ip", ip, "--user-agent", agent, "--resource", resource];
    world.run(&[&["token", "verify", token][..], &from].concat());
}

/// A token that two hold.
fn stolen(world: &Sandbox) -> String {
    let pair = ["token", "issue", "--app", "demo", "--user", "alice", "--consent", "--with-refresh", "--json"];
    let issued = world.run(&pair).ok().json();
    let token = issued["access_token"].as_str().unwrap().to_owned();
    show(world, &token, "192.0.2.7", "Mozilla/5.0 Firefox/130.0", "/orders");
    world.pass(300);
    show(world, &token, "198.51.100.9", "curl/8.9.1", "/invoices");
    token
}

fn findings(world: &Sandbox, flags: &[&str]) -> Vec<Value> {
    let told = world.run(&[&["audit", "risk", "--json"], flags].concat()).ok().json();
    told["findings"].as_array().unwrap().clone()
}

/// Adds settings to those of the home.
fn set(world: &Sandbox, more: &str) {
    let path = world.home().join("config.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n{more}\n")).unwrap();
}

#[test]
fn a_token_in_two_places_is_found_with_the_uses_that_show_it_and_the_command_that_ends_it() {
    let world = Sandbox::new();
    let token = stolen(&world);
    let found = findings(&world, &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
    let one = &found[0];
    assert_eq!(
        (&one["code"], &one["severity"], &one["user"]),
        (&"token_shared".into(), &"high".into(), &"alice".into())
    );
    let agents: Vec<_> = one["evidence"].as_array().unwrap().iter().map(|row| row["user_agent"].clone()).collect();
    assert_eq!(agents, ["Mozilla/5.0 Firefox/130.0", "curl/8.9.1"]);
    assert!(!found[0].to_string().contains(&token), "no text of a token is told");
    world.run(&["audit", "risk", "--detailed-exitcode"]).exits(10);
    typed(&world, one["command"].as_str().unwrap());
    world.run(&["token", "verify", &token]).exits(32);
    assert_eq!(findings(&world, &[])[0]["command"], Value::Null, "nothing is left to do");
}

#[test]
fn programs_are_told_of_it_by_the_screen_and_the_report_too_and_which_days_could_not_be_read() {
    let world = Sandbox::new();
    stolen(&world);
    let found = findings(&world, &[]);
    let both = |world: &Sandbox| {
        [&["status", "--json"][..], &["audit", "report", "--json"]].map(|args| world.run(args).ok().json())
    };
    for told in both(&world) {
        assert_eq!(told["findings"].as_array().unwrap(), &found, "what one look found is what another finds");
        assert_eq!(told["unread"], json!([]));
    }
    let home = world.home().display().to_string();
    let named = world.run(&["--home", &home, "status", "--json"]).ok().json();
    let command = named["findings"][0]["command"].as_str().unwrap();
    assert!(command.starts_with(&format!("mintage --home {home} token revoke ")), "{command}");
    // A day of before is no record at all.
    let damaged = world.home().join("access").join("2025-12-20.db");
    fs::write(&damaged, "no database at all, and long enough to be seen as none").unwrap();
    fs::set_permissions(&damaged, PermissionsExt::from_mode(0o600)).unwrap();
    let risk = world.run(&["audit", "risk", "--json"]).exits(1).json();
    for told in both(&world).into_iter().chain([risk]) {
        assert_eq!(told["findings"].as_array().unwrap(), &found);
        assert_eq!((&told["unread"][0]["day"], &told["unread"][1]), (&"2025-12-20".into(), &Value::Null));
        assert!(told["unread"][0]["why"].as_str().unwrap().contains("2025-12-20.db is damaged"), "{told:#}");
    }
}

#[test]
fn one_feature_alone_is_a_note_and_no_finding() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    // A network that changes on the way, a browser that was renewed, and both versions of the protocol.
    for (ip, agent) in [
        ("192.0.2.7", "Mozilla/5.0 Firefox/130.0"),
        ("198.51.100.9", "Mozilla/5.0 Firefox/130.0"),
        ("198.51.100.9", "Mozilla/5.0 Firefox/131.0"),
        ("2001:db8::7", "Mozilla/5.0 Firefox/131.0"),
    ] {
        world.pass(60);
        show(&world, &token, ip, agent, "/orders");
    }
    assert_eq!(findings(&world, &[]), Vec::<Value>::new());
    let notes = findings(&world, &["--min-severity", "note"]);
    assert_eq!((notes.len(), &notes[0]["severity"]), (1, &"note".into()), "{notes:#?}");
    let none = world.run(&["audit", "risk", "--detailed-exitcode"]).ok();
    assert!(none.err().contains("--min-severity note shows"), "{}", none.err());
}

#[test]
fn what_is_done_is_what_the_home_allows_and_is_done_once_and_recorded_with_its_finding() {
    let world = Sandbox::new();
    let token = stolen(&world);
    let refused = world.run(&["audit", "risk", "--act"]).exits(2);
    assert!(refused.err().contains("[risk.act]"), "{}", refused.err());
    set(&world, "[risk.act]\ntoken_shared = \"revoke\"");
    let acted = |flags: &[&str]| {
        let told = world.run(&[&["audit", "risk", "--act", "--json"], flags].concat()).ok().json();
        let acted = told["acted"].as_array().unwrap();
        acted.iter().map(|deed| deed["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(acted(&["--plan"]), ["planned"]);
    world.run(&["token", "verify", &token]).ok();
    assert_eq!(acted(&["--by", "carol"]), ["done"]);
    world.run(&["token", "verify", &token]).exits(32);
    assert_eq!(acted(&[]), ["already"]);
    let log = world.run(&["audit", "log", "--verb", "tokens_revoked", "--json"]).ok().json();
    let events = log["events"].as_array().unwrap();
    assert_eq!(events.len(), 1, "{events:#?}");
    assert!(events[0]["reason"].as_str().unwrap().starts_with("risk: token_shared ("), "{events:#?}");
}

#[test]
fn tokens_and_scopes_beyond_what_is_allowed_now_are_found() {
    let world = Sandbox::new();
    world.run(&["app", "update", "demo", "--access-ttl", "2d"]).ok();
    world.issue(&[]);
    assert_eq!(findings(&world, &[]), Vec::<Value>::new());
    world.run(&["app", "update", "demo", "--access-ttl", "5m"]).ok();
    let found = findings(&world, &["--rule", "out_of_policy"]);
    assert_eq!((found.len(), &found[0]["severity"]), (1, &"medium".into()), "{found:#?}");
    assert!(
        found[0]["what"]
            .as_str()
            .unwrap()
            .contains("1 live access token lives for 2d, and 5m is what app demo may give"),
        "{found:#?}"
    );
}

#[test]
fn a_map_that_is_none_is_refused() {
    let world = Sandbox::new();
    let file = world.file("map.mmdb", "no map");
    let refused = world.run(&["audit", "risk", "--geoip", file.to_str().unwrap()]).exits(2);
    assert!(refused.err().contains("is no map of addresses"), "{}", refused.err());
}
