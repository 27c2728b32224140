//! What a server refuses to an app that has shown who it is, is in the audit log; what anybody can ask for is not.

use serde_json::Value;

use crate::authorize::Dev;
use crate::support::served::{Client, Response, Served};

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn refused(dev: &Dev) -> Vec<[String; 5]> {
    let events = dev.run(&["audit", "log", "--outcome", "refused", "--json"]).ok().json()["events"].take();
    let said = |event: &Value| {
        ["verb", "subject", "outcome", "actor", "door"].map(|name| event[name].as_str().unwrap_or("none").to_owned())
    };
    events.as_array().unwrap().iter().rev().map(said).collect()
}

fn post(served: &Served, app: &Client, path: &str, form: &[(&str, &str)]) -> Response {
    let (name, value) = app.basic();
    served.post(path, &[(name, &value)], form)
}

#[test]
fn each_change_that_is_refused_to_an_app_that_shows_its_secret_is_an_event() {
    let dev = Dev::new();
    let shop = dev.app("shop", &["--scope", "read"]);
    let other = dev.app("other", &["--scope", "read"]);
    let issued = shop.token(&dev.served, &[]).is(200).json();
    let token = issued["access_token"].as_str().unwrap();
    let jti = dev.run(&["token", "show", token, "--json"]).ok().json()["jti"].as_str().unwrap().to_owned();
    let code = [("grant_type", "authorization_code"), ("code", "mtg_ac_none"), ("redirect_uri", "https://x.example/")];
    let mut wanted = Vec::new();
    for (path, form, status, verb, outcome) in [
        ("/token", &[("grant_type", "client_credentials"), ("scope", "much")][..], 400, "tokens_issued", "refused"),
        ("/device", &[("scope", "much")], 400, "device_asked", "refused"),
    ] {
        post(&dev.served, &shop, path, form).is(status);
        wanted.push([verb, &shop.id, outcome, &format!("app {}", shop.id), "http"].map(str::to_owned));
        assert_eq!(refused(&dev), wanted, "{path} {form:?}");
    }
    post(&dev.served, &shop, "/token", &code).is(400);
    post(&dev.served, &shop, "/token", &[("grant_type", DEVICE), ("device_code", "mtg_dc_none")]).is(400);
    let known = refused(&dev).len();
    // What is another's is not ended, and the answer does not say so (RFC 7009, 2.1).
    post(&dev.served, &other, "/revoke", &[("token", token)]);
    let last = refused(&dev).pop().unwrap();
    assert_eq!(refused(&dev).len(), known + 1);
    assert_eq!(last, ["tokens_revoked", &jti, "refused", &format!("app {}", other.id), "http"].map(str::to_owned));
    dev.run(&["audit", "check"]).ok();
}

#[test]
fn nobody_who_has_not_shown_who_they_are_can_fill_the_log() {
    let dev = Dev::new();
    let open = dev.app("open", &["--public", "--scope", "read"]);
    let before = dev.run(&["audit", "log", "-q"]).ok().out();
    let ask = |path: &str, form: &[(&str, &str)]| {
        let form = [form, &[("client_id", open.id.as_str())]].concat();
        assert!(dev.served.post(path, &[], &form).status >= 400, "{path}");
    };
    ask("/device", &[("scope", "much")]);
    ask("/token", &[("grant_type", "refresh_token"), ("refresh_token", "mtg_rt_none")]);
    ask("/token", &[("grant_type", DEVICE), ("device_code", "mtg_dc_none")]);
    dev.served.post("/revoke", &[], &[("token", "x")]);
    dev.served.ask("POST", "/register", &[("content-type", "application/json")], "{\"redirect_uris\":[\"x\"]}");
    assert_eq!(dev.run(&["audit", "log", "-q"]).ok().out(), before);
}
