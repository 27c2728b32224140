//! Exchanging a token for one for another service (RFC 8693).

use serde_json::{Value, json};

use crate::dpop::{Bench, tampered};
use crate::refresh::text;
use crate::support::Real;
use crate::support::served::{Client, Response, Served};

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const ORDERS: &str = "https://orders.test";
const STOCK: &str = "https://stock.test";
const BILLS: &str = "https://bills.test";

/// The front gets tokens for the API of orders, which exchanges them for those of the stock.
struct Chain {
    world: Real,
    orders: Client,
}

impl Chain {
    fn new() -> Self {
        let world = Real::new();
        world.client("front", &["--scope", "read write", "--audience", ORDERS]);
        let more = ["--resource", ORDERS, "--target", STOCK, "--target", BILLS];
        let orders = world.client("orders", &[&["--scope", "read"], &more[..]].concat());
        Self { world, orders }
    }

    /// A token of the front for alice, and more of the command line.
    fn subject(&self, more: &[&str]) -> String {
        let args = ["token", "issue", "--app", "front", "--user", "alice", "--consent"];
        self.world.run(&[&args[..], more].concat()).ok().line(0)
    }
}

fn exchange(served: &Served, app: &Client, subject: &str, more: &[(&str, &str)]) -> Response {
    let form = [("grant_type", EXCHANGE), ("subject_token", subject), ("subject_token_type", ACCESS)];
    app.shows(served, &[], &[&form[..], more].concat())
}

#[track_caller]
fn refused(answer: Response, expected: &str) {
    let told = answer.is(400).json();
    assert_eq!(told["error"], expected, "{told}");
}

fn claims(world: &Real, token: &str) -> Value {
    let decoded = world.run_with(&["token", "decode", "--json"], token).ok().json();
    decoded["claims"].clone()
}

