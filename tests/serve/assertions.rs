//! Another issuer says who a user is, and its word is taken for as much as the settings say.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::signer::{Signer, from_now, with};
use crate::support::Real;
use crate::support::served::{Client, Response, Served};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const THEM: &str = "https://login.test";

/// Adds a table for an issuer with these keys, and more lines of it.
fn trust(world: &Real, issuer: &str, jwks: &str, more: &str) {
    let config = world.home().join("config.toml");
    let mut text = std::fs::read_to_string(&config).unwrap();
    let apps = "apps = [\"shop\", \"mobile\"]\nscopes = \"read write\"";
    write!(text, "\n[[trusted_issuer]]\nissuer = \"{issuer}\"\njwks = \"{jwks}\"\n{apps}\n{more}").unwrap();
    std::fs::write(config, text).unwrap();
}

/// Puts a key set into the home, with this mode.
fn keep(world: &Real, name: &str, signer: &Signer, mode: u32) {
    let folder = world.home().join("issuers");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), signer.set()).unwrap();
    std::fs::set_permissions(folder.join(name), std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

/// A home that trusts a signer, whose keys are in a file of the home.
fn world(signer: &Signer) -> (Real, Client) {
    let world = Real::new();
    keep(&world, "them.jwks", signer, 0o600);
    trust(&world, THEM, "issuers/them.jwks", "");
    let shop = world.client("shop", &["--scope", "read admin"]);
    (world, shop)
}

fn good(served: &Served, jti: &str) -> Value {
    let us = served.ready["issuer"].as_str().unwrap();
    json!({"iss": THEM, "sub": "alice", "aud": us, "exp": from_now(300), "iat": from_now(0), "jti": jti})
}

fn ask(served: &Served, app: &Client, assertion: &str, more: &[(&str, &str)]) -> Response {
    let (name, value) = app.basic();
    served.post("/token", &[(name, &value)], &[&[("grant_type", GRANT), ("assertion", assertion)], more].concat())
}

#[test]
fn an_assertion_gives_a_token_for_its_user_to_the_app_that_asks() {
    let signer = Signer::new("one");
    let (world, shop) = world(&signer);
    let served = Served::start(&world, &[]);
    let answer = ask(&served, &shop, &signer.sign(&good(&served, "j-1")), &[]).is(200).json();
    assert_eq!(answer["refresh_token"], Value::Null);
    // What the app may have, and no more than the table gives.
    assert_eq!(answer["scope"], "read");
    let token = answer["access_token"].as_str().unwrap();
    assert_eq!(world.verdict(token), 0);
    let claims = world.run(&["token", "decode", token, "--json"]).ok().json()["claims"].clone();
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!("alice"), &json!(shop.id)), "{claims}");
    // Who asked, and on whose word.
    let shown = world.run(&["token", "show", claims["jti"].as_str().unwrap()]).ok();
    assert!(
        shown.out().contains(&shop.id) && shown.out().contains("assertion of https://login.test, jti j-1"),
        "{shown}"
    );
    let asked = ask(&served, &shop, &signer.sign(&good(&served, "j-2")), &[("scope", "read")]).is(200).json();
    assert_eq!(asked["scope"], "read");
    for scope in ["admin", "read admin", "write"] {
        let refused = ask(&served, &shop, &signer.sign(&good(&served, scope)), &[("scope", scope)]).is(400);
        assert_eq!(refused.json()["error"], "invalid_scope", "{scope}");
    }
    let document = served.get("/.well-known/openid-configuration").is(200).json();
    assert!(document["grant_types_supported"].as_array().unwrap().contains(&json!(GRANT)));
}

