//! `mintage doctor`, with the real program: what is broken is found, and the command that it names mends it.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Answer, Real, Sandbox};

/// What was found.
pub fn findings(world: &Real) -> Vec<Value> {
    let answer = world.run(&["doctor", "--json"]);
    let found = answer.json();
    assert_eq!(answer.exit, u8::from(found["errors"] != 0), "{answer}");
    assert!(answer.stderr.is_empty() || answer.err().contains("older than its home"), "{answer}");
    found["findings"].as_array().unwrap().clone()
}

pub fn codes(world: &Real) -> Vec<String> {
    let mut codes: Vec<_> = findings(world).iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect();
    codes.retain(|code| code != "little_space");
    codes
}

/// Types a command, as a person would.
fn type_in(world: &Real, command: &str) -> Answer {
    let bin = world.folder().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let _ = symlink(env!("CARGO_BIN_EXE_mintage"), bin.join("mintage"));
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", command]).env_clear().envs(world.variables()).env("PATH", path).current_dir(world.folder());
    Answer::of(shell.stdin(std::process::Stdio::null()).output().unwrap())
}

/// Sees that this is all that is found, and that its command, as it is printed, mends it. What may be found then is named.
#[track_caller]
pub fn is_mended_by_its_command(world: &Real, code: &str, severity: &str, left: &[&str]) {
    let all = findings(world);
    let found = all.iter().find(|found| found["code"] == code).unwrap_or_else(|| panic!("{code}: {all:?}"));
    assert_eq!(found["severity"], severity, "{found}");
    let command = found["command"].as_str().unwrap_or_else(|| panic!("no command: {found}")).to_owned();
    let text = world.run(&["doctor"]).out();
    assert!(text.contains(&format!("mend: {command}")), "{text}");
    type_in(world, &command).ok();
    assert_eq!(codes(world), left, "after {command}");
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn set(world: &Real, line: &str) {
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}{line}\n")).unwrap();
}

#[test]
fn the_command_that_mends_quotes_a_kid_for_the_shell() {
    for kid in ["it's; echo $HOME", "=x", "a b", "-h:1", "`id`", "did:web:a#1"] {
        let world = Real::new();
        world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
        world.run(&["keys", "gen", "--no-passphrase", "--kid", kid]).ok();
        let text = world.run(&["keys", "show", "--json", "--", kid]).ok().json();
        assert_eq!(text["state"], "standby");
        let before = key_files(&world);
        let file = before.iter().find(|file| std::fs::read_to_string(file).unwrap().contains("kid: ")).unwrap();
        std::fs::remove_file(file).unwrap();
        is_mended_by_its_command(&world, "key_missing", "error", &["key_missing", "key_spent"]);
        assert_eq!(world.run(&["keys", "show", "--json", "--", kid]).ok().json()["state"], "revoked");
    }
}

fn key_files(world: &Real) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(world.home().join("keys")).unwrap().map(|file| file.unwrap().path()).collect()
}

/// A home whose algorithm is that of its key.
pub fn healthy() -> Real {
    let world = Real::new();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).ok();
    world
}

#[test]
fn a_home_that_is_well_has_no_findings() {
    let world = healthy();
    assert_eq!(codes(&world), [""; 0]);
    let answer = world.run(&["doctor"]).ok();
    assert!(answer.out().ends_with(": 0 errors, 0 warnings, 0 notes\n"), "{answer}");
    assert_eq!(world.run(&["-q", "doctor"]).ok().out(), "");
    world.run(&["doctor", "--fix", "--detailed-exitcode"]).ok();
    let nowhere = Real::empty();
    nowhere.run(&["doctor"]).exits(3);
}

#[test]
fn modes_that_others_could_use_are_found_all_at_once_and_each_command_mends_one() {
    for (part, bad, code) in [
        ("", 0o770, "open_to_others"),
        ("keys", 0o777, "open_to_others"),
        ("config.toml", 0o666, "open_to_others"),
        ("mintage.db", 0o660, "open_to_others"),
    ] {
        let world = healthy();
        mode(&world.home().join(part), bad);
        is_mended_by_its_command(&world, code, "error", &[]);
    }
    let world = healthy();
    mode(&world.key_file(), 0o644);
    is_mended_by_its_command(&world, "open_to_others", "error", &[]);

    // As a volume comes that a group can write, at every mount.
    let parts =
        [world.home(), world.home().join("keys"), world.home().join("config.toml"), world.store(), world.key_file()];
    for part in &parts {
        mode(part, 0o770);
    }
    world.run(&["token", "list"]).exits(5);
    assert_eq!(codes(&world), ["open_to_others"; 5]);
    let fixed = world.run(&["doctor", "--fix", "--json"]).ok().json();
    assert_eq!(fixed["fixed"].as_array().unwrap().len(), 5, "{fixed}");
    assert_eq!(codes(&world), [""; 0]);
    world.run(&["token", "list"]).ok();
}

