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
