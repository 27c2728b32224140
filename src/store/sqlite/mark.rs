//! The table `meta`: one row, that of the ledger itself.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result};

use super::columns::Columns;
use super::table::META;
use crate::core::mark::{Ahead, ClockMark};
use crate::core::{HomeId, Mark};

/// Reads the row.
pub(super) fn read(connection: &Connection) -> Result<Mark> {
    let found = connection.prepare_cached("SELECT * FROM meta")?.query_row([], |row| {
        let mut columns = Columns::intact(row, &META)?;
        columns.skip(1);
        let home = HomeId::from_bytes(columns.plain()?);
        let generation: i64 = columns.plain()?;
        let newest = columns.maybe_time()?;
        let ahead = columns.maybe_time()?.zip(columns.maybe_time()?).map(|(from, until)| Ahead { from, until });
        Ok(Mark { home, generation: generation.unsigned_abs(), clock: ClockMark { newest, ahead } })
    });
    found.optional()?.ok_or_else(|| META.dangling())
}

/// Replaces the row where it is still `before`.
pub(super) fn replace(connection: &Connection, before: &Mark, after: &Mark) -> Result<usize> {
    let columns = ["home", "generation", "newest", "ahead_from", "ahead_until"];
    META.replace(connection, columns, ("id", Value::Integer(1)), values(before), values(after))
}

fn values(mark: &Mark) -> [Value; 5] {
    let ahead = mark.clock.ahead;
    [
        Value::Blob(mark.home.as_bytes().to_vec()),
        i64::try_from(mark.generation).unwrap_or(i64::MAX).into(),
        mark.clock.newest.map(|newest| newest.0).into(),
        ahead.map(|ahead| ahead.from.0).into(),
        ahead.map(|ahead| ahead.until.0).into(),
    ]
}