#[test]
fn an_api_acts_for_a_user_at_the_next_one_and_the_token_says_so() {
    let chain = Chain::new();
    let subject = chain.subject(&["--scope", "read write", "--ttl", "90s"]);
    let served = Served::start(&chain.world, &[]);
    let answer = exchange(&served, &chain.orders, &subject, &[("audience", STOCK)]).is(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let answer = answer.json();
    assert_eq!((&answer["issued_token_type"], &answer["token_type"]), (&json!(ACCESS), &json!("Bearer")));
    // Of the scopes of the subject those that the app has itself.
    assert_eq!((&answer["scope"], &answer["refresh_token"]), (&json!("read"), &Value::Null));
    assert!(answer["expires_in"].as_i64().is_some_and(|left| left <= 90), "{answer}");
    let (token, before) = (text(&answer, "access_token"), claims(&chain.world, &subject));
    let told = claims(&chain.world, &token);
    let said = ["sub", "aud", "client_id", "act"].map(|name| told[name].clone());
    assert_eq!(said, [json!("alice"), json!(STOCK), json!(chain.orders.id), json!({"sub": chain.orders.id})]);
    assert!(told["exp"].as_i64() <= before["exp"].as_i64(), "{told}");
    chain.world.run(&["token", "verify", &token, "--aud", STOCK]).ok();
    let shown = chain.world.run_with(&["token", "introspect"], &token).ok().json();
    assert_eq!(shown["act"], json!({"sub": chain.orders.id}));
    let history = chain.world.run(&["token", "show", &subject]).ok().to_string();
    assert!(history.contains("token exchanged") && history.contains(&chain.orders.id), "{history}");
    let (_, log) = served.end();
    assert!(!log.contains(&subject) && !log.contains(&token) && log.contains("token-exchange"), "{log}");
}

#[test]
fn who_acted_before_is_within_who_acts_now() {
    let chain = Chain::new();
    let stock = chain.world.client("stock", &["--scope", "read", "--resource", STOCK, "--target", BILLS]);
    let subject = chain.subject(&[]);
    let served = Served::start(&chain.world, &[]);
    let first =
        text(&exchange(&served, &chain.orders, &subject, &[("resource", STOCK)]).is(200).json(), "access_token");
    let second = text(&exchange(&served, &stock, &first, &[]).is(200).json(), "access_token");
    let act = &claims(&chain.world, &second)["act"];
    assert_eq!(*act, json!({"sub": stock.id, "act": {"sub": chain.orders.id}}));
    // With a token of who acts, it is that one.
    let issue = ["token", "issue", "--app", "orders", "--user", "bob", "--consent"];
    let actor = chain.world.run(&issue).ok().line(0);
    let more = [("audience", STOCK), ("actor_token", &actor), ("actor_token_type", ACCESS)];
    let answer = exchange(&served, &chain.orders, &subject, &more).is(200).json();
    let act = &claims(&chain.world, &text(&answer, "access_token"))["act"];
    assert_eq!(*act, json!({"sub": "bob", "client_id": chain.orders.id}));
}

#[test]
fn only_targets_of_the_app_are_targets() {
    let chain = Chain::new();
    let subject = chain.subject(&[]);
    let own = chain.world.client("plain", &["--scope", "read", "--resource", ORDERS]);
    let served = Served::start(&chain.world, &[]);
    let ask = |more: &[(&str, &str)]| exchange(&served, &chain.orders, &subject, more);
    refused(ask(&[("audience", "https://other.test")]), "invalid_target");
    refused(ask(&[("resource", "https://other.test")]), "invalid_target");
    refused(ask(&[("audience", STOCK), ("resource", ORDERS)]), "invalid_target");
    refused(ask(&[("resource", "stock")]), "invalid_target");
    refused(ask(&[("resource", "https://stock.test#a")]), "invalid_target");
    refused(ask(&[]), "invalid_request");
    let both = ask(&[("audience", STOCK), ("resource", BILLS)]).is(200).json();
    assert_eq!(claims(&chain.world, &text(&both, "access_token"))["aud"], json!([BILLS, STOCK]));
    refused(exchange(&served, &own, &subject, &[("audience", STOCK)]), "unauthorized_client");
}

#[test]
fn a_scope_is_never_more_than_the_subject_and_the_app_have() {
    let chain = Chain::new();
    let both = chain.world.client("both", &["--scope", "read write", "--resource", ORDERS, "--target", STOCK]);
    let subject = chain.subject(&["--scope", "read"]);
    let served = Served::start(&chain.world, &[]);
    assert_eq!(exchange(&served, &both, &subject, &[]).is(200).json()["scope"], "read");
    refused(exchange(&served, &both, &subject, &[("scope", "write")]), "invalid_scope");
    refused(exchange(&served, &chain.orders, &subject, &[("audience", STOCK), ("scope", "write")]), "invalid_scope");
    refused(exchange(&served, &both, &subject, &[("scope", "admin")]), "invalid_scope");
}

#[test]
fn a_token_that_is_not_good_or_for_others_is_not_exchanged() {
    let chain = Chain::new();
    let world = &chain.world;
    let [good, ended] = [&[][..], &[]].map(|more| chain.subject(more));
    let opaque = chain.subject(&["--format", "opaque"]);
    let elsewhere = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok().line(0);
    let of_app = world.run(&["token", "issue", "--app", "front"]).ok().line(0);
    let old = chain.subject(&["--exp", "now-1m"]);
    let (_, refresh) = world.pair();
    world.run(&["token", "revoke", &ended]).ok();
    let served = Served::start(world, &[]);
    let ask = |subject: &str| exchange(&served, &chain.orders, subject, &[("audience", STOCK)]);
    let forged = tampered(&good);
    for bad in [&ended, &old, &refresh, &forged, &elsewhere, &of_app, "x", "a.b.c"] {
        refused(ask(bad), "invalid_request");
    }
    ask(&good).is(200);
    ask(&opaque).is(200);
    let form = |subject: &str, kind: &str, more: &[(&str, &str)]| {
        let form =
            [("grant_type", EXCHANGE), ("audience", STOCK), ("subject_token", subject), ("subject_token_type", kind)];
        chain.orders.shows(&served, &[], &[&form[..], more].concat())
    };
    refused(form(&good, "urn:ietf:params:oauth:token-type:id_token", &[]), "invalid_request");
    refused(form("", ACCESS, &[]), "invalid_request");
    refused(form(&good, "", &[]), "invalid_request");
    let other = "urn:ietf:params:oauth:token-type:refresh_token";
    refused(form(&good, ACCESS, &[("requested_token_type", other)]), "invalid_request");
    refused(form(&good, ACCESS, &[("actor_token", &good)]), "invalid_request");
    refused(form(&good, ACCESS, &[("actor_token_type", ACCESS)]), "invalid_request");
    refused(form(&good, ACCESS, &[("actor_token", &ended), ("actor_token_type", ACCESS)]), "invalid_request");
    form(&good, ACCESS, &[("requested_token_type", ACCESS)]).is(200);
}

#[test]
fn what_ends_the_subject_ends_what_it_was_exchanged_for() {
    for end in [
        &["grant", "revoke", "--user", "alice", "--app", "front", "--yes"][..],
        &["user", "block", "alice", "--reason", "test"],
        &["app", "block", "orders", "--reason", "test"],
        &["token", "revoke", "--user", "alice", "--yes"],
    ] {
        let chain = Chain::new();
        let subject = chain.subject(&[]);
        let served = Served::start(&chain.world, &[]);
        let ask = || exchange(&served, &chain.orders, &subject, &[("audience", STOCK)]);
        let token = text(&ask().is(200).json(), "access_token");
        let verify = || chain.world.run(&["token", "verify", &token, "--aud", STOCK]).exit;
        assert_eq!(verify(), 0);
        chain.world.run(end).ok();
        assert_ne!(verify(), 0, "{end:?}");
        assert_ne!(ask().status, 200, "{end:?}");
    }
}

#[test]
fn a_replay_of_the_family_ends_what_was_exchanged_of_it() {
    let chain = Chain::new();
    let issue = ["token", "issue", "--app", "front", "--user", "alice", "--consent", "--with-refresh"];
    let issued = chain.world.run(&issue).ok();
    let (subject, refresh) = (issued.line(0), issued.line(1));
    let served = Served::start(&chain.world, &[]);
    let answer = exchange(&served, &chain.orders, &subject, &[("audience", STOCK)]).is(200).json();
    let verify = || chain.world.run(&["token", "verify", &text(&answer, "access_token"), "--aud", STOCK]).exit;
    assert_eq!(verify(), 0);
    chain.world.run(&["token", "refresh", &refresh]).ok();
    chain.world.run(&["token", "refresh", &refresh]).exits(32);
    assert_eq!(verify(), 32);
    let tree = chain.world.run(&["token", "tree", &subject]).ok().to_string();
    assert!(tree.contains("was exchanged") && tree.contains(", to orders"), "{tree}");
}

#[test]
fn a_bound_token_gives_no_token_that_is_not() {
    let chain = Chain::new();
    let front = chain.world.client("bold", &["--scope", "read", "--target", STOCK]);
    let bench = Bench::of(chain.world);
    let proof = bench.proof(0);
    let own = front.shows(&bench.served, &[&proof], &[("grant_type", "client_credentials")]).is(200).json();
    let own = text(&own, "access_token");
    let ask = |app: &Client, subject: &str, proofs: &[&str]| {
        let form = [("grant_type", EXCHANGE), ("audience", STOCK), ("subject_token", subject)];
        app.shows(&bench.served, proofs, &[&form[..], &[("subject_token_type", ACCESS)]].concat())
    };
    refused(ask(&front, &own, &[]), "invalid_request");
    refused(ask(&front, &own, &[&bench.proof(1)]), "invalid_request");
    let answer = ask(&front, &own, &[&bench.proof(0)]).is(200).json();
    assert_eq!(answer["token_type"], "DPoP");
    // Whom it is for has another key, and what it gets is bound to that.
    let key = bench.world.folder().join("key.pem").display().to_string();
    let issue = ["token", "issue", "--app", "front", "--user", "alice", "--consent", "--cnf-key", &key];
    let subject = bench.world.run(&issue).ok().line(0);
    refused(ask(&chain.orders, &subject, &[]), "invalid_request");
    let answer = ask(&chain.orders, &subject, &[&bench.proof(1)]).is(200).json();
    let cnf = |token: &str| claims(&bench.world, token)["cnf"]["jkt"].clone();
    let token = text(&answer, "access_token");
    assert!(cnf(&token).is_string() && cnf(&token) != cnf(&subject));
}

#[test]
fn the_metadata_names_the_grant() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let grants = served.get("/.well-known/oauth-authorization-server").is(200).json()["grant_types_supported"].clone();
    assert!(grants.as_array().unwrap().contains(&json!(EXCHANGE)), "{grants}");
}
