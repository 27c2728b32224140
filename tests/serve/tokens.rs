//! The token endpoint.

use crate::support::Real;
use crate::support::served::Served;

#[test]
fn an_app_gets_a_token_of_its_own_that_the_home_verifies() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read write"]);
    let served = Served::start(&world, &[]);
    let answer = shop.token(&served, &[("scope", "read")]).is(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let document = answer.json();
    assert_eq!((&document["token_type"], &document["scope"]), (&"Bearer".into(), &"read".into()));
    assert_eq!(world.verdict(document["access_token"].as_str().unwrap()), 0);
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
    assert!(!log.contains(&shop.secret) && log.contains(&shop.id), "{log}");
}

#[test]
fn an_app_is_given_nothing_for_what_it_is_not_registered_for() {
    let world = Real::new();
    let flags = ["--scope", "openid profile read write", "--grant", "client_credentials"];
    let shop = world.client("shop", &flags);
    let web = world.client("web", &["--scope", "read", "--grant", "authorization_code"]);
    let served = Served::start(&world, &[]);
    // What is asked of users is not what an app has for itself.
    assert_eq!(shop.token(&served, &[]).is(200).json()["scope"], "read write");
    assert_eq!(web.token(&served, &[]).is(400).json()["error"], "unauthorized_client");
    let (name, value) = shop.basic();
    let form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let refused = served.post("/token", &[(name, &value)], &form).is(400).json();
    assert_eq!(refused["error"], "unauthorized_client");
    // The next request sees what the command line did.
    world.run(&["app", "update", "web", "--any-grant"]).ok();
    web.token(&served, &[]).is(200);
}
