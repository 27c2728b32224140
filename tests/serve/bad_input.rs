//! Requests that are wrong, by accident or on purpose, byte by byte.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use crate::support::Real;
use crate::support::served::{Client, Response, Served};

const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";
const ASKS: &str = "grant_type=client_credentials";

/// A request for a token, with these lines in its head and these bytes after it.
fn token(shop: &Client, lines: &str, body: &[u8]) -> Vec<u8> {
    let (name, value) = shop.basic();
    let head =
        format!("POST /token HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n{name}: {value}\r\n{lines}\r\n");
    [head.as_bytes(), body].concat()
}

/// The same on a connection that its caller would keep.
fn keeping(shop: &Client, lines: &str, body: &[u8]) -> Vec<u8> {
    let text = token(shop, lines, b"");
    let text = String::from_utf8(text).expect("a head in text").replace("connection: close\r\n", "");
    [text.as_bytes(), body].concat()
}

/// How many answers are in what came, and the statuses of them.
fn statuses(answers: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(answers);
    let starts = text.match_indices("HTTP/1.1 ").map(|(at, _)| &text[at + 9..at + 12]);
    starts.map(|status| status.parse().expect("a status")).collect()
}

fn rows(world: &Real) -> usize {
    world.run(&["token", "list", "-q"]).ok().out().lines().count()
}

#[test]
fn what_could_be_two_requests_is_none() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let long = ASKS.len();
    let smuggled = "GET /jwks HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    let chunked = format!("{long:x}\r\n{ASKS}\r\n0\r\n\r\n{smuggled}");
    let plain = format!("{ASKS}{smuggled}");
    for (what, lines, body) in [
        ("two lengths", format!("{FORM}content-length: {long}\r\ncontent-length: 0\r\n"), &plain),
        ("two lengths in one line", format!("{FORM}content-length: {long}, 0\r\n"), &plain),
        ("a signed length", format!("{FORM}content-length: +{long}\r\n"), &plain),
        ("a negative length", format!("{FORM}content-length: -1\r\n"), &plain),
        ("a length in hex", format!("{FORM}content-length: 0x10\r\n"), &plain),
        ("a length that is too large to be one", format!("{FORM}content-length: 99999999999999999999\r\n"), &plain),
        ("no length at all", format!("{FORM}content-length: \r\n"), &plain),
        ("chunks that are not last", format!("{FORM}transfer-encoding: chunked, gzip\r\n"), &chunked),
        ("another encoding", format!("{FORM}transfer-encoding: xchunked\r\n"), &chunked),
        ("a folded line", format!("{FORM}transfer-encoding:\r\n chunked\r\n"), &chunked),
        ("a space before the colon", format!("{FORM}transfer-encoding : chunked\r\n"), &chunked),
        ("a name with a zero", format!("{FORM}content\0length: {long}\r\n"), &plain),
        ("a bare carriage return", format!("{FORM}x: a\rcontent-length: {long}\r\n"), &plain),
        ("a value with a zero", format!("{FORM}x: a\0b\r\ncontent-length: {long}\r\n"), &plain),
    ] {
        let answers = statuses(&served.raw(&keeping(&shop, &lines, body.as_bytes())));
        assert!(answers.len() <= 1 && answers.iter().all(|status| (400..500).contains(status)), "{what}: {answers:?}");
    }
    for size in ["g", "-1", "+1d", "0x1d", "1d ;x\n", "1d\n", "fffffffffffffffff", "", "1d\r", "\u{ff11}"] {
        let body = format!("{size}\r\n{ASKS}\r\n0\r\n\r\n{smuggled}");
        let lines = format!("{FORM}transfer-encoding: chunked\r\n");
        let answers = statuses(&served.raw(&keeping(&shop, &lines, body.as_bytes())));
        assert!(answers.len() <= 1 && answers.iter().all(|status| *status != 200), "{size:?}: {answers:?}");
    }
    // Nothing of all that was done.
    assert_eq!(rows(&world), 0);
    // Beside a length chunks count alone, and nothing is read after them (RFC 9112, 6.1).
    for both in
        ["transfer-encoding: chunked\r\ncontent-length: 4\r\n", "content-length: 4\r\ntransfer-encoding: chunked\r\n"]
    {
        let lines = format!("{FORM}{both}");
        assert_eq!(statuses(&served.raw(&keeping(&shop, &lines, chunked.as_bytes()))), [200], "{both}");
    }
    let good = format!("{FORM}transfer-encoding: chunked\r\n");
    let body = format!("5;x=y\r\n{}\r\n{:X}\r\n{}\r\n0\r\n\r\n", &ASKS[..5], long - 5, &ASKS[5..]);
    assert_eq!(statuses(&served.raw(&token(&shop, &good, body.as_bytes()))), [200]);
}

