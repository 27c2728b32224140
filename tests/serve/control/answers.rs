//! What is answered next, because a test says so.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Bench, claims, nothing, part};
use crate::support::served::encoded;

#[test]
fn an_error_is_answered_as_often_as_was_said_and_as_oauth_writes_it() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    home.tell(&bench, "next", &json!({"endpoint": "token", "error": "invalid_grant", "times": 2})).is(200);
    bench.served.get(&home.at("/jwks")).is(200);
    for _ in 0..2 {
        let refused = home.token(&bench, &[]).is(400);
        assert_eq!(
            (refused.header("cache-control"), &refused.json()["error"]),
            (Some("no-store"), &json!("invalid_grant"))
        );
    }
    home.token(&bench, &[]).is(200);
    let next = |body: &Value| home.tell(&bench, "next", body).is(200).json();
    next(&json!({"error": "invalid_client"}));
    assert!(home.token(&bench, &[]).is(401).header("www-authenticate").unwrap().starts_with("Basic"));
    next(&json!({"error": "server_error", "error_description": "out of order"}));
    assert_eq!(home.token(&bench, &[]).is(500).json()["error_description"], "out of order");
    next(&json!({"error": "slow_down", "status": 429}));
    assert_eq!(home.token(&bench, &[]).is(429).json()["error"], "slow_down");
}

#[test]
fn a_status_says_when_to_ask_again_and_is_for_any_endpoint() {
    let bench = Bench::start();
    let (home, other) = (bench.home(&nothing()), bench.home(&nothing()));
    home.tell(&bench, "next", &json!({"status": 503, "times": 2})).is(200);
    assert_eq!(bench.served.get(&home.at("/jwks")).is(503).header("retry-after"), Some("1"));
    bench.served.get(&other.at("/jwks")).is(200);
    home.token(&bench, &[]).is(503);
    home.token(&bench, &[]).is(200);
    home.tell(&bench, "next", &json!({"endpoint": "jwks", "status": 429, "retry_after": 9})).is(200);
    home.token(&bench, &[]).is(200);
    assert_eq!(bench.served.get(&home.at("/jwks")).is(429).header("retry-after"), Some("9"));
}

#[test]
fn an_answer_can_be_late() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    home.tell(&bench, "next", &json!({"delay": "300ms"})).is(200);
    let began = Instant::now();
    home.token(&bench, &[]).is(200);
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[test]
fn the_next_token_has_the_flaw_that_was_asked_for() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    let mut plain = home.token(&bench, &[("scope", "read")]).is(200).json();
    for flaw in ["expired", "wrong-iss", "no-exp", "alg-none", "foreign-key", "revoked-token", "wrong-typ"] {
        home.tell(&bench, "next", &json!({"flaw": flaw})).is(200);
        let token = home.token(&bench, &[("scope", "read")]).is(200).json();
        let members = |token: &Value| token.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            (members(&token), &token["scope"], &token["expires_in"]),
            (members(&plain), &plain["scope"], &plain["expires_in"])
        );
        assert!(!home.takes(&bench, &token), "{flaw}");
        plain = home.token(&bench, &[("scope", "read")]).is(200).json();
        assert!(home.takes(&bench, &plain), "{flaw}: the one after it is good");
    }
    // Whom it is for, the one that it is shown to looks at.
    home.tell(&bench, "next", &json!({"flaw": "wrong-aud"})).is(200);
    assert_eq!(claims(&home.token(&bench, &[]).is(200).json())["aud"], "https://somebody-else.invalid");
    home.tell(&bench, "next", &json!({"flaw": "expired"})).is(200);
    let expired = claims(&home.token(&bench, &[]).is(200).json());
    assert!(expired["exp"].as_i64().unwrap() < expired["iat"].as_i64().unwrap() + 3_601);
    assert_eq!(expired["client_id"], json!(home.demo.id));
}

