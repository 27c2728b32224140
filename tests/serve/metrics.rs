//! Figures, on an address of their own.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;

use crate::support::Real;
use crate::support::served::{Response, Served};

pub(crate) fn ask(socket: &Path, path: &str, host: &str) -> Response {
    let mut stream = UnixStream::connect(socket).expect("a connection");
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    Response::of(&answer)
}

fn value(page: &str, of: &str) -> Option<f64> {
    page.lines().find_map(|line| line.strip_prefix(of)?.trim().parse().ok())
}

#[test]
fn what_a_server_does_is_counted_and_told_where_nobody_else_asks() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let socket = world.folder().join("metrics");
    let served = Served::start(&world, &["--metrics", "unix:metrics"]);
    let page = || ask(&socket, "/metrics", "localhost").is(200);
    for _ in 0..3 {
        shop.token(&served, &[]).is(200);
    }
    served.post("/token", &[("authorization", "Basic bm86bm8=")], &[("grant_type", "client_credentials")]).is(401);
    served.post("/token", &[], &[("grant_type", "never")]).is(400);
    for stranger in ["/one", "/two"] {
        served.get(stranger).is(404);
    }
    served.signal("HUP");
    let mut answer = page();
    for _ in 0..200 {
        if answer.body.contains("mintage_reloads_total{result=\"taken_up\"} 1") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        answer = page();
    }
    assert_eq!(answer.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    let body = &answer.body;
    for (line, wanted) in [
        ("mintage_http_requests_total{endpoint=\"/token\",status=\"200\"}", 3.0),
        ("mintage_http_requests_total{endpoint=\"/token\",status=\"401\"}", 1.0),
        ("mintage_http_requests_total{endpoint=\"-\",status=\"404\"}", 2.0),
        ("mintage_http_request_duration_seconds_count{endpoint=\"/token\"}", 5.0),
        ("mintage_tokens_issued_total{grant=\"client_credentials\"}", 3.0),
        ("mintage_refusals_total{endpoint=\"/token\",error=\"invalid_client\"}", 1.0),
        ("mintage_refusals_total{endpoint=\"/token\",error=\"unsupported_grant_type\"}", 1.0),
        ("mintage_writer_queue", 0.0),
        ("mintage_writer_group_count", 3.0),
        ("mintage_writer_transaction_seconds_count", 3.0),
        ("mintage_reloads_total{result=\"taken_up\"}", 1.0),
    ] {
        assert_eq!(value(body, line), Some(wanted), "{line} in\n{body}");
    }
    assert!(value(body, "process_start_time_seconds").is_some_and(|began| began > 1.7e9), "{body}");
    assert!(body.contains("mintage_build_info{version="), "{body}");
    assert!(body.contains("mintage_signing_key_age_seconds{issuer=\"https://auth.localhost\",algorithm="), "{body}");
    assert!(value(body, "mintage_connections_open").is_some());
    // What a stranger chose is nowhere, nor is whom it was for.
    for secret in ["/one", "/two", "never", &shop.id, &shop.secret] {
        assert!(!body.contains(secret), "{secret} in\n{body}");
    }
    // Not where everybody asks; and by a name of this machine alone.
    served.get("/metrics").is(404);
    ask(&socket, "/metrics", "evil.example").is(421);
    ask(&socket, "/token", "localhost").is(404);
    for path in ["/healthz", "/readyz"] {
        ask(&socket, path, "localhost").is(200);
    }
    drop(served.end());
    assert!(!socket.exists());
}

#[test]
fn a_server_says_whether_it_is_ready_to_whoever_has_no_other_program() {
    let world = Real::new();
    let served = Served::start(&world, &["--listen", "unix:socket", "--metrics", "unix:metrics"]);
    for at in ["unix:socket", "unix:metrics", &served.address.to_string()] {
        let answer = world.run_real(&["serve", "--check", at]).ok();
        assert_eq!(answer.out(), "ready\n");
    }
    // A home that lost its keys serves, and is not ready.
    let address = served.address.to_string();
    std::fs::rename(world.home().join("mintage.db"), world.home().join("away")).unwrap();
    drop(served.end());
    let gone = world.run_real(&["serve", "--check", &address]).exits(1);
    assert!(gone.err().contains("is not ready"), "{}", gone.err());
    world.run_real(&["serve", "--check", "unix:socket"]).exits(1);
    world.run_real(&["serve", "--check", "nowhere"]).exits(2);
}
