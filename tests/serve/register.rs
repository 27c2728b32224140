//! Apps that register themselves.

use serde_json::{Value, json};

use crate::support::Real;
use crate::support::served::{Client, Response, Served};

fn post(served: &Served, token: Option<&str>, body: &Value) -> Response {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let header = bearer.iter().map(|value| ("authorization", value.as_str()));
    let headers: Vec<_> = [("content-type", "application/json")].into_iter().chain(header).collect();
    served.ask("POST", "/register", &headers, &body.to_string())
}

/// A home in which apps may register with a token, or with `open` anybody.
fn world(settings: &str) -> Real {
    let world = Real::new();
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}\n[registration]\n{settings}\n")).unwrap();
    world
}

/// A token of an app of the operator.
fn token(world: &Real, app: &str, scope: &str, audience: &str) -> String {
    let issue = ["token", "issue", "--app", app, "--scope", scope, "--aud", audience];
    world.run(&issue).ok().line(0)
}

/// An app whose tokens may register others; the issuer of the home.
fn ops(world: &Real) -> String {
    world.run(&["app", "register", "ops", "--scope", "client:register read"]).ok();
    let text = std::fs::read_to_string(world.home().join("config.toml")).unwrap();
    let line = text.lines().find(|line| line.starts_with("issuer")).unwrap();
    line.split('"').nth(1).unwrap().to_owned()
}

fn web() -> Value {
    json!({
        "client_name": "Web shop",
        "redirect_uris": ["https://shop.test/callback"],
        "scope": "read admin",
        "post_logout_redirect_uris": ["https://shop.test/"],
        "client_uri": "https://shop.test/about",
    })
}

#[test]
fn where_nothing_is_said_nobody_registers_and_no_metadata_names_it() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    assert_eq!(post(&served, None, &web()).is(404).json()["error"], "not_found");
    let metadata = served.get("/.well-known/oauth-authorization-server").is(200).json();
    assert_eq!(metadata["registration_endpoint"], Value::Null);
}

#[test]
fn an_app_registers_with_a_token_and_has_of_what_it_wants_what_is_allowed() {
    let world = world("scopes = \"read write\"");
    let issuer = ops(&world);
    let good = token(&world, "ops", "client:register", &issuer);
    let served = Served::start(&world, &[]);
    let metadata = served.get("/.well-known/openid-configuration").is(200).json();
    assert_eq!(metadata["registration_endpoint"], format!("{issuer}/register"));
    let answer = post(&served, Some(&good), &web()).is(201);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let app = answer.json();
    assert_eq!((&app["scope"], &app["client_secret_expires_at"]), (&json!("read"), &json!(0)));
    assert_eq!(app["grant_types"], json!(["authorization_code", "refresh_token"]));
    assert_eq!(app["response_types"], json!(["code"]));
    assert_eq!(
        (&app["token_endpoint_auth_method"], &app["application_type"]),
        (&json!("client_secret_basic"), &json!("web"))
    );
    for member in ["client_name", "redirect_uris", "post_logout_redirect_uris", "client_uri"] {
        assert_eq!(app[member], web()[member], "{member}");
    }
    assert!(app["client_id_issued_at"].is_i64());
    let text = |member: &str| app[member].as_str().unwrap().to_owned();
    let client = Client { id: text("client_id"), secret: text("client_secret") };
    // It is not registered for a token of its own, and shows who it is.
    assert_eq!(client.token(&served, &[]).is(400).json()["error"], "unauthorized_client");
    // The records say whose token it was; the secret is nowhere.
    let shown = world.run(&["app", "show", &client.id, "--json"]).ok().json();
    let ops = world.run(&["app", "show", "ops", "--json"]).ok().json()["client_id"].as_str().unwrap().to_owned();
    assert!(shown["history"].to_string().contains(&ops), "{shown}");
    assert!(shown["name"].as_str().unwrap().starts_with("web-shop-"), "{shown}");
    assert_eq!(shown["registered_by"], "itself");
    let (_, log) = served.end();
    assert!(!log.contains(&client.secret) && !log.contains(&good) && log.contains(&client.id), "{log}");
}

#[test]
fn a_token_that_is_not_for_that_registers_nothing() {
    let world = world("scopes = \"read\"");
    let issuer = ops(&world);
    let revoked = token(&world, "ops", "client:register", &issuer);
    let other_audience = token(&world, "ops", "client:register", "https://api.test");
    let other_scope = token(&world, "ops", "read", &issuer);
    world.run(&["token", "revoke", &revoked]).ok();
    let served = Served::start(&world, &[]);
    for (token, status, error) in [
        (None, 401, "invalid_token"),
        (Some("nonsense"), 401, "invalid_token"),
        (Some(revoked.as_str()), 401, "invalid_token"),
        (Some(&other_audience), 401, "invalid_token"),
        (Some(&other_scope), 403, "insufficient_scope"),
    ] {
        let answer = post(&served, token, &web()).is(status);
        assert_eq!(answer.json()["error"], error, "{answer:?}");
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("Bearer ") && challenge.contains(error), "{challenge}");
    }
    let basic = [("content-type", "application/json"), ("authorization", "Basic YTpi")];
    assert_eq!(served.ask("POST", "/register", &basic, "{}").is(401).json()["error"], "invalid_token");
    let list = world.run(&["app", "list", "--json"]).ok().json();
    assert!(list["apps"].as_array().unwrap().iter().all(|app| app["registered_by"] == "operator"), "{list}");
}

