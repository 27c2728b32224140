//! Whoever can write the ledger changes the log, and is found out.

use std::collections::HashMap;
use std::fs;

use mintage::core::audit::LogReport;
use mintage::core::audit::tree::{grown, leaf};
use mintage::store::Store as _;
use mintage::store::sqlite::SqliteStore;
use rusqlite::Connection;
use rusqlite::types::{Value as Sql, ValueRef};

use crate::support::Sandbox;

/// How often the log is changed in all. `AUDIT_TAMPERS` says otherwise.
const TAMPERS: u64 = 5_000;

/// Numbers that look like chance, and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    /// An event of so many.
    fn event(&mut self, events: u64) -> i64 {
        1 + i64::try_from(self.below(events)).unwrap()
    }
}

const COLUMNS: [&str; 13] =
    ["id", "at", "deed", "kind", "about", "members", "by", "reason", "facts", "door", "outcome", "before", "after"];
const META: [&str; 8] = ["id", "home", "generation", "newest", "ahead_from", "ahead_until", "events", "pruned"];

/// The ways in which the log is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A bit of this column is turned.
    Flip(&'static str),
    /// An event is removed.
    Remove,
    /// The last events are removed.
    Cut,
    /// Two events change places.
    Swap,
    /// Several events move on by one place, and the last of them comes first.
    Rotate,
    /// An event is copied behind the last one.
    Append,
    /// An event is copied between others, which move on.
    Insert,
    /// A bit of a node of the tree is turned.
    FlipNode,
    /// A node is removed.
    RemoveNode,
    /// A node is added.
    AddNode,
    /// The size of the log is another, with its checksum.
    Resize,
    /// More events are said to be pruned than are, with the checksum.
    Prune,
    /// The last events are cut off, and the tree and the size with them: only a checkpoint tells.
    CutAll,
    /// An event is another, and all of the tree is made anew: only a checkpoint tells.
    Rewrite,
}

const WAYS: [Way; 25] = [
    Way::Flip("at"),
    Way::Flip("deed"),
    Way::Flip("kind"),
    Way::Flip("about"),
    Way::Flip("members"),
    Way::Flip("by"),
    Way::Flip("reason"),
    Way::Flip("facts"),
    Way::Flip("door"),
    Way::Flip("outcome"),
    Way::Flip("before"),
    Way::Flip("after"),
    Way::Flip("checksum"),
    Way::Remove,
    Way::Cut,
    Way::Swap,
    Way::Rotate,
    Way::Append,
    Way::Insert,
    Way::FlipNode,
    Way::RemoveNode,
    Way::AddNode,
    Way::Resize,
    Way::Prune,
    Way::CutAll,
];

/// What must be said of a change: of these events, or of the tree.
#[derive(Debug)]
enum Said {
    /// One of these faults, each by its word and its event.
    Of(Vec<(&'static str, i64)>),
    /// A fault of any event of this one or of a later one, or of a node.
    From(i64),
}

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
            bytes[at] ^= 1 << chance.below(8);
            Sql::Blob(bytes)
        }
        Sql::Real(_) => Sql::Null,
    }
}

/// Turns a bit of a value where a row has this id.
fn flip(db: &Connection, (table, column, key): (&str, &str, &str), id: i64, chance: &mut Chance) {
    let of = format!("FROM {table} WHERE {key} = {id}");
    let value: Sql = db.query_row(&format!("SELECT {column} {of}"), [], |row| row.get(0)).unwrap();
    let mut new = turned(value.clone(), chance);
    while new == value {
        new = turned(value.clone(), chance);
    }
    // A column that takes no such value takes another.
    let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {key} = {id}");
    db.execute(&sql, [&new]).unwrap_or_else(|_| db.execute(&sql, [&Sql::Blob(vec![1])]).unwrap());
}

/// Gives these events the numbers beside them, all at once.
fn renumber(db: &Connection, moves: &[(i64, i64)]) {
    let far = 1_000_000_000;
    for (from, _) in moves {
        db.execute("UPDATE changes SET id = ?2 WHERE id = ?1", [*from, from + far]).unwrap();
    }
    for (from, to) in moves {
        db.execute("UPDATE changes SET id = ?2 WHERE id = ?1", [from + far, *to]).unwrap();
    }
}

fn copy_row(db: &Connection, from: i64, to: i64) {
    let columns = COLUMNS[1..].join(", ");
    let sql = format!(
        "INSERT INTO changes (id, {columns}, checksum) SELECT ?2, {columns}, checksum FROM changes WHERE id = ?1"
    );
    db.execute(&sql, [from, to]).unwrap();
}

