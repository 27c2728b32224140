//! The life of a token and of an app, end to end.

use crate::support::{Sandbox, settled};

#[test]
fn a_token_is_good_until_it_is_revoked() {
    let world = Sandbox::new();
    let token = world.token();
    assert_eq!(world.verdict(&token), 0);
    world.run(&["token", "revoke", &token, "--reason", "laptop stolen"]).ok();
    let answer = world.run(&["token", "verify", &token, "--json"]).exits(32);
    let verdict = answer.json();
    assert_eq!(verdict["reason"], "revoked");
    assert_eq!(verdict["ended"]["cause"], "token");
    assert_eq!(verdict["ended"]["reason"], "laptop stolen");
    assert_eq!(verdict["ended"]["at"], "2026-01-01T00:00:00Z");
}

#[test]
fn a_token_ends_at_its_exp() {
    let world = Sandbox::new();
    let token = world.issue(&["--ttl", "2s"]);
    world.pass(1);
    assert_eq!(world.verdict(&token), 0);
    world.pass(1);
    assert_eq!(world.verdict(&token), 24);
}

#[test]
fn the_first_token_activates_an_app() {
    let world = Sandbox::new();
    assert_eq!(world.run(&["app", "show", "demo", "--json"]).ok().json()["state"], "registered");
    world.token();
    assert_eq!(world.run(&["app", "show", "demo", "--json"]).ok().json()["state"], "active");
}

#[test]
fn a_blocked_app_is_refused_everywhere_and_works_again_after_activation() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    world.run(&["app", "block", "demo", "--reason", "key leaked"]).ok();
    assert_eq!(world.verdict(&access), 33);
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).exits(4);
    world.run(&["token", "refresh", &refresh]).exits(33);
    world.run(&["app", "activate", "demo"]).ok();
    assert_eq!(world.verdict(&access), 0);
    world.run(&["token", "refresh", &refresh]).ok();
}

#[test]
fn refreshing_rotates_and_a_second_use_ends_the_family() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    let rotated = world.run(&["token", "refresh", "-"]).exits(20);
    insta::assert_snapshot!(settled(&world, &rotated), @"
    ---- stderr
    error: the input is empty
    hint: check that the whole token was copied
    ---- exit 20
    ");
    let rotated = world.run_with(&["token", "refresh", "-"], &refresh).ok();
    let (second_access, second_refresh) = (rotated.line(0), rotated.line(1));
    assert_eq!(world.verdict(&second_access), 0);

    let replay = world.run(&["token", "refresh", &refresh]).exits(32);
    insta::assert_snapshot!(settled(&world, &replay), @"
    ---- stderr
    error: this refresh token was used before, at 2026-01-01T00:00:00Z; its whole family is revoked (3 tokens)
    hint: someone holds a copy: find out who, then let the user sign in again with `mintage token issue --with-refresh`
    ---- exit 32
    ");
    for token in [&access, &second_access] {
        assert_eq!(world.verdict(token), 32);
    }
    world.run(&["token", "refresh", &second_refresh]).exits(32);
    let cause = &world.run(&["token", "verify", "--json", &access]).json()["ended"]["cause"];
    assert_eq!(cause, "replay");
}

#[test]
fn a_refresh_token_opens_no_api() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    assert_eq!(world.verdict(&refresh), 28);
}

#[test]
fn revoking_a_refresh_token_ends_its_family_and_twice_is_no_error() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    let answer = world.run(&["token", "revoke", &refresh, "--json"]).ok();
    assert_eq!(answer.json()["revoked"], 2);
    assert_eq!(world.verdict(&access), 32);
    let answer = world.run(&["token", "revoke", &refresh, "--json"]).ok();
    assert_eq!((&answer.json()["revoked"], &answer.json()["already_revoked"]), (&0.into(), &2.into()));
}

#[test]
fn scope_shrinks_at_refresh_and_never_grows() {
    let world = Sandbox::new();
    let issued =
        world.run(&["token", "issue", "--app", "demo", "--user", "bob", "--scope", "read", "--with-refresh"]).ok();
    world.run(&["token", "refresh", &issued.line(1), "--scope", "read write"]).exits(4);
    let narrowed = world.run(&["token", "refresh", &issued.line(1), "--scope", "read", "--json"]).ok();
    assert_eq!(narrowed.json()["scope"], "read");
}

