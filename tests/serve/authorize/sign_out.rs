//! Signing out: the cookie says whose session ends.

use super::Dev;
use crate::support::person::{Person, location};
use crate::support::served::encoded;

const GONE: &str = "https://shop.example/gone";

fn signed_in(dev: &Dev) -> (Person<'_>, crate::support::served::Client, String) {
    let shop = dev.app("shop", &["--post-logout-uri", GONE]);
    let alice = Person::at(&dev.served);
    let answered = alice.allow(&dev.request(&shop, &[]), "alice");
    let tokens = dev.redeem(&shop, answered.get("code"), &[]).is(200).json();
    (alice, shop, tokens["id_token"].as_str().unwrap().to_owned())
}

fn is_signed_in(dev: &Dev, person: &Person<'_>, app: &crate::support::served::Client) -> bool {
    person.open(&dev.request(app, &[])).status == 303
}

#[test]
fn the_app_of_who_is_signed_in_signs_them_out_and_has_them_back() {
    let dev = Dev::new();
    let (alice, shop, id) = signed_in(&dev);
    let path = format!("/end_session?id_token_hint={id}&post_logout_redirect_uri={}&state=x", encoded(GONE));
    assert_eq!(location(&alice.open(&path).is(303)), format!("{GONE}?state=x"));
    assert!(!is_signed_in(&dev, &alice, &shop));
    assert!(alice.cookies().len() <= 1);
}

#[test]
fn a_hint_ends_nobodys_session_and_a_stranger_is_asked() {
    let dev = Dev::new();
    let (alice, shop, id) = signed_in(&dev);
    // Another browser, with the hint of alice.
    Person::at(&dev.served).open(&format!("/end_session?id_token_hint={id}")).is(200);
    assert!(is_signed_in(&dev, &alice, &shop));
    // Any page can send her here: she is asked.
    let page = alice.open("/end_session").is(200);
    assert!(is_signed_in(&dev, &alice, &shop));
    alice.submit(&page, "/end_session/decide", &[("decision", "stay")]).is(200);
    assert!(is_signed_in(&dev, &alice, &shop));
    let bob = Person::at(&dev.served);
    bob.log_in(&bob.open(&dev.request(&shop, &[])), "bob").is(200);
    bob.submit(&page, "/end_session/decide", &[("decision", "sign_out")]).is(400);
    alice.submit(&page, "/end_session/decide", &[("decision", "sign_out")]).is(200);
    assert!(!is_signed_in(&dev, &alice, &shop));
}

#[test]
fn a_browser_is_sent_nowhere_that_is_not_registered() {
    let dev = Dev::new();
    let (alice, shop, id) = signed_in(&dev);
    for (to, hint) in [("https://evil.example", Some(&id)), ("https://shop.example/gone/", Some(&id)), (GONE, None)] {
        let hint = hint.map(|id| format!("&id_token_hint={id}")).unwrap_or_default();
        let answer = alice.open(&format!("/end_session?post_logout_redirect_uri={}{hint}", encoded(to)));
        assert_eq!(answer.is(400).header("location"), None, "{to}");
    }
    assert!(is_signed_in(&dev, &alice, &shop));
}

#[test]
fn a_code_of_a_session_that_ended_gives_nothing() {
    let dev = Dev::new();
    let (alice, shop, id) = signed_in(&dev);
    let code = location(&alice.open(&dev.request(&shop, &[])).is(303));
    let code = code.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    alice.open(&format!("/end_session?id_token_hint={id}")).is(200);
    assert_eq!(dev.redeem(&shop, &code, &[]).is(400).json()["error"], "invalid_grant");
}