#[test]
fn every_flaw_that_is_listed_can_be_answered_or_is_refused_at_once() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    let (mut answered, mut refused) = (0, Vec::new());
    for row in &mintage::core::forge::FLAWS {
        let told = home.tell(&bench, "next", &json!({"flaw": row.name}));
        if told.status == 200 {
            let answer = home.token(&bench, &[]);
            assert_eq!(answer.status, 200, "{}: {answer:?}", row.name);
            answered += 1;
        } else {
            refused.push(row.name);
            assert_eq!(told.status, 400, "{}: {told:?}", row.name);
        }
    }
    assert!(answered > 40, "{answered}; refused: {refused:?}");
}

#[test]
fn tokens_are_like_those_of_another_issuer() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    home.tell(
        &bench,
        "next",
        &json!({"profile": "auth0", "set": {"domain": "acme.eu.auth0.com"}, "claims": {"tier": "gold"}}),
    )
    .is(200);
    let token = home.token(&bench, &[]).is(200).json();
    assert_eq!(
        (&claims(&token)["iss"], &claims(&token)["tier"]),
        (&json!("https://acme.eu.auth0.com/"), &json!("gold"))
    );
    assert_eq!(claims(&home.token(&bench, &[]).is(200).json())["iss"], json!(home.issuer));
    home.tell(&bench, "next", &json!({"claims": {"tier": "gold"}, "typ": "JWT", "sub": "service-7", "times": 2}))
        .is(200);
    for _ in 0..2 {
        let token = home.token(&bench, &[]).is(200).json();
        assert_eq!((&claims(&token)["sub"], &part(&token, 0)["typ"]), (&json!("service-7"), &json!("JWT")));
        assert!(home.takes(&bench, &token));
    }
    // Or all tokens of a home are.
    let made = json!({"profile": "auth0", "set": {"domain": "acme.eu.auth0.com"}});
    let like = bench.home(&made);
    for _ in 0..2 {
        assert_eq!(claims(&like.token(&bench, &[]).is(200).json())["iss"], "https://acme.eu.auth0.com/");
    }
}

#[test]
fn what_can_never_be_answered_is_refused_when_it_is_decided() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    for (body, said) in [
        (json!({}), "nothing says what is to be answered"),
        (json!({"endpoint": "tokn", "status": 500}), "did you mean `token`?"),
        (json!({"endpoint": "healthz", "status": 500}), "is no endpoint"),
        (json!({"status": 700}), "has a `status`"),
        (json!({"error": "no word"}), "has a `error`"),
        (json!({"delay": "1h"}), "has a `delay` that is over 120s"),
        (json!({"flaw": "expird"}), "did you mean `expired`?"),
        (json!({"flaw": "dpop-unbound"}), "which the app makes"),
        (json!({"flaw": "expired", "endpoint": "jwks"}), "the endpoint token alone"),
        (json!({"flaw": "expired", "status": 500}), "has no tokens"),
        (json!({"profile": "auth0", "set": {"dmain": "x"}}), "did you mean `domain`?"),
        (json!({"profile": "no-such"}), "has a `profile`"),
        (json!({"claims": {"iss": "x"}}), "registered claim"),
        (json!({"status": 500, "time": 2}), "did you mean `times`?"),
        (json!({"status": 500, "times": 0}), "has a `times`"),
    ] {
        let refused = home.tell(&bench, "next", &body).is(400).json();
        let told = refused["error_description"].as_str().unwrap();
        assert!(told.contains(said), "{body}: {told}");
    }
    home.token(&bench, &[]).is(200);
}

#[test]
fn a_login_is_decided_and_waits() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    for body in [
        json!({"user": "alice"}),
        json!({"user": "alice", "approve": "all"}),
        json!({"user": "alice", "approve": ["read"], "times": 2}),
        json!({"user": "alice", "deny": true}),
    ] {
        home.tell(&bench, "login", &body).is(200);
    }
    let standing =
        bench.served.ask("GET", &home.at("/_mintage"), &[("mintage-control", &home.token)], "").is(200).json();
    assert_eq!(standing["waiting"], json!({"logins": 5, "answers": 0, "flaws": 0, "tokens": 0}));
    for body in [
        json!({}),
        json!({"user": ""}),
        json!({"user": 1}),
        json!({"user": "alice", "approve": 1}),
        json!({"user": "alice", "approve": "all", "deny": true}),
        json!({"user": "alice", "scope": "read"}),
    ] {
        home.tell(&bench, "login", &body).is(400);
    }
}

