//! How a server ends: what was begun is answered, and what is answered was done.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::Real;
use crate::support::served::{Client, Response, Served, encoded, interrupt};

/// The head of a request for a token, and its body.
fn asked(served: &Served, shop: &Client) -> (String, String) {
    let body = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        encoded(&shop.id),
        encoded(&shop.secret)
    );
    let head = format!(
        "POST /token HTTP/1.1\r\nhost: {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        served.address,
        body.len()
    );
    (head, body)
}

fn rest_of(mut stream: TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    drop(stream.read_to_end(&mut rest));
    rest
}

/// Reads one answer, and leaves the connection open.
fn answer_on(stream: &mut TcpStream) -> Response {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase().lines().find_map(|line| {
                line.strip_prefix("content-length:").and_then(|value| value.trim().parse::<usize>().ok())
            });
            if body.len() >= length.unwrap_or_default() {
                return Response::of(&bytes);
            }
        }
        let read = stream.read(&mut buffer).expect("more of an answer");
        assert!(read > 0, "it hung up: {text:?}");
        bytes.extend(&buffer[..read]);
    }
}

/// Waits until nobody is let in any more.
fn until_closed(served: &Served) {
    let begun = Instant::now();
    while TcpStream::connect(served.address).is_ok() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_request_that_was_begun_is_answered_and_told_that_it_was_the_last() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &["--grace", "60s"]);
    let (head, body) = asked(&served, &shop);
    // One waits in its body, one in its head, and one had an answer already and sends the half of another request.
    let (mut in_body, mut in_head, mut again) = (served.connect(), served.connect(), served.connect());
    in_body.write_all(format!("{head}{}", &body[..20]).as_bytes()).unwrap();
    in_head.write_all(&head.as_bytes()[..30]).unwrap();
    again.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let first = answer_on(&mut again).is(200);
    assert_eq!(first.header("connection"), None);
    again.write_all(&head.as_bytes()[..30]).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    served.signal("TERM");
    until_closed(&served);
    std::thread::sleep(Duration::from_millis(300));
    in_body.write_all(&body.as_bytes()[20..]).unwrap();
    in_head.write_all(format!("{}{body}", &head[30..]).as_bytes()).unwrap();
    again.write_all(format!("{}{body}", &head[30..]).as_bytes()).unwrap();
    for (what, stream) in [("in its body", in_body), ("in its head", in_head), ("again", again)] {
        let bytes = rest_of(stream);
        assert!(!bytes.is_empty(), "{what}");
        let answer = Response::of(&bytes).is(200);
        assert_eq!(answer.header("connection"), Some("close"), "{what}");
        assert_eq!(world.verdict(answer.json()["access_token"].as_str().unwrap()), 0);
    }
    let (exit, log) = served.ended();
    assert_eq!(exit, Some(0), "{log}");
    assert!(!log.contains("before all was answered"), "{log}");
}

#[test]
fn connections_on_which_nothing_is_asked_do_not_hold_the_end_up() {
    let world = Real::new();
    let served = Served::start(&world, &["--grace", "600s"]);
    let fresh: Vec<_> = (0..20).map(|_| served.connect()).collect();
    let mut idle = served.connect();
    idle.write_all(format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", served.address).as_bytes()).unwrap();
    answer_on(&mut idle).is(200);
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
    assert_eq!(rest_of(idle), b"");
    for one in fresh {
        assert_eq!(rest_of(one), b"");
    }
}

#[test]
fn whoever_never_comes_to_an_end_has_the_grace_and_a_second_signal_waits_for_nobody() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    for (grace, again) in [("0s", false), ("1s", false), ("600s", true)] {
        let served = Served::start(&world, &["--grace", grace]);
        let (head, body) = asked(&served, &shop);
        let mut stuck = served.connect();
        stuck.write_all(format!("{head}{}", &body[..20]).as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        served.signal("TERM");
        if again {
            until_closed(&served);
            served.signal(interrupt());
        }
        let (exit, log) = served.ended();
        assert_eq!(exit, Some(0), "{log}");
        assert!(log.contains("ended before all was answered"), "{log}");
    }
}

#[test]
fn every_token_that_was_answered_under_load_is_in_the_ledger() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let (head, body) = asked(&served, &shop);
    let request = format!("{head}{body}");
    let tokens: Vec<String> = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut tokens = Vec::new();
                    while let Ok(mut stream) = TcpStream::connect(served.address) {
                        loop {
                            if stream.write_all(request.as_bytes()).is_err() {
                                break;
                            }
                            let mut buffer = vec![0; 16 * 1024];
                            // All of an answer is sent in one piece, or nothing of it.
                            let Ok(read @ 1..) = stream.read(&mut buffer) else { break };
                            let answer = Response::of(&buffer[..read]).is(200);
                            tokens.push(answer.json()["access_token"].as_str().unwrap().to_owned());
                        }
                    }
                    tokens
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(500));
        served.signal("TERM");
        askers.into_iter().flat_map(|asker| asker.join().unwrap()).collect()
    });
    assert!(tokens.len() > 8, "{}", tokens.len());
    let (exit, log) = served.ended();
    assert_eq!(exit, Some(0), "{log}");
    for token in &tokens {
        assert_eq!(world.verdict(token), 0, "of {}", tokens.len());
    }
}

#[test]
fn a_signal_that_asks_for_a_look_at_the_settings_ends_nothing() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    for _ in 0..3 {
        served.signal("HUP");
        served.get("/healthz").is(200);
    }
    served.signal(interrupt());
    assert_eq!(served.ended().0, Some(0));
}
