//! `mintage doctor` beside an audit log, or a record of uses, that is not what was written.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;

use crate::doctor::{codes, findings, healthy, is_mended_by_its_command};
use crate::support::Real;

/// A home that has used tokens and a budget, and knows what was last used.
fn used() -> (Real, String) {
    let world = healthy();
    world.run(&["app", "update", "demo", "--rate", "100/h"]).ok();
    let token = world.token();
    for resource in ["/orders", "/invoices"] {
        world.run(&["token", "verify", &token, "--record", "--resource", resource]).ok();
    }
    world.run(&["token", "list", "--never-used"]).ok();
    assert_eq!(codes(&world), [""; 0]);
    (world, token)
}

/// The file of the one day.
fn day(world: &Real) -> PathBuf {
    let names = fs::read_dir(world.home().join("access")).unwrap().map(|entry| entry.unwrap().path());
    names.into_iter().find(|path| path.extension().is_some_and(|end| end == "db") && is_day(path)).unwrap()
}

fn is_day(path: &Path) -> bool {
    path.file_name().unwrap().to_str().unwrap().starts_with("20")
}

/// Runs a statement in a database, and moves all of it into its file.
fn change(path: &Path, sql: &str) {
    let db = Connection::open(path).unwrap();
    db.execute_batch(sql).unwrap();
    let _ = db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

/// Fills the pages behind the first one with what no page has.
fn ruin(path: &Path) {
    change(path, "SELECT 1");
    let mut bytes = fs::read(path).unwrap();
    assert!(bytes.len() > 4096, "{}", path.display());
    bytes[4096..].fill(0xa5);
    fs::write(path, bytes).unwrap();
}

/// The one finding of this code.
fn found(world: &Real, code: &str) -> Value {
    let all = findings(world);
    let mut of_code = all.iter().filter(|found| found["code"] == code);
    let found = of_code.next().unwrap_or_else(|| panic!("{code}: {all:?}")).clone();
    assert!(of_code.next().is_none(), "{all:?}");
    assert_eq!(found["severity"], "error");
    assert!(found["command"].is_string() || found["advice"].is_string(), "{found}");
    let text = world.run(&["doctor"]).exits(1).out();
    assert!(text.contains(found["what"].as_str().unwrap()), "{text}");
    found
}

#[test]
fn an_event_that_was_changed_is_found_and_named() {
    let world = healthy();
    change(&world.store(), "UPDATE changes SET reason = 'another' WHERE id = 2");
    let found = found(&world, "audit_log");
    assert!(
        found["what"].as_str().unwrap().ends_with("is not whole: event 2 was changed: its row is not what was written")
    );
    assert!(found["advice"].as_str().unwrap().starts_with("`mintage audit check` names each fault"), "{found}");
    assert_eq!(codes(&world).iter().filter(|code| *code == "ledger_rotten").count(), 1, "its checksum is wrong too");
}

#[test]
fn last_events_that_were_cut_off_and_a_tree_that_does_not_fit_are_found() {
    let world = healthy();
    let whole = fs::read(world.store()).unwrap();
    change(&world.store(), "DELETE FROM changes WHERE id >= 2");
    assert!(found(&world, "audit_log")["what"].as_str().unwrap().contains("the log was cut: events 2 to "));
    fs::write(world.store(), &whole).unwrap();
    assert_eq!(codes(&world), [""; 0]);
    change(&world.store(), "UPDATE tree SET hash = zeroblob(32) WHERE node = 1");
    assert!(found(&world, "audit_log")["what"].as_str().unwrap().contains("node 1 of the tree"));
    fs::write(world.store(), &whole).unwrap();
    change(&world.store(), "DELETE FROM changes WHERE id IN (1, 2)");
    assert!(found(&world, "audit_log")["what"].as_str().unwrap().ends_with("; all in all 2 faults"));
}

#[test]
fn a_day_of_uses_that_is_not_what_was_written_is_found() {
    let (world, token) = used();
    let day = day(&world);
    change(&day, "SELECT 1");
    let whole = fs::read(&day).unwrap();
    for (sql, why) in [
        ("UPDATE parts SET events = zeroblob(length(events)) WHERE id = 2", "part 2 does not match its checksum"),
        ("UPDATE parts SET sum = sum + 1 WHERE id = 1", "part 1 does not match its checksum"),
        ("UPDATE texts SET text = '/nothing' WHERE text = '/orders'", "a text is not the one that was written"),
        ("DROP TABLE parts", "its table parts is missing"),
    ] {
        change(&day, sql);
        let found = found(&world, "uses");
        let wanted = format!("the record of uses {} is damaged: {why}", fs::canonicalize(&day).unwrap().display());
        assert_eq!(found["what"], wanted, "{sql}");
        assert_eq!(codes(&world), ["uses"], "{sql}");
        fs::write(&day, &whole).unwrap();
    }
    ruin(&day);
    found(&world, "uses");
    fs::write(&day, &whole).unwrap();
    assert_eq!(codes(&world), [""; 0]);
    world.run(&["token", "verify", &token, "--record"]).ok();
}

#[test]
fn a_text_that_was_too_long_to_be_kept_whole_is_no_damage() {
    let (world, token) = used();
    let long = format!("/{}", "x".repeat(2_000));
    world.run(&["token", "verify", &token, "--record", "--resource", &long]).ok();
    assert_eq!(codes(&world), [""; 0]);
}

#[test]
fn budgets_that_are_damaged_are_found_and_begin_anew() {
    let (world, token) = used();
    let budgets = world.home().join("access/budgets.db");
    ruin(&budgets);
    assert_ne!(world.run(&["token", "verify", &token, "--record"]).exit, 0, "nobody knows what is left");
    is_mended_by_its_command(&world, "budgets", "error", &[]);
    assert!(!budgets.exists());
    world.run(&["token", "verify", &token, "--record"]).ok();
    fs::write(&budgets, "no database at all, but long enough to be looked at as one").unwrap();
    is_mended_by_its_command(&world, "budgets", "error", &[]);
}

#[test]
fn last_uses_that_are_damaged_are_found_and_read_anew() {
    let (world, _) = used();
    let file = world.home().join("access/last-use.db");
    let unused = |world: &Real| world.run(&["token", "list", "--never-used", "-q"]).ok().out();
    let before = unused(&world);
    ruin(&file);
    is_mended_by_its_command(&world, "last_uses", "error", &[]);
    assert!(!file.exists());
    assert_eq!(unused(&world), before);
    assert!(file.exists());
}

#[test]
fn files_of_uses_that_others_could_read_are_found_and_each_command_mends_one() {
    let (world, _) = used();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for path in [day(&world), world.home().join("access/budgets.db"), world.home().join("access/last-use.db")] {
        mode(&path, 0o644);
        is_mended_by_its_command(&world, "open_to_others", "error", &[]);
    }
    mode(&world.home().join("access"), 0o777);
    is_mended_by_its_command(&world, "open_to_others", "error", &[]);
    let away = world.folder().join("away");
    fs::rename(world.home().join("access"), &away).unwrap();
    assert_eq!(codes(&world), [""; 0], "a home that records nothing is well");
    symlink(&away, world.home().join("access")).unwrap();
    assert_eq!(codes(&world), ["link"]);
}

#[test]
fn the_key_of_the_log_is_looked_at_as_those_that_sign_tokens() {
    let world = healthy();
    world.run(&["audit", "checkpoint", "--out", "kept"]).ok();
    assert_eq!(codes(&world), [""; 0]);
    let folder = world.home().join("audit");
    fs::set_permissions(folder.join("log.pem"), fs::Permissions::from_mode(0o644)).unwrap();
    is_mended_by_its_command(&world, "open_to_others", "error", &[]);
    // No process has this number.
    let left = folder.join("log.pem.999999999.partial");
    fs::write(&left, "half a key").unwrap();
    fs::set_permissions(&left, fs::Permissions::from_mode(0o600)).unwrap();
    is_mended_by_its_command(&world, "leftover", "warning", &[]);
    assert!(!left.exists());
}
