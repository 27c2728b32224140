//! The revocation snapshot, as verifiers fetch it.

use crate::support::Real;
use crate::support::served::{Response, Served};

fn fetch(served: &Served) -> Response {
    let answer = served.get("/revocations").is(200);
    assert_eq!(answer.header("content-type"), Some("application/revocations+jwt"));
    answer
}

/// What a verifier without the home says of a token, with what it fetched.
fn verdict(world: &Real, served: &Served, token: &str) -> u8 {
    let keys = world.file("jwks.json", served.get("/jwks").is(200).body).display().to_string();
    let snapshot = world.file("revocations.jwt", fetch(served).body).display().to_string();
    let judge = ["token", "verify", token, "--jwks", &keys, "--revocations", &snapshot];
    let expected = ["--iss", "https://auth.localhost", "--aud", "https://api.localhost"];
    world.run(&[&judge[..], &expected].concat()).exit
}

#[test]
fn a_verifier_learns_from_the_snapshot_what_was_revoked() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let (kept, revoked) = (world.issue(&["--consent"]), world.issue(&[]));
    assert_eq!((verdict(&world, &served, &kept), verdict(&world, &served, &revoked)), (0, 0));
    world.run(&["token", "revoke", &revoked]).ok();
    assert_eq!((verdict(&world, &served, &kept), verdict(&world, &served, &revoked)), (0, 32));
}

#[test]
fn a_snapshot_is_signed_once_while_nothing_else_is_revoked() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let token = world.issue(&["--consent"]);
    world.run(&["user", "block", "mallory", "--reason", "x"]);
    let first = fetch(&served);
    let tag = first.header("etag").expect("a tag").to_owned();
    assert_eq!(first.header("cache-control"), Some("public, max-age=60"));
    // Over a second, after which the ledger is looked into again, and while tokens are issued.
    for pause in [0, 60, 1_100] {
        std::thread::sleep(std::time::Duration::from_millis(pause));
        world.issue(&[]);
        assert_eq!(fetch(&served).body, first.body);
        let same = served.ask("GET", "/revocations", &[("if-none-match", &tag)], "").is(304);
        assert_eq!((same.body.as_str(), same.header("etag")), ("", Some(tag.as_str())));
    }
    world.run(&["token", "revoke", &token]).ok();
    let second = served.ask("GET", "/revocations", &[("if-none-match", &tag)], "").is(200);
    assert_ne!(second.header("etag"), Some(tag.as_str()));
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    assert_ne!(fetch(&served).body, second.body);
    let head = served.ask("HEAD", "/revocations", &[], "").is(200);
    assert_eq!(head.body, "");
}

#[test]
fn a_snapshot_is_good_for_as_long_as_one_of_the_command_line() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let shown = world.run(&["token", "decode", &fetch(&served).body, "--json"]).ok().json();
    let line = world.run(&["token", "revocations", "export"]).ok().line(0);
    let ours = world.run(&["token", "decode", &line, "--json"]).ok().json();
    for document in [&shown, &ours] {
        let claims = &document["claims"];
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3_600, "{claims}");
        assert_eq!(document["header"]["typ"], "revocations+jwt");
    }
}

#[test]
fn of_a_ledger_that_is_in_doubt_nothing_is_signed() {
    let world = Real::new();
    let older = std::fs::read(world.store()).unwrap();
    let token = world.issue(&["--consent"]);
    world.run(&["token", "revoke", &token]).ok();
    std::fs::write(world.store(), older).unwrap();
    let served = Served::start(&world, &[]);
    let answer = served.get("/revocations");
    assert!(answer.status >= 500, "{answer:?}");
}
