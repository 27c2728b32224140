//! What pages of other origins may do.

use crate::support::Real;
use crate::support::served::{Response, Served};

const PUBLIC: [&str; 4] =
    ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/jwks", "/revocations"];
const ASKED: [&str; 3] = ["/token", "/introspect", "/revoke"];
const ALONE: [&str; 4] = ["/healthz", "/readyz", "/nowhere", "/authorize"];

fn preflight(served: &Served, path: &str, origin: &str, method: &str) -> Response {
    let asks = [("origin", origin), ("access-control-request-method", method)];
    served.ask("OPTIONS", path, &[&asks[..], &[("access-control-request-headers", "dpop,authorization")]].concat(), "")
}

/// What a page of an origin may read of what is answered there.
fn readable(answer: &Response) -> Option<&str> {
    assert_eq!(answer.header("access-control-allow-credentials"), None, "{answer:?}");
    answer.header("access-control-allow-origin")
}

#[test]
fn what_is_public_is_read_by_every_page() {
    let world = Real::new();
    let served = Served::start(&world, &["--cors", "https://app.example"]);
    for path in PUBLIC {
        for headers in [&[][..], &[("origin", "https://evil.example")], &[("origin", "null")]] {
            let answer = served.ask("GET", path, headers, "").is(200);
            assert_eq!(readable(&answer), Some("*"), "{path}");
            // One answer for all: a cache may give it to each.
            assert_eq!(answer.header("vary"), None, "{path}");
        }
        let allowed = preflight(&served, path, "https://evil.example", "GET").is(204);
        assert_eq!(readable(&allowed), Some("*"), "{path}");
        assert_eq!(allowed.header("access-control-allow-methods"), Some("GET, HEAD"), "{path}");
    }
    let (tag, cached) = ("etag", served.get("/jwks"));
    let same = served.ask("GET", "/jwks", &[("if-none-match", cached.header(tag).unwrap())], "").is(304);
    assert_eq!(readable(&same), Some("*"));
}

#[test]
fn tokens_are_given_to_pages_of_origins_that_are_named() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &["--cors", "https://app.example", "--cors", "http://localhost:5173"]);
    for path in ASKED {
        for origin in ["https://app.example", "http://localhost:5173"] {
            let allowed = preflight(&served, path, origin, "POST").is(204);
            assert_eq!(readable(&allowed), Some(origin), "{path}");
            assert_eq!(allowed.header("access-control-allow-methods"), Some("POST"));
            let sent = allowed.header("access-control-allow-headers").unwrap().to_ascii_lowercase();
            assert!(["authorization", "content-type", "dpop"].iter().all(|name| sent.contains(name)), "{sent}");
            assert!(allowed.header("access-control-max-age").unwrap().parse::<u32>().unwrap() > 0);
            assert_eq!(allowed.header("vary"), Some("origin"));
            // What goes wrong is read too.
            let refused = served.post(path, &[("origin", origin)], &[]);
            assert!([400, 401].contains(&refused.status), "{refused:?}");
            assert_eq!(readable(&refused), Some(origin), "{path}");
            let seen = refused.header("access-control-expose-headers").unwrap().to_ascii_lowercase();
            assert!(seen.contains("dpop-nonce") && seen.contains("www-authenticate"), "{seen}");
        }
        for origin in [
            "https://evil.example",
            "http://app.example",
            "https://app.example:8443",
            "https://app.example.evil",
            "https://sub.app.example",
            "https://APP.example",
            "https://app.example/",
            "null",
            "",
        ] {
            let refused = preflight(&served, path, origin, "POST");
            assert!(!(200..300).contains(&refused.status), "{path} {origin}: {refused:?}");
            assert_eq!(readable(&refused), None, "{path} {origin}");
            let answer = served.post(path, &[("origin", origin)], &[]);
            assert_eq!((readable(&answer), answer.header("vary")), (None, Some("origin")), "{path} {origin}");
        }
        let twice = [("origin", "https://app.example"), ("origin", "https://evil.example")];
        assert_eq!(readable(&served.post(path, &twice, &[])), None, "{path}");
    }
    // Whoever is no browser is asked nothing of this.
    shop.token(&served, &[]).is(200);
}

#[test]
fn a_server_for_development_lets_every_page_ask_that_says_who_it_is() {
    let world = Real::empty();
    let served = Served::start_with(world.binary(&["serve", "--dev", "--listen", "127.0.0.1:0", "--json"]));
    for path in ASKED {
        for origin in ["http://localhost:5173", "https://app.example", "capacitor://localhost"] {
            assert_eq!(readable(&preflight(&served, path, origin, "POST").is(204)), Some(origin), "{path}");
            assert_eq!(readable(&served.post(path, &[("origin", origin)], &[])), Some(origin), "{path}");
        }
        for nobody in ["null", "", "*", "app.example", "https://"] {
            assert_eq!(readable(&preflight(&served, path, nobody, "POST")), None, "{path} {nobody}");
        }
    }
    let rebound = [("host", "evil.example"), ("origin", "http://evil.example")];
    assert_eq!(readable(&served.ask("POST", "/token", &rebound, "").is(421)), None);
}

#[test]
fn nothing_else_is_shared() {
    let world = Real::new();
    let served = Served::start(&world, &["--cors", "https://app.example"]);
    for path in ALONE {
        for answer in [
            served.ask("GET", path, &[("origin", "https://app.example")], ""),
            preflight(&served, path, "https://app.example", "GET"),
        ] {
            assert_eq!((readable(&answer), answer.header("access-control-allow-methods")), (None, None), "{path}");
        }
    }
    // OPTIONS alone is a method like others.
    let answer = served.ask("OPTIONS", "/token", &[("origin", "https://app.example")], "").is(405);
    assert_eq!(answer.header("allow"), Some("POST"));
}

#[test]
fn without_a_name_no_page_asks_for_tokens() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    for path in ASKED {
        let refused = preflight(&served, path, "https://app.example", "POST").is(403);
        assert!(readable(&refused).is_none() && refused.body.contains("--cors"), "{refused:?}");
    }
    for (origin, why) in [
        ("*", "--dev"),
        ("null", "names nobody"),
        ("app.example", "scheme"),
        ("https://app.example/", "no path"),
        ("https://*.example", "host"),
    ] {
        let answer = world.run(&["serve", "--listen", "127.0.0.1:0", "--cors", origin]).exits(2);
        assert!(answer.err().contains(why), "{origin}: {answer}");
    }
}