fn run(db: &Connection, sql: &str, value: i64) {
    db.execute(sql, [value]).unwrap();
}

/// Changes the log in one way; says what must be found.
fn tamper(db: &Connection, way: Way, events: u64, chance: &mut Chance) -> Said {
    let last = i64::try_from(events).unwrap();
    let id = chance.event(events);
    let removed = |id: i64| if id == last { vec![("truncated", id)] } else { vec![("removed", id)] };
    match way {
        Way::Flip(column) => {
            flip(db, ("changes", column, "id"), id, chance);
            Said::Of(vec![("changed", id)])
        }
        Way::Remove => {
            run(db, "DELETE FROM changes WHERE id = ?1", id);
            Said::Of(removed(id))
        }
        Way::Cut | Way::CutAll => {
            run(db, "DELETE FROM changes WHERE id >= ?1", id);
            Said::Of(vec![("truncated", id)])
        }
        Way::Swap => {
            let other = (id + chance.event(events - 1) - 1) % last + 1;
            renumber(db, &[(id, other), (other, id)]);
            Said::Of(vec![("moved", id), ("moved", other)])
        }
        Way::Rotate => {
            let first = chance.event(events - 3);
            renumber(db, &[(first, first + 1), (first + 1, first + 2), (first + 2, first)]);
            Said::Of((first..first + 3).map(|id| ("moved", id)).collect())
        }
        Way::Append => {
            copy_row(db, id, last + chance.event(events));
            Said::From(last + 1)
        }
        Way::Insert => {
            renumber(db, &(id..=last).rev().map(|id| (id, id + 1)).collect::<Vec<_>>());
            copy_row(db, if id == 1 { 2 } else { 1 }, id);
            Said::From(id)
        }
        Way::FlipNode | Way::RemoveNode => {
            let count: i64 = db.query_row("SELECT count(*) FROM tree", [], |row| row.get(0)).unwrap();
            let place = chance.event(count.unsigned_abs()) - 1;
            let sql = "SELECT node FROM tree ORDER BY node LIMIT 1 OFFSET ?1";
            let node: i64 = db.query_row(sql, [place], |row| row.get(0)).unwrap();
            if way == Way::FlipNode {
                flip(db, ("tree", "hash", "node"), node, chance);
            } else {
                run(db, "DELETE FROM tree WHERE node = ?1", node);
            }
            Said::From(1)
        }
        Way::AddNode => {
            run(db, "INSERT INTO tree (node, hash) VALUES (?1, zeroblob(32))", 2 * (last + chance.event(events)));
            Said::From(i64::MAX)
        }
        Way::Resize => {
            let size = if chance.below(2) == 0 { last - chance.event(events - 1) } else { last + chance.event(events) };
            run(db, "UPDATE meta SET events = ?1", size);
            Said::Of(vec![if size > last { ("truncated", last + 1) } else { ("inserted", size + 1) }])
        }
        Way::Prune => {
            let pruned = chance.event(events);
            run(db, "UPDATE meta SET pruned = ?1", pruned);
            Said::Of((1..=pruned).map(|id| ("inserted", id)).collect())
        }
        Way::Rewrite => {
            run(db, "UPDATE changes SET reason = 'another' WHERE id = ?1", id);
            Said::Of(Vec::new())
        }
    }
}

