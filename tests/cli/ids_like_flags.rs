//! Ids that begin as flags do: every verb takes them, and help is no answer to a command.

use serde_json::json;

use crate::support::{Answer, Sandbox, tree};

const KIDS: [&str; 13] =
    ["-hABC", "-hX_9-", "--", "--x", "--kid", "-VABC", "-qv9", "-", "@x", "-h:A/B", "--did:web:a#1", "-h+A=", "-h ABC"];

/// A home with a key that stands by, under this kid.
fn with_key(kid: &str) -> Sandbox {
    let world = Sandbox::new();
    let jwk = json!({
        "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": kid,
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    let file = world.file("key.jwk", jwk.to_string());
    world.run(&["keys", "import", file.to_str().unwrap(), "--no-passphrase"]).ok();
    world
}

#[test]
fn a_kid_is_taken_whatever_it_begins_with() {
    for kid in KIDS {
        // What ends the flags is no argument by itself.
        let given = if kid == "--" { vec!["--", "--"] } else { vec![kid] };
        let with = |args: &[&'static str], more: &[&'static str]| {
            let after = if given.len() == 1 { [args, &[kid], more].concat() } else { [args, more, &given].concat() };
            after.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let world = with_key(kid);
        let run = |args: &[&'static str], more: &[&'static str]| -> Answer {
            let words = with(args, more);
            world.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(run(&["keys", "show"], &["-q"]).ok().line(0), kid);
        assert_eq!(run(&["keys", "show"], &["--json"]).ok().json()["kid"], kid);
        assert_eq!(run(&["keys", "export"], &["--format", "jwk"]).ok().json()["kid"], kid);
        assert!(run(&["keys", "export", "--private"], &[]).ok().out().starts_with("-----BEGIN PRIVATE KEY"));
        run(&["keys", "passphrase"], &["--no-passphrase"]).ok();
        run(&["keys", "activate"], &[]).ok();
        assert_eq!(run(&["keys", "retire"], &["--plan", "-q"]).ok().line(0), kid);
        let token = world.token();
        let jti = world.jti(&token);
        if kid != "--" {
            assert_eq!(world.run(&["token", "list", "--key", kid, "-q"]).ok().line(0), jti);
            assert_eq!(world.run(&["token", "revoke", "--key", kid, "--plan", "--json"]).ok().json()["revoked"], 1);
        }
        assert_eq!(world.run(&["token", "list", &format!("--key={kid}"), "-q"]).ok().line(0), jti);
        let plan = run(&["keys", "revoke"], &["--plan", "--json"]).ok().json();
        assert_eq!(plan["key"]["kid"], kid);
        run(&["keys", "revoke"], &["--reason", "leaked"]).ok();
        assert_eq!(world.verdict(&token), 32, "{kid}");
    }
}

#[test]
fn a_kid_that_is_exactly_a_flag_is_given_last_and_help_is_no_answer() {
    for kid in ["-h", "--help", "-q", "--json"] {
        let world = with_key(kid);
        let before = tree(&world.home());
        let answer = world.run(&["keys", "revoke", kid, "--reason", "leaked"]).exits(2);
        assert!(answer.out().is_empty(), "{answer}");
        assert_eq!(tree(&world.home()), before);
        world.run(&["keys", "revoke", "--reason", "leaked", "--", kid]).ok();
    }
    let world = with_key("-hABC");
    let refused = world.run(&["keys", "revoke", "-h", "--reason", "leaked"]).exits(2);
    assert!(refused.err().contains("help was asked for beside other arguments, so nothing was done"), "{refused}");
    for args in
        [&["token", "revoke", "-hABC"][..], &["token", "issue", "--app", "demo", "--help"], &["keys", "gen", "-hX"]]
    {
        world.run(args).exits(2);
    }
    let asked = world.run(&["keys", "revoke", "--help"]).ok();
    assert!(asked.out().contains("--reason"), "{asked}");
    assert_eq!(world.run(&["--json", "keys", "revoke", "-h"]).ok().out().is_empty(), asked.out().is_empty());
}

#[test]
fn the_words_of_others_are_taken_too_and_a_mistyped_flag_is_named() {
    let world = Sandbox::new();
    let token = world.run(&["token", "issue", "--app", "demo", "--user", "-hans", "--with-id-token", "--nonce", "-hx"]);
    let token = token.ok().line(0);
    let listed = world.run(&["token", "list", "--user", "-hans", "-q"]).ok();
    assert!(listed.out().contains(&world.jti(&token)), "{listed}");
    world.run(&["token", "revoke", &token, "--reason", "-h is what he said"]).ok();
    for (args, name) in [
        (&["keys", "show", "--jsn"][..], "--jsn"),
        (&["keys", "revoke", "x", "--resaon", "leaked"], "--resaon"),
        (&["token", "list", "--user", "--limt", "3"], "--limt"),
    ] {
        let refused = world.run(args).exits(2);
        assert!(refused.err().contains(name), "{refused}");
    }
}
