//! Requests: what each fault is told, and to whom.

use super::{CALLBACK, Dev};
use crate::support::person::{Answered, Person};

#[test]
fn an_address_that_is_not_of_the_app_is_never_gone_to() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let long = format!("{CALLBACK}/{}", "a".repeat(3_000));
    for address in [
        "https://shop.example/callback/",
        "https://shop.example/callback?x=1",
        "https://shop.example/callbac",
        "https://shop.example/Callback",
        "https://SHOP.example/callback",
        "https://shop.example:443/callback",
        "http://shop.example/callback",
        "https://shop.example@evil.example/callback",
        "https://shop.example/callback#x",
        "https://shop.example/../callback",
        "https://evil.example",
        "//shop.example/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        &long,
    ] {
        let answer = Person::at(&dev.served).open(&dev.request(&shop, &[("redirect_uri", address)]));
        assert!(answer.status == 400 || answer.status == 414, "{address}: {answer:?}");
        assert_eq!(answer.header("location"), None, "{address}");
    }
    let twice = format!("{}&redirect_uri=https%3A%2F%2Fevil.example", dev.request(&shop, &[]));
    assert_eq!(dev.served.get(&twice).is(400).header("location"), None);
    for client in ["", "mtg_app_0000000000000000000000", "x"] {
        let answer = dev.served.get(&dev.request(&shop, &[("client_id", client)]));
        assert_eq!(answer.is(400).header("location"), None, "{client}");
    }
}

#[test]
fn every_error_of_the_standard_is_told_to_the_app() {
    let dev = Dev::new();
    let shop = dev.app("shop", &["--audience", "https://api.example"]);
    let only_itself = dev.app("machine", &["--grant", "client_credentials"]);
    let alice = Person::at(&dev.served);
    let long = "s".repeat(2_049);
    for (app, changed, error) in [
        (&shop, &[("response_type", "")][..], "invalid_request"),
        (&shop, &[("response_type", "token")], "unsupported_response_type"),
        (&shop, &[("response_type", "code id_token")], "unsupported_response_type"),
        (&shop, &[("response_mode", "fragment")], "invalid_request"),
        (&shop, &[("code_challenge", "")], "invalid_request"),
        (&shop, &[("code_challenge", "x")], "invalid_request"),
        (&shop, &[("code_challenge_method", "plain")], "invalid_request"),
        (&shop, &[("code_challenge_method", "")], "invalid_request"),
        (&shop, &[("scope", "openid admin")], "invalid_scope"),
        (&shop, &[("scope", "openid \u{7f}")], "invalid_scope"),
        (&shop, &[("resource", "https://other.example")], "invalid_target"),
        (&shop, &[("prompt", "none")], "login_required"),
        (&shop, &[("prompt", "none login")], "invalid_request"),
        (&shop, &[("prompt", "create")], "invalid_request"),
        (&shop, &[("max_age", "soon")], "invalid_request"),
        (&shop, &[("nonce", long.as_str())], "invalid_request"),
        (&shop, &[("request", "eyJhbGciOiJub25lIn0.e30.")], "request_not_supported"),
        (&shop, &[("request_uri", "https://shop.example/request")], "request_uri_not_supported"),
        (&shop, &[("registration", "{}")], "registration_not_supported"),
        (&only_itself, &[], "unauthorized_client"),
    ] {
        let answered = Answered::of(&alice.open(&dev.request(app, changed)));
        assert_eq!((answered.get("error"), answered.address.as_str()), (error, CALLBACK), "{changed:?}");
        assert_eq!(answered.get("state"), "af0ifjsldkj");
        assert_eq!(answered.get("iss"), dev.served.ready["issuer"].as_str().unwrap());
        assert!(!answered.get("error_description").is_empty());
    }
    let twice = format!("{}&scope=read", dev.request(&shop, &[]));
    assert_eq!(Answered::of(&alice.open(&twice)).get("error"), "invalid_request");
    let consent = alice.log_in(&alice.open(&dev.request(&shop, &[])), "alice").is(200);
    let denied = Answered::of(&alice.submit(&consent, "/authorize/decide", &[("decision", "deny")]));
    assert_eq!(denied.get("error"), "access_denied");
    let asked = Answered::of(&alice.open(&dev.request(&shop, &[("prompt", "none")])));
    assert_eq!(asked.get("error"), "consent_required");
    dev.run(&["app", "block", "shop", "--reason", "leak"]).ok();
    assert_eq!(alice.open(&dev.request(&shop, &[])).is(400).header("location"), None);
}

#[test]
fn a_request_without_scope_and_address_gets_what_the_app_is_registered_for() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let request = dev.request(&shop, &[("scope", ""), ("redirect_uri", ""), ("state", "")]);
    let answered = Person::at(&dev.served).allow(&request, "alice");
    assert_eq!((answered.address.as_str(), answered.parameters.get("state")), (CALLBACK, None));
    let tokens = dev.redeem(&shop, answered.get("code"), &[("redirect_uri", "")]).is(200).json();
    assert_eq!(tokens["scope"], "openid read write");
}

#[test]
fn a_native_app_is_answered_on_whatever_port_is_free_and_asks_each_time() {
    let dev = Dev::new();
    let flags = ["--public", "--native", "--redirect-uri", "http://127.0.0.1/cb"];
    let register = ["app", "register", "tool", "--scope", "read", "--json"];
    let app = dev.run(&[&register[..], &flags].concat()).ok().json();
    let tool =
        crate::support::served::Client { id: app["client_id"].as_str().unwrap().to_owned(), secret: String::new() };
    let at = "http://127.0.0.1:43121/cb";
    let request = dev.request(&tool, &[("scope", "read"), ("redirect_uri", at)]);
    let alice = Person::at(&dev.served);
    let answered = alice.allow(&request, "alice");
    assert_eq!(answered.address, at);
    dev.redeem(&tool, answered.get("code"), &[("redirect_uri", at)]).is(200);
    // Any program of the machine could be the one that asks.
    alice.open(&request).is(200);
    let elsewhere = dev.request(&tool, &[("scope", "read"), ("redirect_uri", "http://127.0.0.1:43121/other")]);
    assert_eq!(alice.open(&elsewhere).is(400).header("location"), None);
}
