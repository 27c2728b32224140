//! The forms of the pages: of whom they are, and how often they decide.

use super::Dev;
use crate::support::person::{Answered, Person, location};

#[test]
fn logging_in_makes_a_new_cookie_and_the_old_one_is_of_nobody() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let alice = Person::at(&dev.served);
    let page = alice.open(&dev.request(&shop, &[])).is(200);
    let before = alice.copy();
    let cookies = alice.cookies();
    alice.log_in(&page, "alice").is(200);
    let after = alice.cookies();
    assert!(cookies.keys().eq(after.keys()) && cookies != after, "{cookies:?} {after:?}");
    // Whoever put the first cookie there is not logged in.
    assert!(before.open(&dev.request(&shop, &[])).is(200).body.contains("name=\"user\""));
}

#[test]
fn a_form_is_of_the_browser_that_it_was_shown_to() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let (alice, mallory) = (Person::at(&dev.served), Person::at(&dev.served));
    let consent = alice.log_in(&alice.open(&dev.request(&shop, &[])), "alice").is(200);
    mallory.log_in(&mallory.open(&dev.request(&shop, &[])), "mallory").is(200);
    let answer = mallory.submit(&consent, "/authorize/decide", &[("decision", "allow")]);
    assert_eq!(answer.is(400).header("location"), None);
    // And nobody's without one.
    let answer = Person::at(&dev.served).submit(&consent, "/authorize/decide", &[("decision", "allow")]);
    assert_eq!(answer.is(400).header("location"), None);
}

#[test]
fn a_form_decides_once() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let alice = Person::at(&dev.served);
    let consent = alice.log_in(&alice.open(&dev.request(&shop, &[])), "alice").is(200);
    let allow = || alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]);
    Answered::of(&allow()).get("code");
    assert_eq!(allow().is(400).header("location"), None);
}

#[test]
fn what_a_page_carries_on_cannot_be_changed() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let alice = Person::at(&dev.served);
    let consent = alice.log_in(&alice.open(&dev.request(&shop, &[])), "alice").is(200);
    let mut changed = consent.clone();
    changed.body = consent.body.replace("scope=openid%20read", "scope=openid%20write");
    assert_ne!(changed.body, consent.body);
    let answer = alice.submit(&changed, "/authorize/decide", &[("decision", "allow")]);
    assert_eq!(answer.is(400).header("location"), None);
}

#[test]
fn who_is_asked_to_log_in_again_does_so_once() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let alice = Person::at(&dev.served);
    alice.allow(&dev.request(&shop, &[]), "alice");
    let request = dev.request(&shop, &[("prompt", "login")]);
    let page = alice.open(&request).is(200);
    assert!(page.body.contains("name=\"user\""), "{}", page.body);
    let answered = Answered::of(&alice.log_in(&page, "alice"));
    answered.get("code");
    // That they did so is of no use for the next request, nor for whoever learns of the address.
    let answer = alice.submit(&alice.open(&request).is(200), "/authorize/login", &[("user", "alice")]);
    let done = location(&answer.is(303));
    assert!(Person::at(&dev.served).open(&done).is(200).body.contains("name=\"user\""));
    assert!(alice.open(&request).is(200).body.contains("name=\"user\""));
}

#[test]
fn whoever_switches_is_asked_who_they_are() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let alice = Person::at(&dev.served);
    let consent = alice.log_in(&alice.open(&dev.request(&shop, &[])), "alice").is(200);
    let page = alice.submit(&consent, "/authorize/decide", &[("decision", "switch")]).is(200);
    let consent = alice.log_in(&page, "bob").is(200);
    assert!(consent.body.contains("bob"), "{}", consent.body);
}

#[test]
fn outside_of_development_nobody_is_whoever_they_say() {
    let world = crate::support::Real::new();
    let flags = ["--redirect-uri", super::CALLBACK, "--scope", "read"];
    let shop = world.client("shop", &flags);
    let served = crate::support::served::Served::start(&world, &[]);
    let path = format!(
        "/authorize?client_id={}&response_type=code&code_challenge={}&code_challenge_method=S256",
        shop.id,
        crate::support::person::CHALLENGE
    );
    let answer = Person::at(&served).open(&path).is(403);
    assert!(answer.body.contains("obody can sign in") && answer.header("location").is_none(), "{}", answer.body);
}
