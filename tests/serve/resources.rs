//! Whom tokens are for, as requests name it (RFC 8707).

use serde_json::json;

use crate::refresh::{refresh, text};
use crate::support::Real;
use crate::support::served::Served;

const A: &str = "https://a.test";
const B: &str = "https://b.test/v1?tenant=7";

#[test]
fn a_token_is_for_the_resources_that_are_named() {
    let world = Real::new();
    let shop = world.client("shop", &["--audience", A, "--audience", B]);
    let served = Served::start(&world, &[]);
    let audience = |form: &[(&str, &str)]| {
        let token = text(&shop.token(&served, form).is(200).json(), "access_token");
        world.run_with(&["token", "decode", "--json"], &token).ok().json()["claims"]["aud"].clone()
    };
    assert_eq!(audience(&[]), json!([A, B]));
    assert_eq!(audience(&[("resource", B)]), json!(B));
    assert_eq!(audience(&[("resource", B), ("resource", A)]), json!([B, A]));
    assert_eq!(audience(&[("audience", A), ("resource", A)]), json!(A));
    for bad in ["https://c.test", "a", "/v1", "https://a.test#top", "https://a.test/", "https:", "//a.test"] {
        let refused = shop.token(&served, &[("resource", A), ("resource", bad)]).is(400).json();
        assert_eq!(refused["error"], "invalid_target", "{bad}");
    }
    assert_eq!(shop.token(&served, &[("audience", "c")]).is(400).json()["error"], "invalid_target");
}

#[test]
fn a_refresh_leaves_resources_out_and_adds_none() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read", "--audience", A, "--audience", B]);
    let issue =
        ["token", "issue", "--app", "shop", "--user", "alice", "--consent", "--with-refresh", "--aud", A, "--aud", B];
    let first = world.run(&issue).ok().line(1);
    let served = Served::start(&world, &[]);
    let aud = |token: &str| world.run_with(&["token", "decode", "--json"], token).ok().json()["claims"]["aud"].clone();
    for bad in ["https://c.test", "a", "https://a.test#top"] {
        let refused = refresh(&served, &shop, &first, &[("resource", bad)]).is(400).json();
        assert_eq!(refused["error"], "invalid_target", "{bad}");
    }
    let answer = refresh(&served, &shop, &first, &[("resource", A)]).is(200).json();
    assert_eq!(aud(&text(&answer, "access_token")), json!(A));
    // The new refresh token stands for all that the old one did.
    let second = text(&answer, "refresh_token");
    let answer = refresh(&served, &shop, &second, &[]).is(200).json();
    assert_eq!(aud(&text(&answer, "access_token")), json!([A, B]));
    let third = text(&answer, "refresh_token");
    let narrow = world.run(&["token", "refresh", &third, "--aud", B]).ok().line(0);
    assert_eq!(aud(&narrow), json!(B));
}
