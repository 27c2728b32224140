//! Single tokens, the list of flaws, and wrong uses.

use super::suite::FLAWS;
use crate::support::Sandbox;

#[test]
fn what_is_made_is_announced_and_the_token_alone_is_the_answer() {
    let world = Sandbox::new();
    let answer = world.run(&["token", "forge", "--flaw", "blocked-app", "--seed", "1"]);
    let token = answer.line(0);
    assert_eq!(world.verdict(&token), 33);
    insta::assert_snapshot!(answer.to_string().replace(&token, "TOKEN"), @"
    TOKEN
    ---- stderr
    note: registered the app forge, which test tokens are for
    note: registered the app forge-blocked and blocked it, for blocked-app
    note: 1 row in the ledger, whose device is the flaw: `mintage token list --app forge-blocked`
    warning: a token is signed by the active key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8: a service that does not look closely accepts it until 2026-01-01T00:15:00Z
    ---- exit 0
    ");
    let quiet = world.run(&["-q", "token", "forge", "--flaw", "no-exp"]).ok();
    assert_eq!((quiet.out().lines().count(), quiet.err().as_str()), (1, ""));
    let again = world.run(&["token", "forge", "--flaw", "no-exp"]);
    insta::assert_snapshot!(again.to_string().replace(&again.line(0), "TOKEN"), @"
    TOKEN
    ---- stderr
    note: 1 row in the ledger, whose device is the flaw: `mintage token list --app forge`
    warning: a token is signed by the active key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8: a service that does not look closely accepts it until 2026-01-01T00:15:00Z, or for ever
    ---- exit 0
    ");
}

#[test]
fn a_forged_token_is_in_the_ledger_and_can_be_revoked() {
    let world = Sandbox::new();
    let forged = world.run(&["token", "forge", "--flaw", "wrong-aud", "--app", "demo", "--json"]).ok().json();
    let jti = forged["jti"].as_str().unwrap();
    let row = world.run(&["token", "show", jti, "--json"]).ok().json();
    assert_eq!((&row["device"], &row["user_agent"]), (&"wrong-aud".into(), &"mintage token forge".into()));
    world.run(&["token", "revoke", jti]).ok();
    // Its own flaw still comes first.
    assert_eq!(world.verdict(forged["token"].as_str().unwrap()), 27);
}

#[test]
fn the_list_names_every_flaw_without_a_home() {
    let world = Sandbox::empty();
    let list = world.run(&["token", "forge", "--list", "--json"]).ok().json();
    assert_eq!(list["flaws"].as_array().unwrap().len(), FLAWS);
    let text = world.run(&["token", "forge", "--list"]).ok().out();
    let help = world.run(&["token", "forge", "--help"]).ok().out();
    for row in &mintage::core::forge::FLAWS {
        assert!(text.contains(row.name) && text.contains(row.summary) && help.contains(row.name), "{}", row.name);
    }
    assert!(!world.home().exists());
}

#[test]
fn wrong_uses_are_answered_with_the_right_one() {
    let world = Sandbox::new();
    let uses: [&[&str]; 6] = [
        &[],
        &["--all"],
        &["--flaw", "expird"],
        &["--probe", " "],
        &["--probe", "true", "--format", "junit", "--json"],
        &["--flaw", "expired", "--claim", "exp=1"],
    ];
    let answers: Vec<String> =
        uses.iter().map(|flags| world.run(&[&["token", "forge"], *flags].concat()).exits(2).to_string()).collect();
    insta::assert_snapshot!(answers.join("\n\n"), @r#"
    ---- stderr
    error: nothing says which test tokens to make
    hint: give --flaw NAME, --all --out DIR, or --probe COMMAND; --list names the flaws
    ---- exit 2

    ---- stderr
    error: nothing says what to do with all the test tokens
    hint: write them with --out DIR, or try a service with --probe COMMAND
    ---- exit 2

    ---- stderr
    error: invalid value 'expird' for '--flaw <NAME>': there is none
    hint: the nearest are expired, exp-far and exp-string; all 83 are in `mintage token forge --list`
    ---- exit 2

    ---- stderr
    error: --probe is empty: it would accept everything
    hint: check the variable behind it
    ---- exit 2

    ---- stderr
    {"error":{"code":"usage","message":"--format junit is a form of its own","hint":"leave --json and -q out"}}
    ---- exit 2

    ---- stderr
    error: `exp` is a registered claim: it is set by --ttl or --exp
    ---- exit 2
    "#);
    world.run(&["token", "forge", "--flaw", "expired", "--timeout", "1s"]).exits(2);
    world.run(&["token", "forge", "--flaw", "expired", "--app", "nobody"]).exits(3);
    world.run(&["app", "block", "demo", "--reason", "x"]).ok();
    world.run(&["token", "forge", "--flaw", "expired", "--app", "demo"]).exits(4);
}

#[test]
fn in_an_empty_folder_dev_makes_what_is_missing() {
    let world = Sandbox::empty();
    world.run(&["token", "forge", "--flaw", "expired"]).exits(3);
    let answer = world.run(&["token", "forge", "--dev", "--flaw", "expired", "--app", "shop", "--scope", "read"]).ok();
    assert_eq!(answer.out().lines().count(), 1);
    assert!(answer.err().contains("made a home") && answer.err().contains("registered the app shop"), "{answer}");
    assert_eq!(world.verdict(&answer.line(0)), 24);
}
