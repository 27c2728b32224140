//! What an app is told of the user (OpenID Connect Core, 5.3).

use serde_json::json;

use crate::dpop::{Bench, tampered};
use crate::support::Real;
use crate::support::served::{Response, Served};

const USERS: &str = "[alice]\n\
    claims = {name = \"Alice\", email = \"alice@example.com\", email_verified = true, phone_number = \"+47\", role = \"admin\"}\n\
    groups = [\"staff\"]\n\n[bob]\n";

/// A home with an app, and the path of a users file.
fn world() -> (Real, String) {
    let world = Real::new();
    world.run(&["app", "register", "shop", "--scope", "openid profile email phone read"]).ok();
    let users = world.file("users.toml", USERS).display().to_string();
    (world, users)
}

fn token(world: &Real, user: &str, scopes: &str, more: &[&str]) -> String {
    let issue = ["token", "issue", "--app", "shop", "--user", user, "--scope", scopes];
    let consent: &[&str] = if more.contains(&"--canary") { &[] } else { &["--consent"] };
    world.run(&[&issue, consent, more].concat()).ok().line(0)
}

fn shown(served: &Served, token: &str) -> Response {
    served.ask("GET", "/userinfo", &[("authorization", &format!("Bearer {token}"))], "")
}

/// The challenge of a refusal.
fn challenge(answer: &Response) -> &str {
    answer.header("www-authenticate").expect("a challenge")
}

#[test]
fn an_app_is_told_of_the_user_what_its_scopes_are_for_and_what_no_scope_is_for() {
    let (world, users) = world();
    let served = Served::start(&world, &["--users", &users]);
    let all = json!({
        "sub": "alice", "name": "Alice", "email": "alice@example.com", "email_verified": true, "phone_number": "+47",
        "role": "admin", "groups": ["staff"],
    });
    let few = json!({"sub": "alice", "role": "admin", "groups": ["staff"]});
    let email = json!({
        "sub": "alice", "email": "alice@example.com", "email_verified": true, "role": "admin", "groups": ["staff"],
    });
    for (scopes, told) in [("openid", &few), ("openid email read", &email), ("openid profile email phone", &all)] {
        for format in ["jwt", "opaque"] {
            let token = token(&world, "alice", scopes, &["--format", format]);
            let answer = shown(&served, &token).is(200);
            assert_eq!(&answer.json(), told, "{scopes} {format}");
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert!(answer.body.starts_with("{\"sub\":"), "{}", answer.body);
            // In the header of a POST, and in its form.
            let bearer = format!("bearer {token}");
            assert_eq!(&served.ask("POST", "/userinfo", &[("authorization", &bearer)], "").is(200).json(), told);
            assert_eq!(&served.post("/userinfo", &[], &[("access_token", &token)]).is(200).json(), told);
        }
    }
    // Of whom nothing is known there is a name, and what the ledger keeps goes over the file.
    let of = |user: &str| shown(&served, &token(&world, user, "openid email", &[])).is(200).json();
    assert_eq!((of("bob"), of("carol")), (json!({"sub": "bob"}), json!({"sub": "carol"})));
    world.run(&["user", "set", "alice", "--claim", "role=guest", "--claim", "team=a"]).ok();
    let (alice, role) = (of("alice"), "role");
    assert_eq!(
        (&alice[role], &alice["team"], &alice["email"]),
        (&json!("guest"), &json!("a"), &json!("alice@example.com"))
    );
}