/// Where a browser is sent that asks this home for a code, with these parameters more.
#[track_caller]
fn sent(bench: &Bench, home: &super::Home, client_id: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let asked = [
        &[
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", "http://127.0.0.1:9/callback"),
            ("state", "s"),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ],
        more,
    ];
    let asked: Vec<_> = asked.concat().iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let answer = bench.served.get(&home.at(&format!("/authorize?{}", asked.join("&")))).is(303);
    let to = answer.header("location").unwrap().strip_prefix("http://127.0.0.1:9/callback?").unwrap().to_owned();
    let plain = |text: &str| text.replace('+', " ").replace("%3A", ":").replace("%2F", "/");
    to.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), plain(value))).collect()
}

fn named(sent: &[(String, String)], name: &str) -> Option<String> {
    sent.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
}

#[test]
fn a_user_logs_in_without_a_page_and_approves_as_was_decided() {
    let bench = Bench::start();
    let wanted = json!({"apps": {"demo": {"scope": "openid read write", "redirect_uris": ["http://127.0.0.1:9/callback"]}},
        "users": {"alice": {"claims": {"email": "alice@example.com"}}}});
    let home = bench.home(&wanted);
    let redeem = |code: &str| {
        let (name, value) = home.demo.basic();
        bench.served.post(
            &home.at("/token"),
            &[(name, &value)],
            &[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", "http://127.0.0.1:9/callback"),
                ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            ],
        )
    };
    home.tell(&bench, "login", &json!({"user": "alice", "approve": ["openid", "read"]})).is(200);
    let back = sent(&bench, &home, &home.demo.id, &[("scope", "openid read write"), ("nonce", "n")]);
    assert_eq!((named(&back, "state").as_deref(), named(&back, "iss").as_deref()), (Some("s"), Some(&*home.issuer)));
    let tokens = redeem(&named(&back, "code").unwrap()).is(200).json();
    assert_eq!((&tokens["scope"], &claims(&tokens)["sub"]), (&json!("openid read"), &json!("alice")));
    assert_eq!(claims(&tokens)["email"], "alice@example.com");

    home.tell(&bench, "login", &json!({"user": "alice", "deny": true})).is(200);
    assert_eq!(named(&sent(&bench, &home, &home.demo.id, &[]), "error").as_deref(), Some("access_denied"));
    home.tell(&bench, "next", &json!({"endpoint": "authorize", "error": "login_required"})).is(200);
    assert_eq!(named(&sent(&bench, &home, &home.demo.id, &[]), "error").as_deref(), Some("login_required"));

    // The tokens of a code are as a test decides too, and each of the two can be wrong.
    home.tell(&bench, "login", &json!({"user": "alice", "times": 3})).is(200);
    home.tell(&bench, "next", &json!({"claims": {"tier": "gold"}, "id_claims": {"acr": "2"}})).is(200);
    let code =
        || named(&sent(&bench, &home, &home.demo.id, &[("scope", "openid read"), ("nonce", "n")]), "code").unwrap();
    let id_claims = |tokens: &Value| claims(&json!({"access_token": tokens["id_token"]}));
    let tokens = redeem(&code()).is(200).json();
    assert_eq!((&claims(&tokens)["tier"], &id_claims(&tokens)["acr"]), (&json!("gold"), &json!("2")));
    home.tell(&bench, "next", &json!({"flaw": "expired", "token": "id_token"})).is(200);
    let tokens = redeem(&code()).is(200).json();
    let id = id_claims(&tokens);
    assert!(home.takes(&bench, &tokens) && id["exp"].as_i64() < id["auth_time"].as_i64(), "{id}");
    assert_eq!(
        (&id["nonce"], &id["aud"], &part(&tokens, 0)["typ"]),
        (&json!("n"), &json!(home.demo.id), &json!("at+jwt"))
    );
    home.tell(&bench, "next", &json!({"flaw": "expired"})).is(200);
    let tokens = redeem(&code()).is(200).json();
    assert!(!home.takes(&bench, &tokens));
    let access = tokens["access_token"].as_str().unwrap();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(access.as_bytes());
    assert_eq!(
        id_claims(&tokens)["at_hash"],
        crate::support::b64(&digest[..16]),
        "the ID token is of that access token"
    );
}

