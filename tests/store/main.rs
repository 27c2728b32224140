//! What every ledger must do, told as stories over the trait, and run on each ledger there is.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

mod counted;
#[path = "../support/fickle.rs"]
mod fickle;
mod furniture;
mod grown;
mod history;
mod keeping;
mod lists;
mod marks;
mod outcomes;
mod proofs;
mod races;
mod revoking;
mod tickets;
mod unique;
mod users;

use std::num::NonZeroUsize;

use fickle::Fickle;
use mintage::store::Store;
use mintage::store::sqlite::SqliteStore;
use tempfile::TempDir;

/// Each ledger there is, empty, as something that opens it once more.
fn on_every_ledger(story: impl Fn(&dyn Fn() -> Box<dyn Store>)) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mintage.db");
    std::fs::write(&path, b"").unwrap();
    SqliteStore::create(&path).unwrap();
    story(&|| Box::new(SqliteStore::in_file(&path)));
    let memory = SqliteStore::in_memory().unwrap();
    story(&|| memory.another(NonZeroUsize::MIN)());
}

/// Each store there is, over an empty ledger; and each behind the one of these tests, which must add nothing of its own.
fn on_every_store(story: impl Fn(&dyn Store)) {
    on_every_ledger(|open| story(&*open()));
    on_every_ledger(|open| story(&Fickle::new(open(), [])));
}

#[test]
fn the_sqlite_that_is_linked_in_is_past_the_wal_corruption() {
    let version: Vec<u32> = rusqlite::version().split('.').map(|part| part.parse().unwrap()).collect();
    assert!(version >= vec![3, 51, 3], "{version:?}");
}
