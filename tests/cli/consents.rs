//! Consent to scopes beyond those of before: somebody must say it, but where nobody is asked.

use crate::support::Sandbox;

fn issue<'a>(scope: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["token", "issue", "--app", "demo", "--user", "alice", "--scope", scope], more].concat()
}

/// What alice has consented to.
fn consented(world: &Sandbox) -> serde_json::Value {
    world.run(&["grant", "show", "--user", "alice", "--app", "demo", "--json"]).ok().json()["scopes"].take()
}

#[test]
fn in_a_home_for_use_more_is_refused_until_somebody_says_that_the_user_consents() {
    let world = Sandbox::new();
    world.run(&issue("read", &[])).ok();
    world.run(&issue("read write", &[])).exits(4);
    let forge = ["token", "forge", "--app", "demo", "--user", "alice", "--scope", "write", "--flaw", "expired"];
    world.run(&forge).exits(4);
    assert_eq!(consented(&world), serde_json::json!(["read"]));
    // With --dev they are simply consented to, for test tokens too.
    world.run(&[&forge[..], &["--dev"]].concat()).ok();
    assert_eq!(consented(&world), serde_json::json!(["read", "write"]));
    world.run(&issue("pay", &["--dev"])).ok();
    assert_eq!(consented(&world), serde_json::json!(["pay", "read", "write"]));
}

#[test]
fn in_a_home_for_development_scopes_are_simply_consented_to() {
    let world = Sandbox::empty();
    world.run(&["init", "--dev", "--alg", "EdDSA", "--app", "demo", "--scope", "read write pay"]).ok();
    world.run(&issue("read", &[])).ok();
    world.run(&issue("write", &[])).ok();
    let lines = "{\"scope\":\"read pay\"}\n";
    world.run_with(&["token", "issue", "--app", "demo", "--user", "alice", "--batch", "-"], lines).ok();
    assert_eq!(consented(&world), serde_json::json!(["pay", "read", "write"]));
    let forge = ["token", "forge", "--app", "demo", "--user", "bob", "--flaw", "expired", "--scope"];
    world.run(&[&forge[..], &["read"]].concat()).ok();
    world.run(&[&forge[..], &["write"]].concat()).ok();
    // What the app may not ask for is no question of consent.
    world.run(&issue("admin", &[])).exits(4);
    // A refresh never has more than was consented to when it began.
    let pair = world.run(&issue("read", &["--with-refresh"])).ok();
    world.run(&["token", "refresh", &pair.line(1), "--scope", "read write"]).exits(4);
}