#[test]
fn tokens_are_had_without_a_request_of_an_app() {
    let bench = Bench::start();
    let home = bench.home(&json!({"users": {"alice": {"claims": {"role": "admin"}}}}));
    let ask = |body: &Value| home.tell(&bench, "tokens", body);
    let token = ask(&json!({"user": "alice", "scope": "read", "ttl": "1m", "claims": {"tier": "gold"}})).is(200).json();
    let said = claims(&token);
    assert_eq!((&said["sub"], &said["role"], &said["tier"]), (&json!("alice"), &json!("admin"), &json!("gold")));
    assert_eq!((&token["expires_in"], &token["scope"], &said["jti"]), (&json!(60), &json!("read"), &token["jti"]));
    assert!(home.takes(&bench, &token));
    let three = ask(&json!({"user": "bob", "with_refresh": true, "nonce": "n"})).is(200).json();
    assert_eq!(claims(&json!({"access_token": three["id_token"]}))["nonce"], "n");
    let (name, value) = home.demo.basic();
    let form = [("grant_type", "refresh_token"), ("refresh_token", three["refresh_token"].as_str().unwrap())];
    bench.served.post(&home.at("/token"), &[(name, &value)], &form).is(200);
    let expired = ask(&json!({"user": "alice", "flaw": "expired"})).is(200).json();
    assert!(!home.takes(&bench, &expired));
    let like =
        ask(&json!({"user": "alice", "profile": "auth0", "set": {"domain": "acme.eu.auth0.com"}})).is(200).json();
    assert_eq!(claims(&like)["iss"], "https://acme.eu.auth0.com/");
    for (body, said) in [
        (json!({"app": "nobody"}), "there is no app"),
        (json!({"scope": "admin"}), "is not registered for the scope"),
        (json!({"with_refresh": true}), "user"),
        (json!({"flaw": "expird"}), "did you mean `expired`?"),
        (json!({"users": "alice"}), "did you mean `user`?"),
    ] {
        let refused = ask(&body).is(400).json();
        let told = refused["error_description"].as_str().unwrap();
        assert!(told.contains(said), "{body}: {told}");
    }
}

#[test]
fn a_device_whose_login_is_decided_needs_nobody_who_types_its_code() {
    let bench = Bench::start();
    let home = bench.home(&json!({}));
    let (name, value) = home.demo.basic();
    let ask = |path: &str, form: &[(&str, &str)]| bench.served.post(&home.at(path), &[(name, &value)], form);
    let device = || ask("/device", &[]).is(200).json()["device_code"].as_str().unwrap().to_owned();
    let grant = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    let poll = |code: &str| ask("/token", &[grant, ("device_code", code)]);
    let waits = device();
    assert_eq!(poll(&waits).is(400).json()["error"], "authorization_pending");
    home.tell(&bench, "login", &json!({"user": "alice", "approve": ["read"]})).is(200);
    assert_eq!(poll(&waits).is(200).json()["scope"], "read");
    let denied = device();
    home.tell(&bench, "login", &json!({"user": "alice", "deny": true})).is(200);
    assert_eq!(poll(&denied).is(400).json()["error"], "access_denied");
    // Its codes are good for ten minutes of the clock of its home, and are slowed by that clock.
    let slow = device();
    assert_eq!(poll(&slow).is(400).json()["error"], "authorization_pending");
    home.tell(&bench, "clock", &json!({"advance": "5s"})).is(200);
    assert_eq!(poll(&slow).is(400).json()["error"], "authorization_pending");
    home.tell(&bench, "clock", &json!({"advance": "10m"})).is(200);
    assert_eq!(poll(&slow).is(400).json()["error"], "expired_token");
}
