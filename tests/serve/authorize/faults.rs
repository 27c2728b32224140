//! A server that is killed in the middle of a login.

use super::Dev;
use crate::support::person::{Answered, Person, location};

/// A step of a login, after which the server may be killed.
const STEPS: usize = 5;

/// Goes through a login, and kills the server after one of its steps. What the app gets, and from which server.
fn login_with_a_kill_after(step: usize) -> (Dev, crate::support::served::Client, Answered) {
    let mut dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let mut cookies = std::collections::BTreeMap::default();
    let mut at = 0;
    let mut next = |dev: Dev, cookies: &mut _, person: std::collections::BTreeMap<String, String>| {
        *cookies = person;
        at += 1;
        if at == step { dev.killed() } else { dev }
    };
    let request = dev.request(&shop, &[]);
    let alice = Person::at(&dev.served);
    let page = alice.open(&request).is(200);
    let left = alice.leave();
    dev = next(dev, &mut cookies, left);
    let alice = Person::with(&dev.served, cookies.clone());
    let to = location(&alice.submit(&page, "/authorize/login", &[("user", "alice")]).is(303));
    let left = alice.leave();
    dev = next(dev, &mut cookies, left);
    let alice = Person::with(&dev.served, cookies.clone());
    let consent = alice.open(&to).is(200);
    let left = alice.leave();
    dev = next(dev, &mut cookies, left);
    let alice = Person::with(&dev.served, cookies.clone());
    let answered = Answered::of(&alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]));
    let left = alice.leave();
    dev = next(dev, &mut cookies, left);
    (dev, shop, answered)
}

#[test]
fn a_kill_after_any_step_of_a_login_loses_nothing_that_was_answered() {
    for step in 1..STEPS {
        let (dev, shop, answered) = login_with_a_kill_after(step);
        let tokens = dev.redeem(&shop, answered.get("code"), &[]).is(200).json();
        let dev = dev.killed();
        assert_eq!(dev.verdict(&tokens["access_token"]), 0, "{step}");
        // And it is used up, also for the next server.
        assert_eq!(dev.redeem(&shop, answered.get("code"), &[]).is(400).json()["error"], "invalid_grant", "{step}");
        assert_eq!(dev.verdict(&tokens["access_token"]), 32, "{step}");
    }
}
