//! A home with its key and its first app, made by one command.

use std::fs;

use crate::support::{Real, Sandbox, advised};

const INIT: [&str; 7] = ["init", "--alg", "EdDSA", "--app", "shop", "--scope", "read write"];

#[test]
fn one_command_makes_a_home_its_key_and_its_first_app() {
    let world = Sandbox::empty();
    let made = world.run(&[&INIT[..], &["--no-passphrase", "--scope", "pay", "--json"]].concat()).ok();
    let home = made.json();
    assert_eq!(home["app"], "shop");
    assert!(home["client_secret"].as_str().unwrap().starts_with("mtg_cs_"));
    let app = world.run(&["app", "show", "shop", "--json"]).ok().json();
    assert_eq!((&app["client_id"], &app["state"]), (&home["client_id"], &"registered".into()));
    assert_eq!(app["scopes"], serde_json::json!(["pay", "read", "write"]));
    // What it says to do next works as it stands.
    for command in advised(&made.err()) {
        assert_eq!(world.verdict(&world.take_advice(&command).ok().line(0)), 0);
    }
    world.run(&["token", "issue", "--app", "shop", "--user", "alice", "--scope", "admin"]).exits(4);
}

#[test]
fn a_secret_that_is_shown_once_is_told_as_that() {
    let world = Sandbox::empty();
    let made = world.run(&[&INIT[..], &["--no-passphrase"]].concat()).ok();
    assert_eq!(
        made.err(),
        "note: the client secret is shown this once; only its digest is kept\n\
         note: issue a token with `mintage token issue --app shop --user USER`\n"
    );
}

#[test]
fn where_anything_is_missing_or_wrong_nothing_is_made() {
    let world = Sandbox::empty();
    for (more, exit) in [
        (&[][..], 5),
        (&["--passphrase-file", "missing.txt"], 5),
        (&["--no-passphrase", "--scope", "read\twrite"], 2),
        (&["--no-passphrase", "--app", "Shop!"], 2),
        (&["--no-passphrase", "-q"], 2),
    ] {
        let answer = world.run(&[&INIT[..], &["--no-input"], more].concat()).exits(exit);
        assert!(!world.home().exists(), "{answer}");
    }
    // Scopes are an app's.
    let alone = world.run(&["init", "--scope", "read", "--no-passphrase"]).exits(2);
    assert!(alone.err().contains("--app"), "{alone}");
}

#[test]
fn who_cannot_see_the_secret_is_told_how_to_have_another() {
    let world = Real::empty();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = world.binary(&[&INIT[..], &["--no-passphrase"]].concat());
    let output = command.stdout(full).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("app shop was registered, but the answer could not be written"), "{told}");
    let advice = advised(&told);
    assert!(!advice.is_empty(), "{told}");
    for command in advice {
        world.take_advice(&command).ok();
    }
}
