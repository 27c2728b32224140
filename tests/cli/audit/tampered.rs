//! Whoever can write the ledger changes the log, and is found out.

use std::fs;

use rusqlite::Connection;
use rusqlite::types::{Value as Sql, ValueRef};

use crate::support::Sandbox;

/// How many times the log is changed. `AUDIT_TAMPERS` says otherwise.
const TAMPERS: u64 = 600;

/// Numbers that look like chance, and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

const COLUMNS: [&str; 13] =
    ["id", "at", "deed", "kind", "about", "members", "by", "reason", "facts", "door", "outcome", "before", "after"];

/// A value with one bit of it turned, or something where there was nothing.
fn turned(value: Sql, chance: &mut Chance) -> Sql {
    match value {
        Sql::Null => Sql::Text("x".to_owned()),
        Sql::Integer(number) => Sql::Integer(number ^ (1 << chance.below(20))),
        Sql::Text(text) if text.is_empty() => Sql::Null,
        Sql::Text(text) => {
            let mut bytes = text.into_bytes();
            let at = usize::try_from(chance.below(bytes.len() as u64)).unwrap();
            bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
            Sql::Text(String::from_utf8_lossy(&bytes).into_owned())
        }
        Sql::Blob(mut bytes) => {
            let at = usize::try_from(chance.below(bytes.len() as u64)).unwrap();
            bytes[at] ^= 1;
            Sql::Blob(bytes)
        }
        Sql::Real(_) => Sql::Null,
    }
}

/// Changes the log in some way, as somebody does who knows how checksums are made; says what was done, and whether anything was.
fn tamper(db: &Connection, events: u64, chance: &mut Chance) -> Option<String> {
    let id = 1 + i64::try_from(chance.below(events)).unwrap();
    let other = 1 + i64::try_from(chance.below(events)).unwrap();
    let did = match chance.below(8) {
        0..=2 => {
            let column = COLUMNS[usize::try_from(chance.below(12)).unwrap() + 1];
            let value: Sql =
                db.query_row(&format!("SELECT {column} FROM changes WHERE id = {id}"), [], |row| row.get(0)).unwrap();
            let new = turned(value.clone(), chance);
            if new == value {
                return None;
            }
            db.execute(&format!("UPDATE changes SET {column} = ?1 WHERE id = {id}"), [&new]).ok()?;
            format!("{column} of {id}: {value:?} became {new:?}")
        }
        3 => {
            db.execute("DELETE FROM changes WHERE id = ?1", [id]).unwrap();
            format!("{id} was removed")
        }
        4 => {
            db.execute("DELETE FROM changes WHERE id >= ?1", [id]).unwrap();
            format!("from {id} on all were cut")
        }
        5 if id != other => {
            let far = 1_000_000_000;
            for (from, to) in [(id, far), (other, id), (far, other)] {
                db.execute("UPDATE changes SET id = ?2 WHERE id = ?1", [from, to]).unwrap();
            }
            format!("{id} and {other} changed places")
        }
        6 => {
            let columns = COLUMNS[1..].join(", ");
            let sql = format!("INSERT INTO changes (id, {columns}) SELECT ?2, {columns} FROM changes WHERE id = ?1");
            db.execute(&sql, [id, i64::try_from(events).unwrap() + 1 + other]).unwrap();
            format!("{id} was copied to the end")
        }
        7 => {
            let node = i64::try_from(chance.below(2 * events - 1)).unwrap();
            let sql = "UPDATE tree SET hash = zeroblob(32) WHERE node = ?1";
            if db.execute(sql, [node]).unwrap() == 0 {
                return None;
            }
            format!("node {node} of the tree was changed")
        }
        _ => return None,
    };
    Some(did)
}

/// Makes the checksums of the rows right again, as whoever knows the source can.
fn reseal(db: &Connection) {
    let mut rows = db.prepare(&format!("SELECT {} FROM changes", COLUMNS.join(", "))).unwrap();
    let mut sums = Vec::new();
    let mut rows = rows.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let mut bytes = Vec::new();
        for (place, column) in (0_u8..).zip(0..COLUMNS.len()) {
            match row.get_ref(column).unwrap() {
                ValueRef::Integer(number) => {
                    bytes.extend([place, b'i']);
                    bytes.extend(number.to_le_bytes());
                }
                ValueRef::Text(text) => {
                    bytes.extend([place, b't']);
                    bytes.extend((text.len() as u64).to_le_bytes());
                    bytes.extend(text);
                }
                ValueRef::Blob(blob) => {
                    bytes.extend([place, b'b']);
                    bytes.extend((blob.len() as u64).to_le_bytes());
                    bytes.extend(blob);
                }
                ValueRef::Null | ValueRef::Real(_) => {}
            }
        }
        sums.push((row.get::<_, i64>(0).unwrap(), i64::from(crc32fast::hash(&bytes))));
    }
    for (id, sum) in sums {
        db.execute("UPDATE changes SET checksum = ?2 WHERE id = ?1", [id, sum]).unwrap();
    }
}

