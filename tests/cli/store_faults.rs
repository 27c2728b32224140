//! A store that is missing, foreign, newer, damaged, read-only or locked: its exit code, and not one byte is changed.
#![allow(clippy::print_stderr, reason = "a test that cannot run says so")]

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use crate::migration::downgrade;
use crate::support::{Answer, Real, Sandbox, settled};

/// The verbs that read, and those that write.
const READERS: [&[&str]; 3] = [&["token", "list"], &["app", "list"], &["keys", "list"]];
const WRITERS: [&[&str]; 4] = [
    &["token", "issue", "--app", "demo", "--user", "alice"],
    &["app", "register", "other", "--public"],
    &["app", "block", "demo", "--reason", "x"],
    &["config", "set", "access_ttl", "1h"],
];

/// Sees that every verb ends with this exit code, says so in JSON too, and leaves the file as it was. Gives what users
/// see of the last one.
#[track_caller]
fn faulty(world: &Sandbox, token: &str, exit: u8, code: &str) -> String {
    let before = std::fs::read(world.store()).unwrap();
    let verify: &[&str] = &["token", "verify", token];
    for verb in READERS.into_iter().chain(WRITERS).chain([verify]) {
        let answer = world.run(verb).exits(exit);
        assert!(answer.stdout.is_empty(), "{answer}");
        assert_eq!(answer.err().lines().count(), 2, "one line, one hint: {answer}");
        let answer = world.run(&[verb, &["--json"]].concat()).exits(exit);
        assert_eq!(answer.error_json()["error"]["code"], code, "{answer}");
        assert!(std::fs::read(world.store()).unwrap() == before, "{verb:?} changed the file");
    }
    for left in std::fs::read_dir(world.home()).unwrap().map(|entry| entry.unwrap().file_name()) {
        let known =
            ["config.toml", "generation", "keys", "mintage.db", "mintage.db-journal", "reserve"].map(Into::into);
        assert!(known.contains(&left), "{} was left beside the store", left.display());
    }
    settled(world, &world.run(verify))
}

