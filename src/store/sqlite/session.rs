//! One transaction on the file. What it can be asked and told of a table is in the file of that table.
//!
//! Nobody else writes while one that writes is open, so that whatever it reads it has taken.

use rusqlite::Connection;

use super::events::{self, Order};
use super::known::Known;
use super::mark::LogSize;
use super::pool::Lease;
use super::{changes, error, look_over, mark, tree};
use crate::core::audit::tree::Hash;
use crate::core::audit::{EventFilter, Events, History, LogReport, Recorded, Thing};
use crate::core::{Mark, Timestamp, Ttl};
use crate::store::{Page, ReadChanges, ReadMark, Result, StoreFault, Write, WriteMark};

/// One transaction. Dropped, it is undone: see [`Lease`].
pub(super) struct Session<'s> {
    connection: Lease<'s>,
    /// How far the clock may be ahead of what the ledger has seen and still be believed.
    margin: Ttl,
    /// What was read once and stays as it is.
    pub(super) known: Known,
}

impl<'s> Session<'s> {
    /// Begins one, with this statement.
    pub(super) fn begin(connection: Lease<'s>, begin: &'static str, margin: Ttl) -> Result<Self> {
        let session = Self { connection, margin, known: Known::default() };
        session.run(|connection| connection.execute_batch(begin))?;
        Ok(session)
    }

    /// Runs some statements, and explains what went wrong.
    pub(super) fn run<T>(&self, statements: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        statements(&self.connection).map_err(|error| error::explain(self.connection.path(), &error))
    }

    /// Runs a conditional update, which must meet exactly one row.
    pub(super) fn exactly_one(&self, update: impl FnOnce(&Connection) -> rusqlite::Result<usize>) -> Result<()> {
        match self.run(update)? {
            1 => Ok(()),
            _ => Err(error::of(self.connection.path(), StoreFault::Conflict)),
        }
    }
}

impl ReadChanges for Session<'_> {
    fn history(&self, thing: &Thing, moments: &[Timestamp], most: u32) -> Result<History> {
        self.run(|connection| changes::history(connection, thing, moments, most))
    }

    fn event(&self, id: u64) -> Result<Option<Recorded>> {
        self.run(|connection| events::by_id(connection, id))
    }

    fn events(&self, filter: &EventFilter, page: &Page<u64>) -> Result<Vec<Recorded>> {
        self.run(|connection| events::list(connection, filter, (Order::Back, page.after), page.limit))
    }

    fn log_size(&self) -> Result<(u64, u64)> {
        self.run(|connection| mark::read_all(connection).map(|(_, size)| (size.events, size.pruned)))
    }

    fn events_before(&self, at: Timestamp) -> Result<u64> {
        self.run(|connection| tree::events_before(connection, at))
    }

    fn node(&self, node: u64) -> Result<Option<Hash>> {
        self.run(|connection| tree::node(connection, node))
    }

    fn look_over_log(&self) -> Result<LogReport> {
        self.run(look_over::look_over)
    }

    fn events_after(&self, filter: &EventFilter, after: u64, most: u32) -> Result<Vec<Recorded>> {
        self.run(|connection| events::list(connection, filter, (Order::Forth, Some(after)), most))
    }
}

impl ReadMark for Session<'_> {
    fn mark(&self) -> Result<Mark> {
        self.run(mark::read)
    }
}

impl WriteMark for Session<'_> {
    fn replace_mark(&mut self, before: &Mark, after: &Mark) -> Result<()> {
        self.exactly_one(|connection| mark::replace(connection, before, after))
    }

    fn prune_log(&mut self, events: u64) -> Result<()> {
        self.run(|connection| tree::prune(connection, events))
    }
}

impl Write for Session<'_> {
    fn commit(self: Box<Self>, done: &Events) -> Result<Mark> {
        self.run(|connection| {
            let (before, size) = mark::read_all(connection)?;
            let events = changes::record(connection, size.events, done)?;
            let after = before.committed(done.at(), self.margin);
            mark::replace_all(connection, &(before, size), &(after, LogSize { events, ..size }))?;
            connection.execute_batch("COMMIT")?;
            Ok(after)
        })
    }
}