/// Makes the checksums of the rows right again, as whoever knows the source can.
fn reseal(db: &Connection) {
    for (table, columns) in [("changes", &COLUMNS[..]), ("meta", &META[..])] {
        let mut rows = db.prepare(&format!("SELECT {} FROM {table}", columns.join(", "))).unwrap();
        let mut sums = Vec::new();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let mut bytes = Vec::new();
            for (place, column) in (0_u8..).zip(0..columns.len()) {
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
        let mut set =
            db.prepare(&format!("UPDATE {table} SET checksum = ?2 WHERE id = ?1 AND checksum <> ?2")).unwrap();
        for (id, sum) in sums {
            set.execute([id, sum]).unwrap();
        }
    }
}

/// Makes the tree and the size those of the rows that there are.
fn regrow(db: &Connection, store: &SqliteStore) {
    let size: i64 = db.query_row("SELECT count(*) FROM changes", [], |row| row.get(0)).unwrap();
    run(db, "UPDATE meta SET events = ?1", size);
    reseal(db);
    let mut nodes = HashMap::new();
    let read = store.read().unwrap();
    for index in 0..size.unsigned_abs() {
        let event = read.event(index + 1).unwrap().unwrap();
        let mut node = |node: u64| Ok::<_, std::convert::Infallible>(nodes[&node]);
        let whole = grown(index, leaf(&event.text()), &mut node).unwrap();
        nodes.extend(whole);
    }
    drop(read);
    db.execute("DELETE FROM tree", []).unwrap();
    for (node, hash) in nodes {
        let node = i64::try_from(node).unwrap();
        db.execute("INSERT INTO tree (node, hash) VALUES (?1, ?2)", rusqlite::params![node, &hash[..]]).unwrap();
    }
}

fn busy() -> (Sandbox, u64) {
    let world = Sandbox::new();
    for number in 0..6 {
        world.run(&["app", "register", &format!("app-{number}"), "--by", "carol", "--reason", "new"]).ok();
        world.run(&["token", "issue", "--app", "demo", "--user", &format!("user-{number}"), "--count", "2"]).ok();
        world.run(&["user", "block", &format!("user-{number}"), "--reason", "gone"]).ok();
        world.run(&["app", "activate", &format!("nobody-{number}")]).exits(3);
        world.pass(1);
    }
    let events = world.run(&["audit", "log", "-q"]).ok().out().lines().count() as u64;
    (world, events)
}

/// Sees that what must be said is said.
#[track_caller]
fn is_said(said: &Said, report: &LogReport, did: &str) {
    assert!(report.count > 0, "{did}: nothing is found");
    let found: Vec<_> = report.faults.iter().map(|fault| (fault.name(), fault.event())).collect();
    let is_there = |(word, id): &(&str, i64)| found.contains(&(*word, Some(*id)));
    match said {
        Said::Of(faults) => assert!(faults.iter().any(is_there), "{did}: not {said:?}: {found:?}"),
        Said::From(first) => assert!(
            found.iter().all(|(_, id)| id.is_none_or(|id| id >= *first)),
            "{did}: not from {first} on: {found:?}"
        ),
    }
}

#[test]
fn each_of_five_thousand_changes_of_the_log_by_whoever_can_write_the_ledger_is_found_and_named() {
    let (world, events) = busy();
    let kept = world.folder().join("kept").display().to_string();
    world.run(&["audit", "checkpoint", "--out", &kept]).ok();
    let events = events + 1;
    let whole = fs::read(world.store()).unwrap();
    world.run(&["audit", "check", "--since", &kept]).ok();
    let mut chance = Chance(20);
    let most = std::env::var("AUDIT_TAMPERS").map_or(TAMPERS, |count| count.parse().unwrap());
    for number in 0..most {
        let way = if number % 100 == 99 { Way::Rewrite } else { WAYS[usize::try_from(number).unwrap() % WAYS.len()] };
        fs::write(world.store(), &whole).unwrap();
        let db = Connection::open(world.store()).unwrap();
        db.execute_batch(
            "PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN",
        )
        .unwrap();
        let said = tamper(&db, way, events, &mut chance);
        // Every other time whoever did it knows how rows are kept.
        if (number / 25) % 2 == 0 && way != Way::Flip("checksum") || matches!(way, Way::Resize | Way::Prune) {
            reseal(&db);
        }
        db.execute_batch("COMMIT").unwrap();
        let store = SqliteStore::in_file(world.store());
        let did = format!("change {number}, {way:?}, {said:?}");
        if matches!(way, Way::CutAll | Way::Rewrite) {
            reseal(&db);
            regrow(&db, &store);
            drop(db);
            assert_eq!(store.read().unwrap().look_over_log().unwrap().count, 0, "{did}: in itself it is whole");
            let found = world.run(&["audit", "check", "--since", &kept, "--json"]).exits(7).json();
            let wanted = if way == Way::Rewrite { "rewritten" } else { "truncated" };
            assert_eq!(found["faults"][0]["code"], wanted, "{did}: {found}");
            if let (Way::CutAll, Said::Of(faults)) = (way, said) {
                assert_eq!(found["faults"][0]["event"], faults[0].1, "{did}: {found}");
            }
            continue;
        }
        drop(db);
        is_said(&said, &store.read().unwrap().look_over_log().unwrap(), &did);
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
    faults.iter().map(|fault| (fault["code"].as_str().unwrap().to_owned(), fault["event"].as_i64())).collect()
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
    assert_eq!(cut["faults"][0]["code"], "truncated");
    for number in 0..events {
        old.run(&["app", "register", &format!("other-{number}")]).ok();
    }
    fs::copy(old.store(), world.store()).unwrap();
    world.run(&["audit", "check"]).ok();
    let anew = world.run(&["audit", "check", "--since", &file, "--json"]).exits(7).json();
    assert_eq!((&anew["count"], &anew["faults"][0]["code"]), (&1.into(), &"rewritten".into()));
    fs::write(world.store(), whole).unwrap();
    world.run(&["audit", "check", "--since", &file]).ok();
}
