//! By which names the server may be called.

use crate::support::Real;
use crate::support::served::{Response, Served};

/// What comes of a request for the keys with these lines in its head.
fn asked(served: &Served, target: &str, lines: &str) -> Response {
    Response::of(&served.raw(format!("GET {target} HTTP/1.1\r\nconnection: close\r\n{lines}\r\n").as_bytes()))
}

#[test]
fn a_name_that_was_made_to_point_here_gets_nothing() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let port = served.address.port();
    for host in [
        format!("rebound.evil.example:{port}"),
        "rebound.evil.example".to_owned(),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("evil.localhost:{port}"),
        format!("0.0.0.0:{port}"),
        "10.0.0.1".to_owned(),
        "169.254.169.254".to_owned(),
        "[::]".to_owned(),
        "127.0.0.1.".to_owned(),
        "127.1".to_owned(),
        String::new(),
    ] {
        for path in ["/jwks", "/token", "/healthz", "/nowhere"] {
            let answer = asked(&served, path, &format!("host: {host}\r\n")).is(421);
            let told = answer.json()["error_description"].as_str().unwrap().to_owned();
            let issuer = served.ready["issuer"].as_str().unwrap();
            assert!(told.contains(issuer) && told.contains("--also-host"), "{host}: {told}");
            assert_eq!(answer.header("access-control-allow-origin"), None, "{host}");
        }
    }
    // A page may preflight and post, and gets no further with a name of its own.
    let preflight = "origin: http://rebound.evil.example\r\naccess-control-request-method: POST\r\n";
    let head = format!("OPTIONS /token HTTP/1.1\r\nconnection: close\r\nhost: rebound.evil.example\r\n{preflight}\r\n");
    Response::of(&served.raw(head.as_bytes())).is(421);
    let (_, log) = served.end();
    assert!(log.contains(" 421 ") && !log.contains("evil.example"), "{log}");
}

#[test]
fn the_machine_itself_and_names_that_were_given_are_served() {
    let world = Real::new();
    let served = Served::start(&world, &["--also-host", "auth.internal", "--also-host", "id.test:8443"]);
    let issuer = served.ready["issuer"].as_str().unwrap().split('/').nth(2).unwrap().to_owned();
    for host in [
        "127.0.0.1",
        "127.0.0.1:1",
        "LocalHost",
        "localhost.",
        "[::1]:8080",
        "[0::1]",
        "[::ffff:127.0.0.1]",
        "auth.internal",
        "AUTH.internal:9",
        "auth.internal.",
        "id.test:8443",
        issuer.as_str(),
    ] {
        asked(&served, "/jwks", &format!("host: {host}\r\n")).is(200);
    }
    for host in ["id.test", "id.test:8444", "x.auth.internal"] {
        asked(&served, "/jwks", &format!("host: {host}\r\n")).is(421);
    }
}

#[test]
fn there_is_one_host_and_it_is_one() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    for lines in [
        "",
        "host: 127.0.0.1\r\nhost: 127.0.0.1\r\n",
        "host: 127.0.0.1\r\nHost: evil.example\r\n",
        "host: a@127.0.0.1\r\n",
        "host: 127.0.0.1@evil.example\r\n",
        "host: 127.0.0.1/evil\r\n",
        "host: 127.0.0.1, evil.example\r\n",
        "host: 127.0.0.1:http\r\n",
        "host: 127.0.0.1:65536\r\n",
        "host: [::1\r\n",
        "host: ::1\r\n",
        "host: [::1%25lo]\r\n",
        "host: http://127.0.0.1\r\n",
        "host: l\u{f6}calhost\r\n",
        "host: 127.0.0.1\t1\r\n",
    ] {
        asked(&served, "/jwks", lines).is(400);
    }
    // Even of those who need say none.
    Response::of(&served.raw(b"GET /jwks HTTP/1.0\r\n\r\n")).is(400);
    Response::of(&served.raw(b"GET /jwks HTTP/1.0\r\nhost: 127.0.0.1\r\n\r\n")).is(200);
}

#[test]
fn a_target_that_names_a_host_is_what_counts() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    for (target, host, status) in [
        ("http://127.0.0.1/jwks", "127.0.0.1", 200),
        ("http://127.0.0.1:1/jwks", "evil.example", 200),
        ("https://localhost/jwks", "127.0.0.1", 200),
        ("http://evil.example/jwks", "127.0.0.1", 421),
        ("http://a@127.0.0.1/jwks", "127.0.0.1", 400),
        ("ftp://127.0.0.1/jwks", "127.0.0.1", 400),
        ("//evil.example/jwks", "127.0.0.1", 404),
    ] {
        assert_eq!(asked(&served, target, &format!("host: {host}\r\n")).status, status, "{target} {host}");
    }
    for request in ["CONNECT evil.example:443", "CONNECT 127.0.0.1:80", "OPTIONS *", "GET *", "GET jwks", "GET ?x"] {
        let head = format!("{request} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
        let status = Response::of(&served.raw(head.as_bytes())).status;
        assert!([400, 404, 405, 421].contains(&status), "{request}: {status}");
    }
}

#[test]
fn names_for_everybody_are_refused() {
    let world = Real::new();
    for (name, why) in [
        ("*", "give each name"),
        ("*.example.com", "give each name"),
        ("https://auth.example.com", "the name in it alone"),
        ("user@auth.example.com", "user name"),
        ("auth.example.com:99999", "65535"),
        ("", "empty"),
    ] {
        let answer = world.run(&["serve", "--listen", "127.0.0.1:0", "--also-host", name]).exits(2);
        assert!(answer.err().contains(why), "{name}: {answer}");
    }
}