#[test]
fn a_part_that_is_missing_or_no_file_is_told_and_does_not_stop_the_doctor() {
    let world = healthy();
    let config = world.home().join("config.toml");
    let settings = std::fs::read(&config).unwrap();
    std::fs::remove_file(&config).unwrap();
    assert_eq!(codes(&world), ["missing"]);
    std::fs::create_dir(&config).unwrap();
    assert_eq!(codes(&world), ["wrong_kind"]);
    std::fs::remove_dir(&config).unwrap();
    std::fs::write(&config, settings).unwrap();
    let ledger = std::fs::read(world.store()).unwrap();
    std::fs::remove_file(world.store()).unwrap();
    assert_eq!(codes(&world), ["missing"]);
    std::fs::write(world.store(), b"no database at all, but long enough to be looked at as one").unwrap();
    mode(&world.store(), 0o600);
    assert_eq!(codes(&world), ["ledger"]);
    std::fs::write(world.store(), &ledger).unwrap();
    std::fs::rename(world.home().join("keys"), world.folder().join("away")).unwrap();
    let found = codes(&world);
    assert!(found.contains(&"missing".to_owned()) && found.contains(&"key_missing".to_owned()), "{found:?}");
    let found = findings(&world);
    let command = found.iter().find(|found| found["code"] == "missing").unwrap()["command"].as_str().unwrap();
    type_in(&world, command).ok();
    assert_eq!(codes(&world), ["key_missing"]);
}

#[test]
fn a_page_that_was_damaged_is_found() {
    let world = healthy();
    let mut bytes = std::fs::read(world.store()).unwrap();
    // The head of a page: what lies behind it may be of no use to anybody.
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 512].fill(0xff);
    std::fs::write(world.store(), bytes).unwrap();
    let found = findings(&world);
    assert!(found.iter().any(|found| found["code"] == "ledger_broken" || found["code"] == "ledger"), "{found:?}");
}

#[test]
fn a_private_half_that_is_lost_or_swapped_is_found_and_another_key_takes_over() {
    let world = healthy();
    std::fs::remove_file(world.key_file()).unwrap();
    // What is left of it is a note: nothing signs with it any more.
    is_mended_by_its_command(&world, "key_missing", "error", &["key_missing"]);
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();

    let world = healthy();
    let mine = world.key_file();
    world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let other = std::fs::read_dir(world.home().join("keys")).unwrap().map(|entry| entry.unwrap().path());
    let other = other.into_iter().find(|path| *path != mine).unwrap();
    std::fs::copy(&other, &mine).unwrap();
    is_mended_by_its_command(&world, "key_mismatch", "error", &["key_mismatch"]);

    let world = healthy();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    let list = world.run(&["keys", "list", "--json"]).ok().json();
    let standby = list["keys"].as_array().unwrap().iter().find(|key| key["state"] == "standby").unwrap();
    let file = world.home().join("keys").join(format!("{}.pem", standby["kid"].as_str().unwrap()));
    std::fs::write(&file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap();
    is_mended_by_its_command(&world, "key_damaged", "error", &["key_damaged", "key_spent"]);
}

#[test]
fn a_key_under_a_passphrase_is_opened_where_the_passphrase_is_given() {
    let world = Real::empty();
    let file = world.file("pass", "correct horse\n").display().to_string();
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", &file, "--app", "demo"]).ok();
    set(&world, "passphrase_command = \"touch ran; cat pass\"");
    assert_eq!(codes(&world), ["keys_unopened"]);
    let found = |args: &[&str]| {
        let answer = world.run(&[&["doctor", "--json"], args].concat()).json();
        answer["findings"].as_array().unwrap().iter().map(|found| found["code"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["--passphrase-file", &file]), [""; 0]);
    let wrong = world.file("wrong", "incorrect\n").display().to_string();
    assert_eq!(found(&["--passphrase-file", &wrong]), ["\"wrong_passphrase\""]);
    assert!(!world.folder().join("ran").exists(), "what is in the home is not run");
}

#[test]
fn a_key_file_that_the_ledger_does_not_know_is_taken_in_and_what_is_no_key_goes() {
    let world = healthy();
    let keys = world.home().join("keys");
    let elsewhere = Real::new();
    let stray = elsewhere.key_file();
    std::fs::copy(&stray, keys.join(stray.file_name().unwrap())).unwrap();
    is_mended_by_its_command(&world, "stray_key", "warning", &[]);

    let stray = keys.join("notes.pem");
    std::fs::write(&stray, "no key").unwrap();
    mode(&stray, 0o600);
    is_mended_by_its_command(&world, "stray_file", "warning", &[]);

    let left = |name: &str| {
        std::fs::write(keys.join(name), "half a key").unwrap();
        mode(&keys.join(name), 0o600);
    };
    // No process has this number.
    left("a.pem.999999999.partial");
    is_mended_by_its_command(&world, "leftover", "warning", &[]);
    left("a.pem.999999999.partial");
    left(&format!("b.pem.{}.partial", std::process::id()));
    let answer = world.run(&["doctor", "--fix"]).ok();
    assert!(answer.out().starts_with("fixed    the file"), "{answer}");
    assert!(
        keys.join(format!("b.pem.{}.partial", std::process::id())).exists(),
        "its process runs, and is still writing"
    );
}

#[test]
fn space_for_an_emergency_that_is_gone_is_kept_again() {
    let world = healthy();
    let reserve = world.home().join("reserve");
    std::fs::remove_file(&reserve).unwrap();
    is_mended_by_its_command(&world, "no_reserve", "note", &[]);
    std::fs::write(&reserve, "too little").unwrap();
    is_mended_by_its_command(&world, "no_reserve", "note", &[]);
    assert_eq!(std::fs::metadata(&reserve).unwrap().len(), 64 * 1024);
}

#[test]
fn warnings_have_an_exit_of_their_own_where_it_is_asked_for() {
    let world = healthy();
    set(&world, "refresh_ttl = \"5m\"");
    assert_eq!(codes(&world), ["contradiction"]);
    world.run(&["doctor"]).ok();
    world.run(&["doctor", "--detailed-exitcode"]).exits(10);
    assert_eq!(world.run(&["doctor", "-q"]).ok().out(), "warning contradiction\n");
    set(&world, "passphrase_command = \"no-such-program --please\"");
    assert_eq!(codes(&world), ["contradiction", "no_passphrase_command"]);
    set(&world, "colour = \"blue\"");
    assert_eq!(codes(&world), ["settings"]);
    world.run(&["doctor", "--detailed-exitcode"]).exits(1);
}

#[test]
fn what_is_due_is_told_with_the_command_that_does_it() {
    let world = healthy();
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, settings.replace("\"EdDSA\"", "\"ES256\"")).unwrap();
    is_mended_by_its_command(&world, "no_active_key", "error", &[]);

    let world = healthy();
    set(&world, "max_key_age = \"15m\"");
    is_mended_by_its_command(&world, "key_old_soon", "note", &[]);

    let world = healthy();
    world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let kids = world.run(&["-q", "keys", "list"]).ok();
    world.run(&["keys", "revoke", &kids.line(1), "--reason", "drill"]).ok();
    is_mended_by_its_command(&world, "key_spent", "note", &[]);
}

#[test]
fn a_key_that_signs_for_too_long_is_told_until_the_next_one_is_on_its_way() {
    let world = Sandbox::new();
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{settings}max_key_age = \"30m\"\n")).unwrap();
    world.pass(3_600);
    let found = world.run(&["doctor", "--json", "--detailed-exitcode"]).json();
    let found = found["findings"].as_array().unwrap().iter().find(|found| found["code"] == "key_too_old").cloned();
    let found = found.expect("an old key");
    assert_eq!((&found["severity"], &found["kid"]), (&"warning".into(), &world.active_key().into()));
    let command: Vec<&str> = found["command"].as_str().unwrap().split(' ').skip(1).collect();
    world.run(&command).ok();
    let left = world.run(&["doctor", "--json"]).ok().json();
    assert!(left["findings"].as_array().unwrap().iter().all(|found| found["code"] != "key_too_old"), "{left}");
}

