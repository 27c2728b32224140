//! The revocation endpoint (RFC 7009).

use serde_json::Value;

use crate::support::Real;
use crate::support::served::{Client, Response, Served, encoded};

/// What an app says when it hands in a token.
fn hand_in(served: &Served, client: &Client, token: &str, more: &[(&str, &str)]) -> Response {
    let (name, value) = client.basic();
    served.post("/revoke", &[(name, &value)], &[&[("token", token)], more].concat())
}

/// An access token and a refresh token of alice, as the command line issues them to an app.
fn pair(world: &Real, app: &str, more: &[&str]) -> (String, String) {
    let issue = ["token", "issue", "--app", app, "--user", "alice", "--with-refresh", "--consent"];
    let answer = world.run(&[&issue, more].concat()).ok();
    (answer.line(0), answer.line(1))
}

fn state(world: &Real, token: &str) -> Value {
    world.run(&["token", "show", token, "--json"]).ok().json()["state"].clone()
}

#[test]
fn a_token_that_its_app_hands_in_is_revoked_before_the_answer() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    for format in ["jwt", "opaque"] {
        let (access, refresh) = pair(&world, "shop", &["--format", format]);
        let answer = hand_in(&served, &shop, &access, &[]).is(200);
        assert_eq!((answer.body.as_str(), answer.header("cache-control")), ("", Some("no-store")));
        assert_eq!(world.verdict(&access), 32, "{format}");
        // It alone: the user is not signed out.
        assert_eq!(state(&world, &refresh), "active", "{format}");
        let issued = shop.token(&served, &[]).is(200).json();
        hand_in(&served, &shop, issued["access_token"].as_str().unwrap(), &[]).is(200);
        assert_eq!(world.verdict(issued["access_token"].as_str().unwrap()), 32);
    }
}

#[test]
fn a_refresh_token_ends_with_its_family_and_the_access_tokens_of_it() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let (first, old) = pair(&world, "shop", &[]);
    let (name, value) = shop.basic();
    let refresh = |token: &str| {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        served.post("/token", &[(name, &value)], &form)
    };
    let answer = refresh(&old).is(200).json();
    let (second, new) = (answer["access_token"].as_str().unwrap(), answer["refresh_token"].as_str().unwrap());
    hand_in(&served, &shop, new, &[("token_type_hint", "access_token")]).is(200);
    assert_eq!((world.verdict(&first), world.verdict(second)), (32, 32));
    assert_eq!(refresh(new).is(400).json()["error"], "invalid_grant");
    // One that was used up still stands for its family.
    let (access, old) = pair(&world, "shop", &[]);
    let answer = refresh(&old).is(200).json();
    hand_in(&served, &shop, &old, &[]).is(200);
    assert_eq!(
        (world.verdict(&access), state(&world, answer["refresh_token"].as_str().unwrap())),
        (32, "revoked".into())
    );
}

#[test]
fn who_revoked_it_is_on_record() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let (access, _) = pair(&world, "shop", &[]);
    hand_in(&served, &shop, &access, &[]).is(200);
    let shown = world.run(&["token", "show", &access, "--json"]).ok().json();
    let last = shown["history"].as_array().and_then(|history| history.last()).unwrap_or_else(|| panic!("{shown}"));
    assert_eq!(
        (&last["verb"], &last["by"]["client_id"]),
        (&"tokens_revoked".into(), &shop.id.as_str().into()),
        "{shown}"
    );
}

#[test]
fn the_hint_says_where_to_look_and_never_what_it_is() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    for hint in ["access_token", "refresh_token", "id_token", "nonsense", ""] {
        let (access, refresh) = pair(&world, "shop", &[]);
        hand_in(&served, &shop, &access, &[("token_type_hint", hint)]).is(200);
        assert_eq!(world.verdict(&access), 32, "{hint}");
        hand_in(&served, &shop, &refresh, &[("token_type_hint", hint)]).is(200);
        assert_eq!(state(&world, &refresh), "revoked", "{hint}");
    }
}

