//! File systems that cannot do all that ext4 can, and homes whose making was cut off. strace answers for the file system.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::support::{Answer, Real, Sandbox, has};

const INIT: [&str; 4] = ["init", "--alg", "EdDSA", "--no-passphrase"];

/// Runs the real program where these calls are answered like this. None where there is no strace.
fn where_calls(world: &Real, injections: &[String], args: &[&str]) -> Option<Answer> {
    if !has("strace", &["-V"]) {
        return None;
    }
    let command = world.binary(args);
    let mut strace = std::process::Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null"]).args(injections).arg(command.get_program()).args(args);
    strace.env_clear().envs(world.variables()).env("PATH", std::env::var("PATH").unwrap()).current_dir(world.folder());
    Some(Answer::of(strace.output().unwrap()))
}

fn refused(call: &str, error: &str) -> [String; 2] {
    ["-e".to_owned(), format!("inject={call}:error={error}")]
}

/// The names in the home that has one key: whole, private, and nothing that is left over.
fn is_whole(world: &Real, keys: usize) {
    let names = |folder: &Path| {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    assert_eq!(
        names(&world.home()),
        ["config.toml", "generation", "keys", "mintage.db", "mintage.db-journal", "reserve"]
    );
    let files = names(&world.home().join("keys"));
    assert_eq!(files.iter().filter(|name| name.contains(".pem")).count(), keys, "{files:?}");
    assert_eq!(files.len(), keys, "{files:?}");
    for name in files {
        let about = fs::metadata(world.home().join("keys").join(name)).unwrap();
        assert_eq!((about.mode() & 0o7777, about.nlink()), (0o600, 1));
    }
}

#[test]
fn where_no_rename_says_whether_it_replaced_something_files_are_made_all_the_same() {
    for error in ["EINVAL", "ENOSYS", "EOPNOTSUPP", "EPERM"] {
        for link in [None, Some("EPERM"), Some("EOPNOTSUPP")] {
            let world = Real::empty();
            let mut calls = refused("renameat2", error).to_vec();
            calls.extend(link.into_iter().flat_map(|error| refused("linkat", error)));
            let Some(made) = where_calls(&world, &calls, &[&INIT[..], &["--app", "demo"]].concat()) else { return };
            made.ok();
            where_calls(&world, &calls, &["keys", "gen", "--alg", "ES256", "--no-passphrase"]).unwrap().ok();
            where_calls(&world, &calls, &["keys", "rotate", "--activate-in", "24h", "--no-passphrase"]).unwrap().ok();
            is_whole(&world, 3);
            world.token();
        }
    }
}

#[test]
fn where_folders_cannot_be_synced_there_is_no_such_thing() {
    for error in ["EINVAL", "EOPNOTSUPP"] {
        let world = Real::new();
        let (home, keys) = (world.home().display().to_string(), world.home().join("keys").display().to_string());
        let of_folders = |error: &str| {
            let calls = refused("fsync", error);
            ["-P", &home, "-P", &keys].into_iter().map(str::to_owned).chain(calls).collect::<Vec<_>>()
        };
        let args = ["keys", "gen", "--alg", "ES256", "--no-passphrase"];
        let Some(made) = where_calls(&world, &of_folders(error), &args) else { return };
        made.ok();
        // What is wrong with a disk is not taken for that.
        assert_ne!(where_calls(&world, &of_folders("EIO"), &args).unwrap().exit, 0);
    }
}

#[test]
fn where_permissions_are_right_and_cannot_be_asked_for_they_need_not_be() {
    let world = Real::empty();
    let Some(made) = where_calls(&world, &refused("fchmod", "EPERM"), &INIT) else { return };
    made.ok();
    is_whole(&world, 1);
}

#[test]
fn a_file_system_without_locks_is_not_another_process() {
    let world = Real::new();
    let Some(answer) = where_calls(&world, &refused("fcntl", "ENOLCK"), &["app", "list"]) else { return };
    let answer = answer.exits(1);
    assert!(answer.err().contains("its file system keeps no locks"), "{answer}");
    assert!(!answer.err().contains("another process holds"), "{answer}");
}

/// A home as a maker leaves it that was killed before its last step.
fn unfinished(world: &Sandbox) {
    world.run(&[&INIT[..], &["--app", "demo"]].concat()).ok();
    fs::rename(world.home().join("config.toml"), world.home().join("config.toml.unfinished")).unwrap();
}

#[test]
fn a_home_that_is_not_finished_is_none_and_the_next_init_makes_it() {
    let world = Sandbox::empty();
    unfinished(&world);
    let first = fs::read_dir(world.home().join("keys")).unwrap().next().unwrap().unwrap().file_name();
    let hint = world.run(&["app", "list"]).exits(3);
    assert!(hint.err().contains("if `mintage init` was interrupted before it made a key, run it again"), "{hint}");
    // With another wish than the first.
    let init = ["init", "--alg", "ES256", "--no-passphrase", "--issuer", "https://two.test", "--app", "demo", "--json"];
    let made = world.run(&init).ok().json();
    assert_eq!(world.run(&["keys", "list", "-q"]).ok().out().trim(), made["kid"].as_str().unwrap());
    let keys: Vec<_> = fs::read_dir(world.home().join("keys")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(keys.len() == 1 && keys[0] != first);
    assert_eq!(world.run(&["app", "show", "demo", "--json"]).ok().json()["client_id"], made["client_id"]);
    let token = world.token();
    assert_eq!(world.run(&["token", "decode", &token, "--json"]).ok().json()["claims"]["iss"], "https://two.test");
    assert!(!world.home().join("config.toml.unfinished").exists());
    // So does the one command that makes what is missing.
    let world = Sandbox::empty();
    unfinished(&world);
    world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
    assert_eq!(world.keys().len(), 1);
}

#[test]
fn a_home_that_worked_is_not_taken_for_one_that_is_not_finished() {
    let world = Sandbox::empty();
    unfinished(&world);
    fs::rename(world.home().join("config.toml.unfinished"), world.home().join("config.toml")).unwrap();
    let token = world.token();
    fs::rename(world.home().join("config.toml"), world.home().join("config.toml.unfinished")).unwrap();
    let text = fs::read(world.home().join("config.toml.unfinished")).unwrap();
    world.run(&INIT).exits(3);
    fs::write(world.home().join("config.toml"), text).unwrap();
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn an_init_that_fails_can_be_run_again() {
    for nth in 1..12 {
        let world = Real::empty();
        let calls = ["-e".to_owned(), format!("inject=fsync,fdatasync:error=EIO:when={nth}")];
        let Some(first) = where_calls(&world, &calls, &INIT) else { return };
        if first.exit != 0 {
            world.run(&INIT).ok();
        }
        is_whole(&world, 1);
    }
}

#[test]
fn of_many_that_make_a_home_at_once_one_does_and_the_others_hear_that_it_is_there() {
    let world = Real::empty();
    let makers: Vec<_> = (0..5).map(|_| world.binary(&INIT).spawn().unwrap()).collect();
    let answers: Vec<_> = makers.into_iter().map(|maker| Answer::of(maker.wait_with_output().unwrap())).collect();
    let made = answers.iter().filter(|answer| answer.exit == 0).count();
    assert_eq!(made, 1);
    for answer in answers.iter().filter(|answer| answer.exit != 0) {
        assert!(answer.exit == 4 && answer.err().contains("there is a mintage home at"), "{answer}");
    }
    is_whole(&world, 1);
}
