//! Apps that are known by a document: their client_id is its address.

use std::time::Duration;

use serde_json::{Value, json};

use crate::dev;
use crate::server::{Reply, Server};
use crate::support::Real;
use crate::support::served::{Response, Served};

const PATH: &str = "/client.json";

fn document(address: &str) -> Value {
    json!({
        "client_id": address,
        "client_name": "Desktop",
        "redirect_uris": ["http://127.0.0.1:3000/callback", "https://app.test/callback"],
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "none",
    })
}

/// What becomes of a refresh token that there is not: where the app is known, that is what is wrong.
fn ask(served: &Served, client_id: &str) -> Response {
    let form = [("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", client_id)];
    served.post("/token", &[], &form)
}

fn is_known(answer: &Response) -> bool {
    match answer.json()["error"].as_str() {
        Some("invalid_grant") => true,
        Some("invalid_client") => false,
        other => panic!("{other:?}: {answer:?}"),
    }
}

#[test]
fn a_document_is_fetched_once_for_all_who_ask_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::http();
    let address = server.url(PATH);
    let mut reply = Reply::of(document(&address).to_string()).with("cache-control", "max-age=600");
    reply.delay = Duration::from_millis(300);
    server.tell(PATH, reply);
    let served = dev::start(folder.path(), &[], &[]);
    let metadata = served.get("/.well-known/oauth-authorization-server").is(200).json();
    assert_eq!(metadata["client_id_metadata_document_supported"], true);
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(|| is_known(&ask(&served, &address)))).collect();
        assert!(all.into_iter().all(|one| one.join().unwrap()));
    });
    assert!(is_known(&ask(&served, &address)));
    assert_eq!(server.asked(), 1);
}

#[test]
fn what_is_no_document_of_an_app_is_none_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::http();
    let served = dev::start(folder.path(), &[], &[]);
    let with = |name: &str, value: Value| {
        let mut json = document(&server.url(&format!("/{name}")));
        json[name] = value;
        json.to_string()
    };
    for (name, body) in [
        ("client_id", with("client_id", json!("http://localhost/other.json"))),
        ("client_secret", with("client_secret", json!("x"))),
        ("redirect_uris", with("redirect_uris", json!([]))),
        ("client_name", with("client_name", Value::Null)),
        ("token_endpoint_auth_method", with("token_endpoint_auth_method", json!("client_secret_post"))),
        ("html", "<html>".to_owned()),
        ("list", "[]".to_owned()),
        ("large", with("large", json!("x".repeat(20_000)))),
    ] {
        server.tell(&format!("/{name}"), Reply::of(body));
        let answer = ask(&served, &server.url(&format!("/{name}"))).is(400);
        assert!(!is_known(&answer), "{name}: {answer:?}");
    }
    server.tell("/elsewhere", Reply { status: 302, ..Reply::of("") }.with("location", &server.url(PATH)));
    server.tell(PATH, Reply::of(document(&server.url(PATH)).to_string()));
    let answer = ask(&served, &server.url("/elsewhere")).is(400);
    assert!(!is_known(&answer) && !answer.body.contains("client.json"), "{answer:?}");
    assert!(!is_known(&ask(&served, &server.url("/missing"))));
    // Nobody is asked again at once who had none.
    let asked = server.asked();
    assert!(!is_known(&ask(&served, &server.url("/missing"))));
    assert_eq!(server.asked(), asked);
}

#[test]
fn what_an_operator_did_to_such_an_app_stays_done() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::http();
    let address = server.url(PATH);
    server.tell(PATH, Reply::of(document(&address).to_string()));
    let served = dev::start(folder.path(), &[], &[]);
    assert!(is_known(&ask(&served, &address)));
    let list = dev::run(folder.path(), &[], &["--home", ".mintage", "app", "list", "--json"]).ok().json();
    let app = list["apps"].as_array().unwrap().iter().find(|app| app["client_document"] == address.as_str()).unwrap();
    assert_eq!((&app["public"], &app["native"], &app["client_name"]), (&json!(true), &json!(true), &json!("Desktop")));
    let id = app["client_id"].as_str().unwrap();
    dev::run(folder.path(), &[], &["--home", ".mintage", "app", "block", id, "--reason", "phishing"]).ok();
    assert!(!is_known(&ask(&served, &address)));
    drop(served);
    let served = dev::start(folder.path(), &[], &[]);
    assert!(!is_known(&ask(&served, &address)));
    dev::run(folder.path(), &[], &["--home", ".mintage", "app", "activate", id]).ok();
    assert!(is_known(&ask(&served, &address)));
}

#[test]
fn only_hosts_that_are_named_are_asked_and_none_that_only_we_can_reach() {
    let world = Real::new();
    let server = Server::https();
    let of = |host: &str| format!("https://{host}:{}{PATH}", server.port);
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let served = Served::start(&world, &[]);
    assert!(!is_known(&ask(&served, &of("localhost"))));
    let metadata = served.get("/.well-known/oauth-authorization-server").is(200).json();
    assert_eq!(metadata["client_id_metadata_document_supported"], Value::Null);
    drop(served);
    std::fs::write(&config, format!("{text}\n[client_documents]\nallow = \"*\"\nscopes = \"read\"\n")).unwrap();
    let served = Served::start(&world, &[]);
    for address in [
        of("localhost"),
        of("127.0.0.1"),
        of("[::1]"),
        format!("http://localhost:{}{PATH}", server.port),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "https://10.0.0.1/x".to_owned(),
        "https://app.example.com".to_owned(),
        "https://user:pass@app.example.com/x".to_owned(),
        "https://app.example.com/x#y".to_owned(),
    ] {
        assert!(!is_known(&ask(&served, &address)), "{address}");
    }
    assert_eq!(server.asked(), 0);
    drop(served);
    std::fs::write(&config, format!("{text}\n[client_documents]\nallow = \"*.app.test\"\nscopes = \"read\"\n"))
        .unwrap();
    let served = Served::start(&world, &[]);
    assert!(!is_known(&ask(&served, "https://other.test/x")));
    let (_, log) = served.end();
    assert!(log.contains("the host other.test is none of those whose documents are read"), "{log}");
}
