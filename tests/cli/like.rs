//! `token issue --like`: tokens as another one is, whoever signed it.

use serde_json::{Value, json};

use crate::support::token_parts::{TokenParts, b64, input};
use crate::support::{Answer, START, Sandbox};

/// A home for development with the app `demo`.
fn development() -> Sandbox {
    let world = Sandbox::empty();
    world.run(&["init", "--dev", "--alg", "EdDSA"]).ok();
    world.run(&["app", "register", "demo", "--public", "--scope", "read write"]).ok();
    world
}

fn issue(world: &Sandbox, more: &[&str]) -> Answer {
    world.run(&[&["token", "issue"], more].concat())
}

/// A token that nobody here can check.
fn theirs(header: &Value, claims: &Value) -> String {
    format!("{}.c2lnbmF0dXJl", input(header.to_string(), claims.to_string()))
}

fn foreign() -> String {
    theirs(
        &json!({"alg": "PS512", "kid": "theirs", "typ": "JWT", "x5t": "abc", "jku": "https://evil.test/", "tenant": 7}),
        &json!({
            "iss": "https://theirs.test/", "sub": "auth0|1", "aud": ["https://a.test", "b"], "iat": 1_000, "exp": 4_600,
            "nbf": 1_000, "jti": "one", "azp": "their-client", "scope": "read", "cnf": {"jkt": "x"}, "roles": ["admin"],
        }),
    )
}

/// Header and claims of the token that an answer begins with.
fn parts(answer: &Answer) -> (Value, Value) {
    let token = TokenParts::of(answer.line(0));
    (token.header.into(), token.claims.into())
}