#[test]
fn whoever_shows_no_token_or_a_bad_one_is_told_how_and_nothing_of_the_user() {
    let (world, users) = world();
    let served = Served::start(&world, &["--users", &users]);
    let good = token(&world, "alice", "openid", &[]);
    let nothing = served.get("/userinfo").is(401);
    assert_eq!(nothing.body, "");
    let challenges: Vec<_> = nothing.headers.iter().filter(|(name, _)| name == "www-authenticate").collect();
    assert!(challenges.len() == 2 && challenges.iter().all(|(_, said)| !said.contains("error")), "{nothing:?}");
    served.get(&format!("/userinfo?access_token={good}")).is(401);
    served.ask("GET", "/userinfo", &[("authorization", "Basic YTpi")], "").is(401);
    let bearer = format!("Bearer {good}");
    let header = ("authorization", bearer.as_str());
    let both = served.post("/userinfo", &[header], &[("access_token", &good)]).is(400);
    assert_eq!(both.json()["error"], "invalid_request");
    assert_eq!(served.ask("GET", "/userinfo", &[header, header], "").is(400).json()["error"], "invalid_request");
    let with_refresh = ["token", "issue", "--app", "shop", "--user", "alice", "--scope", "openid", "--with-refresh"];
    let refresh = world.run(&with_refresh).ok().line(1);
    let id = world
        .run(&["token", "issue", "--app", "shop", "--user", "alice", "--scope", "openid", "--with-id-token"])
        .ok()
        .line(1);
    let revoked = token(&world, "alice", "openid", &[]);
    world.run(&["token", "revoke", &revoked]).ok();
    let own = world.client("own", &["--scope", "openid"]).token(&served, &[]).is(200).json();
    for bad in [&tampered(&good), &refresh, &id, &revoked, "x", own["access_token"].as_str().unwrap()] {
        let answer = shown(&served, bad).is(401);
        assert_eq!(answer.json()["error"], "invalid_token", "{bad}");
        assert!(challenge(&answer).starts_with("Bearer realm=\"mintage\", error=\"invalid_token\""), "{answer:?}");
        assert!(!answer.body.contains("alice"), "{answer:?}");
    }
    let few = shown(&served, &token(&world, "alice", "read", &[])).is(403);
    assert_eq!(few.json()["error"], "insufficient_scope");
    assert!(challenge(&few).ends_with("scope=\"openid\""), "{few:?}");
    // Who is blocked is nobody's affair any more.
    shown(&served, &good).is(200);
    world.run(&["user", "block", "alice", "--reason", "left"]).ok();
    assert!(!shown(&served, &good).is(401).body.contains("left"));
    world.run(&["user", "unblock", "alice"]).ok();
    shown(&served, &good).is(200);
    let (_, log) = served.end();
    assert!(!log.contains(&good) && log.contains("the token is not good"), "{log}");
}

#[test]
fn a_token_that_is_bound_to_a_key_is_shown_with_a_proof_that_is_good_once() {
    let bench = Bench::of(Real::new());
    let shop = bench.world.client("shop", &["--scope", "openid"]);
    let issued =
        bench.world.run(&["token", "issue", "--app", "shop", "--user", "alice", "--with-refresh", "--consent"]).ok();
    let form = [("grant_type", "refresh_token"), ("refresh_token", &issued.line(1))];
    let answer = shop.shows(&bench.served, &[&bench.proof(0)], &form).is(200).json();
    let (token, url) = (answer["access_token"].as_str().unwrap(), bench.served.url("/userinfo"));
    let proof = |key: &str, method: &str, url: &str, token: &str| {
        let key = bench.key(key.parse().unwrap());
        bench
            .world
            .run_with(&["token", "dpop", "--key", key, "--method", method, "--url", url, "--token", "-"], token)
            .ok()
            .line(0)
    };
    let ask = |method: &str, scheme: &str, proofs: &[&str]| {
        let authorization = format!("{scheme} {token}");
        let mut headers = vec![("authorization", authorization.as_str())];
        headers.extend(proofs.iter().map(|proof| ("dpop", *proof)));
        bench.served.ask(method, "/userinfo", &headers, "")
    };
    for method in ["GET", "POST"] {
        let good = proof("0", method, &url, token);
        assert_eq!(ask(method, "DPoP", &[&good]).is(200).json(), json!({"sub": "alice"}));
        assert_eq!(ask(method, "DPoP", &[&good]).is(401).json()["error"], "invalid_token");
    }
    let refused = ask("GET", "Bearer", &[]).is(401);
    assert_eq!(refused.json()["error"], "invalid_token");
    let none = ask("GET", "DPoP", &[]).is(401);
    assert_eq!(none.json()["error"], "invalid_dpop_proof");
    assert!(challenge(&none).starts_with("DPoP realm=\"mintage\", algs=\""), "{none:?}");
    let (one, two) = (proof("0", "GET", &url, token), proof("0", "GET", &url, token));
    ask("GET", "DPoP", &[&one, &two]).is(401);
    for (what, wrong) in [
        ("another key", proof("1", "GET", &url, token)),
        ("another method", proof("0", "POST", &url, token)),
        ("another address", proof("0", "GET", "https://other.test/userinfo", token)),
        ("another endpoint", proof("0", "GET", &bench.served.url("/token"), token)),
        ("another token", proof("0", "GET", &url, "another")),
    ] {
        let answer = ask("GET", "DPoP", &[&wrong]);
        assert_eq!((answer.status, &answer.json()["error"]), (401, &json!("invalid_token")), "{what}");
    }
    // A proof beside a token that is bound to nothing proves nothing.
    let plain = issued.line(0);
    let (authorization, idle) = (format!("DPoP {plain}"), proof("0", "GET", &url, &plain));
    let answer = bench.served.ask("GET", "/userinfo", &[("authorization", &authorization), ("dpop", &idle)], "");
    assert_eq!(answer.is(401).json()["error"], "invalid_token");
}

