//! That the use of tokens is recorded where that is asked for, beside the verdict, and never changes it.

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{Real, Sandbox};

const AGENT: &str = "curl/8.9.1";

/// How many bytes of the record there are.
fn recorded(world: &Sandbox) -> u64 {
    let folder = world.home().join("access");
    let files = std::fs::read_dir(&folder).map(|all| all.flatten().collect::<Vec<_>>()).unwrap_or_default();
    files.iter().map(|file| file.metadata().unwrap().len()).sum()
}

#[test]
fn a_verdict_is_recorded_where_that_is_asked_for_and_nowhere_else() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    let plain = world.run(&["token", "verify", &token]).ok();
    assert_eq!(recorded(&world), 0, "nothing is kept that nobody asked for");
    let with = ["--record", "--ip", "192.0.2.7", "--user-agent", AGENT, "--device", "phone", "--resource", "/orders"];
    let kept = world.run(&[&["token", "verify", &token][..], &with].concat()).ok();
    assert_eq!((plain.out(), plain.err()), (kept.out(), kept.err()));
    assert!(recorded(&world) > 0);
    let modes = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(modes(&world.home().join("access")), 0o700);
}

#[test]
fn what_cannot_be_recorded_is_told_and_the_verdict_stands() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    let elsewhere = world.folder().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, world.home().join("access")).unwrap();
    let answer = world.run(&["token", "verify", &token, "--record"]).ok();
    assert!(answer.err().contains("1 use was not recorded"), "{}", answer.err());
    let lines = format!("{token}\n{token}\nnone\n");
    let batch = world.run_with(&["token", "verify", "--batch", "-", "--record"], lines.as_bytes());
    assert!(batch.err().contains("3 uses were not recorded"), "{}", batch.err());
    assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0, "nothing is written through a link");
}

#[test]
fn sixteen_at_once_lose_nothing_and_one_that_is_killed_breaks_nothing() {
    let world = Real::new();
    let token = world.issue(&["--consent"]);
    let start = |words: &[&str]| -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mintage"));
        command.arg("--home").arg(world.home()).args(words).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    for _ in 0..2 {
        let all: Vec<Child> = (0..16).map(|_| start(&["token", "verify", &token, "--record"])).collect();
        for mut one in all {
            assert!(one.wait().unwrap().success());
        }
    }
    let lines = world.file("lines", format!("{token}\n").repeat(20_000)).display().to_string();
    for moment in [100, 200, 400] {
        let mut batch = start(&["token", "verify", "--batch", &lines, "--record"]);
        std::thread::sleep(Duration::from_millis(moment));
        batch.kill().unwrap();
        batch.wait().unwrap();
    }
    assert!(start(&["token", "verify", &token, "--record"]).wait().unwrap().success());
    let single = world.run(&["audit", "access", "--door", "verify", "-q"]).ok();
    assert_eq!((single.out().lines().count(), single.err()), (33, String::new()));
}
