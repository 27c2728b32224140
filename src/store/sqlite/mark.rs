//! The table `meta`: one row, that of the ledger itself.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result};

use super::columns::Columns;
use super::table::META;
use crate::core::mark::{Ahead, ClockMark};
use crate::core::{HomeId, Mark};

/// How much the log of events has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LogSize {
    /// How many events there ever were.
    pub events: u64,
    /// How many of the first were pruned.
    pub pruned: u64,
}

/// Reads the row.
pub(super) fn read(connection: &Connection) -> Result<Mark> {
    read_all(connection).map(|(mark, _)| mark)
}

/// Reads the row, with the size of the log.
pub(super) fn read_all(connection: &Connection) -> Result<(Mark, LogSize)> {
    let found = connection.prepare_cached("SELECT * FROM meta")?.query_row([], |row| {
        let mut columns = Columns::intact(row, &META)?;
        columns.skip(1);
        let home = HomeId::from_bytes(columns.plain()?);
        let generation: i64 = columns.plain()?;
        let newest = columns.maybe_time()?;
        let ahead = columns.maybe_time()?.zip(columns.maybe_time()?).map(|(from, until)| Ahead { from, until });
        let mark = Mark { home, generation: generation.unsigned_abs(), clock: ClockMark { newest, ahead } };
        let (events, pruned): (i64, i64) = (columns.plain()?, columns.plain()?);
        Ok((mark, LogSize { events: events.unsigned_abs(), pruned: pruned.unsigned_abs() }))
    });
    found.optional()?.ok_or_else(|| META.dangling())
}

/// Replaces the row where it is still `before`.
pub(super) fn replace(connection: &Connection, before: &Mark, after: &Mark) -> Result<usize> {
    let columns = ["home", "generation", "newest", "ahead_from", "ahead_until"];
    META.replace(connection, columns, ("id", Value::Integer(1)), values(before), values(after))
}

/// The same, and the size of the log with it.
pub(super) fn replace_all(connection: &Connection, before: &(Mark, LogSize), after: &(Mark, LogSize)) -> Result<usize> {
    let columns = ["home", "generation", "newest", "ahead_from", "ahead_until", "events", "pruned"];
    let values = |(mark, size): &(Mark, LogSize)| {
        let [home, generation, newest, from, until] = values(mark);
        let [events, pruned] = [size.events, size.pruned].map(|count| i64::try_from(count).unwrap_or(i64::MAX).into());
        [home, generation, newest, from, until, events, pruned]
    };
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