#[test]
fn what_is_no_token_of_the_app_gets_the_same_answer_and_changes_nothing() {
    let world = Real::new();
    let (shop, other) = (world.client("shop", &["--scope", "read"]), world.client("other", &["--scope", "read"]));
    let served = Served::start(&world, &[]);
    let (access, refresh) = pair(&world, "other", &[]);
    let (opaque, _) = pair(&world, "other", &["--format", "opaque"]);
    let jti = world.jti(&access);
    let forged = format!("{}.{}", access.rsplit_once('.').unwrap().0, "A".repeat(86));
    let elsewhere = Real::new();
    let foreign = elsewhere.issue(&[]);
    let noise = "x".repeat(20_000);
    let answers: Vec<_> =
        [&access, &refresh, &opaque, &jti, &forged, &foreign, "x", "a.b.c", "mtg_rt_x", "mtg_at_", &noise]
            .into_iter()
            .chain(["eyJhbGciOiJub25lIn0.e30.", &shop.secret, "\u{0}", "é"])
            .map(|token| {
                let Response { headers, body, .. } = hand_in(&served, &shop, token, &[]).is(200);
                let headers: Vec<_> =
                    headers.into_iter().filter(|(name, _)| name != "x-request-id" && name != "date").collect();
                (headers, body)
            })
            .collect();
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:?}");
    assert_eq!((world.verdict(&access), world.verdict(&opaque)), (0, 0));
    assert_eq!(state(&world, &refresh), "active");
    // What is another's, and no more, is in the log.
    let refused = world.run(&["audit", "log", "--outcome", "refused", "--json"]).ok().json()["events"].take();
    let verbs: Vec<_> = refused.as_array().unwrap().iter().map(|event| event["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs, ["tokens_revoked"; 3]);
    // Its own secret is none of its tokens either.
    shop.token(&served, &[]).is(200);
    let (_, log) = served.end();
    assert_eq!(log.matches(&format!("the token was issued to {}", other.id)).count(), 3, "{log}");
    for secret in [&access, &refresh, &opaque, &forged, &foreign, &shop.secret] {
        assert!(!log.contains(secret.as_str()), "{log}");
    }
}

#[test]
fn a_jti_that_was_chosen_is_not_the_token() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let (access, _) = pair(&world, "shop", &["--jti", "order-1", "--test-token"]);
    hand_in(&served, &shop, "order-1", &[]).is(200);
    assert_eq!(state(&world, &access), "active");
}

#[test]
fn whoever_does_not_show_who_it_is_revokes_nothing() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let (access, _) = pair(&world, "shop", &[]);
    let wrong = Client { id: shop.id.clone(), secret: "wrong".to_owned() };
    let unknown = Client { id: "nobody".to_owned(), secret: shop.secret.clone() };
    for client in [wrong, unknown] {
        assert_eq!(hand_in(&served, &client, &access, &[]).is(401).json()["error"], "invalid_client");
    }
    let alone = format!("token={}&client_id={}", encoded(&access), shop.id);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(served.ask("POST", "/revoke", &form, &alone).is(401).json()["error"], "invalid_client");
    assert_eq!(hand_in(&served, &shop, "", &[]).is(400).json()["error"], "invalid_request");
    assert_eq!(hand_in(&served, &shop, &access, &[("token", "x")]).is(400).json()["error"], "invalid_request");
    assert_eq!(served.get("/revoke").status, 405);
    assert_eq!(world.verdict(&access), 0);
}

#[test]
fn a_public_app_hands_in_its_own_tokens_and_no_others() {
    let world = Real::new();
    world.client("shop", &["--scope", "read"]);
    let spa = world.run(&["app", "register", "spa", "--public", "--scope", "read", "--json"]).ok().json();
    let id = spa["client_id"].as_str().unwrap();
    let served = Served::start(&world, &[]);
    let (own, _) = pair(&world, "spa", &[]);
    let (others, _) = pair(&world, "shop", &[]);
    for token in [&own, &others] {
        served.post("/revoke", &[], &[("client_id", id), ("token", token)]).is(200);
    }
    assert_eq!((world.verdict(&own), world.verdict(&others)), (32, 0));
}

#[test]
fn a_ledger_that_cannot_be_written_is_no_success() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let (access, _) = pair(&world, "shop", &[]);
    shop.token(&served, &[]).is(200);
    let mut bytes = std::fs::read(world.store()).unwrap();
    for chunk in bytes[4096..].chunks_mut(7) {
        chunk[0] ^= 0xff;
    }
    std::fs::write(world.store(), bytes).unwrap();
    let answer = hand_in(&served, &shop, &access, &[]);
    assert!(answer.status >= 500, "{answer:?}");
}
