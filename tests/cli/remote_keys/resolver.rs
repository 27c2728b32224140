//! Names without the C library.

use std::process::Command;

use super::{SET, World};
use crate::support::{Answer, START, has, skipped};

/// The real program, in a folder with nothing of a system but two files: the C library could find no name there.
#[test]
fn names_are_found_in_a_bare_folder_with_a_name_server_alone() {
    use std::net::UdpSocket;

    let is_root = rustix::process::geteuid().is_root() && has("chroot", &["--version"]);
    let Some(names) = UdpSocket::bind("127.0.0.77:53").ok().filter(|_| is_root) else {
        skipped("a bare folder needs root, chroot and a free port 53");
        return;
    };
    std::thread::spawn(move || {
        let mut packet = [0; 512];
        while let Ok((count, from)) = names.recv_from(&mut packet) {
            let _ = names.send_to(&a_record(&packet[..count]), from);
        }
    });
    let world = World::new();
    let jail = tempfile::tempdir().unwrap();
    std::fs::create_dir(jail.path().join("etc")).unwrap();
    std::fs::copy(env!("CARGO_BIN_EXE_mintage"), jail.path().join("mintage")).unwrap();
    std::fs::copy(&world.ca, jail.path().join("ca.pem")).unwrap();
    let verify = |host: &str| {
        let (url, start) = (world.server.url(SET).replace("localhost", host), START.to_string());
        let mut command = Command::new("chroot");
        command.arg(jail.path()).args(["/mintage", "token", "verify", &world.token, "--jwks", &url]);
        command.args(["--ca-file", "/ca.pem", "--aud", "https://api.localhost", "--at", &start]).env_clear();
        Answer::of(command.env("PATH", "/usr/sbin:/usr/bin").output().expect("chroot"))
    };
    let nobody = verify("keys.test").exits(1);
    assert!(nobody.err().contains("/etc/resolv.conf names no name server"), "{nobody}");
    std::fs::write(jail.path().join("etc/resolv.conf"), "nameserver 127.0.0.77\n").unwrap();
    verify("keys.test").ok();
    let unknown = verify("other.test").exits(1);
    assert!(unknown.err().contains("other.test has no address"), "{unknown}");
    // A table of names goes before the server.
    std::fs::write(jail.path().join("etc/hosts"), "127.0.0.2 keys.test\n127.0.0.1 other.test\n").unwrap();
    let refused = verify("keys.test").exits(1);
    assert!(refused.err().contains("connection failed"), "{refused}");
    let untrusted = verify("other.test").exits(1);
    assert!(untrusted.err().contains("could not be trusted"), "{untrusted}");
}

/// The answer of a name server that knows one name: keys.test is 127.0.0.1 (RFC 1035, 4).
fn a_record(query: &[u8]) -> Vec<u8> {
    let end = query[12..].iter().position(|byte| *byte == 0).map_or(query.len(), |zero| 12 + zero + 5);
    let is_ours = query[12..end].to_ascii_lowercase().starts_with(b"\x04keys\x04test\0");
    let asks_for_a = query[end - 4..end - 2] == [0, 1];
    let count = u8::from(is_ours && asks_for_a);
    let code = if is_ours { 0 } else { 3 };
    let mut answer = query[..2].to_vec();
    answer.extend([0x81, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0]);
    answer.extend(&query[12..end]);
    if count == 1 {
        answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
    }
    answer
}