#[test]
fn consent_is_asked_for_beyond_what_was_given() {
    let world = Sandbox::new();
    world.issue(&["--scope", "read"]);
    let refused = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--scope", "write"]).exits(4);
    insta::assert_snapshot!(settled(&world, &refused), @"
    ---- stderr
    error: user alice has not consented to write; consented so far: read
    hint: add --consent where the user consents now, or ask for less
    ---- exit 4
    ");
    world.issue(&["--scope", "read write", "--consent"]);
    let all = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--json"]).ok();
    assert_eq!(all.json()["scope"], "read write");
}

#[test]
fn a_token_bound_to_an_address_is_refreshed_into_one_that_is_bound_too() {
    let world = Sandbox::new();
    let bound = ["--ip", "192.0.2.1", "--bind-ip", "--with-refresh"];
    let issue = [&["token", "issue", "--app", "demo", "--user", "alice"], &bound[..]].concat();
    let refresh = world.run(&issue).ok().line(1);
    let token = world.run(&["token", "refresh", &refresh, "--ip", "198.51.100.7"]).ok().line(0);
    assert_eq!(world.verdict(&token), 34);
    world.run(&["token", "verify", &token, "--ip", "192.0.2.1"]).ok();
    world.run(&["token", "verify", &token, "--ip", "198.51.100.7"]).exits(34);
}

#[test]
fn one_bare_line_never_loses_what_is_shown_once() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    world.run(&["-q", "token", "refresh", &refresh]).exits(2);
    world.run(&["-q", "token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).exits(2);
    world.run(&["-q", "app", "register", "shop"]).exits(2);
    world.run(&["-q", "app", "register", "shop", "--public"]).ok();
    // The refusal came before the token was used up.
    world.run(&["token", "refresh", &refresh]).ok();
}

#[test]
fn a_check_behind_a_variable_that_is_not_set_is_no_check() {
    let world = Sandbox::new();
    let token = world.token();
    for check in ["--require-scope", "--typ", "--sub"] {
        world.run(&["token", "verify", &token, check, ""]).exits(2);
    }
}

#[test]
fn development_goes_on_with_scopes_that_were_not_asked_for_before() {
    let world = Sandbox::new();
    let dev = ["token", "issue", "--dev", "--app", "demo", "--user", "alice", "--scope"];
    let issued = world.run(&[&dev[..], &["admin", "--json"]].concat()).ok();
    assert_eq!(issued.json()["scope"], "admin");
    let scopes = &world.run(&["app", "show", "demo", "--json"]).ok().json()["scopes"];
    assert_eq!(scopes, &serde_json::json!(["admin", "read", "write"]));
}

#[test]
fn a_home_that_lost_its_settings_is_not_given_others() {
    let world = Sandbox::new();
    let token = world.token();
    let config = world.home().join("config.toml");
    let kept = std::fs::read(&config).unwrap();
    std::fs::remove_file(&config).unwrap();
    world.run(&["keys", "list"]).exits(3);
    world.run(&["init", "--no-passphrase"]).exits(3);
    world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).exits(3);
    assert!(!config.exists());
    world.file("home/config.toml", kept);
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn a_next_key_that_nobody_can_open_does_not_take_over() {
    let world = Sandbox::new();
    let passphrase = world.file("pass", "geheim").display().to_string();
    world.run(&["keys", "rotate", "--activate-in", "1h", "--passphrase-file", &passphrase]).ok();
    world.pass(3_601);
    let issued = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    assert!(issued.err().contains("the old key signs on"), "{issued}");
    assert_eq!(world.verdict(&issued.line(0)), 0);
    let with = ["token", "issue", "--app", "demo", "--user", "alice", "--passphrase-file", &passphrase];
    assert_eq!(world.run(&with).ok().err(), "");
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let world = Sandbox::empty();
    for command in [&["token", "verify"][..], &["keys", "rotate"], &["init"]] {
        let help = world.run(&[command, &["--help"]].concat()).ok().out();
        assert!(help.contains("Examples:\n") && help.contains("Exit codes:\n"), "{help}");
    }
}
