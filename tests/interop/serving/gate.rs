//! Something before an API that lets good tokens through: a program of others that listens, and what it answers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Door, text};
use crate::support::served::Response;

/// Where it listens.
pub(super) enum At {
    Port(u16),
    Socket(PathBuf),
}

/// A program that runs until the test ends.
pub(super) struct Gate {
    child: Child,
    at: At,
}

impl Gate {
    /// Starts it, and waits until it listens.
    #[track_caller]
    pub(super) fn start(command: &mut Command, at: At) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("the program starts");
        let mut gate = Self { child, at };
        let end = Instant::now() + Duration::from_secs(30);
        while !gate.listens() {
            assert!(gate.child.try_wait().is_ok_and(|exit| exit.is_none()), "{command:?} does not run");
            assert!(Instant::now() < end, "{command:?} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        gate
    }

    /// Where a probe asks.
    #[track_caller]
    pub(super) fn url(&self) -> String {
        match &self.at {
            At::Port(port) => format!("http://127.0.0.1:{port}/orders"),
            At::Socket(path) => panic!("no address: {}", path.display()),
        }
    }

    fn listens(&self) -> bool {
        match &self.at {
            At::Port(port) => TcpStream::connect(("127.0.0.1", *port)).is_ok(),
            At::Socket(path) => UnixStream::connect(path).is_ok(),
        }
    }

    /// What is answered to whoever shows this.
    pub(super) fn shown(&self, authorization: Option<&str>) -> Response {
        let shown: Vec<_> = authorization.map(|value| ("authorization", value)).into_iter().collect();
        self.asked("/orders", &shown)
    }

    /// What is answered to whoever asks for this, with these headers.
    pub(super) fn asked(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n{headers}\r\n");
        let mut answer = Vec::new();
        // Who has heard enough hangs up before the end.
        match &self.at {
            At::Port(port) => {
                let mut stream = TcpStream::connect(("127.0.0.1", *port)).expect("a connection");
                drop(stream.write_all(request.as_bytes()));
                drop(stream.read_to_end(&mut answer));
            }
            At::Socket(path) => {
                let mut stream = UnixStream::connect(path).expect("a connection");
                drop(stream.write_all(request.as_bytes()));
                drop(stream.read_to_end(&mut answer));
            }
        }
        Response::of(&answer)
    }

    pub(super) fn status_of(&self, token: &str) -> u16 {
        self.shown(Some(&format!("Bearer {token}"))).status
    }

    /// Shows it a good token, none, no Bearer, and every test token of which something is wrong. Gives those that it lets through.
    pub(super) fn lets_through(&self, door: &Door) -> Vec<String> {
        door.world.run(&["app", "register", "shop", "--scope", "read write"]).ok();
        let token = text(&door.of_alice("shop"), "access_token").to_owned();
        let good = self.shown(Some(&format!("Bearer {token}"))).is(200);
        assert!(good.body.contains("alice"), "{good:?}");
        let nothing = self.shown(None).is(401);
        let challenge = nothing.header("www-authenticate").unwrap_or_default();
        assert!(challenge.starts_with("Bearer"), "{nothing:?}");
        for other in ["Basic YTpi", "Bearer", "Bearer x", "Bearer mtg_at_x", &format!("Basic {token}")] {
            assert!(matches!(self.shown(Some(other)).status, 400 | 401), "{other}");
        }
        let out = door.world.folder().join("bad");
        let forge = ["token", "forge", "--json", "--all", "--app", "shop", "--user", "alice", "--out"];
        let manifest = door.world.run(&[&forge[..], &[out.to_str().expect("a path")]].concat()).ok().json();
        let mut through = Vec::new();
        for one in manifest["tokens"].as_array().expect("tokens").iter().filter(|one| !one["reason"].is_null()) {
            let token = std::fs::read_to_string(out.join(text(one, "file"))).expect("a token");
            match self.status_of(token.trim_end()) {
                200 => through.push(text(one, "flaw").to_owned()),
                400 | 401 | 431 => {}
                other => panic!("{}: {other}", one["flaw"]),
            }
        }
        through
    }

    /// Something that asks lets nothing through that the home refuses, and nothing that was just revoked.
    pub(super) fn asks(&self, door: &Door) {
        assert_eq!(self.lets_through(door), [""; 0]);
        let token = text(&door.of_alice("shop"), "access_token").to_owned();
        assert_eq!(self.status_of(&token), 200);
        door.world.run(&["token", "revoke", &token, "--reason", "stolen", "--yes"]).ok();
        assert_eq!(self.status_of(&token), 401);
        let token = text(&door.of_alice("shop"), "access_token").to_owned();
        assert_eq!(self.status_of(&token), 200);
        door.world.run(&["app", "block", "shop", "--reason", "a test"]).ok();
        assert_eq!(self.status_of(&token), 401);
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
