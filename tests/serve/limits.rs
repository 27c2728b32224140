//! How often callers may ask, and fail, and who they are where a proxy passes them on.

use crate::support::Real;
use crate::support::served::{Client, Response, Served, basic};

/// What comes of an attempt to be a client, with more headers.
fn attempt(served: &Served, path: &str, client: &str, secret: &str, more: &[(&str, &str)]) -> Response {
    let shown = basic(client, secret);
    let headers = [&[("authorization", shown.as_str())], more].concat();
    served.post(path, &headers, &[("grant_type", "client_credentials"), ("token", "x")])
}

#[track_caller]
fn told_to_wait(answer: &Response) {
    let seconds: u64 = answer.header("retry-after").expect("when to come back").parse().expect("a number of seconds");
    assert!(seconds >= 1, "{answer:?}");
    assert_eq!(answer.json()["error"], "too_many_requests");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn whoever_guesses_is_soon_not_heard() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    for path in ["/token", "/introspect", "/revoke"] {
        let slow = &["--failures-per-address", "100/h"];
        let served = Served::start(&world, slow);
        // Secrets of an app that there is, and apps that there may be: the same answers, in the same order.
        let heard = |attempt: &dyn Fn(usize) -> Response| {
            (0..1_000).find(|n| attempt(*n).status != 401).map(|n| (n, attempt(n).status))
        };
        let secrets = heard(&|n| attempt(&served, path, &shop.id, &format!("guess-{n}"), &[]));
        assert!(secrets.is_some_and(|(tried, next)| tried >= 100 && next == 429), "{path}: {secrets:?}");
        let other = Served::start(&world, slow);
        let ids = heard(&|n| attempt(&other, path, &format!("guess-{n}"), "secret", &[]));
        assert!(ids.is_some_and(|(tried, next)| tried >= 100 && next == 429), "{path}: {ids:?}");
        // A guess that is right is not heard either.
        let right = attempt(&served, path, &shop.id, &shop.secret, &[]).is(429);
        told_to_wait(&right);
        let unknown = attempt(&served, path, "nobody", "secret", &[]).is(429);
        assert_eq!(right.body, unknown.body, "{path}");
        served.get("/jwks").is(200);
        assert!(served.end().1.contains("too many failures to authenticate from this address"));
    }
}

#[test]
fn an_app_that_was_here_is_not_locked_out_by_those_who_guess() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &["--failures-per-address", "100/h"]);
    shop.token(&served, &[]).is(200);
    let other = world.client("other", &[]);
    while attempt(&served, "/token", &other.id, "guess", &[]).status != 429 {}
    other.token(&served, &[]).is(429);
    for _ in 0..20 {
        shop.token(&served, &[]).is(200);
    }
}

#[test]
fn honest_clients_are_not_counted_unless_that_is_asked_for() {
    let world = Real::new();
    let (shop, other) = (world.client("shop", &[]), world.client("other", &[]));
    let of = |served: &Served, client: &Client| client.token(served, &[]).status;
    let served = Served::start(&world, &[]);
    assert!((0..300).all(|_| of(&served, &shop) == 200));
    let served = Served::start(&world, &["--requests-per-client", "5/h"]);
    let statuses: Vec<_> = (0..8).map(|_| of(&served, &shop)).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429, 429]);
    assert_eq!(of(&served, &other), 200);
    told_to_wait(&shop.token(&served, &[]));
    let served = Served::start(&world, &["--requests-per-address", "5/h"]);
    let statuses: Vec<_> = [&shop, &other].into_iter().cycle().take(7).map(|client| of(&served, client)).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429]);
    // What everyone may read is not counted, nor is whether the server lives.
    assert!((0..20).all(|_| served.get("/jwks").status == 200 && served.get("/healthz").status == 200));
}

#[test]
fn guesses_are_counted_where_nobody_said_so() {
    let served = Served::start(&Real::new(), &[]);
    assert!((0..5_000).any(|n| attempt(&served, "/token", &format!("guess-{n}"), "secret", &[]).status == 429));
}

#[test]
fn failures_are_not_counted_where_that_is_switched_off() {
    let world = Real::new();
    let served = Served::start(&world, &["--failures-per-address", "off", "--failures-per-client", "off"]);
    assert!((0..250).all(|_| attempt(&served, "/token", "nobody", "guess", &[]).status == 401));
    for bad in ["0/s", "ten", "1/d", "1"] {
        let answer = world.run(&["serve", "--listen", "127.0.0.1:0", "--failures-per-client", bad]).exits(2);
        assert!(answer.err().contains("100/m"), "{answer}");
    }
}

#[test]
fn a_client_is_counted_wherever_it_is_guessed_from() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let flags = ["--trust-proxy", "127.0.0.1", "--failures-per-client", "7/h"];
    let served = Served::start(&world, &flags);
    let from = |n: usize, client: &str| {
        let address = format!("203.0.113.{n}");
        attempt(&served, "/token", client, "guess", &[("x-forwarded-for", &address)]).status
    };
    let statuses: Vec<_> = (0..10).map(|n| from(n, &shop.id)).collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 401, 401, 429, 429, 429]);
    assert_eq!(from(0, "another"), 401);
}

#[test]
fn only_a_proxy_that_is_trusted_says_where_a_request_came_from() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let (name, value) = shop.basic();
    let ask = |served: &Served, headers: &[(&str, &str)]| {
        let headers = [&[(name, value.as_str())], headers].concat();
        let answer = served.post("/token", &headers, &[("grant_type", "client_credentials")]).is(200);
        answer.header("x-request-id").unwrap().to_owned()
    };
    let spoofed = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
    let moved = [("x-forwarded-proto", "https"), ("x-forwarded-host", "evil.example"), ("x-forwarded-port", "1")];

    let served = Served::start(&world, &["--log", "json"]);
    ask(&served, &spoofed);
    assert!(!served.end().1.contains("203.0.113.9"));

    let served =
        Served::start(&world, &["--log", "json", "--trust-proxy", "10.0.0.0/8", "--trust-proxy", "127.0.0.0/8"]);
    let id = ask(&served, &[("x-forwarded-for", "198.51.100.7, 203.0.113.9, 10.1.2.3")]);
    let issuer = served.ready["issuer"].as_str().unwrap().to_owned();
    let metadata = served.ask("GET", "/.well-known/openid-configuration", &moved, "").is(200);
    assert_eq!(metadata.json()["issuer"], issuer.as_str());
    assert!(!metadata.body.contains("evil.example"));
    let log = served.end().1;
    let line = log.lines().find(|line| line.contains(&id)).expect("a line");
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!((&line["peer"], &line["proxy"]), (&"203.0.113.9".into(), &"127.0.0.1".into()));
    let token = world.run(&["token", "list", "--json"]).ok().out();
    assert!(token.contains("203.0.113.9") && !token.contains("198.51.100.7"), "{token}");
}