#[test]
fn an_assertion_is_taken_once_and_only_as_it_must_be() {
    let signer = Signer::new("one");
    let (world, shop) = world(&signer);
    let served = Served::start(&world, &[]);
    let us = served.ready["issuer"].as_str().unwrap();
    let claims = |jti: &str| good(&served, jti);
    let assertion = signer.sign(&claims("first"));
    ask(&served, &shop, &assertion, &[]).is(200);
    assert_eq!(ask(&served, &shop, &assertion, &[]).is(400).json()["error"], "invalid_grant");
    ask(&served, &shop, &signer.sign(&with(&claims("list"), &json!({"aud": ["https://x.test", us]}))), &[]).is(200);
    // Without a name it is known by what was signed.
    let nameless = with(&claims(""), &json!({"jti": null}));
    ask(&served, &shop, &signer.sign(&nameless), &[]).is(200);
    ask(&served, &shop, &signer.sign(&nameless), &[]).is(400);
    let bad: [(&str, Value); 14] = [
        ("aud", json!({"aud": "https://other.test"})),
        ("no aud", json!({"aud": null})),
        ("iss", json!({"iss": "https://other.test"})),
        ("no iss", json!({"iss": null})),
        ("iss is us", json!({"iss": us})),
        ("no sub", json!({"sub": null})),
        ("empty sub", json!({"sub": ""})),
        ("sub of an app", json!({"sub": shop.id})),
        ("sub is a number", json!({"sub": 7})),
        ("no exp", json!({"exp": null})),
        ("past exp", json!({"exp": from_now(-1)})),
        ("far exp", json!({"exp": from_now(3 * 86_400)})),
        ("nbf", json!({"nbf": from_now(60)})),
        ("iat", json!({"iat": from_now(60)})),
    ];
    let mut told = Vec::new();
    for (name, change) in &bad {
        let answer = ask(&served, &shop, &signer.sign(&with(&claims(name), change)), &[]).is(400);
        assert_eq!(answer.json()["error"], "invalid_grant", "{name}");
        told.push(answer.body);
    }
    let stranger = Signer::new("one");
    told.push(ask(&served, &shop, &stranger.sign(&claims("stranger")), &[]).is(400).body);
    for header in [
        json!({"alg": "none"}),
        json!({"alg": "HS256", "kid": "one"}),
        json!({"alg": "ES256", "kid": "two", "jku": served.url("/jwks")}),
        json!({"alg": "ES256", "kid": "one", "typ": "at+jwt"}),
        json!({"alg": "ES256", "kid": "one", "typ": "client-authentication+jwt"}),
    ] {
        told.push(ask(&served, &shop, &signer.sign_as(&header, &claims(&header.to_string())), &[]).is(400).body);
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    ask(&served, &shop, "x.y.z", &[]).is(400);
    let (name, value) = shop.basic();
    let without = served.post("/token", &[(name, &value)], &[("grant_type", GRANT)]).is(400);
    assert_eq!(without.json()["error"], "invalid_request");
    // A public app says who it is by its name alone, and the table names it.
    let public = world.client("mobile", &["--public", "--scope", "read"]);
    let typed = signer.sign_as(&json!({"alg": "ES256", "kid": "one", "typ": "authorization-grant+jwt"}), &claims("m"));
    let form = [("grant_type", GRANT), ("assertion", typed.as_str()), ("client_id", &public.id)];
    served.post("/token", &[], &form).is(200);
    let log = served.end().1;
    for why in ["was used before", "which this home does not trust", "did not make this signature", "is no assertion"] {
        assert!(log.contains(why), "{why}\n{log}");
    }
    assert!(!log.contains(assertion.as_str()));
}

#[test]
fn an_app_that_is_not_named_and_a_user_who_is_blocked_get_nothing() {
    let signer = Signer::new("one");
    let (world, shop) = world(&signer);
    let other = world.client("other", &["--scope", "read"]);
    world.run(&["user", "block", "alice", "--reason", "left"]).ok();
    let served = Served::start(&world, &[]);
    let refused = ask(&served, &other, &signer.sign(&good(&served, "1")), &[]).is(400);
    assert_eq!(refused.json()["error"], "unauthorized_client");
    let refused = ask(&served, &shop, &signer.sign(&good(&served, "2")), &[]).is(400);
    assert_eq!(refused.json()["error"], "invalid_grant");
    world.run(&["app", "block", "shop", "--reason", "x"]).ok();
    let bob = with(&good(&served, "3"), &json!({"sub": "bob"}));
    ask(&served, &shop, &signer.sign(&bob), &[]).is(401);
    let log = served.end().1;
    assert!(log.contains("app other may not use assertions of https://login.test"), "{log}");
    assert!(log.contains("user alice is blocked"), "{log}");
}

#[test]
fn where_nobody_is_trusted_there_is_no_such_grant() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let answer = ask(&served, &shop, "x", &[]).is(400);
    assert_eq!(answer.json()["error"], "unsupported_grant_type");
    let document = served.get("/.well-known/oauth-authorization-server").is(200).json();
    assert!(!document["grant_types_supported"].as_array().unwrap().contains(&json!(GRANT)));
}

