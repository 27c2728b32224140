//! What a server is told at its start: where it listens and what it is called; and what it refuses, before anything is served.

use std::net::TcpListener;

use crate::support::Real;
use crate::support::served::Served;

/// What a start answers that is refused, on standard error.
#[track_caller]
fn refused(world: &Real, flags: &[&str], exit: u8) -> String {
    let answer = world.run(&[&["serve"], flags].concat()).exits(exit);
    assert_eq!(answer.out(), "");
    answer.err()
}

#[test]
fn an_address_that_is_in_use_is_named_and_a_free_port_is_offered() {
    let world = Real::new();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let told = refused(&world, &["--listen", &taken], 1);
    assert!(told.contains(&format!("{taken} is in use")), "{told}");
    assert!(told.contains("`mintage serve --listen 127.0.0.1:0`"), "{told}");
    let told = refused(&world, &["--json", "--listen", &taken], 1);
    assert!(told.contains(r#""code":"address_in_use""#) || told.contains(r#""code": "address_in_use""#), "{told}");
}

#[test]
fn plain_http_where_others_can_reach_it_needs_a_flag_that_says_so() {
    let world = Real::new();
    for open in ["0.0.0.0:0", "[::]:0"] {
        let told = refused(&world, &["--listen", open], 4);
        assert!(told.contains("plain http") && told.contains("--insecure-http"), "{told}");
    }
    let served = Served::start_with(world.binary(&["serve", "--json", "--listen", "0.0.0.0:0", "--insecure-http"]));
    assert_eq!(served.ready["listen"].as_str().unwrap().split(':').next(), Some("0.0.0.0"));
}

#[test]
fn an_address_of_another_machine_is_not_listened_on() {
    let told = refused(&Real::new(), &["--listen", "192.0.2.1:8080", "--insecure-http"], 2);
    assert!(told.contains("192.0.2.1 is not an address of this machine"), "{told}");
}

#[test]
fn an_address_without_a_port_or_without_an_address_is_refused_with_an_example() {
    let world = Real::new();
    for wrong in ["8080", ":8080", "127.0.0.1", "http://127.0.0.1:8080", "auth.example.com:443"] {
        let told = refused(&world, &["--listen", wrong], 2);
        assert!(told.contains("127.0.0.1:"), "{told}");
    }
}

#[test]
fn the_issuer_is_that_of_the_home_and_another_is_not_served() {
    let world = Real::new();
    let told = refused(&world, &["--issuer", "https://other.example", "--listen", "127.0.0.1:0"], 4);
    assert!(told.contains("https://auth.localhost") && told.contains("https://other.example"), "{told}");
    let served = Served::start(&world, &["--issuer", "https://auth.localhost"]);
    assert_eq!(served.ready["issuer"], "https://auth.localhost");
}

#[test]
fn it_is_called_by_the_names_that_it_was_given_and_by_no_other() {
    let world = Real::new();
    let flags = ["--also-host", "auth.internal", "--browser-url", "http://login.test:9000/"];
    let served = Served::start(&world, &flags);
    for name in ["auth.internal", "login.test:9000", "auth.localhost", "localhost:1", "127.0.0.1"] {
        served.ask("GET", "/healthz", &[("host", name)], "").is(200);
    }
    for name in ["evil.example", "internal", "login.test.evil.example:9000"] {
        served.ask("GET", "/healthz", &[("host", name)], "").is(421);
    }
    // A proxy may leave the port out that an issuer has, or name its own.
    served.ask("GET", "/healthz", &[("host", "login.test")], "").is(200);
    // What a browser visits is another matter than what tokens and metadata say.
    let metadata = served.get("/.well-known/openid-configuration").is(200).json();
    assert_eq!(metadata["issuer"], "https://auth.localhost");
    for (flag, wrong) in
        [("--also-host", "https://auth.internal"), ("--also-host", "*.test"), ("--browser-url", "login.test")]
    {
        refused(&world, &[flag, wrong], 2);
    }
}

#[test]
fn localhost_is_both_of_its_addresses() {
    let world = Real::new();
    let served = Served::start_with(world.binary(&["serve", "--json", "--listen", "localhost:0"]));
    let port = served.address.port();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    if TcpListener::bind("[::1]:0").is_ok() {
        assert!(std::net::TcpStream::connect(("::1", port)).is_ok());
    }
}