#[test]
fn pages_of_origins_that_are_named_may_ask_and_read_why_not() {
    let (world, users) = world();
    let served = Served::start(&world, &["--users", &users, "--cors", "https://app.example"]);
    let bearer = format!("Bearer {}", token(&world, "alice", "openid", &[]));
    let asks =
        |origin: &str, token: &str| served.ask("GET", "/userinfo", &[("origin", origin), ("authorization", token)], "");
    let readable = |answer: &Response| answer.header("access-control-allow-origin").map(str::to_owned);
    let (own, other) = ("https://app.example", "https://evil.example");
    assert_eq!(readable(&asks(own, &bearer).is(200)), Some(own.to_owned()));
    assert_eq!(readable(&asks(own, "Bearer x").is(401)), Some(own.to_owned()));
    assert_eq!((readable(&asks(other, &bearer)), readable(&asks("null", &bearer))), (None, None));
    let method = ("access-control-request-method", "GET");
    let allowed = served.ask("OPTIONS", "/userinfo", &[("origin", own), method], "").is(204);
    assert_eq!(allowed.header("access-control-allow-methods"), Some("GET, POST"));
}

#[test]
fn the_metadata_says_what_is_told_by_which_scope() {
    let (world, _) = world();
    let served = Served::start(&world, &[]);
    let metadata = served.get("/.well-known/openid-configuration").is(200).json();
    let endpoint = metadata["userinfo_endpoint"].as_str().unwrap();
    assert!(
        endpoint.starts_with(metadata["issuer"].as_str().unwrap()) && endpoint.ends_with("/userinfo"),
        "{endpoint}"
    );
    let has = |member: &str, name: &str| metadata[member].as_array().unwrap().contains(&json!(name));
    assert!(
        ["openid", "profile", "email", "address", "phone"].iter().all(|scope| has("scopes_supported", scope)),
        "{metadata}"
    );
    assert!(
        ["sub", "email", "phone_number_verified", "address", "name"].iter().all(|name| has("claims_supported", name))
    );
}

#[test]
fn a_canary_is_a_bad_token_to_a_stranger_and_the_log_says_where_it_was_planted() {
    let (world, _) = world();
    let canary = token(&world, "alice", "openid", &["--canary", "--note", "ci cache"]);
    let served = Served::start(&world, &[]);
    let (told, bad) = (shown(&served, &canary).is(401), shown(&served, &tampered(&canary)).is(401));
    assert_eq!((told.json(), challenge(&told)), (bad.json(), challenge(&bad)));
    assert!(!format!("{told:?}").contains("canary"));
    let log = served.log();
    assert!(log.contains("planted: ci cache") && !log.contains(&canary), "{log}");
}
