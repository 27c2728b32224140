//! Tokens that are bound to a client's key (RFC 9449), and tokens for another service (RFC 8693), as the two libraries of node ask
//! for them: with their own keys, proofs and nonces.

use super::clients::{node_is_here, oauth4webapi, openid_client};
use super::*;

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const STOCK: &str = "https://stock.localhost";

fn bound(start: impl Fn() -> Peer, alg: &str) {
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read", "--target", STOCK, "--dpop-bound"]);
    let spa = door.world.run(&["app", "register", "spa", "--public", "--scope", "read", "--json"]).ok().json();
    let cnf = |token: &Value| {
        let args = ["token", "introspect", "--possession", "ignored"];
        let told = door.world.run_with(&args, text(token, "access_token")).ok().json();
        assert_eq!((&told["active"], &told["token_type"]), (&json!(true), &json!("DPoP")));
        told["cnf"]["jkt"].clone()
    };

    let mut peer = start();
    let mut at =
        json!({"issuer": door.issuer, "client_id": shop.id, "secret": shop.secret, "way": "client_secret_basic"});
    peer.get("discover", at.clone());
    assert_eq!(peer.refused("client_credentials", json!({}))["error"], "invalid_dpop_proof", "it shows none");
    at["dpop"] = alg.into();
    peer.get("discover", at);
    let own = peer.get("client_credentials", json!({"scope": "read"}));
    assert_eq!(text(&own, "token_type").to_lowercase(), "dpop");
    let exchange = json!({
        "grant_type": EXCHANGE, "subject_token": own["access_token"], "subject_token_type": ACCESS, "audience": STOCK,
    });
    let exchanged = peer.get("grant", exchange);
    assert_eq!((&exchanged["issued_token_type"], cnf(&exchanged)), (&json!(ACCESS), cnf(&own)));

    let at = json!({"issuer": door.issuer, "client_id": spa["client_id"], "way": "none", "dpop": alg});
    peer.get("discover", at.clone());
    let first = peer.get("refresh", json!({"refresh_token": door.of_alice("spa")["refresh_token"]}));
    let second = peer.get("refresh", json!({"refresh_token": first["refresh_token"]}));
    assert_eq!(cnf(&first), cnf(&second));
    // With another key it is of no use, and is not used up.
    let next = json!({"refresh_token": second["refresh_token"]});
    let mut thief = start();
    thief.get("discover", at);
    assert_eq!(thief.refused("refresh", next.clone())["error"], "invalid_grant");
    assert_eq!(cnf(&peer.get("refresh", next)), cnf(&first));
}

#[test]
fn openid_client_has_tokens_bound_to_its_key() {
    if node_is_here() {
        bound(openid_client, "ES256");
    }
}

#[test]
fn oauth4webapi_has_tokens_bound_to_its_key() {
    if node_is_here() {
        bound(oauth4webapi, "ES256");
        bound(oauth4webapi, "Ed25519");
    }
}
