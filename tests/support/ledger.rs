//! The ledger behind the back of the program.

use rusqlite::Connection;

use super::world::{Way, World};

impl<W: Way> World<W> {
    /// Sees that nothing in the ledger is damaged, and that no row refers to one that is gone.
    #[track_caller]
    pub fn is_sound(&self) {
        let store = Connection::open(self.store()).expect("a ledger");
        let check: String = store.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        let orphans = "SELECT count(*) FROM pragma_foreign_key_check";
        let orphans: u32 = store.query_row(orphans, [], |row| row.get(0)).unwrap();
        assert_eq!((check.as_str(), orphans), ("ok", 0));
    }
}