#[test]
fn what_is_no_request_is_answered_with_an_error_or_not_at_all() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let hello = [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], &[0x5a; 600]].concat();
    for (what, bytes) in [
        ("TLS on a plain port", hello.as_slice()),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"),
        ("noise", &[0xff; 4_096]),
        ("zeros", &[0; 4_096]),
        ("no version", b"GET /jwks\r\n\r\n"),
        ("another version", b"GET /jwks HTTP/3.0\r\nhost: 127.0.0.1\r\n\r\n"),
        ("another protocol", b"GET /jwks FTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"),
        ("a bare line feed in the first line", b"GET /jwks\n HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"),
        ("a target with a space", b"GET /j wks HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"),
        ("a target that is no text", b"GET /\xff\xfe HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"),
        ("a target of percent signs", b"GET /%ff%00%zz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"),
        ("a way up", b"GET /../../etc/passwd HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"),
        ("a header without a name", b"GET /jwks HTTP/1.1\r\nhost: 127.0.0.1\r\n: x\r\n\r\n"),
        ("a header without a colon", b"GET /jwks HTTP/1.1\r\nhost: 127.0.0.1\r\nx\r\n\r\n"),
        ("a header whose name is no word", b"GET /jwks HTTP/1.1\r\nhost: 127.0.0.1\r\na b: x\r\n\r\n"),
    ] {
        let answers = statuses(&served.raw(bytes));
        assert!(answers.len() <= 1 && answers.iter().all(|status| (400..506).contains(status)), "{what}: {answers:?}");
    }
    served.get("/jwks").is(200);
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
    assert!(!log.contains("panicked"), "{log}");
}

#[test]
fn heads_and_bodies_have_an_end() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let head = |lines: &str| format!("GET /jwks HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n{lines}\r\n");
    let status = |bytes: &[u8]| Response::of(&served.raw(bytes)).status;
    assert_eq!(status(head(&format!("x: {}\r\n", "y".repeat(8_000))).as_bytes()), 200);
    assert_eq!(status(head(&format!("x: {}\r\n", "y".repeat(64 * 1_024))).as_bytes()), 431);
    assert_eq!(status(head(&format!("x: {}\r\n", "y".repeat(17 * 1_024))).as_bytes()), 431);
    assert_eq!(status(head(&"x: y\r\n".repeat(2_000)).as_bytes()), 431);
    assert_eq!(status(head(&"x: y\r\n".repeat(500)).as_bytes()), 431);
    assert_eq!(served.get(&format!("/jwks?{}", "x".repeat(8_000))).status, 200);
    assert_eq!(served.get(&format!("/jwks?{}", "x".repeat(9_000))).status, 414);
    assert_eq!(served.get(&format!("/{}", "x".repeat(9_000))).status, 414);
    assert!([414, 431].contains(&served.get(&format!("/jwks?{}", "x".repeat(70_000))).status));

    let body = |long: usize| format!("{ASKS}&pad={}", "x".repeat(long - ASKS.len() - 5));
    let with_length = |long: usize| token(&shop, &format!("{FORM}content-length: {long}\r\n"), body(long).as_bytes());
    let in_chunks = |long: usize| {
        let chunks = format!("{long:x}\r\n{}\r\n0\r\n\r\n", body(long));
        token(&shop, &format!("{FORM}transfer-encoding: chunked\r\n"), chunks.as_bytes())
    };
    assert_eq!((status(&with_length(65_536)), status(&in_chunks(65_536))), (200, 200));
    assert_eq!((status(&with_length(65_537)), status(&in_chunks(65_537))), (413, 413));
    // Nothing is read of what is too long anyway, and nobody is told to send it.
    let said = format!("{FORM}content-length: 99999999999\r\nexpect: 100-continue\r\n");
    let answer = served.raw(&token(&shop, &said, b""));
    assert_eq!(statuses(&answer), [413]);
    assert!(!String::from_utf8_lossy(&answer).contains("100 Continue"));
}

#[test]
fn a_caller_that_asks_whether_to_go_on_is_told_so() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let mut stream = served.connect();
    let lines = format!("{FORM}content-length: {}\r\nexpect: 100-continue\r\n", ASKS.len());
    stream.write_all(&token(&shop, &lines, b"")).unwrap();
    let mut told = [0; 25];
    stream.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(ASKS.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(statuses(&answer), [200]);
}

#[test]
fn pipelined_requests_are_answered_in_their_order() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let (name, value) = shop.basic();
    let one = |path: &str| {
        let long = ASKS.len();
        format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{name}: {value}\r\n{FORM}content-length: {long}\r\n\r\n{ASKS}"
        )
    };
    let last = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    let all = format!("{}{}{}{last}", one("/token"), one("/nowhere"), one("/token"));
    assert_eq!(statuses(&served.raw(all.as_bytes())), [200, 404, 200, 200]);
    // The second of two goes to another name: it is turned away, whatever the first was, and the connection with it.
    let other = one("/token").replace("host: 127.0.0.1", "host: evil.example");
    assert_eq!(statuses(&served.raw(format!("{}{other}{last}", one("/token")).as_bytes())), [200, 421]);
    // What came after a request that broke off is not read as another.
    let broken = format!("{}{last}", one("/token").replace("content-length: 29", "content-length: 2x"));
    assert_eq!(statuses(&served.raw(broken.as_bytes())), [400]);
}

