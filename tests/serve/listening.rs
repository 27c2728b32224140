//! Where a server listens, beside ports: sockets in the file system, those that systemd opened; and what it tells systemd.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::Real;
use crate::support::has;
use crate::support::served::{Response, Served};

/// What is answered through a socket in the file system.
fn over(socket: &Path) -> Response {
    let mut stream = UnixStream::connect(socket).expect("a connection");
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    Response::of(&answer)
}

#[test]
fn a_socket_in_the_file_system_is_for_its_owner_and_is_gone_after_the_end() {
    let world = Real::new();
    let (path, shared) = (world.folder().join("mintage.sock"), world.folder().join("shared.sock"));
    let listen = format!("unix:{}", path.display());
    let served = Served::start_with(world.binary(&["serve", "--json", "--listen", &listen]));
    assert_eq!(served.ready["listen"], *listen);
    over(&path).is(200);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
    assert!(!path.exists());
    // Beside a port, and for a group; a relative path starts from the current folder.
    let served = Served::start(&world, &["--listen", "unix:shared.sock", "--socket-mode", "660"]);
    assert_eq!(mode(&shared), 0o660);
    over(&shared).is(200);
    served.get("/healthz").is(200);
}

#[test]
fn a_socket_that_a_killed_server_left_is_replaced_and_one_that_answers_is_not() {
    let world = Real::new();
    let path = world.folder().join("mintage.sock");
    let listen = format!("unix:{}", path.display());
    let flags = ["serve", "--json", "--listen", &listen];
    let served = Served::start_with(world.binary(&flags));
    served.signal("KILL");
    drop(served.ended());
    assert!(path.exists(), "a killed server removes nothing");
    let served = Served::start_with(world.binary(&flags));
    over(&path).is(200);
    let second = world.run_real(&flags).exits(1);
    assert!(second.err().contains("is in use") && second.err().contains("address_in_use"), "{}", second.err());
    over(&path).is(200);
    drop(served.end());
    std::fs::write(&path, "mine").unwrap();
    let refused = world.run_real(&flags).exits(4);
    assert!(refused.err().contains("is no socket"), "{}", refused.err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn what_is_no_place_to_listen_is_refused_before_anything_is_served() {
    let world = Real::new();
    for (flags, exit, told) in [
        (&["--listen", "unix:"][..], 2, "has no path"),
        (&["--listen", "unix:@hidden"], 2, "has no path"),
        (&["--listen", "unix:/nobody/here/s"], 1, "cannot be listened on"),
        (&["--listen", "systemd"], 2, "no socket was handed over"),
        (&["--socket-mode", "60"], 2, "octal"),
        (&["--grace", "soon"], 2, "--grace"),
        (&["--connections", "0"], 2, "--connections"),
    ] {
        let refused = world.run_real(&[&["serve"], flags].concat()).exits(exit);
        assert!(refused.err().contains(told), "{flags:?}: {}", refused.err());
        assert_eq!(refused.out(), "");
    }
}

/// Hands a socket over as systemd does: as descriptor 3, to the process of this number.
fn handed_over(world: &Real, socket: std::os::fd::OwnedFd, flags: &[&str]) -> Command {
    let own = world.binary(&[&["serve", "--json"], flags].concat());
    // The socket comes in as standard input, and goes to where it belongs.
    let script = r#"exec 3<&0 0</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@""#;
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).arg(own.get_program()).args(own.get_args()).env_clear();
    command.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(world.folder()).stdin(socket);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    command
}

#[test]
fn a_socket_that_systemd_opened_is_served_and_no_other() {
    let world = Real::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Whoever comes before the server runs waits for it.
    let mut early = TcpStream::connect(address).unwrap();
    early.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    for flags in [&[][..], &["--listen", "systemd"]] {
        let again = listener.try_clone().unwrap();
        let served = Served::start_with(handed_over(&world, again.into(), flags));
        assert_eq!(served.ready["listen"], address.to_string());
        served.get("/healthz").is(200);
        let (exit, log) = served.end();
        assert_eq!(exit, Some(0), "{log}");
    }
    let mut answer = Vec::new();
    early.read_to_end(&mut answer).unwrap();
    Response::of(&answer).is(200);
    let path = world.folder().join("theirs.sock");
    let served = Served::start_with(handed_over(&world, UnixListener::bind(&path).unwrap().into(), &[]));
    over(&path).is(200);
    drop(served.end());
    assert!(path.exists(), "it is removed by who made it");
}

#[test]
fn what_is_handed_over_is_held_to_the_same_rules() {
    let world = Real::new();
    let open = TcpListener::bind("0.0.0.0:0").unwrap();
    let refused = handed_over(&world, open.into(), &[]).output().unwrap();
    let told = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(4), "{told}");
    let file = std::fs::File::create(world.folder().join("f")).unwrap();
    let refused = handed_over(&world, file.into(), &[]).output().unwrap();
    let told = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{told}");
    assert!(told.contains("handed over"), "{told}");
}

#[test]
fn systemd_is_told_that_it_serves_looks_again_and_ends() {
    let world = Real::new();
    let path = world.folder().join("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    manager.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let mut command = world.binary(&["serve", "--json", "--listen", "127.0.0.1:0"]);
    command.env("NOTIFY_SOCKET", &path);
    let served = Served::start_with(command);
    let hear = || {
        let mut buffer = [0; 256];
        let length = manager.recv(&mut buffer).expect("a word");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    };
    assert_eq!(hear(), "READY=1");
    served.get("/healthz").is(200);
    served.signal("HUP");
    let reloading = hear();
    assert!(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="), "{reloading}");
    assert_eq!(hear(), "READY=1");
    served.signal("TERM");
    assert_eq!(hear(), "STOPPING=1");
    assert_eq!(served.ended().0, Some(0));
}

#[test]
fn systemd_itself_hands_sockets_over() {
    if !has("systemd-socket-activate", &["--version"]) {
        return;
    }
    let world = Real::new();
    let path = world.folder().join("activated.sock");
    let own = world.binary(&["serve", "--json"]);
    let mut command = Command::new("systemd-socket-activate");
    command.arg("-l").arg(&path).env_clear();
    for (name, value) in own.get_envs().filter_map(|(name, value)| Some((name, value?))) {
        command.env(name, value).arg(format!("--setenv={}", name.display()));
    }
    command.arg(own.get_program()).args(own.get_args());
    let mut child = command.current_dir(world.folder()).spawn().unwrap();
    let begun = Instant::now();
    // The name is there before anybody listens.
    while UnixStream::connect(&path).is_err() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let answer = std::panic::catch_unwind(|| over(&path));
    drop(child.kill());
    drop(child.wait());
    answer.expect("an answer").is(200);
}