#[test]
fn a_store_that_is_a_text_file_is_left_alone() {
    let world = Sandbox::new();
    let token = world.token();
    std::fs::write(world.store(), "milk\neggs\n".repeat(500)).unwrap();
    insta::assert_snapshot!(faulty(&world, &token, 7, "damaged"), @"
    ---- stderr
    error: the store /world/home/mintage.db is damaged: it is not a SQLite database
    hint: nothing was changed; restore a backup into another folder with `mintage restore FILE --home DIR`
    ---- exit 7
    ");
    // Shorter than any header.
    std::fs::write(world.store(), "milk\n").unwrap();
    faulty(&world, &token, 7, "damaged");
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let world = Sandbox::new();
    let token = world.token();
    std::fs::remove_file(world.store()).unwrap();
    let other = Connection::open(world.store()).unwrap();
    other.execute_batch("CREATE TABLE tokens (id); PRAGMA application_id = 42; PRAGMA user_version = 1").unwrap();
    drop(other);
    set_permissions(world.store(), Permissions::from_mode(0o600)).unwrap();
    insta::assert_snapshot!(faulty(&world, &token, 7, "foreign"), @"
    ---- stderr
    error: the store /world/home/mintage.db is a database, but not one of mintage
    hint: nothing was changed; check --home and MINTAGE_HOME
    ---- exit 7
    ");
}

#[test]
fn a_database_that_names_no_program_is_not_ours() {
    let world = Sandbox::new();
    let token = world.token();
    for version in [0, 1] {
        std::fs::remove_file(world.store()).unwrap();
        let other = Connection::open(world.store()).unwrap();
        other.execute_batch(&format!("CREATE TABLE recipes (id); PRAGMA user_version = {version}")).unwrap();
        drop(other);
        set_permissions(world.store(), Permissions::from_mode(0o600)).unwrap();
        let seen = faulty(&world, &token, 7, "foreign");
        assert!(seen.contains("not one of mintage"), "{seen}");
    }
}

#[test]
fn making_a_home_takes_over_no_file_that_is_there() {
    for foreign in [true, false] {
        let world = Sandbox::empty();
        std::fs::create_dir(world.home()).unwrap();
        set_permissions(world.home(), Permissions::from_mode(0o700)).unwrap();
        if foreign {
            Connection::open(world.store()).unwrap().execute_batch("CREATE TABLE recipes (id)").unwrap();
        } else {
            std::fs::write(world.store(), "milk\neggs\n").unwrap();
        }
        set_permissions(world.store(), Permissions::from_mode(0o600)).unwrap();
        let before = std::fs::read(world.store()).unwrap();
        world.run(&["init", "--alg", "EdDSA", "--no-passphrase"]).exits(7);
        world.run(&["token", "issue", "--dev", "--app", "demo"]).exits(7);
        assert!(std::fs::read(world.store()).unwrap() == before, "the file was changed");
        assert!(!world.home().join("config.toml").exists(), "half a home");
    }
}

#[test]
fn a_store_of_a_newer_mintage_is_left_alone() {
    let world = Sandbox::new();
    let token = world.token();
    Connection::open(world.store()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    insta::assert_snapshot!(faulty(&world, &token, 7, "newer"), @"
    ---- stderr
    error: the store /world/home/mintage.db was written by a newer mintage (schema 99, this one knows 12)
    hint: nothing was changed; use the newer mintage
    ---- exit 7
    ");
}

#[test]
fn a_store_with_a_view_a_trigger_or_a_virtual_table_is_left_alone() {
    let virtual_table = "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES
        ('table', 'spare', 'spare', 0, 'CREATE VIRTUAL TABLE spare USING fts5(text)');";
    let trigger = "CREATE TRIGGER spare AFTER INSERT ON tokens BEGIN DELETE FROM tokens; END";
    for strange in ["CREATE VIEW spare AS SELECT 1", trigger, virtual_table] {
        let world = Sandbox::new();
        let token = world.token();
        Connection::open(world.store()).unwrap().execute_batch(strange).unwrap();
        let seen = faulty(&world, &token, 7, "damaged");
        assert!(seen.contains("is damaged: its spare is neither a table nor an index"), "{seen}");
    }
}

#[test]
fn an_empty_store_is_not_filled_again() {
    let world = Sandbox::new();
    let token = world.token();
    std::fs::write(world.store(), "").unwrap();
    insta::assert_snapshot!(faulty(&world, &token, 7, "damaged"), @"
    ---- stderr
    error: the store /world/home/mintage.db is damaged: it is empty or was never set up
    hint: nothing was changed; restore a backup into another folder with `mintage restore FILE --home DIR`
    ---- exit 7
    ");
}

#[test]
fn a_truncated_store_is_left_alone() {
    let world = Sandbox::new();
    let token = world.token();
    let whole = std::fs::read(world.store()).unwrap();
    std::fs::write(world.store(), &whole[..whole.len() / 2 + 100]).unwrap();
    insta::assert_snapshot!(faulty(&world, &token, 7, "damaged"), @"
    ---- stderr
    error: the store /world/home/mintage.db is damaged: database disk image is malformed
    hint: nothing was changed; restore a backup into another folder with `mintage restore FILE --home DIR`
    ---- exit 7
    ");
}

#[test]
fn a_store_with_a_broken_page_is_left_alone() {
    let world = Sandbox::new();
    let token = world.token();
    let mut bytes = std::fs::read(world.store()).unwrap();
    // Everything but the first page, which has the header and the schema.
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    bytes[page..].fill(0xA5);
    std::fs::write(world.store(), &bytes).unwrap();
    insta::assert_snapshot!(faulty(&world, &token, 7, "damaged"), @"
    ---- stderr
    error: the store /world/home/mintage.db is damaged: database disk image is malformed
    hint: nothing was changed; restore a backup into another folder with `mintage restore FILE --home DIR`
    ---- exit 7
    ");
}

#[test]
fn a_row_that_mintage_never_writes_is_damage_and_not_a_panic() {
    let world = Sandbox::new();
    let token = world.token();
    Connection::open(world.store()).unwrap().execute("UPDATE apps SET client_id = 'x', scopes = '\"'", []).unwrap();
    for verb in [&["token", "verify", &token][..], &["app", "list"], WRITERS[0]] {
        let answer = world.run(verb).exits(7);
        assert!(answer.err().starts_with("error: the store "), "{answer}");
    }
}

#[test]
fn a_missing_store_is_never_made_anew() {
    let world = Sandbox::new();
    let token = world.token();
    std::fs::remove_file(world.store()).unwrap();
    for verb in READERS.into_iter().chain(WRITERS).chain([&["token", "verify", &token][..]]) {
        world.run(verb).exits(3);
        assert!(!world.store().exists(), "{verb:?} made a store");
    }
    insta::assert_snapshot!(settled(&world, &world.run(WRITERS[0])), @"
    ---- stderr
    error: the store /world/home/mintage.db does not exist
    hint: restore a backup into another folder with `mintage restore FILE --home DIR`; mintage never makes a new ledger over a lost one
    ---- exit 3
    ");
    // Not even for development: an empty ledger would forget every revocation.
    world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).exits(3);
    assert!(!world.store().exists());
}

#[test]
fn a_layout_that_is_not_whole_is_damage_and_told_without_sql() {
    let world = Sandbox::new();
    let token = world.token();
    let whole = std::fs::read(world.store()).unwrap();
    let parts: Vec<(String, String)> = {
        let ledger = Connection::open(world.store()).unwrap();
        let mut parts =
            ledger.prepare("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 2").unwrap();
        let parts = parts.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        parts.map(Result::unwrap).collect()
    };
    assert!(parts.len() > 15);
    let harm = |sql: &str| {
        std::fs::write(world.store(), &whole).unwrap();
        let ledger = Connection::open(world.store()).unwrap();
        let harmless = "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON;";
        ledger.execute_batch(&format!("{harmless} {sql}")).unwrap();
    };
    let is_told = |what: &str, verb: &[&str]| {
        let answer = world.run(verb).exits(7);
        assert!(answer.stdout.is_empty(), "{what}: {answer}");
        assert!(answer.err().starts_with("error: the store "), "{what}: {answer}");
        for word in ["SELECT", "INSERT", "sqlite_", "CREATE", "syntax"] {
            assert!(!answer.err().contains(word), "{what}: {answer}");
        }
    };
    for (kind, name) in &parts {
        harm(&format!("DROP {kind} {name}"));
        is_told(name, WRITERS[0]);
        // Who reads a table needs it; an index is only a shorter way.
        if name == "tokens" || name == "keys" {
            is_told(name, &["token", "verify", &token]);
        }
    }
    harm("ALTER TABLE grants DROP COLUMN device");
    is_told("a column", WRITERS[0]);
    is_told("a column", &["token", "verify", &token]);
    harm("UPDATE sqlite_schema SET sql = 'CREAT TABLE apps (id)' WHERE name = 'apps'");
    is_told("a definition", WRITERS[0]);
    is_told("a definition", &["app", "list"]);
    // A format of the file that no SQLite has.
    let mut bytes = whole.clone();
    bytes[47] = 9;
    std::fs::write(world.store(), &bytes).unwrap();
    is_told("a format", WRITERS[0]);
    is_told("a format", &["token", "verify", &token]);
}

/// A world that belongs to a user without privileges, who runs the commands.
struct Plain {
    world: Real,
    /// Whether a user without privileges runs everything already.
    already: bool,
    program: PathBuf,
}

/// The user that owns nothing.
const NOBODY: u32 = 65534;

impl Plain {
    /// None where root cannot become someone else.
    fn new(world: Real) -> Option<Self> {
        let program = PathBuf::from(world.binary(&[]).get_program());
        if chown(world.file("probe", ""), Some(NOBODY), Some(NOBODY)).is_err() {
            return Some(Self { world, already: true, program });
        }
        let able = Command::new("setpriv").args(Self::BECOME).arg("true").stderr(Stdio::null()).status();
        if !able.is_ok_and(|status| status.success()) {
            eprintln!("SKIPPED: setpriv is not here, or may not change the user");
            return None;
        }
        // Where the program was built need not be open to others.
        let copy = world.folder().join("mintage");
        std::fs::hard_link(&program, &copy).or_else(|_| std::fs::copy(&program, &copy).map(|_| ())).unwrap();
        give(&world.home());
        chown(world.folder(), Some(NOBODY), Some(NOBODY)).unwrap();
        Some(Self { world, already: false, program: copy })
    }

    const BECOME: [&str; 3] = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    fn run(&self, args: &[&str]) -> Answer {
        let mut command = if self.already {
            Command::new(&self.program)
        } else {
            let mut command = Command::new("setpriv");
            command.args(Self::BECOME).arg(&self.program);
            command
        };
        command.args(args).env_clear().env("MINTAGE_HOME", self.world.home()).env("PATH", "/usr/bin:/bin");
        command.current_dir(self.world.folder()).stdin(Stdio::null());
        Answer::of(command.output().unwrap())
    }

    /// Lets nobody write, or the owner again.
    fn set_writable(&self, writable: bool) {
        let (folder, file) = if writable { (0o700, 0o600) } else { (0o500, 0o400) };
        for path in [self.world.store(), self.world.home().join("config.toml")] {
            set_permissions(path, Permissions::from_mode(file)).unwrap();
        }
        for path in [self.world.home().join("keys"), self.world.home()] {
            set_permissions(path, Permissions::from_mode(folder)).unwrap();
        }
    }
}

impl Drop for Plain {
    /// So that the folder can be removed.
    fn drop(&mut self) {
        self.set_writable(true);
    }
}

/// Gives a folder and all below it to the user that owns nothing.
fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    for entry in std::fs::read_dir(path).into_iter().flatten() {
        give(&entry.unwrap().path());
    }
}

/// A world in the machine's own time, with a token: the real program judges by the real clock.
fn real() -> (Real, String) {
    let world = Real::new();
    let token = world.issue(&["--ttl", "1h"]);
    (world, token)
}

#[test]
fn a_read_only_home_verifies_and_does_not_issue() {
    let (world, token) = real();
    let Some(home) = Plain::new(world) else { return };
    home.set_writable(false);
    let before = std::fs::read(home.world.store()).unwrap();
    home.run(&["token", "verify", &token]).ok();
    for verb in READERS {
        home.run(verb).ok();
    }
    for verb in WRITERS {
        let answer = home.run(verb).exits(5);
        assert!(answer.stdout.is_empty(), "{answer}");
    }
    home.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).exits(5);
    insta::assert_snapshot!(settled(&home.world, &home.run(WRITERS[0])), @"
    ---- stderr
    error: the store /world/home/mintage.db cannot be written: it or its folder is read-only
    hint: check who owns the file and its folder, and whether the disk is mounted read-only
    ---- exit 5
    ");
    assert!(std::fs::read(home.world.store()).unwrap() == before);
    home.set_writable(true);
    home.run(WRITERS[0]).ok();
}

#[test]
fn a_read_only_folder_with_a_writable_store_does_not_issue_either() {
    let (world, token) = real();
    let Some(home) = Plain::new(world) else { return };
    // A rollback journal is a file of its own. Whether there is one already must make no difference.
    set_permissions(home.world.home(), Permissions::from_mode(0o500)).unwrap();
    let before = std::fs::read(home.world.store()).unwrap();
    home.run(WRITERS[0]).exits(5);
    home.run(&["token", "verify", &token]).ok();
    assert!(std::fs::read(home.world.store()).unwrap() == before);
}

#[test]
fn an_older_ledger_that_cannot_be_upgraded_answers_nothing() {
    let (world, token) = real();
    downgrade(&world);
    let Some(home) = Plain::new(world) else { return };
    home.set_writable(false);
    let before = std::fs::read(home.world.store()).unwrap();
    insta::assert_snapshot!(settled(&home.world, &home.run(&["token", "verify", &token])), @"
    ---- stderr
    error: the store /world/home/mintage.db is of an older mintage (schema 2, this one uses 12), and cannot be upgraded where it is read-only
    hint: nothing was changed; give any command once where the home can be written to, as its owner, and it is upgraded
    ---- exit 7
    ");
    home.run(READERS[0]).exits(7);
    home.run(WRITERS[0]).exits(5);
    assert!(std::fs::read(home.world.store()).unwrap() == before);
    home.set_writable(true);
    let answer = home.run(&["token", "verify", &token]).ok();
    assert!(answer.err().contains("has been upgraded"), "{answer}");
}

#[test]
fn a_folder_without_rights_to_write_gets_no_home() {
    let (world, _) = real();
    let Some(home) = Plain::new(world) else { return };
    home.set_writable(false);
    let inner = home.world.home().join("inner").display().to_string();
    let answer = home.run(&["--home", &inner, "init", "--alg", "EdDSA", "--no-passphrase"]).exits(5);
    assert_eq!(answer.err().lines().count(), 2, "{answer}");
    home.run(&["--home", &inner, "token", "issue", "--dev", "--app", "demo"]).exits(5);
    assert!(!Path::new(&inner).exists());
}

#[test]
fn a_locked_store_is_waited_for_and_then_named() {
    let world = Sandbox::new();
    let token = world.token();
    let holder = Connection::open(world.store()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let before = std::fs::read(world.store()).unwrap();
    // A writer at work disturbs no reader.
    assert_eq!(world.verdict(&token), 0);
    insta::assert_snapshot!(settled(&world, &world.run(WRITERS[0]).exits(6)), @"
    ---- stderr
    error: the store /world/home/mintage.db is locked by another process
    hint: run the command again
    ---- exit 6
    ");
    assert!(std::fs::read(world.store()).unwrap() == before);
    holder.execute_batch("ROLLBACK").unwrap();
    world.run(WRITERS[0]).ok();
}

/// What a writer leaves that is killed in the middle of a large transaction: pages of the store are overwritten already,
/// and a journal says what they were.
fn kill_a_writer(store: &Path) {
    let copy = store.with_extension("copy");
    let journal = PathBuf::from(format!("{}-journal", store.display()));
    let writer = Connection::open(store).unwrap();
    // With a cache of few pages, pages go to the file before the commit.
    writer.execute_batch("PRAGMA cache_size = 5; PRAGMA cache_spill = 1; BEGIN IMMEDIATE").unwrap();
    writer.execute("UPDATE apps SET name = 'half-written'", []).unwrap();
    writer.execute_batch("CREATE TABLE filler (text) STRICT").unwrap_err();
    writer.execute_batch("CREATE TABLE filler (text TEXT) STRICT").unwrap();
    for _ in 0..200 {
        writer.execute("INSERT INTO filler VALUES (?1)", ["x".repeat(3000)]).unwrap();
    }
    std::fs::copy(store, &copy).unwrap();
    let saved = std::fs::read(&journal).unwrap();
    drop(writer);
    std::fs::rename(&copy, store).unwrap();
    std::fs::write(&journal, saved).unwrap();
    for path in [store, &journal] {
        set_permissions(path, Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn what_a_killed_writer_left_is_undone_by_whoever_comes_next() {
    for verb in [&["token", "verify"][..], &["app", "show", "demo"], WRITERS[0]] {
        let world = Sandbox::new();
        let token = world.token();
        kill_a_writer(&world.store());
        assert!(std::fs::metadata(world.store()).unwrap().len() > 100_000, "nothing was half written");
        world.run_with(verb, &token).ok();
        assert_eq!(world.verdict(&token), 0);
        assert_eq!(world.run(&["app", "list", "--json"]).ok().json()["apps"][0]["name"], "demo");
        world.is_sound();
        let store = Connection::open(world.store()).unwrap();
        let filler: u32 =
            store.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'filler'", [], |row| row.get(0)).unwrap();
        assert_eq!(filler, 0);
    }
}

#[test]
fn what_a_killed_writer_left_in_a_read_only_home_is_never_taken_for_the_truth() {
    let (world, token) = real();
    kill_a_writer(&world.store());
    let Some(home) = Plain::new(world) else { return };
    home.set_writable(false);
    let before = std::fs::read(home.world.store()).unwrap();
    // Without the right to undo it nobody knows what is true: no verdict.
    let answer = home.run(&["token", "verify", &token]).exits(5);
    assert!(answer.stdout.is_empty(), "{answer}");
    assert_eq!(answer.err().lines().count(), 2, "{answer}");
    assert!(std::fs::read(home.world.store()).unwrap() == before);
    home.set_writable(true);
    home.run(&["token", "verify", &token]).ok();
}
