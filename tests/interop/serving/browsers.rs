//! A page of another origin that logs its user in by itself, in Chromium: `oidc-client-ts`.

use super::logins::Person;
use super::*;

const SPA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/spa.mjs");

#[test]
fn oidc_client_ts_logs_a_user_in_and_out_in_chromium_and_renews_without_a_page() {
    if !Person::has_chromium() || !node_has(SPA) {
        return;
    }
    let door = Door::of("ES256");
    let mut page = Peer::start("node", &[SPA]);
    let origin = page.get("origin", json!({})).as_str().expect("an origin").to_owned();
    let (back, out) = (format!("{origin}/"), format!("{origin}/out"));
    let addresses = ["--redirect-uri", &back, "--post-logout-uri", &out];
    let app = door.world.client("page", &[&["--public", "--scope", "openid read"], &addresses[..]].concat());
    page.get("start", json!({"issuer": door.issuer, "client_id": app.id, "scope": "openid read"}));

    let denied = page.get("log_in", json!({"user": "alice", "decision": "deny"}));
    assert_eq!(denied["error"], "access_denied");
    let known = page.get("log_in", json!({"user": "alice", "decision": "allow"}));
    assert_eq!((text(&known, "sub"), text(&known, "token_type")), ("alice", "Bearer"));
    assert_eq!(door.world.verdict(text(&known, "access_token")), 0);
    let next = page.get("renew", json!({}));
    assert_eq!((text(&next, "sub"), door.world.verdict(text(&next, "access_token"))), ("alice", 0));
    assert_ne!(next["access_token"], known["access_token"]);
    assert_eq!(page.get("log_out", json!({})), out.as_str());
    // Nobody is logged in any more: the login page asks again, and takes another name.
    let known = page.get("log_in", json!({"user": "bob", "decision": "allow"}));
    assert_eq!(text(&known, "sub"), "bob");
}
