//! What a server says of itself, and of the resources that it speaks for.

use serde_json::{Value, json};

use crate::support::Real;
use crate::support::served::Served;

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";
const BASE: &str = "https://auth.localhost";

#[track_caller]
fn texts(document: &Value, member: &str) -> Vec<String> {
    let list = document[member].as_array().unwrap_or_else(|| panic!("no {member}: {document}"));
    list.iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn both_documents_say_the_same_and_everything_in_them_is_there() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let answer = served.get(OPENID).is(200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let document = answer.json();
    assert_eq!(served.get(OAUTH).is(200).json(), document);
    assert_eq!(document["issuer"], BASE);
    for (member, path, status) in [
        ("jwks_uri", "/jwks", 200),
        ("authorization_endpoint", "/authorize", 400),
        ("pushed_authorization_request_endpoint", "/par", 405),
        ("end_session_endpoint", "/end_session", 200),
        ("token_endpoint", "/token", 405),
        ("introspection_endpoint", "/introspect", 405),
        ("revocation_endpoint", "/revoke", 405),
        ("userinfo_endpoint", "/userinfo", 401),
    ] {
        assert_eq!(document[member], format!("{BASE}{path}"));
        served.get(path).is(status);
    }
    let ends = document.as_object().unwrap().keys().filter(|name| name.ends_with("_endpoint")).count();
    assert_eq!(ends, 8, "{document}");
    let tag = answer.header("etag").expect("a tag");
    served.ask("GET", OPENID, &[("if-none-match", tag)], "").is(304);
    served.ask("HEAD", OPENID, &[], "").is(200);
}

#[test]
fn browsers_are_sent_where_they_reach_it_and_programs_where_the_issuer_is() {
    let world = Real::new();
    let served = Served::start(&world, &["--browser-url", "http://localhost:8080/auth/"]);
    let document = served.get(OPENID).is(200).json();
    assert_eq!((&document["issuer"], &document["token_endpoint"]), (&BASE.into(), &format!("{BASE}/token").into()));
    for (member, path) in [("authorization_endpoint", "authorize"), ("end_session_endpoint", "end_session")] {
        assert_eq!(document[member], format!("http://localhost:8080/auth/{path}"));
    }
    let page = served.ask("GET", "/", &[("accept", "text/html")], "").is(200).body;
    assert!(page.contains("href=\"/auth/style-"), "{page}");
}

#[test]
fn a_grant_is_named_where_it_is_served_and_others_are_not() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let named = texts(&served.get(OPENID).is(200).json(), "grant_types_supported");
    let (name, value) = shop.basic();
    for grant in &named {
        let answer = served.post("/token", &[(name, &value)], &[("grant_type", grant)]);
        assert_ne!(answer.json()["error"], "unsupported_grant_type", "{grant}");
    }
    for never in ["password", "implicit"] {
        assert!(!named.iter().any(|grant| grant == never));
        let answer = served.post("/token", &[(name, &value)], &[("grant_type", never)]).is(400);
        assert_eq!(answer.json()["error"], "unsupported_grant_type", "{never}");
    }
}

#[test]
fn the_algorithms_are_those_that_the_home_signs_with_now() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let signs = || texts(&served.get(OPENID).is(200).json(), "id_token_signing_alg_values_supported");
    assert_eq!(signs(), ["EdDSA"]);
    world.run(&["keys", "gen", "--alg", "RS256", "--no-passphrase"]).ok();
    world.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
    let mut now = signs();
    now.sort();
    assert_eq!(now, ["EdDSA", "RS256"]);
}

#[test]
fn whoever_can_keep_no_secret_is_not_told_that_it_may_introspect() {
    let served = Served::start(&Real::new(), &[]);
    let document = served.get(OAUTH).is(200).json();
    let has_none = |member: &str| texts(&document, member).iter().any(|way| way == "none");
    assert!(
        has_none("token_endpoint_auth_methods_supported") && has_none("revocation_endpoint_auth_methods_supported")
    );
    assert!(!has_none("introspection_endpoint_auth_methods_supported"));
}

#[test]
fn a_resource_says_whose_tokens_it_takes_before_its_path() {
    let world = Real::new();
    let flags = ["--resource", "https://api.test/orders/", "--resource", "https://api.test", "--also-host", "api.test"];
    let served = Served::start(&world, &flags);
    for (place, resource) in [("/orders", "https://api.test/orders/"), ("", "https://api.test")] {
        let place = format!("/.well-known/oauth-protected-resource{place}");
        let answer = served.ask("GET", &place, &[("host", "api.test")], "").is(200);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let document = answer.json();
        assert_eq!((&document["resource"], &document["authorization_servers"]), (&json!(resource), &json!([BASE])));
        assert_eq!(document["bearer_methods_supported"], json!(["header"]));
        let tag = answer.header("etag").unwrap();
        served.ask("GET", &place, &[("if-none-match", tag)], "").is(304);
    }
    served.get("/.well-known/oauth-protected-resource/other").is(404);
    assert_eq!(texts(&served.get(OAUTH).is(200).json(), "protected_resources").len(), 2);
    let plain = Served::start(&world, &[]);
    plain.get("/.well-known/oauth-protected-resource").is(404);
    assert_eq!(plain.get(OAUTH).is(200).json()["protected_resources"], Value::Null);
}

#[test]
fn a_resource_that_could_not_be_found_is_refused() {
    let world = Real::new();
    for wrong in ["orders", "https://api.test/orders?x=1", "https://api.test/#x", "urn:orders", "https://"] {
        let answer = world.run(&["serve", "--listen", "127.0.0.1:0", "--resource", wrong]).exits(2);
        assert!(answer.err().contains("--resource"), "{answer}");
    }
    let twice = ["--resource", "https://a.test/orders", "--resource", "https://b.test/orders"];
    let answer = world.run(&[&["serve", "--listen", "127.0.0.1:0"], &twice[..]].concat()).exits(2);
    assert!(
        answer.err().contains("https://a.test/orders") && answer.err().contains("https://b.test/orders"),
        "{answer}"
    );
}
