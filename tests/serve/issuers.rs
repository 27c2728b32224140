//! Several issuers of one server, each below a path of its own, and an issuer that has a path.

use serde_json::{Value, json};

use crate::support::Real;
use crate::support::served::{Client, Response, Served};

const BASE: &str = "https://auth.localhost";

/// A world with a home, and with two more whose issuers are below it.
fn world() -> Real {
    let world = Real::new();
    for name in ["t1", "t2"] {
        add(&world, name, &format!("{BASE}/{name}"));
    }
    world
}

fn add(world: &Real, home: &str, issuer: &str) {
    let init = ["--home", home, "init", "--alg", "EdDSA", "--no-passphrase", "--issuer", issuer, "--app", "demo"];
    world.run(&init).ok();
}

/// An app of one of the homes.
fn client(world: &Real, home: &str, name: &str) -> Client {
    let app = world.run(&["--home", home, "app", "register", name, "--scope", "read", "--json"]).ok().json();
    let text = |member: &str| app[member].as_str().unwrap().to_owned();
    Client { id: text("client_id"), secret: text("client_secret") }
}

fn ask(served: &Served, path: &str, client: &Client, form: &[(&str, &str)]) -> Response {
    let (name, value) = client.basic();
    served.post(path, &[(name, &value)], form)
}