#[test]
fn a_row_that_is_not_what_was_written_is_found() {
    let world = healthy();
    let ledger = rusqlite::Connection::open(world.store()).unwrap();
    ledger.execute("UPDATE tokens SET expires_at = expires_at + 1", []).unwrap();
    drop(ledger);
    let found = findings(&world);
    let rotten = found.iter().find(|found| found["code"] == "ledger_rotten").unwrap_or_else(|| panic!("{found:?}"));
    assert!(rotten["what"].as_str().unwrap().ends_with("rows of tokens that are not what was written: 2"), "{rotten}");
}

#[test]
fn an_older_ledger_and_a_torn_memory_are_found() {
    let world = healthy();
    let old = std::fs::read(world.store()).unwrap();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    std::fs::write(world.store(), old).unwrap();
    is_mended_by_its_command(&world, "older_ledger", "error", &[]);
    let memory = world.home().join("generation");
    std::fs::write(&memory, "half").unwrap();
    is_mended_by_its_command(&world, "generation_torn", "note", &[]);
    std::fs::remove_file(&memory).unwrap();
    is_mended_by_its_command(&world, "missing", "note", &[]);
}

#[test]
fn a_home_that_was_found_and_not_trusted_is_looked_at_and_not_run() {
    let world = healthy();
    std::fs::rename(world.home(), world.folder().join(".mintage")).unwrap();
    world.set("MINTAGE_HOME", "");
    world.set("HOME", world.folder().to_str().unwrap());
    is_mended_by_its_command(&world, "untrusted", "error", &[]);
    world.run(&["token", "list"]).ok();
}

#[test]
fn commands_name_the_home_where_the_person_did() {
    let world = healthy();
    let home = world.folder().join("a home");
    std::fs::rename(world.home(), &home).unwrap();
    std::fs::remove_file(std::fs::read_dir(home.join("keys")).unwrap().next().unwrap().unwrap().path()).unwrap();
    let home = home.to_str().unwrap();
    let found = world.run(&["--home", home, "doctor", "--json"]).exits(1).json();
    let command = found["findings"][0]["command"].as_str().unwrap().to_owned();
    assert!(command.starts_with(&format!("mintage --home '{home}' keys rotate")), "{command}");
    type_in(&world, &command).ok();
    world.run(&["--home", home, "doctor"]).ok();
}