fn busy() -> (Sandbox, u64) {
    let world = Sandbox::new();
    for number in 0..12 {
        world.run(&["app", "register", &format!("app-{number}"), "--by", "carol", "--reason", "new"]).ok();
        world.run(&["token", "issue", "--app", "demo", "--user", &format!("user-{number}")]).ok();
        world.run(&["user", "block", &format!("user-{number}"), "--reason", "gone"]).ok();
    }
    let events = world.run(&["audit", "log", "-q"]).ok().out().lines().count() as u64;
    (world, events)
}

#[test]
fn every_change_of_the_log_by_whoever_can_write_the_ledger_is_found_and_named() {
    let (world, events) = busy();
    let whole = fs::read(world.store()).unwrap();
    world.run(&["audit", "check"]).ok();
    let (mut chance, mut done) = (Chance(20), 0);
    let most = std::env::var("AUDIT_TAMPERS").map_or(TAMPERS, |count| count.parse().unwrap());
    while done < most {
        fs::write(world.store(), &whole).unwrap();
        let db = Connection::open(world.store()).unwrap();
        db.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF").unwrap();
        let Some(did) = tamper(&db, events, &mut chance) else { continue };
        // Every other time whoever did it knows how rows are kept.
        if done % 2 == 0 {
            reseal(&db);
        }
        drop(db);
        let answer = world.run(&["audit", "check", "--json"]).exits(7);
        let found = answer.json();
        assert!(found["count"].as_u64().unwrap() > 0, "{did}: {found}");
        done += 1;
    }
    fs::write(world.store(), &whole).unwrap();
    world.run(&["audit", "check"]).ok();
}

/// The faults that are found after these statements, each by its word and its event.
fn faults(world: &Sandbox, sql: &str) -> Vec<(String, Option<i64>)> {
    let whole = fs::read(world.store()).unwrap();
    let db = Connection::open(world.store()).unwrap();
    db.execute_batch(sql).unwrap();
    reseal(&db);
    drop(db);
    let found = world.run(&["audit", "check", "--json"]).exits(7).json();
    fs::write(world.store(), &whole).unwrap();
    let faults = found["faults"].as_array().unwrap();
    faults.iter().map(|fault| (fault["fault"].as_str().unwrap().to_owned(), fault["event"].as_i64())).collect()
}

#[test]
fn what_was_done_to_the_log_is_said_with_the_events_that_it_was_done_to() {
    let (world, events) = busy();
    let last = i64::try_from(events).unwrap();
    let said = |word: &str, event: i64| (word.to_owned(), Some(event));
    assert_eq!(faults(&world, "UPDATE changes SET reason = 'old' WHERE id = 5"), [said("changed", 5)]);
    assert_eq!(faults(&world, "DELETE FROM changes WHERE id IN (4, 9)"), [said("removed", 4), said("removed", 9)]);
    assert_eq!(faults(&world, "DELETE FROM changes WHERE id > 7"), [said("truncated", 8)]);
    let swap = "UPDATE changes SET id = 1000 WHERE id = 3; UPDATE changes SET id = 3 WHERE id = 8;
                UPDATE changes SET id = 8 WHERE id = 1000";
    assert_eq!(faults(&world, swap), [said("moved", 3), said("moved", 8)]);
    let add = format!("UPDATE changes SET id = {} WHERE id = 6", last + 5);
    assert_eq!(faults(&world, &add), [said("removed", 6), said("inserted", last + 5)]);
    assert_eq!(faults(&world, "UPDATE tree SET hash = zeroblob(32) WHERE node = 4")[0], ("node".to_owned(), None));
    assert_eq!(faults(&world, "DELETE FROM tree WHERE node = 3")[0], ("node".to_owned(), None));
}

#[test]
fn a_log_that_was_cut_or_written_anew_with_its_tree_is_found_by_a_checkpoint_that_was_kept_elsewhere() {
    let (world, events) = busy();
    let file = world.folder().join("kept").display().to_string();
    world.run(&["audit", "checkpoint", "--out", &file]).ok();
    world.run(&["audit", "check", "--since", &file]).ok();
    // A copy from before is put back, and other things are done: rows, tree and sizes all fit.
    let whole = fs::read(world.store()).unwrap();
    let old = Sandbox::new();
    fs::copy(old.store(), world.store()).unwrap();
    let cut = world.run(&["audit", "check", "--since", &file, "--json"]).exits(7).json();
    assert_eq!(cut["faults"][0]["fault"], "truncated");
    for number in 0..events {
        old.run(&["app", "register", &format!("other-{number}")]).ok();
    }
    fs::copy(old.store(), world.store()).unwrap();
    world.run(&["audit", "check"]).ok();
    let anew = world.run(&["audit", "check", "--since", &file, "--json"]).exits(7).json();
    assert_eq!((&anew["count"], &anew["faults"][0]["fault"]), (&1.into(), &"rewritten".into()));
    fs::write(world.store(), whole).unwrap();
    world.run(&["audit", "check", "--since", &file]).ok();
}