#[test]
fn keys_of_another_server_are_fetched_and_a_server_that_is_down_is_no_verdict() {
    let (theirs, ours) = (Real::new(), Real::new());
    let shop = ours.client("shop", &["--scope", "read"]);
    theirs.run(&["app", "register", "them", "--scope", "x"]).ok();
    let their_server = Served::start(&theirs, &[]);
    let issuer = their_server.ready["issuer"].as_str().unwrap();
    trust(&ours, issuer, &their_server.url("/jwks"), "subject_prefix = \"them:\"\naudience = \"https://us.test\"\n");
    let token = || {
        let more = ["--user", "carol", "--aud", "https://us.test", "--typ", "JWT", "--test-token", "-q"];
        let answer = theirs.run(&[&["token", "issue", "--app", "them"], &more[..]].concat()).ok();
        answer.out().trim().to_owned()
    };
    let served = Served::start(&ours, &[]);
    let answer = ask(&served, &shop, &token(), &[]).is(200).json();
    let decoded = ours.run(&["token", "decode", answer["access_token"].as_str().unwrap(), "--json"]).ok().json();
    assert_eq!(decoded["claims"]["sub"], "them:carol");
    drop(served);
    drop(their_server);
    ours.set("XDG_CACHE_HOME", ours.folder().join("empty").to_str().unwrap());
    let served = Served::start(&ours, &[]);
    let answer = ask(&served, &shop, &token(), &[]).is(503);
    assert_eq!(answer.json()["error"], "temporarily_unavailable");
    let log = served.end().1;
    assert!(log.contains("cannot be had"), "{log}");
}

#[test]
fn a_table_that_is_wrong_keeps_every_command_from_running_and_says_where() {
    let world = Real::new();
    trust(&world, THEM, "issuers/no-such.jwks", "");
    let answer = world.run(&["serve", "--listen", "127.0.0.1:0"]).exits(2);
    assert!(answer.err().contains("config.toml:") && answer.err().contains("no-such.jwks"), "{answer}");
    keep(&world, "no-such.jwks", &Signer::new("x"), 0o666);
    world.run(&["app", "list"]).exits(2);
}

#[test]
fn keys_that_an_issuer_changes_are_taken_up_while_it_is_served() {
    let (first, second) = (Signer::new("one"), Signer::new("two"));
    let (world, shop) = world(&first);
    let served = Served::start(&world, &[]);
    let by = |signer: &Signer, jti: &str| ask(&served, &shop, &signer.sign(&good(&served, jti)), &[]);
    by(&first, "before").is(200);
    by(&second, "too-early").is(400);
    keep(&world, "them.jwks", &second, 0o600);
    let begun = std::time::Instant::now();
    while !served.log().contains("was taken up") {
        assert!(begun.elapsed() < std::time::Duration::from_mins(1), "{}", served.log());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    by(&second, "after").is(200);
    by(&first, "too-late").is(400);
}
