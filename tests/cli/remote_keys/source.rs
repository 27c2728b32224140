//! Where keys are fetched from: who is believed, and what a source that fails comes to.

use std::time::Duration;

use serde_json::json;

use super::{SET, World};
use crate::server::{Reply, Server, closed_port};

#[test]
fn a_set_is_fetched_over_tls_from_a_server_that_the_authority_vouches_for() {
    let world = World::new();
    world.verify(&world.token, &[]).ok();
    let request = world.server.last_request().to_ascii_lowercase();
    assert!(request.starts_with("get /jwks.json http/1.1\r\n"), "{request}");
    assert!(request.contains(concat!("user-agent: mintage/", env!("CARGO_PKG_VERSION"), "\r\n")), "{request}");
    assert!(!request.contains("encoding") && !request.contains("authorization"), "{request}");
    world.verify_at(&world.server.url(SET).replace("localhost", "127.0.0.1"), &world.token, &[]).ok();
    // What is no token at all needs no key, and so no server.
    let asked = world.server.asked();
    world.verify("not a token", &["--no-cache"]).exits(20);
    assert_eq!(world.server.asked(), asked);
}

#[test]
fn plain_http_is_for_this_machine() {
    let world = World::on(Server::http());
    world.verify(&world.token, &[]).ok();
    world.verify_at(&world.server.url(SET).replace("localhost", "127.0.0.1"), &world.token, &[]).ok();
    world.verify_at("http://192.0.2.1/jwks.json", &world.token, &[]).exits(2);
}

#[test]
fn a_server_that_nobody_vouches_for_is_not_believed() {
    let world = World::new();
    let other = Server::https();
    other.tell(SET, Reply::of(world.set()));
    world.fails_at(&other.url(SET), "could not be trusted");
    assert_eq!(other.asked(), 0, "nothing was asked of it");
    // The right authority, and another name than that of the certificate.
    let misnamed = World::on(Server::https_as(&["keys.test"]));
    misnamed.fails_at(&misnamed.server.url(SET), "could not be trusted");
    // The wrong authorities: a file without any.
    let none = world.verifier.file("none.pem", "hello");
    let url = world.server.url(SET);
    let args = ["token", "verify", "x", "--jwks", &url, "--json", "--ca-file"];
    let refused = world.verifier.run(&[&args[..], &[none.to_str().unwrap()]].concat()).exits(2);
    assert_eq!(refused.error_json()["error"]["code"], "bad_ca_file");
    world.verifier.run(&[&args[..], &["/nowhere.pem"]].concat()).exits(3);
}

#[test]
fn a_source_that_fails_is_an_error_and_never_a_verdict() {
    let world = World::new();
    let redirect = Reply { status: 302, ..Reply::of("") };
    world.fails("/moved", redirect.with("location", "https://elsewhere.example/jwks"), "elsewhere.example");
    world.fails("/here", Reply { status: 301, ..Reply::of("") }.with("location", SET), "redirects");
    world.fails("/gone", Reply { status: 404, ..Reply::of("") }, "404");
    world.fails("/broken", Reply { status: 500, ..Reply::of(world.set()) }, "500");
    world.fails("/empty", Reply { status: 204, ..Reply::of("") }, "204");
    world.fails("/large", Reply::of(" ".repeat(2 * 1024 * 1024)), "larger than 1024 KiB");
    world.fails("/html", Reply::of("<html>sign in</html>"), "not acceptable JSON");
    world.fails("/other", Reply::of(r#"{"error":"busy"}"#), "no list named keys");
    world.fails("/twice", Reply::of(r#"{"keys":[],"keys":[]}"#), "twice");
    world.fails_at(&format!("https://localhost:{}/jwks", closed_port()), "connection failed");
    world.fails_at(&format!("http://localhost:{}/jwks", world.server.port), "could not be fetched");
    assert!(world.cache_files().is_empty(), "nothing of this is kept");
}

#[test]
fn a_slow_server_is_not_waited_for() {
    let world = World::new();
    world.fails("/slow", Reply { delay: Duration::from_mins(1), ..Reply::of(world.set()) }, "5 seconds");
}

#[test]
fn secrets_in_a_fetched_set_are_never_used() {
    let world = World::new();
    world.authority.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
    world.authority.run(&["app", "register", "hs", "--alg", "HS256", "--public"]).ok();
    let token = world.authority.run(&["token", "issue", "--app", "hs", "--user", "alice"]).ok().line(0);
    let header = world.authority.run(&["token", "decode", "--json", &token]).ok().json()["header"].take();
    let kid = header["kid"].as_str().unwrap();
    let secret = world.authority.run(&["keys", "export", kid, "--private", "--format", "jwk"]).ok().json();
    world.server.tell(SET, Reply::of(json!({ "keys": [secret] }).to_string()));
    let answer = world.verify(&token, &["--json"]).exits(22);
    assert!(answer.json()["warnings"][0].as_str().unwrap().contains("shared secrets"), "{answer}");
    // The same set in a file of the verifier's own is another matter.
    let file = world.verifier.file("set.json", json!({ "keys": [secret] }).to_string());
    world.verify_at(file.to_str().unwrap(), &token, &[]).ok();
}

#[test]
fn keys_that_are_fetched_vouch_for_a_revocation_snapshot_too() {
    let world = World::new();
    world.authority.run(&["token", "revoke", &world.token]).ok();
    let other = world.authority.issue(&[]);
    let export = || world.authority.run(&["token", "revocations", "export"]).ok().out();
    let file = world.verifier.file("revocations.jwt", export());
    let with_snapshot = |token: &str| world.verify(token, &["--revocations", file.to_str().unwrap()]);
    with_snapshot(&world.token).exits(32);
    with_snapshot(&other).ok();
    assert_eq!(world.server.asked(), 1, "token and snapshot are judged with one set");
    // Signed with a key that is younger than the set at hand, which was fetched a moment ago.
    world.rotated();
    world.verifier.file("revocations.jwt", export());
    assert_eq!(with_snapshot(&other).exits(5).stdout, b"");
    world.publish(|reply| reply);
    world.verifier.pass(31);
    with_snapshot(&other).ok();
    assert_eq!(world.server.asked(), 2);
    world.server.tell(SET, Reply { status: 500, ..Reply::of("gone") });
    let failed = world.verify(&other, &["--no-cache", "--revocations", file.to_str().unwrap()]).exits(1);
    assert!(failed.stdout.is_empty(), "{failed}");
}
