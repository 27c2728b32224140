//! The one line that says that a server takes requests, and how it ends.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::support::Real;
use crate::support::served::interrupt;

const FLAGS: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

/// A server, and its first line.
fn begin(mut command: Command) -> (Child, BufReader<std::process::ChildStdout>, String) {
    let mut child = command.spawn().unwrap();
    let (mut out, mut line) = (BufReader::new(child.stdout.take().unwrap()), String::new());
    out.read_line(&mut line).unwrap();
    (child, out, line)
}

/// Ends it by a signal: its exit code, and all that it printed after the line.
fn end(mut child: Child, mut out: BufReader<std::process::ChildStdout>, signal: &str) -> (Option<i32>, String) {
    assert!(Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap().success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    (child.wait().unwrap().code(), rest)
}

#[test]
fn it_is_one_line_in_the_form_that_is_asked_for_and_nothing_follows() {
    let world = Real::new();
    for (form, signal) in [(&[][..], interrupt()), (&["--json"], "TERM"), (&["-q"], interrupt())] {
        let (child, out, line) = begin(world.binary(&[&FLAGS[..], form].concat()));
        match form {
            ["--json"] => {
                let ready: Value = serde_json::from_str(&line).unwrap();
                assert_eq!((&ready["issuer"], &ready["dev"]), (&"https://auth.localhost".into(), &false.into()));
                assert_eq!(ready["pid"], child.id());
                assert!(ready["listen"].as_str().unwrap().starts_with("127.0.0.1:"));
                assert!(ready.get("client_secret").is_none_or(Value::is_null));
            }
            ["-q"] => assert_eq!(line, "https://auth.localhost\n"),
            _ => assert!(line.starts_with("serving https://auth.localhost on 127.0.0.1:"), "{line}"),
        }
        assert_eq!(end(child, out, signal), (Some(0), String::new()));
    }
}

#[test]
fn where_nobody_can_read_the_line_nothing_is_served_and_that_is_told() {
    let world = Real::new();
    let mut command = world.binary(&FLAGS);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let told = command.stdout(Stdio::from(full)).output().unwrap();
    let text = String::from_utf8_lossy(&told.stderr);
    assert_eq!(told.status.code(), Some(1), "{text}");
    assert!(text.contains("the answer could not be written to standard output"), "{text}");
}

#[test]
fn a_log_that_nobody_reads_does_not_end_the_server() {
    let world = Real::new();
    let mut command = world.binary(&[&FLAGS[..], &["--json"]].concat());
    let (child, out, line) = begin({
        command.stderr(Stdio::piped());
        command
    });
    let mut child = child;
    drop(child.stderr.take());
    let ready: Value = serde_json::from_str(&line).unwrap();
    let listen = ready["listen"].as_str().unwrap();
    for _ in 0..3 {
        let mut stream = std::net::TcpStream::connect(listen).unwrap();
        std::io::Write::write_all(
            &mut stream,
            b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    assert_eq!(end(child, out, "TERM").0, Some(0));
}

#[test]
fn without_a_home_it_says_how_one_is_made_for_a_server() {
    let world = Real::empty();
    let told = world.run(&FLAGS).exits(3).err();
    assert!(told.contains("init --issuer URL") && told.contains("serve --dev"), "{told}");
}
