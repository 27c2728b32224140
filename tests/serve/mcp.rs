//! The authority of servers of the Model Context Protocol: what its authorization text of 2026-07-28 asks for, and what the tool that
//! judges that looks at.

use serde_json::{Value, json};

use crate::authorize::Dev;
use crate::server::{Reply, Server};
use crate::support::Real;
use crate::support::from_b64;
use crate::support::person::{CHALLENGE, Person, VERIFIER};
use crate::support::served::{Response, Served, encoded};

const MCP: &str = "https://localhost:8443/mcp";

fn query(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

fn claims(token: &Value) -> Value {
    serde_json::from_slice(&from_b64(token.as_str().unwrap().split('.').nth(1).unwrap())).unwrap()
}

/// What a client is given for a code.
fn redeem(served: &Served, client_id: &str, redirect_uri: &str, code: &str, more: &[(&str, &str)]) -> Response {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect_uri),
        ("code_verifier", VERIFIER),
        ("client_id", client_id),
    ];
    served.post("/token", &[], &[&form[..], more].concat())
}

/// A client that is known by a document on this machine, which is answered at this port of it.
fn client(server: &Server) -> String {
    let address = server.url("/oauth/client.json");
    let document = json!({
        "client_id": address,
        "client_name": "Desktop tool",
        "client_uri": "https://tool.example",
        "logo_uri": "https://tool.example/logo.png",
        "redirect_uris": ["http://127.0.0.1:3000/callback", "http://localhost:3000/callback"],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "scope": "read write openid",
    });
    server.tell("/oauth/client.json", Reply::of(document.to_string()));
    address
}

#[test]
fn the_metadata_has_what_the_judging_tool_looks_for() {
    let dev = Dev::with(&["--mcp", MCP]);
    let issuer = dev.served.ready["issuer"].as_str().unwrap();
    for path in ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] {
        let answer = dev.served.get(path).is(200);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let document = answer.json();
        assert_eq!(document["issuer"], issuer);
        for member in ["authorization_endpoint", "token_endpoint", "registration_endpoint"] {
            assert!(document[member].as_str().is_some_and(|at| at.starts_with(issuer)), "{member}: {document}");
        }
        let has = |member: &str, value: &str| document[member].as_array().unwrap().contains(&json!(value));
        assert!(has("response_types_supported", "code") && has("code_challenge_methods_supported", "S256"));
        assert!(has("token_endpoint_auth_methods_supported", "none") && has("grant_types_supported", "refresh_token"));
        for member in ["client_id_metadata_document_supported", "authorization_response_iss_parameter_supported"] {
            assert_eq!(document[member], true, "{member}");
        }
        assert_eq!(document["protected_resources"], json!([MCP]));
    }
    let resource = dev.served.get("/.well-known/oauth-protected-resource/mcp").is(200).json();
    assert_eq!((&resource["resource"], &resource["authorization_servers"]), (&json!(MCP), &json!([issuer])));
    assert_eq!(resource["bearer_methods_supported"], json!(["header"]));
}

