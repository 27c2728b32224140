//! Requests that were pushed (RFC 9126).

use super::Dev;
use crate::support::person::{Answered, CHALLENGE, Person};
use crate::support::served::{Client, Response, encoded};

fn push(dev: &Dev, app: &Client, other: &[(&str, &str)]) -> Response {
    let usual = [
        ("response_type", "code"),
        ("redirect_uri", super::CALLBACK),
        ("scope", "openid read"),
        ("state", "s"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    let form: Vec<_> = kept.chain(other.iter().copied()).collect();
    let (name, value) = app.basic();
    dev.served.post("/par", &[(name, &value)], &form)
}

fn path(app: &Client, pushed: &Response) -> String {
    let uri = pushed.json()["request_uri"].as_str().unwrap().to_owned();
    format!("/authorize?client_id={}&request_uri={}", app.id, encoded(&uri))
}

#[test]
fn a_reference_gives_a_code_once_in_the_browser_that_came_with_it_first() {
    let dev = Dev::new();
    let (shop, other) = (dev.app("shop", &[]), dev.app("other", &[]));
    let pushed = push(&dev, &shop, &[]).is(201);
    assert_eq!(pushed.json()["expires_in"], 60);
    let alice = Person::at(&dev.served);
    let page = alice.open(&path(&shop, &pushed)).is(200);
    assert!(!page.body.contains("scope=") && !page.body.contains(CHALLENGE), "{}", page.body);
    assert_eq!(Person::at(&dev.served).open(&path(&shop, &pushed)).is(400).header("location"), None);
    assert_eq!(alice.open(&path(&other, &pushed)).is(400).header("location"), None);
    // Logging in makes another cookie of the same browser.
    let consent = alice.log_in(&page, "alice").is(200);
    let answered = Answered::of(&alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]));
    dev.redeem(&shop, answered.get("code"), &[]).is(200);
    assert_eq!(alice.open(&path(&shop, &pushed)).is(400).header("location"), None);
}

#[test]
fn what_is_wrong_is_told_when_it_is_pushed() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    for (changed, error) in [
        (("scope", "admin"), "invalid_scope"),
        (("redirect_uri", "https://evil.example"), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("request_uri", "urn:ietf:params:oauth:request_uri:x"), "invalid_request"),
        (("client_id", "mtg_app_0000000000000000000000"), "invalid_request"),
    ] {
        let answer = push(&dev, &shop, &[changed]);
        assert_eq!(answer.json()["error"], error, "{changed:?} {answer:?}");
    }
    let wrong = Client { id: shop.id.clone(), secret: "mtg_cs_guessed".to_owned() };
    push(&dev, &wrong, &[]).is(401);
}
