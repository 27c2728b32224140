//! Tokens that depart from those of their home: what is asked for is what they say, only where they may, and the home knows.

use serde_json::Value;

use crate::support::token_parts::sign;
use crate::support::{Sandbox, TokenParts, advised, from_b64, settled};

/// A home for development, with an unencrypted EdDSA key and the app `demo`.
fn development() -> Sandbox {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", "EdDSA", "--dev"]).ok();
    world.run(&["app", "register", "demo", "--public", "--scope", "read write"]).ok();
    world
}

fn part(token: &str, place: usize) -> Value {
    serde_json::from_slice(&from_b64(token.split('.').nth(place).unwrap())).unwrap()
}

fn header(token: &str) -> Value {
    part(token, 0)
}

fn payload(token: &str) -> Value {
    part(token, 1)
}

const ALL: [&str; 18] = [
    "--typ",
    "JWT",
    "--header",
    "x5t=abc",
    "--header",
    "n:=[1,null]",
    "--iss",
    "https://other.test/",
    "--sub",
    "auth0|1",
    "--jti",
    "run 7",
    "--iat",
    "2025-06-01T00:00:00Z",
    "--no-claim",
    "aud",
    "--no-claim",
    "nbf",
];

#[test]
fn a_token_says_what_was_asked_for_and_else_what_the_home_says() {
    let world = development();
    let token = world.issue(&[&ALL[..], &["--no-claim", "client_id", "--scope", "read"]].concat());
    let kid = world.run(&["keys", "list", "-q"]).ok().line(0);
    let expected = serde_json::json!({"typ": "JWT", "alg": "EdDSA", "kid": kid, "x5t": "abc", "n": [1, null]});
    assert_eq!(header(&token), expected);
    let expected = serde_json::json!({
        "iss": "https://other.test/", "sub": "auth0|1", "exp": 1_767_226_500, "iat": 1_748_736_000, "jti": "run 7", "scope": "read",
    });
    assert_eq!(payload(&token), expected);
    assert_eq!(header(&world.issue(&["--typ", "none"])), serde_json::json!({"alg": "EdDSA", "kid": kid}));
    let bare = payload(&world.issue(&["--no-claim", "scope", "--scope", "read"]));
    assert!(bare.get("scope").is_none() && bare["aud"] == "https://api.localhost", "{bare}");
}

