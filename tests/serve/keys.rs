//! The set of keys that verifiers fetch.

use serde_json::Value;

use crate::support::Real;
use crate::support::served::{Response, Served};

fn exported(world: &Real) -> Value {
    world.run(&["keys", "export", "--jwks"]).ok().json()
}

fn had(served: &Served, path: &str, tag: &str) -> Response {
    served.ask("GET", path, &[("if-none-match", tag)], "")
}

#[track_caller]
fn max_age(answer: &Response) -> i64 {
    let caching = answer.header("cache-control").expect("whether it may be kept");
    caching.strip_prefix("public, max-age=").and_then(|seconds| seconds.parse().ok()).expect(caching)
}

#[test]
fn the_set_is_that_of_the_command_line() {
    let world = Real::new();
    world.run(&["keys", "gen", "--alg", "RS256", "--no-passphrase"]).ok();
    world.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
    let served = Served::start(&world, &[]);
    let answer = served.get("/jwks").is(200);
    assert_eq!(answer.json(), exported(&world));
    assert_eq!(answer.json()["keys"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer.header("content-type"), Some("application/jwk-set+json"));
    assert_eq!(max_age(&answer), 3_600);
}

#[test]
fn whoever_has_the_set_is_told_so_and_no_more() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let answer = served.get("/jwks").is(200);
    let tag = answer.header("etag").expect("a tag");
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    for has in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let same = had(&served, "/jwks", &has).is(304);
        assert_eq!((same.body.as_str(), same.header("etag")), ("", Some(tag)));
        assert_eq!(max_age(&same), 3_600);
    }
    had(&served, "/jwks", "\"x\"").is(200);
    let head = served.ask("HEAD", "/jwks", &[], "").is(200);
    assert_eq!((head.body.as_str(), head.header("etag")), ("", Some(tag)));
    assert_eq!(head.header("content-length"), Some(answer.body.len().to_string().as_str()));
    served.post("/jwks", &[], &[]).is(405);
}

#[test]
fn what_the_command_line_does_to_keys_is_shown_by_the_next_request() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let changes: [&[&str]; 3] = [
        &["keys", "rotate", "--no-passphrase"],
        &["keys", "gen", "--alg", "ES256", "--no-passphrase"],
        &["keys", "rotate", "--now", "--revoke-old", "--no-passphrase", "--yes", "--reason", "leaked"],
    ];
    let mut before = served.get("/jwks").is(200);
    for change in changes {
        world.run(change).ok();
        let after = had(&served, "/jwks", before.header("etag").unwrap()).is(200);
        assert_eq!(after.json(), exported(&world), "{change:?}");
        before = after;
    }
    // What changes no key changes no tag, and a change right after another is seen as well.
    let tag = before.header("etag").unwrap();
    for _ in 0..3 {
        world.issue(&[]);
        had(&served, "/jwks", tag).is(304);
    }
    for _ in 0..5 {
        world.run(&["keys", "gen", "--no-passphrase"]).ok();
        assert_eq!(served.get("/jwks").is(200).json(), exported(&world));
    }
}

#[test]
fn the_set_is_not_kept_longer_than_the_next_key_is_shown_before_it_signs() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    world.run(&["keys", "rotate", "--activate-in", "10m", "--no-passphrase"]).ok();
    assert_eq!(max_age(&served.get("/jwks").is(200)), 600);
    world.run(&["keys", "rotate", "--activate-in", "24h", "--restart"]).ok();
    assert_eq!(max_age(&served.get("/jwks").is(200)), 3_600);
    // A retired key goes when its last token has ended, and a late clock is forgiven.
    world.run(&["token", "issue", "--app", "demo", "--ttl", "20m"]).ok();
    world.run(&["keys", "rotate", "--now"]).ok();
    let kept = max_age(&served.get("/jwks").is(200));
    assert!((1_400..=1_500).contains(&kept), "{kept}");
}

#[test]
fn a_home_without_a_ledger_that_can_be_read_shows_no_keys() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    served.get("/jwks").is(200);
    std::fs::write(world.store(), "no ledger at all").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(60));
    let answer = served.get("/jwks");
    assert!(answer.status >= 500, "{answer:?}");
}