#[test]
fn the_code_grant_of_the_judging_tool_passes_with_no_scope_and_no_resource() {
    let dev = Dev::with(&["--mcp", MCP]);
    let redirect = "http://127.0.0.1:3001/callback";
    let flags = ["--public", "--native", "--scope", "read", "--redirect-uri", "http://127.0.0.1/callback", "--json"];
    let app = dev.run(&[&["app", "register", "tool"], &flags[..]].concat()).ok().json();
    let id = app["client_id"].as_str().unwrap();
    let asked = query(&[
        ("response_type", "code"),
        ("client_id", id),
        ("state", "s-t"),
        ("redirect_uri", redirect),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    let answered = Person::at(&dev.served).allow(&format!("/authorize?{asked}"), "alice");
    assert_eq!(answered.address, redirect);
    assert_eq!((answered.get("state"), answered.get("iss")), ("s-t", dev.served.ready["issuer"].as_str().unwrap()));
    assert_eq!(answered.parameters.len(), 3, "{answered:?}");
    let tokens = redeem(&dev.served, id, redirect, answered.get("code"), &[]).is(200);
    assert_eq!(tokens.header("content-type"), Some("application/json"));
    assert_eq!(tokens.header("cache-control"), Some("no-store"));
    assert!(tokens.json()["access_token"].is_string() && tokens.json()["token_type"] == "Bearer", "{tokens:?}");
}

#[test]
fn a_client_that_is_known_by_its_document_gets_a_token_for_the_server_and_no_other() {
    let (dev, server) = (Dev::with(&["--mcp", MCP]), Server::http());
    let (client_id, redirect) = (client(&server), "http://127.0.0.1:49152/callback");
    let ask = |other: &[(&str, &str)]| {
        let usual = [
            ("response_type", "code"),
            ("client_id", &*client_id),
            ("state", "s"),
            ("redirect_uri", redirect),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("scope", "openid read"),
            ("resource", MCP),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
        format!("/authorize?{}", query(&kept.chain(other.iter().copied()).collect::<Vec<_>>()))
    };
    let alice = Person::at(&dev.served);
    let consent = alice.log_in(&alice.open(&ask(&[])).is(200), "alice").is(200);
    // Its own word, whose word that is, and where the browser goes.
    for shown in ["Desktop tool", "localhost:", "127.0.0.1", MCP] {
        assert!(consent.body.replace("<wbr>", "").contains(shown), "{shown}: {}", consent.body);
    }
    assert!(!consent.body.contains("tool.example"), "{}", consent.body);
    let answered =
        crate::support::person::Answered::of(&alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]));
    let tokens = redeem(&dev.served, &client_id, redirect, answered.get("code"), &[("resource", MCP)]).is(200).json();
    assert_eq!(claims(&tokens["access_token"])["aud"], MCP);
    // An ID token is for the client by the name that the client knows.
    assert_eq!(claims(&tokens["id_token"])["aud"], *client_id);
    // A refresh token of a public client is used once.
    let refresh = |token: &str| {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", &*client_id)];
        dev.served.post("/token", &[], &form)
    };
    let first = tokens["refresh_token"].as_str().unwrap();
    let next = refresh(first).is(200).json();
    assert_ne!(next["refresh_token"], tokens["refresh_token"]);
    assert_eq!(refresh(first).is(400).json()["error"], "invalid_grant");
    // Nothing but what its document names is where a browser is sent.
    for other in ["http://127.0.0.1:3000/other", "https://tool.example/callback", "http://[::1]:3000/callback"] {
        let page = Person::at(&dev.served).open(&ask(&[("redirect_uri", other)])).is(400);
        assert_eq!(page.header("location"), None, "{other}");
    }
    let page = Person::at(&dev.served).open(&ask(&[("client_id", &server.url("/none.json"))]));
    assert!(page.status >= 400 && page.header("location").is_none(), "{page:?}");
    assert!(
        Person::at(&dev.served).open(&ask(&[("code_challenge", "")])).header("location").unwrap().contains("error=")
    );
}

#[test]
fn what_strangers_may_have_is_said_before_a_server_of_mcp_is_served() {
    let world = Real::new();
    let refused = world.run(&["serve", "--listen", "127.0.0.1:0", "--mcp", MCP]).exits(4);
    assert!(refused.err().contains("hint: add client_documents = {"), "{refused}");
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let more = "[client_documents]\nallow = \"*.example.com\"\nscopes = \"mcp:read\"\n[registration]\nscopes = \"mcp:read\"\nopen = true\n";
    std::fs::write(&config, format!("{text}\n{more}")).unwrap();
    let served = Served::start(&world, &["--mcp", MCP]);
    let resource = served.get("/.well-known/oauth-protected-resource/mcp").is(200).json();
    assert_eq!(resource["scopes_supported"], json!(["mcp:read"]));
    let body = json!({"redirect_uris": ["http://127.0.0.1/cb"], "token_endpoint_auth_method": "none", "scope": "mcp:read admin"});
    let headers = [("content-type", "application/json")];
    let app = served.ask("POST", "/register", &headers, &body.to_string()).is(201).json();
    assert_eq!(app["scope"], "mcp:read");
    let shown = world.run(&["app", "show", app["client_id"].as_str().unwrap(), "--json"]).ok().json();
    assert_eq!(shown["audiences"], json!([MCP]));
}
