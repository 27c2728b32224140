//! Probes without a command: mintage asks itself.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::support::{Answer, Sandbox};

/// What an API was asked: a line for each request, and its headers.
type Asked = Arc<Mutex<Vec<Vec<String>>>>;

/// An API that answers what `judge` makes of the lines of a request.
fn api(judge: impl Fn(&[String]) -> String + Send + 'static) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/orders?all=1", listener.local_addr().unwrap());
    let asked = Asked::default();
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let status = judge(&head);
            seen.lock().unwrap().push(head);
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    (url, asked)
}

fn header<'l>(lines: &'l [String], name: &str) -> Option<&'l str> {
    let mut found =
        lines.iter().filter_map(|line| line.split_once(": ")).filter(|(found, _)| found.eq_ignore_ascii_case(name));
    let value = found.next().map(|(_, value)| value);
    assert!(found.next().is_none(), "{name} is there twice");
    value
}

/// Takes the first token that it sees, and what is not signed.
fn careless() -> impl Fn(&[String]) -> String + Send + 'static {
    let good = Mutex::new(None);
    move |lines| {
        let token = header(lines, "authorization").and_then(|value| value.strip_prefix("Bearer "));
        let Some(token) = token else { return "401 Unauthorized".to_owned() };
        let mut good = good.lock().unwrap();
        let first = good.get_or_insert_with(|| token.to_owned());
        if *first == token || token.ends_with('.') { "200 OK".to_owned() } else { "401 Unauthorized".to_owned() }
    }
}

fn probe(world: &Sandbox, url: &str, more: &[&str]) -> Answer {
    world.run_real(&[&["token", "forge", "--probe", "--url", url], more].concat())
}

#[test]
fn mintage_asks_itself_and_says_what_is_taken() {
    let world = Sandbox::new();
    let (url, asked) = api(careless());
    let secret = world.file("headers", "X-Api-Key: of the gateway\n\nX-Tenant: shop\n");
    let file = format!("@{}", secret.display());
    let more = ["-q", "--method", "POST", "--header", &file, "--header", "X-Trace: 1"];
    let answer = probe(&world, &url, &more).exits(40);
    let unsigned = "alg-none\nalg-none-title\nalg-none-upper\nalg-none-mixed\nempty-signature\n";
    assert_eq!(answer.out(), unsigned, "{answer}");
    let asked = asked.lock().unwrap();
    for lines in asked.iter() {
        assert!(lines[0].starts_with("POST /orders?all=1 HTTP/1.1"), "{lines:?}");
        let said = ["x-api-key", "x-tenant", "x-trace"].map(|name| header(lines, name).unwrap_or_default());
        assert_eq!(said, ["of the gateway", "shop", "1"]);
    }
    // One without a token, and one without a proof of the tokens that are bound: its scheme is not known there.
    assert_eq!(asked.iter().filter(|lines| header(lines, "authorization").is_none()).count(), 1);
    assert_eq!(asked.iter().filter(|lines| header(lines, "dpop").is_some()).count(), 1);
}

#[test]
fn an_address_alone_is_tried_too_and_what_says_nothing_of_the_token_is_no_refusal() {
    let world = Sandbox::new();
    let (url, _) = api(careless());
    let report = world.run_real(&["token", "forge", "--url", &url, "--json"]).exits(40).json();
    let why = |flaw: &str| {
        let skipped = report["skipped"].as_array().unwrap().iter();
        skipped
            .clone()
            .find(|skipped| skipped["flaw"] == flaw)
            .map(|skipped| skipped["why"].as_str().unwrap().to_owned())
    };
    assert_eq!(why("huge").as_deref(), Some("too long for a header of HTTP"));
    assert_eq!(why("dpop-missing").as_deref(), Some("the service does not take a good proof (dpop-valid: 401)"));
    for status in ["302 Found", "404 Not Found", "429 Too Many Requests", "500 Oops"] {
        let (url, _) = api(move |_| status.to_owned());
        let refused = probe(&world, &url, &[]).exits(1);
        assert!(refused.err().contains(&format!("does not accept a good token ({})", &status[..3])), "{refused}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = probe(&world, &format!("http://{nobody}/"), &[]).exits(1);
    assert!(gone.err().contains("(no answer; the connection failed"), "{gone}");
}

#[test]
fn only_addresses_that_nobody_on_the_way_reads_are_asked() {
    let world = Sandbox::new();
    let refused = probe(&world, "http://api.example.com/", &[]).exits(2);
    assert!(refused.err().contains("plain http is only for this machine"), "{refused}");
    for wrong in [
        &["--probe"][..],
        &["--probe", "--url", "https://x.example", "--header", "Authorization: Bearer x"],
        &["--probe", "--url", "https://x.example", "--header", "nothing"],
        &["--probe", "true", "--header", "X: y"],
        &["--probe", "--url", "https://x.example", "--except", "valid"],
        &["--flaw", "jku-url"],
        &["--flaw", "expired", "--flaw", "no-exp"],
        &["--flaw", "expired", "--fail-on", "low"],
        &["--flaw", "expired", "--except", "expired"],
    ] {
        world.run(&[&["token", "forge"], wrong].concat()).exits(2);
    }
}

#[test]
fn several_flaws_are_written_into_a_folder() {
    let world = Sandbox::new();
    let out = world.folder().join("some");
    let some = ["token", "forge", "--flaw", "no-exp", "--flaw", "expired", "--out", out.to_str().unwrap(), "--json"];
    let manifest = world.run(&some).ok().json();
    let flaws: Vec<_> = manifest["tokens"].as_array().unwrap().iter().map(|token| token["flaw"].clone()).collect();
    assert_eq!(flaws, ["expired", "no-exp"]);
}
