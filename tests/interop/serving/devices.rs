//! Devices: libraries that ask, and somebody who types the code, in a browser too.

use super::logins::{Person, node_is_here, of_node, of_python, python_is_here};
use super::*;

/// A device asks, somebody decides, it gets its tokens.
fn story(peer: &mut Peer, person: &mut Person) {
    let door = Door::of("ES256");
    let tv = door.world.client("tv", &["--public", "--scope", "openid read"]);
    peer.get("discover", json!({"issuer": door.issuer, "client_id": tv.id, "way": "none"}));
    let asked = peer.get("ask", json!({"scope": "openid read"}));
    let done = person.goes(
        text(&asked, "verification_uri_complete"),
        "allow",
        json!({"fields": {"user_code": asked["user_code"]}}),
    );
    assert!(text(&done, "text").contains("The device is connected"), "{done}");
    let tokens = peer.get("wait", json!({}));
    assert_eq!((&tokens["claims"]["sub"], door.world.verdict(text(&tokens, "access_token"))), (&"alice".into(), 0));
    // The second time, somebody who is logged in says no.
    let asked = peer.get("ask", json!({"scope": "openid read"}));
    let done =
        person.goes(text(&asked, "verification_uri"), "deny", json!({"fields": {"user_code": asked["user_code"]}}));
    assert!(text(&done, "text").contains("The device was not let in"), "{done}");
    assert_eq!(peer.refused("wait", json!({}))["error"], "access_denied");
}

#[test]
fn openid_client_gets_tokens_on_a_device_that_somebody_allows_in_chromium() {
    if node_is_here() && Person::has_chromium() {
        story(&mut of_node("openid-client"), &mut Person::in_chromium());
    }
}

#[test]
fn oauth4webapi_gets_tokens_on_a_device() {
    if node_is_here() {
        story(&mut of_node("oauth4webapi"), &mut Person::plain());
    }
}

#[test]
fn authlib_gets_tokens_on_a_device_and_is_told_to_wait_until_then() {
    if node_is_here() && python_is_here() {
        let door = Door::of("ES256");
        let tv = door.world.client("tv", &["--scope", "openid read"]);
        let (mut peer, mut person) = (of_python("authlib"), Person::plain());
        let at = json!({"issuer": door.issuer, "client_id": tv.id, "secret": tv.secret, "way": "client_secret_basic"});
        peer.get("discover", at);
        let asked = peer.get("ask", json!({"scope": "openid read"}));
        assert_eq!(peer.refused("poll", json!({}))["error"], "authorization_pending");
        assert_eq!(peer.refused("poll", json!({}))["error"], "slow_down");
        let typed = json!({"fields": {"user_code": asked["user_code"]}});
        person.goes(text(&asked, "verification_uri"), "allow", typed);
        assert_eq!(peer.get("poll", json!({}))["claims"]["sub"], "alice");
    }
}
