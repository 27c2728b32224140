//! Clients: `openid-client` and `oauth4webapi` of node, Authlib and requests-oauthlib of Python.

use super::*;

/// A client, as one of the libraries is told of it.
fn discover(peer: &mut Peer, door: &Door, client: &Client, way: &str) -> Value {
    let at = json!({"issuer": door.issuer, "client_id": client.id, "secret": client.secret, "way": way});
    peer.get("discover", at)
}

/// What each of them does with an authority, in its own way of showing who it is.
fn story(start: impl Fn() -> Peer, way: &str) {
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read write"]);
    let mut peer = start();
    let metadata = discover(&mut peer, &door, &shop, way);
    assert_eq!(metadata["token_endpoint"], format!("{}/token", door.issuer));

    let own = peer.get("client_credentials", json!({"scope": "read"}));
    assert_eq!(text(&own, "token_type").to_lowercase(), "bearer");
    // requests-oauthlib makes a list of it.
    assert!(own["scope"] == "read" || own["scope"] == json!(["read"]), "{own}");
    assert_eq!(door.world.verdict(text(&own, "access_token")), 0);
    let refused = peer.refused("client_credentials", json!({"scope": "read everything"}));
    assert_eq!(refused["error"], "invalid_scope", "{refused}");

    let of_alice = door.of_alice("shop");
    let first = json!({"refresh_token": of_alice["refresh_token"]});
    let next = peer.get("refresh", first.clone());
    assert_eq!(door.world.verdict(text(&next, "access_token")), 0);
    let last = peer.get("refresh", json!({"refresh_token": next["refresh_token"]}));
    assert_eq!(peer.refused("refresh", first)["error"], "invalid_grant", "it was used");
    let gone = peer.refused("refresh", json!({"refresh_token": last["refresh_token"]}));
    assert_eq!(gone["error"], "invalid_grant", "who used it twice may have stolen it: all of them are gone");
    assert_eq!(peer.refused("refresh", json!({"refresh_token": "mtg_rt_bogus"}))["error"], "invalid_grant");

    let stays = peer.get("refresh", json!({"refresh_token": door.of_alice("shop")["refresh_token"]}));
    peer.get("revoke", json!({"token": stays["access_token"]}));
    assert_ne!(door.world.verdict(text(&stays, "access_token")), 0);
    peer.get("revoke", json!({"token": stays["refresh_token"]}));
    let gone = peer.refused("refresh", json!({"refresh_token": stays["refresh_token"]}));
    assert_eq!(gone["error"], "invalid_grant", "it was revoked");
    // Whether there is such a token is not said.
    peer.get("revoke", json!({"token": "mtg_rt_bogus"}));

    let stranger = Client { id: shop.id.clone(), secret: "mtg_cs_guessed".to_owned() };
    discover(&mut peer, &door, &stranger, way);
    let refused = peer.refused("client_credentials", json!({"scope": "read"}));
    // Where there is a challenge in the header, both libraries of node tell that in place of the body.
    let word = refused.get("error").unwrap_or(&refused["challenges"][0]["parameters"]["error"]);
    assert_eq!(word, "invalid_client", "{refused}");
}

/// The same for a token that is looked up.
fn lookup(start: impl Fn() -> Peer) {
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read"]);
    let mut peer = start();
    discover(&mut peer, &door, &shop, "client_secret_basic");
    let own = peer.get("client_credentials", json!({"scope": "read"}));
    let token = json!({"token": own["access_token"]});
    let found = peer.get("introspect", token.clone());
    assert_eq!((&found["active"], &found["client_id"]), (&true.into(), &shop.id.as_str().into()));
    let stranger = json!({"token": "mtg_at_bogus"});
    assert_eq!(peer.get("introspect", stranger), json!({"active": false}));
    peer.get("revoke", token.clone());
    assert_eq!(peer.get("introspect", token), json!({"active": false}));

    let token = json!({"token": peer.get("client_credentials", json!({"scope": "read"}))["access_token"]});
    door.world.run(&["app", "block", "shop", "--reason", "a test"]).ok();
    let found = peer.ask("introspect", token);
    assert!(found.as_ref().map_or(true, |found| *found == json!({"active": false})), "{found:?}");
}

pub(super) fn openid_client() -> Peer {
    Peer::start("node", &[super::CLIENTS, "openid-client"])
}

pub(super) fn oauth4webapi() -> Peer {
    Peer::start("node", &[super::CLIENTS, "oauth4webapi"])
}

fn authlib() -> Peer {
    Peer::start("python3", &[PYTHON, "authlib"])
}

fn requests_oauthlib() -> Peer {
    Peer::start("python3", &[PYTHON, "requests-oauthlib"])
}

pub(super) fn node_is_here() -> bool {
    node_has(super::CLIENTS)
}

fn python_is_here() -> bool {
    python_has("authlib, requests, requests_oauthlib, jwt")
}

#[test]
fn openid_client_gets_refreshes_and_revokes_tokens() {
    if node_is_here() {
        story(openid_client, "client_secret_basic");
        story(openid_client, "client_secret_post");
    }
}

#[test]
fn oauth4webapi_gets_refreshes_and_revokes_tokens() {
    if node_is_here() {
        story(oauth4webapi, "client_secret_basic");
        story(oauth4webapi, "client_secret_post");
    }
}

#[test]
fn authlib_gets_refreshes_and_revokes_tokens() {
    if python_is_here() {
        story(authlib, "client_secret_basic");
        story(authlib, "client_secret_post");
    }
}

#[test]
fn requests_oauthlib_gets_refreshes_and_revokes_tokens() {
    if python_is_here() {
        story(requests_oauthlib, "client_secret_basic");
        story(requests_oauthlib, "client_secret_post");
    }
}

#[test]
fn clients_look_their_tokens_up_until_their_app_is_blocked() {
    if node_is_here() {
        lookup(openid_client);
        lookup(oauth4webapi);
    }
    if python_is_here() {
        lookup(authlib);
    }
}