#[test]
fn a_request_that_breaks_off_does_nothing() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let whole = token(&shop, &format!("{FORM}content-length: {}\r\n", ASKS.len()), ASKS.as_bytes());
    for at in [1, 10, whole.len() / 2, whole.len() - ASKS.len() - 1, whole.len() - ASKS.len(), whole.len() - 1] {
        let mut stream = served.connect();
        stream.write_all(&whole[..at]).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        assert!(statuses(&answer).iter().all(|status| (400..500).contains(status)), "{at}");
    }
    assert_eq!(rows(&world), 0);
    assert_eq!(statuses(&served.raw(&whole)), [200]);
}

#[test]
fn a_request_that_takes_for_ever_is_given_up_and_stops_nobody() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let whole = token(&shop, &format!("{FORM}content-length: {}\r\n", ASKS.len()), ASKS.as_bytes());
    // One is slow in its head, one in its body, and one says nothing: each sends a little again and again.
    let slow: Vec<_> = [0, whole.len() - ASKS.len() - 20, whole.len() - ASKS.len()]
        .map(|at| {
            let (mut stream, start, rest) = (served.connect(), whole[..at].to_vec(), whole[at..].to_vec());
            std::thread::spawn(move || {
                let began = Instant::now();
                stream.write_all(&start).unwrap();
                stream.set_read_timeout(Some(Duration::from_millis(800))).unwrap();
                let (mut rest, mut answer, mut some) = (rest.iter(), Vec::new(), [0; 1_024]);
                loop {
                    if at > 0 {
                        drop(stream.write_all(rest.next().map_or(&[][..], std::slice::from_ref)));
                    }
                    match stream.read(&mut some) {
                        Ok(0) => break,
                        Ok(more) => answer.extend_from_slice(&some[..more]),
                        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                        Err(_) => break,
                    }
                    assert!(began.elapsed() < Duration::from_mins(2), "{at}: it is heard for ever");
                }
                statuses(&answer)
            })
        })
        .into();
    shop.token(&served, &[]).is(200);
    let ends: Vec<_> = slow.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(ends[..2].iter().all(|statuses| statuses.iter().all(|status| *status == 408)), "{ends:?}");
    assert_eq!(ends[2], [408]);
    assert_eq!(rows(&world), 1);
}

#[test]
fn methods_and_types_that_are_not_served_are_told_which_are() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    for path in ["/token", "/introspect", "/revoke"] {
        for method in ["GET", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "OPTIONS", "BREW"] {
            let answer = served.ask(method, path, &[], "").is(405);
            assert_eq!(answer.header("allow"), Some("POST"), "{method} {path}");
        }
        let (name, value) = shop.basic();
        for kind in [
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=iso-8859-1",
            "",
        ] {
            let answer = served.ask("POST", path, &[(name, &value), ("content-type", kind)], ASKS).is(415);
            assert_eq!(answer.json()["error"], "invalid_request", "{kind}");
        }
        served.ask("POST", path, &[(name, &value)], ASKS).is(415);
        let packed = [(name, value.as_str()), ("content-encoding", "gzip")];
        served.post(path, &packed, &[("grant_type", "client_credentials")]).is(415);
    }
    for path in ["/jwks", "/.well-known/openid-configuration", "/revocations", "/healthz", "/readyz"] {
        let answer = served.ask("POST", path, &[], "").is(405);
        assert_eq!(answer.header("allow"), Some("GET,HEAD"), "{path}");
        assert_eq!(served.ask("HEAD", path, &[], "").is(200).body, "", "{path}");
    }
}

#[test]
fn what_is_there_twice_or_is_no_text_is_refused() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let (name, value) = shop.basic();
    for body in [
        "grant_type=client_credentials&grant_type=client_credentials",
        "grant_type=client_credentials&scope=read&scope=read",
        "grant_type=client_credentials&%73cope=read&scope=write",
        "grant_type=client_credentials&x=%",
        "grant_type=client_credentials&x=%f",
        "grant_type=client_credentials&x=%gg",
        "grant_type=client_credentials&x=%ff",
        "grant_type=client_credentials&x=%c3%28",
        "grant_type=client_credentials&%ff=x",
        "grant_type=client_credentials&x=%ed%a0%80",
        "",
        "&&&",
        "=",
        "grant_type",
        "grant_type=",
    ] {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let answer = served.ask("POST", "/token", &[(name, &value), kind], body).is(400);
        assert_eq!(answer.json()["error"], "invalid_request", "{body}");
    }
    let raw = token(&shop, &format!("{FORM}content-length: 31\r\n"), b"grant_type=client_credentials&\xff");
    assert_eq!(statuses(&served.raw(&raw)), [400]);
    let form = [("grant_type", "client_credentials")];
    let twice = served.post("/token", &[(name, &value), (name, &value)], &form).is(400);
    assert_eq!(twice.json()["error"], "invalid_request");
    let kinds = [(name, value.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    served.post("/token", &kinds, &form).is(415);
    assert_eq!(rows(&world), 0);
}