#[test]
fn header_and_claims_of_another_issuer_are_taken_with_new_times_and_what_was_left_out_is_said() {
    let world = development();
    let answer = issue(&world, &["--app", "demo", "--like", &foreign(), "--claim", "team=x"]).ok();
    let (header, claims) = parts(&answer);
    let kid = world.signing_key();
    assert_eq!(header, json!({"typ": "JWT", "alg": "EdDSA", "kid": mintage::core::jose::Sign::kid(&kid), "tenant": 7}));
    let jti = claims["jti"].as_str().unwrap();
    assert_eq!(
        claims,
        json!({
            "iss": "https://theirs.test/", "sub": "auth0|1", "aud": ["https://a.test", "b"], "exp": START + 3_600,
            "iat": START, "nbf": START, "jti": jti, "scope": "read", "azp": "their-client", "roles": ["admin"], "team": "x",
        })
    );
    assert_ne!(jti, "one");
    let said = answer.err();
    for part in [
        "left out of the header of the token: alg, kid, x5t, jku",
        "cnf (binds it",
        "new: iat, exp, nbf, jti; it lives 1h",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let shown = world.run(&["token", "verify", &answer.line(0)]).exits(26);
    assert!(shown.err().contains("test token"), "{shown}");
}

#[test]
fn a_token_of_this_home_names_its_user_and_app_and_flags_name_others() {
    let world = development();
    world.run(&["app", "register", "other", "--public"]).ok();
    let first = issue(&world, &["--app", "demo", "--user", "alice", "--claim", "role=admin", "--ttl", "2h"]).ok();
    world.pass(60);
    let (_, again) = parts(&issue(&world, &["--like", &first.line(0)]).ok());
    let (_, first_claims) = parts(&first);
    for name in ["iss", "sub", "aud", "client_id", "scope", "role"] {
        assert_eq!(again[name], first_claims[name], "{name}");
    }
    assert_eq!((again["iat"].as_u64(), again["exp"].as_u64()), (Some(START + 60), Some(START + 7_260)));
    assert_ne!(again["jti"], first_claims["jti"]);
    let (_, bobs) = parts(&issue(&world, &["--like", &first.line(0), "--user", "bob", "--claim", "role=user"]).ok());
    assert_eq!((&bobs["sub"], &bobs["role"]), (&json!("bob"), &json!("user")));
    issue(&world, &["--like", &first.line(0), "--app", "other"]).exits(4);
    let own = issue(&world, &["--app", "demo"]).ok().line(0);
    let (_, own_again) = parts(&issue(&world, &["--like", &own]).ok());
    assert_eq!(own_again["sub"], own_again["client_id"], "an app that acts for itself");
    let stranger = issue(&world, &["--like", &foreign()]).exits(2);
    assert!(stranger.err().contains("their-client") && stranger.err().contains("--app"), "{stranger}");
}

#[test]
fn a_profile_and_flags_go_before_the_token() {
    let world = development();
    let flags = ["--app", "demo", "--like", &foreign(), "--profile", "okta", "--aud", "mine", "--typ", "x+jwt"];
    let (header, claims) = parts(&issue(&world, &flags).ok());
    assert_eq!((&header["typ"], &claims["aud"]), (&json!("x+jwt"), &json!("mine")));
    assert_eq!((&claims["ver"], &claims["roles"]), (&json!(1), &json!(["admin"])));
    assert!(claims["iss"].as_str().unwrap().contains("okta.com"));
}

#[test]
fn the_signature_does_not_matter_and_the_token_comes_from_wherever_tokens_do() {
    let world = development();
    let token = foreign();
    let cut = format!("{}.", token.rsplit_once('.').unwrap().0);
    let file = world.file("theirs.jwt", format!("{token}\n")).display().to_string();
    for (like, stdin) in [(cut.as_str(), ""), (&format!("@{file}"), ""), ("-", token.as_str())] {
        let issue = ["token", "issue", "--app", "demo", "--like", like];
        let (_, claims) = parts(&world.run_with(&issue, stdin).ok());
        assert_eq!(claims["sub"], "auth0|1", "{like}");
    }
    let both = world.run_with(&["token", "issue", "--app", "demo", "--like", "-", "--claims", "-"], &token).exits(2);
    assert!(both.err().contains("--claims and --like cannot both"), "{both}");
    let many = issue(&world, &["--app", "demo", "--like", &token, "--count", "2"]).ok().out();
    assert_eq!(many.lines().count(), 2);
    let named = issue(&world, &["--app", "demo", "--like", &file]).exits(20);
    assert!(named.err().contains(&format!("--like @{file}")), "{named}");
}

#[test]
fn what_is_no_signed_jwt_is_named_with_the_way_out() {
    let world = development();
    let jwe = format!("{}.AA.AA.AA.AA", b64(r#"{"alg":"dir","enc":"A256GCM"}"#));
    let unsigned = theirs(&json!({"alg": "nOnE"}), &json!({"sub": "a"}));
    let twice = format!("{}.{}.AA", b64(r#"{"alg":"RS256"}"#), b64(r#"{"sub":"a","sub":"b"}"#));
    let text = format!("{}.{}.AA", b64(r#"{"alg":"RS256"}"#), b64("hello"));
    let no_alg = theirs(&json!({"typ": "JWT"}), &json!({"sub": "a"}));
    let large = format!("{}.{}.AA", b64(r#"{"alg":"RS256"}"#), "A".repeat(1_100_000));
    let sd = format!("{}~WyJhIl0~", foreign());
    for (token, what) in [
        (jwe.as_str(), "JWE"),
        (&unsigned, "signed with `none`"),
        (&no_alg, "names no algorithm"),
        (&twice, "payload"),
        (&text, "payload"),
        (&large, "larger than 1024 KiB"),
        (&sd, "SD-JWT"),
        ("opaque-text-of-theirs", "--claims FILE"),
        ("ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18", "GitHub"),
        ("", "empty"),
    ] {
        let refused = world.run_with(&["token", "issue", "--app", "demo", "--like", "-"], token).exits(20);
        assert!(refused.err().contains(what) && refused.err().contains("hint:"), "{what}: {refused}");
        assert!(!refused.err().contains("ghp_zQWBuTSO"), "{refused}");
    }
    let refused =
        issue(&world, &["--app", "demo", "--like", &theirs(&json!({"alg": "RS256"}), &json!({"sub": "mtg_x"}))]);
    assert!(refused.exits(2).err().contains("name the user with --user"));
}

#[test]
fn it_is_a_test_token_where_it_departs() {
    let world = Sandbox::new();
    issue(&world, &["--app", "demo", "--like", &foreign()]).exits(4);
    issue(&world, &["--app", "demo", "--like", &foreign(), "--test-token"]).ok();
    let plain = issue(&world, &["--app", "demo", "--user", "alice"]).ok().line(0);
    let again = issue(&world, &["--like", &plain]).ok().line(0);
    world.run(&["token", "verify", &again]).ok();
}
