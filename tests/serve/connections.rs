//! Many connections: those on which nothing is asked keep nobody out.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use crate::support::served::Served;
use crate::support::{Real, skipped};

/// How many connections this process may hold, up to what is wanted.
fn possible(wanted: usize) -> usize {
    let open = usize::try_from(mintage::host::process::raise_open_files()).unwrap_or(usize::MAX);
    let possible = wanted.min(open.saturating_sub(200));
    if possible < wanted {
        skipped(&format!("more than {possible} of {wanted} connections, because this process may not open more"));
    }
    possible
}

/// Connections that hold the server up, each in one of the ways there are.
fn idle(served: &Served, count: usize) -> Vec<TcpStream> {
    let mut all = Vec::with_capacity(count);
    for number in 0..count {
        let mut stream = TcpStream::connect(served.address).expect("a connection");
        let sent: &[u8] = match number % 4 {
            0 => b"",
            1 => b"POST /token HTTP/1.1\r\nhost: localhost\r\n",
            2 => b"POST /token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 99\r\n\r\ngrant",
            _ => b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n",
        };
        drop(stream.write_all(sent));
        all.push(stream);
    }
    all
}

#[test]
fn ten_thousand_connections_that_ask_nothing_keep_nobody_out() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    for limit in ["1024", "12000"] {
        let served = Served::start(&world, &["--connections", limit]);
        let held = idle(&served, possible(10_000));
        for _ in 0..20 {
            shop.token(&served, &[]).is(200);
        }
        drop(held);
        shop.token(&served, &[]).is(200);
        let (exit, log) = served.end();
        assert_eq!(exit, Some(0), "{}", log.lines().last().unwrap_or_default());
    }
}

#[test]
fn the_one_that_was_idle_longest_makes_room() {
    let world = Real::new();
    let served = Served::start(&world, &["--connections", "3"]);
    let ask = |stream: &mut TcpStream| {
        stream.write_all(format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", served.address).as_bytes())?;
        let mut buffer = [0; 2048];
        stream.read(&mut buffer)
    };
    let mut all: Vec<_> = (0..3).map(|_| served.connect()).collect();
    for stream in &mut all {
        assert!(ask(stream).unwrap() > 0);
        std::thread::sleep(Duration::from_millis(20));
    }
    // The first is used again, so that the second has waited longest.
    assert!(ask(&mut all[0]).unwrap() > 0);
    std::thread::sleep(Duration::from_millis(20));
    let mut next = served.connect();
    assert!(ask(&mut next).unwrap() > 0);
    assert!(ask(&mut all[0]).unwrap() > 0 && ask(&mut all[2]).unwrap() > 0);
    assert!(!matches!(ask(&mut all[1]), Ok(1..)), "it had to make room");
}

#[test]
fn a_process_that_may_open_few_files_says_so_and_goes_on() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let own = world.binary(&["serve", "--json", "--listen", "127.0.0.1:0"]);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", r#"ulimit -n 90 && exec "$0" "$@""#]).arg(own.get_program()).args(own.get_args()).env_clear();
    command.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(world.folder());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let served = Served::start_with(command);
    let held = idle(&served, 400);
    for _ in 0..20 {
        shop.token(&served, &[]).is(200);
    }
    drop(held);
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
    assert!(log.contains("may open 90 files, which is enough for 26 connections"), "{log}");
}
