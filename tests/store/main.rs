//! What every ledger must do, told as stories over the trait, and run on each ledger there is.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

mod furniture;
mod keeping;
mod lists;
mod races;
mod revoking;

use mintage::store::Store;
use mintage::store::sqlite::SqliteStore;
use tempfile::TempDir;

/// Each ledger there is, empty.
fn on_every_store(story: impl Fn(&dyn Store)) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mintage.db");
    std::fs::write(&path, b"").unwrap();
    SqliteStore::create(&path).unwrap();
    story(&SqliteStore::in_file(path));
}

#[test]
fn the_sqlite_that_is_linked_in_is_past_the_wal_corruption() {
    let version: Vec<u32> = rusqlite::version().split('.').map(|part| part.parse().unwrap()).collect();
    assert!(version >= vec![3, 51, 3], "{version:?}");
}
