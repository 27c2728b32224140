//! Clients of the Model Context Protocol by its official SDKs, of node and of Python: they find the authority by the server that they
//! want to use, are registered or known by their document, and get a token for that server.

use super::*;
use crate::server::{Reply, Server};
use crate::support::from_b64;
use crate::support::person::Person;

const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/mcp.mjs");
const PYTHON_CLIENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/mcp_client.py");

/// What is in a token.
fn claims(tokens: &Value, member: &str) -> Value {
    let payload = text(&tokens["tokens"], member).split('.').nth(1).expect("a payload").to_owned();
    serde_json::from_slice(&from_b64(&payload)).expect("claims")
}

/// The document of the client, at an address of https that only this machine has.
fn document(server: &Server) -> String {
    let address = server.url("/client.json");
    let document = json!({
        "client_id": address,
        "client_name": "Tool",
        "redirect_uris": ["http://127.0.0.1:3000/callback"],
        "token_endpoint_auth_method": "none",
        "scope": "openid read",
    });
    server.tell("/client.json", Reply::of(document.to_string()));
    address
}

fn story(mut peer: Peer, tells_all: bool) {
    let mcp = peer.get("resource", json!({})).as_str().expect("an address").to_owned();
    let (documents, world) = (Server::https(), Real::empty());
    world.run(&["init", "--dev", "--alg", "ES256", "--issuer", "http://127.0.0.1", "--audience", AUDIENCE]).ok();
    let authority = world.file("documents.pem", &documents.authority);
    let mut command = world.binary(&["serve", "--listen", "127.0.0.1:0", "--json", "--dev", "--mcp", &mcp]);
    let served = Served::start_with({
        command.env("SSL_CERT_FILE", authority);
        command
    });
    let issuer = text(&served.ready, "issuer").to_owned();
    let at_document = document(&documents);
    for (document, known_as) in [(None, "mtg_app_"), (Some(&at_document), at_document.as_str())] {
        let mut begin = json!({"issuer": issuer});
        if let Some(document) = document {
            begin["document"] = json!(document);
        }
        let begun = peer.get("begin", begin);
        let url = text(&begun, "url").to_owned();
        let path = url.strip_prefix(&issuer).unwrap_or_else(|| panic!("{url}"));
        assert!(path.contains(&crate::support::served::encoded(known_as)), "{path}");
        let answered = Person::at(&served).allow(path, "alice");
        let mut finish = json!({"code": answered.get("code")});
        if tells_all {
            finish["state"] = json!(answered.get("state"));
            finish["iss"] = json!(answered.get("iss"));
        }
        let tokens = peer.get("finish", finish);
        assert_eq!(claims(&tokens, "access_token")["aud"], *mcp);
        // That of Python keeps no ID token.
        if document.is_some() && !tells_all {
            assert_eq!(claims(&tokens, "id_token")["aud"], at_document.as_str());
        }
        assert_eq!(world.run(&["token", "verify", text(&tokens["tokens"], "access_token"), "--aud", &mcp]).exit, 0);
        let next = peer.get("refresh", json!({}));
        assert_ne!(next["tokens"]["refresh_token"], tokens["tokens"]["refresh_token"]);
    }
    assert_eq!(documents.asked(), 1);
}

#[test]
fn the_sdk_of_node_is_authorized_for_a_server_of_mcp() {
    if node_has(NODE) {
        story(Peer::start("node", &[NODE]), false);
    }
}

#[test]
fn the_sdk_of_python_is_authorized_for_a_server_of_mcp() {
    if python_has("mcp.client.auth, httpx2") {
        story(Peer::start("python3", &[PYTHON_CLIENT]), true);
    }
}
