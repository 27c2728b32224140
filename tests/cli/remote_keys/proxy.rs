//! Keys that are fetched through a proxy.

use super::{SET, World};
use crate::proxy::Proxy;
use crate::server::{Reply, Server, closed_port};
use crate::support::{Answer, advised};

/// A place that is not this machine by its name: to connect to 0.0.0.0 leads here all the same.
const ELSEWHERE: &str = "0.0.0.0";

/// A verifier whose environment names a proxy, and a server that is elsewhere.
fn world() -> (World, Proxy) {
    let (world, proxy) = (World::on(Server::https_as(&[ELSEWHERE, "keys.test", "localhost"])), Proxy::start());
    world.verifier.set("HTTPS_PROXY", &format!("http://me:s3cret@localhost:{}", proxy.port));
    (world, proxy)
}

fn verify(world: &World, host: &str, more: &[&str]) -> Answer {
    let url = world.server.url(SET).replace("localhost", host);
    let answer = world.verify_at(&url, &world.token, &[&["--no-cache"], more].concat());
    assert!(!answer.to_string().contains("s3cret"), "{answer}");
    answer
}

/// The one command that is advised, done.
#[track_caller]
fn followed(world: &World, refused: &Answer) -> Answer {
    let told = refused.err();
    let [command] = &advised(&told)[..] else { panic!("one command is advised: {told}") };
    world.verifier.take_advice_on(command, &world.token)
}

#[test]
fn a_server_elsewhere_is_asked_through_the_proxy_which_finds_its_name_and_reads_nothing() {
    let (world, proxy) = world();
    verify(&world, "keys.test", &[]).ok();
    let [asked] = &proxy.asked()[..] else { panic!("asked once") };
    assert!(asked.starts_with(&format!("CONNECT keys.test:{} HTTP/1.1\r\n", world.server.port)), "{asked}");
    assert!(asked.to_ascii_lowercase().contains("proxy-authorization: basic bwu6cznjcmv0\r\n"), "{asked}");
    assert!(!asked.contains(SET), "{asked}");
    let request = world.server.last_request().to_ascii_lowercase();
    assert!(request.starts_with("get /jwks.json http/1.1\r\n") && !request.contains("proxy"), "{request}");
    // Whoever stands at the end of the tunnel is believed for his certificate, as without one.
    let other = Server::https_as(&["keys.test"]);
    other.tell(SET, Reply::of(world.set()));
    let url = other.url(SET).replace("localhost", "keys.test");
    let refused = world.verify_at(&url, &world.token, &[]).exits(1);
    assert!(refused.err().contains("could not be trusted") && refused.err().contains("--ca-file"), "{refused}");
    assert_eq!((proxy.asked().len(), other.asked()), (2, 0));
}

#[test]
fn this_machine_and_what_is_exempt_are_asked_directly() {
    let (world, proxy) = world();
    world.verify(&world.token, &["--no-cache"]).ok();
    verify(&world, ELSEWHERE, &["--no-proxy"]).ok();
    verify(&world, ELSEWHERE, &[]).ok();
    assert_eq!(proxy.asked().len(), 1);
    for list in ["*", ELSEWHERE, "10.0.0.1, 0.0.0.0/8", "example.com 0.0.0.0"] {
        world.verifier.set("NO_PROXY", list);
        verify(&world, ELSEWHERE, &[]).ok();
    }
    world.verifier.set("no_proxy", "0.0.0.0:443");
    assert_eq!(proxy.asked().len(), 1);
    verify(&world, ELSEWHERE, &[]).ok();
    assert_eq!(proxy.asked().len(), 2);
    // Plain http is for this machine, and whom HTTP_PROXY names is of no use for that.
    let plain = World::on(Server::http());
    plain.verifier.set("HTTP_PROXY", &format!("http://localhost:{}", closed_port()));
    plain.verifier.set("http_proxy", &format!("http://localhost:{}", closed_port()));
    plain.verify(&plain.token, &[]).ok();
}

#[test]
fn a_proxy_that_will_not_is_told_from_a_server_that_will_not() {
    let (world, proxy) = world();
    for (status, words) in [(407, "name and password"), (403, "let it through"), (502, "could not reach the server")] {
        proxy.answer(status);
        let refused = verify(&world, ELSEWHERE, &[]).exits(1);
        let told = refused.err();
        assert!(told.contains(&format!("the proxy http://localhost:{} (HTTPS_PROXY)", proxy.port)), "{told}");
        assert!(told.contains(&format!("the proxy answered with status {status}")) && told.contains(words), "{told}");
        followed(&world, &refused).ok();
    }
    // Nobody said who asks.
    world.verifier.set("HTTPS_PROXY", &format!("localhost:{}", proxy.port));
    proxy.answer(407);
    let refused = verify(&world, ELSEWHERE, &[]).exits(1);
    assert!(refused.err().contains("http://NAME:PASSWORD@HOST:PORT"), "{refused}");
    // It tells the status of the server itself from its own.
    proxy.answer(200);
    world.server.tell(SET, Reply { status: 403, ..Reply::of("") });
    let refused = verify(&world, ELSEWHERE, &[]).exits(1);
    assert!(refused.err().contains("the server answered with status 403"), "{refused}");
}

#[test]
fn a_proxy_that_is_not_there_is_named_and_can_be_left_out() {
    let (world, _) = world();
    let nobody = format!("localhost:{}", closed_port());
    for (value, words) in [
        (format!("http://{nobody}"), "through the proxy http://localhost:"),
        ("http://me:s3cret@h:port".to_owned(), "HTTPS_PROXY is no address of a proxy"),
        ("socks5://me:s3cret@h".to_owned(), "of another kind than http and https"),
        (format!("https://{}", world.server.url("").trim_start_matches("https://")), "through the proxy https://"),
    ] {
        world.verifier.set("HTTPS_PROXY", &value);
        let refused = verify(&world, ELSEWHERE, &[]).exits(1);
        assert!(refused.err().contains(words), "{refused}");
        followed(&world, &refused).ok();
    }
    // A proxy that is a plain one, and is spoken to in TLS.
    let plain = Proxy::start();
    world.verifier.set("HTTPS_PROXY", &format!("https://localhost:{}", plain.port));
    let refused = verify(&world, ELSEWHERE, &[]).exits(1);
    assert!(refused.err().contains("hint: "), "{refused}");
}