#[test]
fn what_is_wrong_is_told_in_the_words_of_rfc_7591() {
    let world = world("scopes = \"read\"\nopen = true");
    let served = Served::start(&world, &[]);
    for (body, error) in [
        (json!({}), "invalid_redirect_uri"),
        (json!({"redirect_uris": ["javascript:alert(1)"]}), "invalid_redirect_uri"),
        (json!({"redirect_uris": ["https://*.shop.test/"]}), "invalid_redirect_uri"),
        (json!({"redirect_uris": ["http://127.0.0.1/cb"], "application_type": "web"}), "invalid_redirect_uri"),
        (
            json!({"redirect_uris": ["https://a.test/"], "token_endpoint_auth_method": "tls_client_auth"}),
            "invalid_client_metadata",
        ),
        (json!({"redirect_uris": ["https://a.test/"], "grant_types": ["password"]}), "invalid_client_metadata"),
        (json!([]), "invalid_client_metadata"),
    ] {
        let answer = post(&served, None, &body).is(400).json();
        assert_eq!(answer["error"], error, "{body}: {answer}");
        assert!(!answer.to_string().contains("alert(1)"), "{answer}");
    }
    let twice = "{\"redirect_uris\":[\"https://a.test/\"],\"redirect_uris\":[\"https://b.test/\"]}";
    let json = [("content-type", "application/json")];
    assert_eq!(served.ask("POST", "/register", &json, twice).is(400).json()["error"], "invalid_client_metadata");
    served.ask("POST", "/register", &[("content-type", "text/plain")], "{}").is(415);
    served.get("/register").is(405);
    let private = json!({"redirect_uris": ["https://a.test/"], "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "a", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}]}});
    let answer = post(&served, None, &private).is(400).json();
    assert_eq!(answer["error"], "invalid_client_metadata");
    assert!(!answer.to_string().contains("jpsQnn"), "{answer}");
}

#[test]
fn a_public_app_has_no_secret_and_a_hostile_name_does_no_harm() {
    let world = world("scopes = \"read\"\nopen = true");
    let served = Served::start(&world, &[]);
    let body = json!({
        "client_name": "<script>\u{202e}alert(1)</script>\u{1b}[31m",
        "redirect_uris": ["http://127.0.0.1/callback", "http://localhost/callback"],
        "token_endpoint_auth_method": "none",
    });
    let (one, two) = (post(&served, None, &body).is(201).json(), post(&served, None, &body).is(201).json());
    assert_eq!((&one["client_secret"], &one["application_type"]), (&Value::Null, &json!("native")));
    assert_eq!(one["client_secret_expires_at"], Value::Null);
    assert_ne!(one["client_id"], two["client_id"]);
    assert_eq!(one["client_name"], "<script>alert(1)</script>[31m");
    let shown = world.run(&["app", "show", one["client_id"].as_str().unwrap()]).ok();
    assert!(!shown.out().contains('\u{1b}') && shown.out().contains("script-alert-1-script-"), "{shown}");
}

#[test]
fn strangers_are_counted_and_no_more_are_taken_than_may_be() {
    let world = world("scopes = \"read\"\nopen = true\nmost = 2");
    let served = Served::start(&world, &[]);
    for _ in 0..2 {
        post(&served, None, &web()).is(201);
    }
    let answer = post(&served, None, &web()).is(503);
    assert_eq!(answer.json()["error"], "temporarily_unavailable");
    let list = world.run(&["app", "list", "--json"]).ok().json();
    let own = list["apps"].as_array().unwrap().iter().find(|app| app["registered_by"] == "itself").unwrap().clone();
    world.run(&["app", "delete", own["client_id"].as_str().unwrap(), "--yes"]).ok();
    post(&served, None, &web()).is(201);
    let statuses: Vec<_> = (0..30).map(|_| post(&served, None, &web()).status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[test]
fn for_a_developer_alone_anybody_registers_whatever_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let served = crate::dev::start(folder.path(), &[], &[]);
    let app = post(&served, None, &web()).is(201).json();
    assert_eq!(app["scope"], "admin read");
    let plain = post(&served, None, &json!({"redirect_uris": ["http://localhost:3000/cb"]})).is(201).json();
    assert_eq!(plain["scope"], "email offline_access openid profile");
    let own = json!({"grant_types": ["client_credentials"], "response_types": [], "scope": "read"});
    let own = post(&served, None, &own).is(201).json();
    let text = |member: &str| own[member].as_str().unwrap().to_owned();
    let client = Client { id: text("client_id"), secret: text("client_secret") };
    assert_eq!(client.token(&served, &[]).is(200).json()["scope"], "read");
    // But a token that is shown must be good there too.
    assert_eq!(post(&served, Some("nonsense"), &web()).is(401).json()["error"], "invalid_token");
    let wants = json!({"redirect_uris": ["https://a.test/"], "scope": "read client:register"});
    assert_eq!(post(&served, None, &wants).is(201).json()["scope"], "read");
}