fn token(served: &Served, at: &str, client: &Client) -> String {
    let answer = ask(served, &format!("{at}/token"), client, &[("grant_type", "client_credentials")]).is(200).json();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn each_issuer_has_its_own_keys_tokens_and_apps_and_they_never_meet() {
    let world = world();
    let served = Served::start(&world, &["--at", "/t1=./t1", "--at", "/t2=t2"]);
    assert_eq!(served.ready["also_issuers"], json!([format!("{BASE}/t1"), format!("{BASE}/t2")]));
    let homes = [("", "home"), ("/t1", "t1"), ("/t2", "t2")];
    let clients = homes.map(|(_, home)| client(&world, home, "shop"));
    let tokens: Vec<_> = homes.iter().zip(&clients).map(|((at, _), client)| token(&served, at, client)).collect();
    for (here, (at, home)) in homes.into_iter().enumerate() {
        let metadata = served.get(&format!("{at}/.well-known/openid-configuration")).is(200).json();
        assert_eq!(metadata["issuer"], format!("{BASE}{at}"));
        assert_eq!(metadata["token_endpoint"], format!("{BASE}{at}/token"));
        let keys = served.get(&format!("{at}/jwks")).is(200).json();
        assert_eq!(keys, world.run(&["--home", home, "keys", "export", "--jwks"]).ok().json());
        let snapshot = served.get(&format!("{at}/revocations")).is(200).body;
        let said = world.run(&["token", "decode", &snapshot, "--json"]).ok().json();
        assert_eq!(said["claims"]["iss"], format!("{BASE}{at}"));
        for (there, token) in tokens.iter().enumerate() {
            let told = ask(&served, &format!("{at}/introspect"), &clients[here], &[("token", token)]).is(200).json();
            assert_eq!(told["active"], here == there, "{at} of {there}");
            if here != there {
                assert_eq!(told, json!({"active": false}));
                ask(&served, &format!("{at}/revoke"), &clients[here], &[("token", token)]).is(200);
                let form = [("grant_type", "client_credentials")];
                ask(&served, &format!("{at}/token"), &clients[there], &form).is(401);
                ask(&served, &format!("{at}/introspect"), &clients[there], &[("token", token)]).is(401);
            }
        }
    }
    // Nobody revoked what is another's.
    for (here, (at, home)) in homes.into_iter().enumerate() {
        assert_eq!(world.run(&["--home", home, "token", "verify", &tokens[here]]).exit, 0);
        ask(&served, &format!("{at}/revoke"), &clients[here], &[("token", &tokens[here])]).is(200);
        assert_eq!(world.run(&["--home", home, "token", "verify", &tokens[here]]).exit, 32);
    }
    let (_, log) = served.end();
    for endpoint in [" /token ", " /t1/token ", " /t2/token "] {
        assert!(log.contains(endpoint), "{log}");
    }
}

#[test]
fn a_refresh_token_is_good_where_it_was_issued_alone() {
    let world = world();
    let served = Served::start(&world, &["--at", "/t1=./t1"]);
    let (here, there) = (client(&world, "home", "shop"), client(&world, "t1", "shop"));
    let issue = ["--home", "t1", "token", "issue", "--app", "shop", "--user", "alice", "--with-refresh", "--consent"];
    let refresh = world.run(&issue).ok().line(1);
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    let refused = ask(&served, "/token", &here, &form).is(400).json();
    assert_eq!(refused["error"], "invalid_grant");
    ask(&served, "/t1/token", &there, &form).is(200);
}

#[test]
fn the_metadata_of_an_issuer_with_a_path_is_before_its_path_and_below_it() {
    let world = Real::empty();
    let issuer = "https://auth.localhost/auth/v1/";
    world.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--issuer", issuer, "--app", "demo"]).ok();
    let served = Served::start(&world, &[]);
    let shop = world.client("shop", &["--scope", "read"]);
    let places = [
        "/auth/v1/.well-known/openid-configuration",
        "/.well-known/openid-configuration/auth/v1",
        "/.well-known/oauth-authorization-server/auth/v1",
        "/auth/v1/.well-known/oauth-authorization-server",
    ];
    let documents: Vec<Value> = places.iter().map(|place| served.get(place).is(200).json()).collect();
    assert!(documents.windows(2).all(|two| two[0] == two[1]));
    // To the letter: whoever compares it with the `iss` of a token compares the slash too.
    assert_eq!(documents[0]["issuer"], issuer);
    assert_eq!(documents[0]["jwks_uri"], "https://auth.localhost/auth/v1/jwks");
    for nowhere in
        ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/jwks", "/auth/jwks"]
    {
        served.get(nowhere).is(404);
    }
    served.post("/token", &[], &[("grant_type", "client_credentials")]).is(404);
    assert_eq!(world.verdict(&token(&served, "/auth/v1", &shop)), 0);
}

#[test]
fn what_could_be_taken_for_another_is_not_served() {
    let world = world();
    add(&world, "elsewhere", "https://other.localhost/t3");
    let refused = |flags: &[&str], exit: u8, told: &[&str]| {
        let answer = world.run(&[&["serve", "--listen", "127.0.0.1:0"], flags].concat()).exits(exit);
        assert!(told.iter().all(|told| answer.err().contains(told)), "{answer}");
    };
    refused(&["--at", "/t1=./t1", "--at", "/t1=./t2"], 2, &["/t1", "already"]);
    refused(&["--at", "/t9=./t1"], 4, &["https://auth.localhost/t1", "issuer = \"https://auth.localhost/t9\""]);
    // What to do about it is to be done there, and not in the home that is served beside it.
    refused(&["--at", "/t4=./nowhere"], 3, &["no mintage home", "nowhere init --issuer URL"]);
    refused(&["--at", "/t3=./elsewhere"], 4, &["https://other.localhost/t3", "https://auth.localhost/t3"]);
    for wrong in ["/=./t1", "t1=./t1", "/t1", "/t1=", "/.well-known=./t1", "/{x}=./t1", "/t1/=./t1"] {
        refused(&["--at", wrong], 2, &["--at"]);
    }
    refused(&["--at", "/t1=./nowhere"], 3, &["nowhere"]);
    let odd = Real::empty();
    odd.run(&["init", "--no-passphrase", "--issuer", "https://auth.localhost/{x}", "--app", "demo"]).ok();
    let answer = odd.run(&["serve", "--listen", "127.0.0.1:0"]).exits(4);
    assert!(answer.err().contains("https://auth.localhost/{x}"), "{answer}");
}

#[test]
fn a_server_is_ready_when_all_its_issuers_are() {
    let world = world();
    let served = Served::start(&world, &["--at", "/t1=./t1"]);
    served.get("/readyz").is(200);
    std::fs::write(world.folder().join("t1/mintage.db"), "no ledger").unwrap();
    served.get("/readyz").is(503);
    served.get("/healthz").is(200);
    served.get("/jwks").is(200);
}
