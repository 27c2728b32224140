//! A system that refuses what SQLite asks of it: each refusal has its own exit code, and is told for people.

use std::process::{Command, Stdio};

use crate::killer::can_trace;
use crate::support::{Answer, Real, heard};

/// What a command answers where the system answers its calls so.
fn under(world: &Real, inject: &str, args: &[&str]) -> Answer {
    let bare = world.binary(args);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", inject]).arg(bare.get_program()).args(args).env_clear();
    command.envs(bare.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(world.folder()).stdin(Stdio::null());
    Answer::of(heard(&command).output().unwrap())
}

const ISSUE: &[&str] = &["token", "issue", "--app", "demo", "--user", "alice"];

#[test]
fn a_disk_that_fails_is_no_damage_and_no_lock() {
    if !can_trace() {
        return;
    }
    let world = Real::new();
    let token = world.token();
    for verb in [ISSUE, &["token", "verify", &token]] {
        let answer = under(&world, "inject=pread64:error=EIO:when=2+", verb).exits(1);
        assert!(answer.err().contains("its disk or file system reports an error"), "{answer}");
        assert!(answer.stdout.is_empty(), "{answer}");
    }
    let answer = under(&world, "inject=fsync,fdatasync:error=EIO", ISSUE).exits(1);
    assert!(answer.err().contains("its disk or file system reports an error"), "{answer}");
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn a_file_system_without_locks_is_not_another_process() {
    if !can_trace() {
        return;
    }
    let world = Real::new();
    let token = world.token();
    let answer = under(&world, "inject=fcntl:error=ENOLCK", &["token", "verify", &token]).exits(1);
    assert!(answer.err().contains("its file system keeps no locks"), "{answer}");
}

#[test]
fn too_many_open_files_are_no_damage() {
    let world = Real::new();
    let token = world.token();
    for most in 3..9 {
        let bare = world.binary(&["token", "verify", &token]);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("ulimit -n {most}; exec \"$@\""), "sh"]).arg(bare.get_program());
        command
            .args(bare.get_args())
            .env_clear()
            .envs(bare.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.current_dir(world.folder()).stdin(Stdio::null());
        let answer = Answer::of(command.output().unwrap());
        assert!([0, 1].contains(&answer.exit), "{most}: {answer}");
        assert!(!answer.err().contains("SELECT") && !answer.err().contains("damaged"), "{most}: {answer}");
    }
}
