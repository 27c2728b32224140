//! Services that fetch the keys themselves, while those are rotated by the command line: `jose` and `jwks-rsa` of node, and PyJWT.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::*;

/// A service, by the name of its library.
type Service = (&'static str, Peer);

/// Every library that is here, with the address of the keys.
fn services(keys: &str) -> Vec<Service> {
    let mut services = Vec::new();
    if node_has(KEY_SETS) {
        services.extend(["jose", "jwks-rsa"].map(|name| (name, Peer::start("node", &[KEY_SETS, name, keys]))));
    }
    if python_has("authlib, requests, requests_oauthlib, jwt") {
        services.push(("PyJWT", Peer::start("python3", &[PYTHON, "pyjwt", keys])));
    }
    services
}

/// Shows a token to each service, which must take it.
#[track_caller]
fn taken(services: &mut [Service], token: &str) {
    for (name, service) in services {
        let claims = service.line(token).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(claims["jti"].is_string(), "{name}: {claims}");
    }
}

#[test]
fn services_that_run_take_every_token_while_keys_are_rotated() {
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read"]);
    let mut services = services(&door.served.url("/jwks"));
    let token = || text(&shop.token(&door.served, &[]).is(200).json(), "access_token").to_owned();
    let kid = |token: &str| from_header(token, "kid");
    let (done, shown) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let token = token();
                taken(&mut services, &token);
                shown.lock().unwrap().push(token);
            }
        });
        let signed_by_another_than = |old: &str| {
            let end = Instant::now() + Duration::from_secs(30);
            while shown.lock().unwrap().last().is_none_or(|last| kid(last) == old) {
                assert!(Instant::now() < end && !busy.is_finished(), "no other key signs");
                door.world.run(&["keys", "rotate", "--due", "--yes"]).ok();
            }
        };
        let rotate = |args: &[&str]| {
            let old = kid(&token());
            door.world.run(&[&["keys", "rotate", "--no-passphrase", "--yes"], args].concat()).ok();
            signed_by_another_than(&old);
        };
        // As planned: the next key is shown to those who keep the set, and takes over later. Then twice with nobody told before.
        rotate(&["--activate-in", "2s"]);
        rotate(&["--now"]);
        rotate(&["--now"]);
        done.store(true, Ordering::Relaxed);
    });
    let shown = shown.into_inner().unwrap();
    let mut kids: Vec<_> = shown.iter().map(|token| kid(token)).collect();
    kids.dedup();
    assert_eq!(kids.len(), 4, "{kids:?}");
    // What the first key signed is good until it expires.
    taken(&mut services, &shown[0]);
}

#[test]
fn a_key_that_has_leaked_is_at_once_no_more_among_those_that_services_fetch() {
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read"]);
    let token = || text(&shop.token(&door.served, &[]).is(200).json(), "access_token").to_owned();
    let leaked = token();
    let keys = door.served.url("/jwks");
    taken(&mut services(&keys), &leaked);
    let rotate =
        ["keys", "rotate", "--now", "--revoke-old", "--reason", "found in a repository", "--no-passphrase", "--yes"];
    door.world.run(&rotate).ok();
    let mut services = services(&keys);
    taken(&mut services, &token());
    for (name, service) in &mut services {
        let refused = service.line(&leaked).expect_err(name);
        assert!(refused.to_string().to_lowercase().contains("key"), "{name}: {refused}");
    }
}

/// A parameter of the header of a token.
fn from_header(token: &str, member: &str) -> String {
    let header = crate::from_b64(token.split('.').next().expect("a header"));
    let header: Value = serde_json::from_slice(&header).expect("JSON");
    text(&header, member).to_owned()
}
