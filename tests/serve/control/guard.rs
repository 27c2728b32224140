//! Nobody drives a server but a program of its machine that means it.

use std::process::Command;

use serde_json::{Value, json};

use super::{Bench, nothing};
use crate::support::served::Served;
use crate::support::{Real, skipped};

/// Every path that drives something.
const PATHS: [(&str, &str); 8] = [
    ("POST", "/_mintage/homes"),
    ("GET", "/_mintage"),
    ("GET", "/_mintage/clock"),
    ("POST", "/_mintage/clock"),
    ("POST", "/_mintage/next"),
    ("POST", "/_mintage/login"),
    ("POST", "/_mintage/tokens"),
    ("GET", "/_mintage/requests"),
];

#[test]
fn a_server_that_is_not_for_a_developer_has_nothing_of_it() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    for (method, path) in PATHS {
        let json = [("mintage-control", "1"), ("content-type", "application/json")];
        served.ask(method, path, &json, "{}").is(404);
    }
    served.ask("GET", "/t/a/jwks", &[], "").is(404);
}

#[test]
fn what_a_page_in_a_browser_could_send_is_refused() {
    let bench = Bench::start();
    let json = ("content-type", "application/json");
    let refused = |method: &str, path: &str, headers: &[(&str, &str)], body: &str| {
        let answer = bench.served.ask(method, path, headers, body);
        assert!([403, 405, 415, 421].contains(&answer.status), "{method} {path} {headers:?}: {answer:?}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert_eq!(answer.header("access-control-allow-headers"), None);
    };
    for (method, path) in PATHS {
        let control = ("mintage-control", "1");
        refused(method, path, &[json], "{}");
        refused(method, path, &[json, control, ("origin", "https://evil.example")], "{}");
        refused(method, path, &[json, control, ("origin", "null")], "{}");
        refused(method, path, &[json, control, ("origin", &format!("http://{}", bench.served.address))], "{}");
        for site in ["cross-site", "same-site", "same-origin", "none"] {
            refused(method, path, &[json, control, ("sec-fetch-site", site)], "{}");
        }
        // A name that was made to point here.
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.localhost"] {
            refused(method, path, &[json, control, ("host", host)], "{}");
        }
        // Through a proxy, from wherever.
        for header in ["x-forwarded-for", "forwarded", "via", "x-real-ip"] {
            refused(method, path, &[json, control, (header, "127.0.0.1")], "{}");
        }
        let preflight = [
            ("origin", "https://evil.example"),
            ("access-control-request-method", method),
            ("access-control-request-headers", "mintage-control, content-type"),
        ];
        refused("OPTIONS", path, &preflight, "");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        refused("POST", "/_mintage/homes", &[("mintage-control", "1"), ("content-type", kind)], "{}");
    }
    for value in ["", "0", "2", "true"] {
        refused("POST", "/_mintage/homes", &[("mintage-control", value), json], "{}");
    }
    refused("POST", "/_mintage/homes", &[("mintage-control", "1"), ("mintage-control", "1"), json], "{}");
    let standing = bench.served.ask("GET", "/_mintage", &[("mintage-control", "1")], "").is(200).json();
    assert_eq!(standing["homes"], 0);
}

#[test]
fn another_name_of_the_server_is_none_by_which_it_is_driven() {
    let bench = Bench::with(&["--also-host", "auth.internal"]);
    let headers = [("mintage-control", "1"), ("host", "auth.internal"), ("content-type", "application/json")];
    bench.served.ask("GET", "/jwks", &[("host", "auth.internal")], "").is(200);
    bench.served.ask("POST", "/_mintage/homes", &headers, "{}").is(403);
    bench.control("/_mintage/homes", &nothing()).is(201);
}

#[test]
fn through_a_socket_in_the_file_system_a_server_is_driven_too() {
    let folder = tempfile::tempdir().unwrap();
    let listen = format!("unix:{}", folder.path().join("socket").display());
    let served = crate::dev::start(folder.path(), &[], &["--listen", &listen]);
    let request = "POST /_mintage/homes HTTP/1.1\r\nhost: localhost\r\nmintage-control: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let mut stream = std::os::unix::net::UnixStream::connect(folder.path().join("socket")).unwrap();
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    std::io::Read::read_to_end(&mut stream, &mut answer).unwrap();
    let made = crate::support::served::Response::of(&answer).is(201).json();
    assert!(made["issuer"].as_str().unwrap().starts_with("http://localhost/t/"), "{made}");
    drop(served);
}

/// A network of its own, joined with this one by two ends of a cable, as a container is.
struct Network {
    name: String,
    /// Where this machine is, seen from there.
    here: String,
}

impl Network {
    /// Nothing where this machine gives none: only root makes one.
    fn join() -> Option<Self> {
        let (name, part) = (format!("mtg{}", std::process::id()), std::process::id());
        let address = |end: u32| format!("198.18.{}.{}", part % 256, part / 256 % 63 * 4 + end);
        let network = Self { name: name.clone(), here: address(1) };
        let ip = |args: &str| {
            let status = Command::new("ip").args(args.split(' ')).output();
            status.is_ok_and(|output| output.status.success())
        };
        let (here, there) = (format!("{name}a"), format!("{name}b"));
        let made = ip(&format!("netns add {name}"))
            && ip(&format!("link add {here} type veth peer name {there} netns {name}"))
            && ip(&format!("addr add {}/30 dev {here}", address(1)))
            && ip(&format!("link set {here} up"))
            && ip(&format!("-n {name} addr add {}/30 dev {there}", address(2)))
            && ip(&format!("-n {name} link set {there} up"))
            && ip(&format!("-n {name} link set lo up"));
        made.then_some(network)
    }

    /// What curl says from there; nothing where it is not answered.
    fn curl(&self, args: &[&str]) -> Option<String> {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name, "curl", "-s", "-m", "5", "-o", "/dev/null", "-w", "%{http_code}"]);
        let output = command.args(args).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        drop(Command::new("ip").args(["netns", "delete", &self.name]).output());
    }
}

#[test]
fn from_another_network_nobody_drives_a_server() {
    let Some(network) = Network::join() else {
        skipped("this machine gives no network of its own, which only root makes");
        return;
    };
    let bench = Bench::start();
    let port = bench.served.address.port();
    let at = |host: &str| format!("http://{host}:{port}/_mintage/homes");
    let driving = ["-X", "POST", "-H", "mintage-control: 1", "-H", "host: localhost"];
    // It listens on loopback alone, and that of another network is another.
    for host in [&*network.here, "127.0.0.1"] {
        assert_eq!(network.curl(&[&driving[..], &[&at(host)]].concat()), None, "{host}");
    }
    // Where something passes connections on to it, it is asked from this machine: the name tells, or what the proxy says.
    let standing: Value = bench.served.ask("GET", "/_mintage", &[("mintage-control", "1")], "").is(200).json();
    assert_eq!(standing["homes"], json!(0));
}
