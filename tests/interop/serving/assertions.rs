//! Clients that show who they are by a signature (RFC 7523): `private_key_jwt` of `openid-client`, `oauth4webapi` and Authlib.

use super::*;
use crate::document;

const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");

/// A key that node makes, with a name: the private half as a JWK.
fn key(alg: &str) -> Value {
    let mut made = document(Command::new("node").args([CHECK, "generate", alg]));
    let mut key = made["private"].take();
    key["kid"] = "of-the-worker".into();
    key["alg"] = alg.into();
    key
}

/// What the app registers: the set with the public half.
fn public_set(key: &Value) -> Value {
    let mut public = key.clone();
    for secret in ["d", "p", "q", "dp", "dq", "qi"] {
        public.as_object_mut().expect("an object").remove(secret);
    }
    json!({"keys": [public]})
}

/// An app that signs with this key, and how a library is told of it.
fn worker(door: &Door, key: &Value) -> Value {
    let set = door.world.file("worker.jwks", public_set(key).to_string());
    let flags = ["--auth-method", "private_key_jwt", "--jwks", set.to_str().expect("a path"), "--scope", "read"];
    let app = door.world.run(&[&["app", "register", "worker", "--json"], &flags[..]].concat()).ok().json();
    json!({
        "issuer": door.issuer, "client_id": app["client_id"], "way": "private_key_jwt", "jwk": key, "alg": key["alg"],
        "audience": door.issuer,
    })
}

/// What it does with its key, and what a stranger with another one cannot.
fn story(start: impl Fn() -> Peer, alg: &str) {
    let door = Door::of("ES256");
    let at = worker(&door, &key(alg));
    let mut peer = start();
    let metadata = peer.get("discover", at.clone());
    let ways = metadata["token_endpoint_auth_methods_supported"].as_array().expect("a list");
    assert!(ways.contains(&"private_key_jwt".into()), "{metadata}");
    let signed = metadata["token_endpoint_auth_signing_alg_values_supported"].as_array().expect("a list");
    assert!(signed.contains(&alg.into()), "{metadata}");

    let own = peer.get("client_credentials", json!({"scope": "read"}));
    assert_eq!(door.world.verdict(text(&own, "access_token")), 0);
    // Each request has an assertion of its own: none is taken twice.
    peer.get("client_credentials", json!({"scope": "read"}));
    let token = json!({"token": own["access_token"]});
    assert_eq!(peer.get("introspect", token.clone())["active"], true);
    peer.get("revoke", token.clone());
    assert_eq!(peer.get("introspect", token), json!({"active": false}));

    let mut stranger = at.clone();
    stranger["jwk"] = key(alg);
    peer.get("discover", stranger);
    assert_eq!(peer.refused("client_credentials", json!({}))["error"], "invalid_client");
    // Who is to sign is not believed a secret, whatever it is.
    let mut guess = at;
    (guess["way"], guess["secret"]) = ("client_secret_post".into(), "mtg_cs_guessed".into());
    guess.as_object_mut().expect("an object").remove("jwk");
    peer.get("discover", guess);
    assert_eq!(peer.refused("client_credentials", json!({}))["error"], "invalid_client");
}

#[test]
fn openid_client_shows_who_it_is_by_a_signature() {
    if node_has(super::CLIENTS) {
        for alg in ["ES256", "RS256", "PS256", "EdDSA"] {
            story(|| Peer::start("node", &[super::CLIENTS, "openid-client"]), alg);
        }
    }
}

#[test]
fn oauth4webapi_shows_who_it_is_by_a_signature() {
    if node_has(super::CLIENTS) {
        for alg in ["ES384", "ES512"] {
            story(|| Peer::start("node", &[super::CLIENTS, "oauth4webapi"]), alg);
        }
    }
}

#[test]
fn authlib_shows_who_it_is_by_a_signature_for_the_issuer_and_for_nobody_else() {
    if python_has("authlib, requests, requests_oauthlib, jwt") && node_has(super::CLIENTS) {
        let start = || Peer::start("python3", &[PYTHON, "authlib"]);
        story(start, "ES256");
        let door = Door::of("ES256");
        let mut at = worker(&door, &key("ES256"));
        // An assertion for an endpoint could have been made for that of another server (draft-ietf-oauth-rfc7523bis, 4).
        at.as_object_mut().expect("an object").remove("audience");
        let mut peer = start();
        peer.get("discover", at);
        assert_eq!(peer.refused("client_credentials", json!({}))["error"], "invalid_client");
    }
}