#[test]
fn a_verdict_names_all_that_departs_and_its_hint_takes_the_token_as_it_was_asked_for() {
    let world = development();
    let token = world.issue(&[&ALL[..], &["--no-claim", "client_id"]].concat());
    let at = format!("@{}", world.file("token.txt", &token).display());
    let refused = world.run(&["token", "verify", &at]).exits(26);
    insta::assert_snapshot!(settled(&world, &refused), @r#"
    issuer_mismatch: iss is "https://other.test/", expected https://auth.localhost
    ---- stderr
    warning: this is a test token: typ is JWT and not at+jwt; its header has x5t; its header has n; iss is https://other.test/ and not https://auth.localhost; sub is auth0|1 and not alice; jti was chosen: run 7; iat is 2025-06-01T00:00:00Z and not when it was issued; it has no aud; it has no nbf; it has no client_id
    hint: it was made so, as a test token; to take it as it was asked for: `mintage token verify @/world/token.txt --typ JWT --iss https://other.test/ --require-claim '!aud' --require-claim '!client_id'`
    ---- exit 26
    "#);
    let commands = advised(&refused.err());
    assert_eq!(commands.len(), 1, "{commands:?}");
    let judged = world.take_advice(&commands[0]).ok();
    assert!(judged.out().starts_with("valid: sub auth0|1"), "{judged}");
    assert!(judged.err().contains("warning: this is a test token: typ is JWT and not at+jwt; "), "{judged}");
    // What is expected is looked at: another typ, issuer or claim is refused.
    for (more, exit) in [
        (&["--typ", "at+jwt", "--iss", "https://other.test/", "--require-claim", "!aud"][..], 28),
        (&["--typ", "JWT", "--iss", "https://other.test", "--require-claim", "!aud"], 26),
        (&["--typ", "JWT", "--iss", "https://other.test/"], 27),
        (&["--typ", "JWT", "--iss", "https://other.test/", "--require-claim", "!aud", "--sub", "alice"], 29),
    ] {
        let refused = world.run(&[&["token", "verify", &at, "--json"], more].concat()).exits(exit);
        let said = refused.json()["warnings"].to_string();
        assert!(said.contains("this is a test token") && said.contains("it has no client_id"), "{more:?}: {said}");
    }
}

#[test]
fn each_departure_alone_is_refused_by_the_check_that_it_breaks_or_by_none() {
    let world = development();
    for (asked, exit) in [
        (&["--typ", "JWT"][..], 28),
        (&["--typ", "none"], 28),
        (&["--typ", "application/at+jwt"], 0),
        (&["--header", "cty=x"], 0),
        (&["--iss", "https://other.test"], 26),
        (&["--sub", "bob smith\n"], 0),
        (&["--jti", "run-7"], 0),
        (&["--jti", "b53bfe0c-5b6c-4b0a-8f40-1d43a1f6cd5a"], 0),
        (&["--iat", "2025-01-01T00:00:00Z"], 0),
        (&["--iat", "2027-01-01T00:00:00Z"], 25),
        (&["--no-claim", "aud"], 27),
        (&["--no-claim", "nbf"], 0),
        (&["--no-claim", "client_id"], 29),
        (&["--no-claim", "scope"], 0),
    ] {
        let token = world.issue(asked);
        let at = format!("@{}", world.file("token.txt", &token).display());
        let answer = world.run(&["token", "verify", &at]).exits(exit);
        assert!(answer.err().contains("warning: this is a test token: "), "{asked:?}: {answer}");
        for command in advised(&answer.err()) {
            world.take_advice(&command).ok();
        }
        assert_eq!(world.run(&["token", "introspect", &token]).ok().json()["active"], exit != 25, "{asked:?}");
    }
}

#[test]
fn what_the_home_would_say_anyway_departs_from_nothing() {
    let world = Sandbox::new();
    let same = ["--typ", "at+jwt", "--iss", "https://auth.localhost", "--sub", "alice", "--alg", "EdDSA"];
    let token = world.issue(&same);
    let answer = world.run(&["token", "verify", &token]).ok();
    assert_eq!(answer.err(), "", "{answer}");
    assert_eq!(world.run(&["token", "show", &token, "--json"]).ok().json().get("departs"), None);
}

#[test]
fn another_home_lets_no_token_depart_unless_it_is_said_to_be_a_test_token() {
    let world = Sandbox::new();
    let issue = |more: &[&str]| world.run(&[&["token", "issue", "--app", "demo", "--user", "alice"], more].concat());
    for asked in ALL.chunks(2).chain([&["--no-claim", "scope"][..], &["--no-claim", "client_id"]]) {
        let refused = issue(asked).exits(4);
        assert!(refused.err().contains("--test-token"), "{asked:?}: {refused}");
    }
    insta::assert_snapshot!(settled(&world, &issue(&["--typ", "JWT", "--no-claim", "aud"])), @"
    ---- stderr
    error: this would be a test token (typ is JWT and not at+jwt; it has no aud), and this home is not for development
    hint: add --test-token, and the ledger keeps that it is one; the config.toml of a home for development says development = true
    ---- exit 4
    ");
    assert_eq!(world.run(&["token", "list", "-q"]).ok().out(), "", "nothing came of it");
    let token = issue(&[&ALL[..], &["--test-token"]].concat()).ok().line(0);
    assert!(world.run(&["token", "verify", &token]).exits(26).err().contains("this is a test token"));
    // A home becomes one for development by its settings.
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, settings.replace("# development = false", "development = true")).unwrap();
    issue(&["--typ", "JWT"]).ok();
}

#[test]
fn a_home_that_is_made_for_a_token_is_one_for_development() {
    let world = Sandbox::empty();
    world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice", "--typ", "JWT", "--alg", "ES256"]).ok();
    let token = world.run(&["token", "issue", "--app", "demo", "--alg", "ES256"]).ok().line(0);
    assert_eq!(header(&token)["alg"], "ES256");
    let init = world.run(&["--home", "other", "init", "--dev", "--no-input"]).ok();
    assert!(init.out().contains("kid"), "{init}");
    let key = std::fs::read_dir(world.folder().join("other/keys")).unwrap().next().unwrap().unwrap().path();
    assert!(std::fs::read_to_string(key).unwrap().starts_with("-----BEGIN PRIVATE KEY-----"));
}

#[test]
fn the_ledger_knows_a_test_token_by_the_jti_in_its_text() {
    let world = development();
    for jti in ["run-7", "a.b", "b53bfe0c-5b6c-4b0a-8f40-1d43a1f6cd5a", "-x", "run 7"] {
        let answer =
            world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--jti", jti, "--json"]).ok().json();
        assert_eq!(answer["jti"], jti);
        let token = answer["access_token"].as_str().unwrap().to_owned();
        let shown = world.run(&["token", "show", "--json", "--", jti]).ok().json();
        assert_eq!((&shown["shown_jti"], &shown["departs"]), (&jti.into(), &serde_json::json!(["jti"])), "{jti}");
        assert_eq!(shown["departures"], format!("jti was chosen: {jti}"));
        assert_eq!(world.run(&["token", "show", "--json", &token]).ok().json(), shown);
        assert_eq!(world.run(&["token", "show", "--json", shown["jti"].as_str().unwrap()]).ok().json(), shown);
        let refused = world.run(&["token", "issue", "--app", "demo", "--jti", jti]).exits(4);
        assert!(refused.err().contains("knows a token with the jti"), "{refused}");
        assert_eq!(world.verdict(&token), 0);
        world.run(&["token", "revoke", &format!("--jti={jti}")]).ok();
        assert_eq!(world.verdict(&token), 32);
        world.run(&["token", "issue", "--app", "demo", "--jti", jti]).exits(4);
    }
    // One that is ours is taken, too.
    let own = world.run(&["token", "list", "-q"]).ok().line(0);
    world.run(&["token", "issue", "--app", "demo", "--jti", &own]).exits(4);
    world.run(&["token", "show", "run-8"]).exits(2);
    world.run(&["token", "revoke", "--jti", "run-8"]).exits(3);
    let list = world.run(&["token", "list"]).ok();
    assert!(list.line(0).ends_with("DEPARTS") && list.line(1).ends_with("  jti"), "{list}");
}

#[test]
fn a_token_with_a_jti_that_was_chosen_is_not_taken_for_another() {
    let world = development();
    let token = world.issue(&["--jti", "run-7", "--sub", "bob"]);
    // The row is also known by an id of its own, which the text does not have.
    let own = world.run(&["token", "show", "run-7", "-q"]).ok().line(0);
    assert_ne!(payload(&token)["jti"], own.as_str());
    let other = Sandbox::empty();
    other.run(&["--home", "other", "init", "--dev", "--alg", "ES256"]).ok();
    other.run(&["--home", "other", "app", "register", "demo", "--public"]).ok();
    let same =
        ["--home", "other", "token", "issue", "--app", "demo", "--user", "alice", "--jti", "run-7", "--sub", "bob"];
    let foreign = other.run(&same).ok().line(0);
    assert_eq!(world.verdict(&foreign), 22);
    let revoked = world.run(&["token", "revoke", &foreign]);
    assert_ne!(revoked.exit, 0, "{revoked}");
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn refreshed_tokens_keep_what_departs_but_jti_and_time() {
    let world = development();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    let pair = [&ALL[..], &["--alg", "ES256", "--with-refresh", "--with-id-token"]].concat();
    let issued = world.run(&[&["token", "issue", "--app", "demo", "--user", "alice"], &pair[..]].concat()).ok();
    let (refresh, id) = (issued.line(1), issued.line(2));
    let claims = payload(&id);
    assert_eq!((&claims["iss"], &claims["sub"]), (&"https://other.test/".into(), &"auth0|1".into()));
    assert_eq!((&claims["iat"], &header(&id)["alg"]), (&1_748_736_000.into(), &"ES256".into()));
    assert_ne!(claims["jti"], "run 7");
    let aud = claims["aud"].as_str().unwrap();
    let judged =
        world.run(&["token", "verify", &id, "--typ", "JWT", "--iss", "https://other.test/", "--aud", aud]).ok();
    assert!(judged.err().contains("this is a test token: it is signed with ES256"), "{judged}");

    world.pass(60);
    let next = world.run(&["token", "refresh", &refresh]).ok();
    let (token, claims) = (next.line(0), payload(&next.line(0)));
    assert_eq!(header(&token)["x5t"], "abc");
    assert_eq!((&header(&token)["typ"], &header(&token)["alg"]), (&"JWT".into(), &"ES256".into()));
    assert_eq!((&claims["iss"], &claims["sub"]), (&"https://other.test/".into(), &"auth0|1".into()));
    assert_eq!(claims["iat"], 1_767_225_660);
    assert!(claims.get("aud").is_none() && claims.get("nbf").is_none() && claims["jti"] != "run 7", "{claims}");
    let as_asked = ["--typ", "JWT", "--iss", "https://other.test/", "--require-claim", "!aud"];
    assert_eq!(world.verdict_with(&token, &as_asked), 0);
    let again = world.run(&["token", "refresh", &next.line(1)]).ok().line(0);
    assert_eq!(payload(&again)["sub"], "auth0|1");
}

#[test]
fn an_opaque_test_token_says_what_a_jwt_would_and_has_no_header() {
    let world = development();
    let asked = ["--iss", "https://other.test", "--sub", "bob", "--jti", "op-1", "--iat", "2025-01-01T00:00:00Z"];
    let more = ["--no-claim", "aud", "--no-claim", "client_id", "--scope", "read", "--no-claim", "scope"];
    let token = world.issue(&[&asked[..], &more, &["--format", "opaque"]].concat());
    assert!(token.starts_with("mtg_at_"));
    let claims = world.run(&["token", "introspect", &token]).ok().json();
    let expected = serde_json::json!({
        "active": true, "token_type": "Bearer", "exp": 1_767_226_500, "iat": 1_735_689_600, "nbf": 1_767_225_600, "sub": "bob",
        "iss": "https://other.test", "jti": "op-1", "username": "bob",
    });
    assert_eq!(claims, expected);
    let at = format!("@{}", world.file("token.txt", &token).display());
    let refused = world.run(&["token", "verify", &at]).exits(26);
    world.take_advice(&advised(&refused.err())[0]).ok();
    for header in [["--typ", "JWT"], ["--header", "x5t=a"], ["--alg", "ES256"]] {
        let refused = world.run(&[&["token", "issue", "--app", "demo", "--format", "opaque"], &header[..]].concat());
        assert!(refused.exits(2).err().contains("has no header and no signature"), "{header:?}");
    }
}

#[test]
fn what_no_token_can_be_asked_for_is_refused_by_name() {
    let world = development();
    let said = |more: &[&str]| {
        let refused = world.run(&[&["token", "issue", "--app", "demo", "--user", "alice"], more].concat()).exits(2);
        refused.err().lines().next().unwrap().to_owned()
    };
    for name in ["alg", "typ", "kid", "crit", "b64", "enc", "zip", "jku", "jwk", "x5u", "x5c", "CRIT", "Jku"] {
        for value in ["=x", ":={\"a\":1}"] {
            let said = said(&["--header", &format!("{name}{value}")]);
            assert!(said.contains(&format!("`{}`", name.to_lowercase())), "{said}");
        }
    }
    for (asked, what) in [
        (&["--header", "x5t"][..], "has no `=`"),
        (&["--header", "a=1", "--header", "a=2"], "given twice"),
        (&["--header", &format!("a={}", "x".repeat(9_000))], "larger than 8192 bytes"),
        (&["--typ", ""], "is empty"),
        (&["--typ", "a\tb"], "cannot be printed"),
        (&["--sub", ""], "is empty"),
        (&["--sub", &"x".repeat(1_025)], "longer than 1024 bytes"),
        (&["--jti", ""], "is empty"),
        (&["--jti", "a\nb"], "cannot be printed"),
        (&["--jti", "mtg_at_x"], "kept for apps and tokens"),
        (&["--jti", &"x".repeat(256)], "longer than 255 bytes"),
        (&["--iss", "a b"], "white space"),
        (&["--iat", "yesterday"], "time"),
        (&["--no-claim", "exp"], "those are aud, nbf, client_id, scope"),
        (&["--no-claim", "aud", "--aud", "x"], "a value for aud, and is to be without it"),
        (&["--no-claim", "nbf", "--nbf", "2026-01-01T00:00:00Z"], "a value for nbf"),
        (&["--alg", "none"], "unsigned token"),
        (&["--jti", "a", "--count", "2"], "--jti names one token"),
        (&["--id-claim", "acr=1"], "--with-id-token"),
        (&["--with-id-token", "--id-claim", "sub=x"], "`sub` is a registered claim"),
        (&["--with-id-token", "--id-claim", "at_hash=x"], "mintage alone sets it"),
        (&["--with-id-token", "--id-claim", "nonce=x"], "it is set by --nonce"),
        (&["--with-id-token", "--id-claim", "acr=1", "--id-claim", "acr=2"], "given twice"),
    ] {
        let said = said(asked);
        assert!(
            said.contains(what)
                || world.run(&[&["token", "issue", "--app", "demo"], asked].concat()).err().contains(what),
            "{asked:?}: {said}"
        );
    }
    assert_eq!(world.run(&["token", "list", "-q"]).ok().out(), "", "nothing came of it");
    world.run(&["token", "issue", "--app", "demo", "--jti", "a", "--count", "1"]).ok();
}

#[test]
fn lines_of_a_batch_ask_for_what_flags_do() {
    let world = development();
    let lines = [
        r#"{"jti":"run-1","typ":"JWT","header":{"x5t":"a"},"no_claim":["aud","nbf"]}"#,
        r#"{"jti":"run-1"}"#,
        r#"{"jti":"run-2","iss":"https://b.test","sub":"s","iat":1700000000,"with_id_token":true,"id_claim":{"amr":["pwd"]}}"#,
        r#"{"header":{"crit":["x"]}}"#,
        r#"{"alg":"ES384"}"#,
        r#"{"format":"opaque","typ":"JWT"}"#,
    ];
    let args = ["token", "issue", "--app", "demo", "--user", "alice", "--header", "y=1", "--batch", "-"];
    let answers = world.run_with(&args, lines.join("\n")).exits(40);
    let answers: Vec<serde_json::Value> =
        answers.out().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let token = |place: usize| answers[place]["access_token"].as_str().unwrap();
    assert_eq!((&header(token(0))["x5t"], &header(token(0))["y"]), (&"a".into(), &"1".into()));
    assert!(payload(token(0)).get("aud").is_none());
    assert_eq!(payload(token(2))["iat"], 1_700_000_000);
    assert_eq!(payload(answers[2]["id_token"].as_str().unwrap())["amr"], serde_json::json!(["pwd"]));
    for (place, code) in [(1, "refused"), (3, "usage"), (4, "no_active_key"), (5, "usage")] {
        assert_eq!(answers[place]["error"]["code"], code, "{}", answers[place]);
    }
    // In a home that is not for development each line says that it makes a test token, or a flag does for all of them.
    let plain = Sandbox::new();
    let (args, lines) = (
        ["token", "issue", "--app", "demo", "--batch", "-"],
        "{\"typ\":\"JWT\"}\n{\"typ\":\"JWT\",\"test_token\":true}",
    );
    let answer = plain.run_with(&args, lines).exits(40);
    assert!(answer.line(0).contains("--test-token") && answer.line(1).contains("access_token"), "{answer}");
    plain.run_with(&[&args[..], &["--test-token"]].concat(), lines).ok();
}

#[test]
fn an_id_token_has_the_claims_that_are_asked_for() {
    let world = Sandbox::new();
    let asked = [
        "--with-id-token",
        "--id-claim",
        "acr=urn:mfa",
        "--id-claim",
        "amr:=[\"pwd\",\"otp\"]",
        "--id-claim",
        "azp=other",
        "--id-claim",
        "auth_time:=1700000000",
        "--id-claim",
        "groups:=[\"a\"]",
        "--nonce",
        "n",
    ];
    let issued = world.run(&[&["token", "issue", "--app", "demo", "--user", "alice"], &asked[..]].concat()).ok();
    let claims = payload(&issued.line(1));
    assert_eq!((&claims["acr"], &claims["azp"], &claims["nonce"]), (&"urn:mfa".into(), &"other".into(), &"n".into()));
    assert_eq!((&claims["auth_time"], &claims["iat"]), (&1_700_000_000.into(), &1_767_225_600.into()));
    assert_eq!((&claims["amr"][1], &claims["groups"][0]), (&"otp".into(), &"a".into()));
    assert!(payload(&issued.line(0)).get("acr").is_none());
    assert_eq!(payload(&world.issue(&["--claim", "auth_time:=5"]))["auth_time"], 5);
}

#[test]
fn whoever_holds_the_key_cannot_make_a_token_depart_otherwise_than_was_asked() {
    let world = development();
    let token = world.issue(&["--typ", "JWT", "--sub", "bob", "--iss", "https://b.test", "--no-claim", "client_id"]);
    let flags = ["--typ", "JWT", "--iss", "https://b.test"];
    assert_eq!(world.verdict_with(&token, &flags), 0);
    let parts = TokenParts::of(&token);
    let key = world.signing_key();
    for (claims, exit) in [
        (serde_json::json!({}), 0),
        (serde_json::json!({"sub": "root"}), 31),
        (serde_json::json!({"client_id": "mtg_app_6F6y1fFmhWYTJ26HzBiu8C"}), 31),
        (serde_json::json!({"exp": 4_000_000_000_i64}), 31),
        (serde_json::json!({"iss": "https://auth.localhost"}), 31),
    ] {
        let forged = sign(&key, parts.header(serde_json::json!({})), parts.claims(claims.clone()));
        let flags = if claims.get("iss").is_some() { &flags[..2] } else { &flags[..] };
        assert_eq!(world.verdict_with(&forged, flags), exit, "{claims}");
    }
    let other_typ = sign(&key, parts.header(serde_json::json!({"typ": "x"})), parts.claims(serde_json::json!({})));
    assert_eq!(world.verdict_with(&other_typ, &["--typ", "x", "--iss", "https://b.test"]), 31);
    // Nor one that departs from nothing.
    let plain = world.issue(&[]);
    let parts = TokenParts::of(&plain);
    let forged = sign(&key, parts.header(serde_json::json!({})), parts.claims(serde_json::json!({"sub": "bob"})));
    assert_eq!(world.verdict(&forged), 31);
}

#[test]
fn a_snapshot_names_a_revoked_test_token_by_the_jti_in_its_text_and_is_heeded() {
    let world = development();
    let offline = Sandbox::empty();
    let token = world.issue(&["--jti", "run-7"]);
    let uuid = world.issue(&["--jti", "b53bfe0c-5b6c-4b0a-8f40-1d43a1f6cd5a"]);
    let of_shut = world.issue(&["--no-claim", "client_id", "--sub", "bob"]);
    let keys = offline.file("keys.json", world.run(&["keys", "export", "--jwks"]).ok().stdout).display().to_string();
    let verdict = |token: &str| {
        let snapshot = world.run(&["token", "revocations", "export"]).ok().stdout;
        let at = offline.file("rev.jwt", snapshot).display().to_string();
        let judge = ["token", "verify", token, "--jwks", &keys, "--revocations", &at];
        offline.run(&[&judge[..], &["--iss", "https://auth.localhost", "--aud", "https://api.localhost"]].concat()).exit
    };
    assert_eq!([&token, &uuid, &of_shut].map(|token| verdict(token)), [0, 0, 0]);
    world.run(&["token", "revoke", "run-7", &uuid]).ok();
    let counts = world.run(&["token", "revocations", "export", "--json"]).ok().json();
    assert_eq!(counts["counts"]["jtis"], 2, "{counts}");
    assert_eq!([&token, &uuid, &of_shut].map(|token| verdict(token)), [32, 32, 0]);
    // A token that does not say of which app it is can only be named itself.
    world.run(&["app", "block", "demo", "--reason", "leaked"]).ok();
    assert_eq!(verdict(&of_shut), 32);
}

#[test]
fn revocations_of_test_tokens_come_through_a_restore() {
    for by_ledger in [true, false] {
        let world = development();
        let before = world.issue(&["--jti", "run-1", "--typ", "JWT"]);
        let backup = world.folder().join("backup.tar").display().to_string();
        world.run(&["backup", &backup]).ok();
        let later = world.issue(&["--jti", "run-2"]);
        world.run(&["token", "revoke", "run-1", "run-2", "--reason", "stolen"]).ok();
        let snapshot = world.run(&["token", "revocations", "export"]).ok().stdout;
        let from = if by_ledger { world.store() } else { world.file("rev.jwt", snapshot) };
        let (from, home) = (from.display().to_string(), world.folder().join("other").display().to_string());
        let merged =
            world.run(&["restore", &backup, "--home", &home, "--merge-revocations", &from, "--json"]).ok().json();
        assert_eq!(merged["merged"]["tokens"]["revoked"], 2, "{merged}");
        let there = |args: &[&str]| world.run(&[&["--home", &home], args].concat());
        there(&["token", "verify", &before, "--typ", "JWT"]).exits(32);
        there(&["token", "verify", &later]).exits(32);
        let taken = there(&["token", "issue", "--app", "demo", "--user", "alice", "--jti", "run-2"]).exits(4);
        assert!(taken.err().contains("knows a token with the jti run-2"), "{taken}");
    }
}

#[test]
fn a_jti_is_free_again_when_its_token_is_forgotten() {
    let world = development();
    let token = world.issue(&["--jti", "run-7"]);
    world.pass(3 * 86_400);
    world.run(&["token", "prune", "--margin", "0s", "--trust-clock"]).ok();
    world.run(&["token", "show", "run-7"]).exits(2);
    let next = world.issue(&["--jti", "run-7"]);
    assert_ne!(token, next);
    assert_eq!((world.verdict(&token), world.verdict(&next)), (24, 0));
}
