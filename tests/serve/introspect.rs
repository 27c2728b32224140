//! The introspection endpoint (RFC 7662).

use serde_json::{Value, json};

use crate::support::Real;
use crate::support::served::{Client, Response, Served};

/// What an app is told of a token.
fn ask(served: &Served, client: &Client, token: &str, more: &[(&str, &str)]) -> Response {
    let (name, value) = client.basic();
    served.post("/introspect", &[(name, &value)], &[&[("token", token)], more].concat())
}

#[track_caller]
fn told(served: &Served, client: &Client, token: &str) -> Value {
    let answer = ask(served, client, token, &[]).is(200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

/// The lines that a token of alice comes in, as the command line issues it to the app `shop`.
fn issue(world: &Real, more: &[&str]) -> (String, String) {
    let issue = ["token", "issue", "--app", "shop", "--user", "alice", "--consent", "--aud", API];
    let answer = world.run(&[&issue, more].concat()).ok();
    (answer.line(0), answer.out().lines().nth(1).unwrap_or_default().to_owned())
}

const API: &str = "https://api.test/orders";

/// A home with an app, the resource that its tokens are for, and another resource.
fn world() -> (Real, Client, Client, Client) {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let api = world.client("orders", &["--resource", API]);
    let other = world.client("other", &["--resource", "https://api.test", "--resource", "https://api.test/orders/"]);
    (world, shop, api, other)
}

#[test]
fn an_app_and_a_resource_are_told_of_a_token_that_is_theirs() {
    let (world, shop, api, other) = world();
    let served = Served::start(&world, &[]);
    for format in ["jwt", "opaque"] {
        let (access, _) = issue(&world, &["--format", format, "--scope", "read"]);
        for client in [&shop, &api] {
            let answer = told(&served, client, &access);
            let expected = [
                ("active", json!(true)),
                ("token_type", json!("Bearer")),
                ("client_id", json!(shop.id)),
                ("sub", json!("alice")),
                ("username", json!("alice")),
                ("scope", json!("read")),
                ("aud", json!(API)),
                ("iss", json!("https://auth.localhost")),
            ];
            for (name, value) in expected {
                assert_eq!(answer[name], value, "{format} {name}");
            }
            assert!(answer["exp"].as_i64() > answer["iat"].as_i64() && answer["jti"].is_string(), "{answer}");
        }
        assert_eq!(told(&served, &other, &access), json!({"active": false}), "{format}");
    }
    // Whoever is in `aud` by its client_id is meant as well.
    let (named, _) = issue(&world, &["--aud", &other.id]);
    assert_eq!(told(&served, &other, &named)["active"], true);
    let (_, log) = served.end();
    assert!(log.contains("neither the app that it was issued to"), "{log}");
}

#[test]
fn a_refresh_token_is_told_of_to_its_app_alone() {
    let (world, shop, api, other) = world();
    let served = Served::start(&world, &[]);
    let (_, refresh) = issue(&world, &["--with-refresh"]);
    let answer = told(&served, &shop, &refresh);
    assert_eq!((&answer["active"], &answer["token_type"]), (&true.into(), &"refresh_token".into()));
    assert_eq!(answer["aud"], Value::Null);
    for client in [&api, &other] {
        assert_eq!(told(&served, client, &refresh), json!({"active": false}));
    }
    world.run(&["token", "refresh", &refresh]).ok();
    assert_eq!(told(&served, &shop, &refresh), json!({"active": false}));
}

#[test]
fn of_anything_that_is_not_good_it_is_said_that_it_is_not_active_and_no_more() {
    let (world, shop, api, _) = world();
    let served = Served::start(&world, &[]);
    let elsewhere = Real::new();
    let foreign = elsewhere.issue(&["--aud", API]);
    let id =
        world.run(&["token", "issue", "--app", "shop", "--user", "bob", "--consent", "--with-id-token"]).ok().line(1);
    let (good, _) = issue(&world, &[]);
    let forged = format!("{}.{}", good.rsplit_once('.').unwrap().0, "A".repeat(86));
    let none = format!("eyJhbGciOiJub25lIn0.{}.", good.split('.').nth(1).unwrap());
    let noise = "x".repeat(30_000);
    let jti = world.jti(&good);
    let mut bad: Vec<String> =
        [&foreign, &id, &forged, &none, &noise, &jti, &shop.secret, "x", "a.b.c", "mtg_at_x", "mtg_rt_x", "\u{0}", "é"]
            .map(str::to_owned)
            .into();
    for format in ["jwt", "opaque"] {
        let (revoked, refresh) = issue(&world, &["--format", format, "--with-refresh"]);
        world.run(&["token", "revoke", &refresh]).ok();
        bad.extend([revoked, refresh, issue(&world, &["--format", format, "--nbf", "+1h"]).0]);
    }
    for token in &bad {
        for client in [&shop, &api] {
            assert_eq!(told(&served, client, token), json!({"active": false}), "{token}");
        }
    }
    let (refreshable, refresh) = issue(&world, &["--with-refresh"]);
    assert_eq!(told(&served, &shop, &refreshable)["active"], true);
    world.run(&["user", "block", "alice", "--reason", "x"]).ok();
    for token in [&good, &refreshable, &refresh] {
        assert_eq!(told(&served, &shop, token), json!({"active": false}));
    }
    let (_, log) = served.end();
    for secret in bad.iter().filter(|token| token.len() > 40).chain([&good, &refresh, &shop.secret]) {
        assert!(!log.contains(secret.as_str()), "{log}");
    }
}

#[test]
fn whatever_the_hint_says_a_token_is_what_it_is() {
    let (world, shop, ..) = world();
    let served = Served::start(&world, &[]);
    let (access, refresh) = issue(&world, &["--with-refresh"]);
    for hint in ["access_token", "refresh_token", "pizza"] {
        for token in [&access, &refresh] {
            assert_eq!(
                ask(&served, &shop, token, &[("token_type_hint", hint)]).is(200).json()["active"],
                true,
                "{hint}"
            );
        }
    }
}

#[test]
fn nobody_is_told_anything_who_does_not_show_who_it_is() {
    let (world, shop, ..) = world();
    let spa = world.run(&["app", "register", "spa", "--public", "--scope", "read", "--json"]).ok().json();
    let served = Served::start(&world, &[]);
    let (access, _) = issue(&world, &[]);
    let wrong = Client { id: shop.id.clone(), secret: "wrong".to_owned() };
    let refused = ask(&served, &wrong, &access, &[]).is(401);
    assert_eq!(refused.json()["error"], "invalid_client");
    assert!(refused.header("www-authenticate").is_some_and(|value| value.starts_with("Basic ")), "{refused:?}");
    let spa = spa["client_id"].as_str().unwrap();
    let own = world.run(&["token", "issue", "--app", "spa", "--user", "alice", "--consent"]).ok().line(0);
    let public = served.post("/introspect", &[], &[("client_id", spa), ("token", &own)]).is(401);
    assert_eq!(public.json()["error"], "invalid_client");
    served.post("/introspect", &[("authorization", &format!("Bearer {access}"))], &[("token", &access)]).is(401);
    served.post("/introspect", &[], &[("token", &access)]).is(401);
    assert_eq!(ask(&served, &shop, "", &[]).is(400).json()["error"], "invalid_request");
    assert_eq!(ask(&served, &shop, &access, &[("token", "x")]).is(400).json()["error"], "invalid_request");
    served.get(&format!("/introspect?token={access}")).is(405);
    world.run(&["app", "block", "shop", "--reason", "x"]).ok();
    let blocked = ask(&served, &shop, &access, &[]);
    assert!(blocked.status >= 400 && !blocked.body.contains("active"), "{blocked:?}");
}

#[test]
fn a_change_at_the_command_line_is_seen_by_the_next_request() {
    let (world, shop, api, _) = world();
    let served = Served::start(&world, &[]);
    let (access, _) = issue(&world, &["--format", "opaque"]);
    assert_eq!(told(&served, &api, &access)["active"], true);
    world.run(&["app", "block", "shop", "--reason", "x"]).ok();
    assert_eq!(told(&served, &api, &access), json!({"active": false}));
    world.run(&["app", "activate", "shop"]).ok();
    assert_eq!(told(&served, &api, &access)["active"], true);
    world.run(&["token", "revoke", &access]).ok();
    assert_eq!(told(&served, &shop, &access), json!({"active": false}));
}

#[test]
fn to_which_key_a_token_is_bound_is_told() {
    let (world, _, api, _) = world();
    let served = Served::start(&world, &[]);
    let thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    for format in ["jwt", "opaque"] {
        for (cnf, token_type) in [("jkt", "DPoP"), ("x5t#S256", "Bearer")] {
            let claim = format!("cnf:={}", json!({cnf: thumbprint}));
            let (bound, _) = issue(&world, &["--format", format, "--claim", &claim]);
            let answer = told(&served, &api, &bound);
            assert_eq!((&answer["active"], &answer["token_type"]), (&true.into(), &token_type.into()), "{answer}");
            assert_eq!(answer["cnf"][cnf], thumbprint);
        }
        // Whom it is bound to nobody can tell.
        let (unclear, _) = issue(&world, &["--format", format, "--claim", "cnf:={}"]);
        assert_eq!(told(&served, &api, &unclear), json!({"active": false}));
    }
}

#[test]
fn a_token_that_is_bound_to_an_address_is_active_where_the_resource_says_that_it_came_from_there() {
    let (world, _, api, _) = world();
    let served = Served::start(&world, &[]);
    let (bound, _) = issue(&world, &["--ip", "192.0.2.7", "--bind-ip"]);
    let active = |more: &[(&str, &str)]| ask(&served, &api, &bound, more).is(200).json()["active"] == true;
    assert!(!active(&[]) && !active(&[("ip", "192.0.2.8")]) && active(&[("ip", "192.0.2.7")]));
    assert_eq!(ask(&served, &api, &bound, &[("ip", "here")]).is(400).json()["error"], "invalid_request");
}

#[test]
fn where_the_ledger_is_damaged_or_in_doubt_nothing_is_active() {
    let (world, shop, ..) = world();
    let older = std::fs::read(world.store()).unwrap();
    let (kept, _) = issue(&world, &["--format", "opaque"]);
    let newer = std::fs::read(world.store()).unwrap();
    let mut damaged = newer.clone();
    // A digit of a time in the row is another, and its checksum is not.
    let at = damaged.windows(5).rposition(|bytes| bytes == b"alice").unwrap();
    damaged[at] = b'b';
    let mut broken = newer.clone();
    broken[4096..].iter_mut().step_by(7).for_each(|byte| *byte ^= 0xff);
    // What cannot be read at all keeps a server from starting.
    for (at_start, later) in [(damaged, None), (newer.clone(), Some(broken)), (older, None)] {
        std::fs::write(world.store(), at_start).unwrap();
        let served = Served::start(&world, &[]);
        if let Some(ledger) = later {
            std::fs::write(world.store(), ledger).unwrap();
        }
        let answer = ask(&served, &shop, &kept, &[]);
        assert!(answer.status >= 500 && !answer.body.contains("active"), "{answer:?}");
    }
    std::fs::write(world.store(), newer).unwrap();
    let served = Served::start(&world, &[]);
    assert_eq!(told(&served, &shop, &kept)["active"], true);
}
