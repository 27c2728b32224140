//! Connections to a ledger, kept open between uses.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::Connection;

use super::{error, memory, names, open};
use crate::store::{Result, Upgraded};

/// How many connections of a kind stay open while nobody uses them: each keeps a file and a cache of pages.
const MOST_IDLE: usize = 16;
/// The same of a ledger in memory: it has one at least, and there may be a thousand of them.
const MOST_IDLE_IN_MEMORY: usize = 1;

/// Connections to one ledger. Whoever uses one has it alone, and gives it back.
pub(super) struct Pool {
    path: PathBuf,
    /// How many KiB of pages a reader keeps in memory, where it is not for SQLite to say.
    cache: Option<usize>,
    idle: Mutex<Idle>,
    upgraded: OnceLock<Upgraded>,
}

/// Connections that nobody uses now.
#[derive(Default)]
struct Idle {
    writers: Vec<Connection>,
    readers: Vec<Connection>,
}

impl Pool {
    /// The connections to this file, of which none is open yet.
    pub(super) fn of(path: PathBuf, cache: Option<usize>) -> Self {
        Self { path, cache, idle: Mutex::default(), upgraded: OnceLock::new() }
    }

    /// A new ledger in memory, which is there as long as this is: one connection to it is open all the time.
    pub(super) fn in_memory() -> Result<Self> {
        let path = names::of_memory();
        let connection = memory::lay_out(&path).map_err(|error| error::explain(&path, &error))?;
        let pool = Self::of(path, None);
        pool.idle().writers.push(connection);
        Ok(pool)
    }

    /// The file, or what is the name of a ledger in memory.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A connection that is open already, whatever for; else one that can only read.
    pub(super) fn reader(&self) -> Result<Lease<'_>> {
        if let Some(writer) = self.idle_writer() {
            return Ok(writer);
        }
        if self.is_in_memory() {
            return self.writer();
        }
        let idle = self.idle().readers.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open_reader()?,
        };
        Ok(Lease { pool: self, connection: Some(connection), can_write: false })
    }

    /// A connection that can write, to a ledger of the present schema.
    pub(super) fn writer(&self) -> Result<Lease<'_>> {
        if let Some(writer) = self.idle_writer() {
            return Ok(writer);
        }
        let connection = if self.is_in_memory() {
            memory::connect(&self.path).map_err(|error| error::explain(&self.path, &error))?
        } else {
            self.noted(open::migrated(&self.path)?)
        };
        Ok(Lease { pool: self, connection: Some(connection), can_write: true })
    }

    /// That opening one has upgraded the ledger, where it has.
    pub(super) fn upgraded(&self) -> Option<&Upgraded> {
        self.upgraded.get()
    }

    fn is_in_memory(&self) -> bool {
        names::is_in_memory(&self.path)
    }

    fn noted(&self, (connection, upgraded): (Connection, Option<Upgraded>)) -> Connection {
        if let Some(upgraded) = upgraded {
            self.upgraded.get_or_init(|| upgraded);
        }
        connection
    }

    fn idle_writer(&self) -> Option<Lease<'_>> {
        let connection = Some(self.idle().writers.pop()?);
        Some(Lease { pool: self, connection, can_write: true })
    }

    fn open_reader(&self) -> Result<Connection> {
        let connection = self.noted(open::readable(&self.path)?);
        if let Some(cache) = self.cache {
            let set = connection.execute_batch(&format!("PRAGMA cache_size=-{cache}"));
            set.map_err(|error| error::explain(&self.path, &error))?;
        }
        Ok(connection)
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in use. Dropped, it goes back to the others, and what was not committed on it is undone.
pub(super) struct Lease<'p> {
    pool: &'p Pool,
    /// Here until this is dropped.
    connection: Option<Connection>,
    can_write: bool,
}

impl Lease<'_> {
    /// The file, or what is the name of a ledger in memory.
    pub(super) fn path(&self) -> &Path {
        self.pool.path()
    }
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("only dropping takes it")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        // One that cannot even undo is closed, which undoes as well.
        if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
            return;
        }
        if self.pool.is_in_memory() {
            // There may be a thousand of them: statements take more than the rows, and are prepared again in no time.
            connection.flush_prepared_statement_cache();
        }
        let mut idle = self.pool.idle();
        let kept = if self.can_write { &mut idle.writers } else { &mut idle.readers };
        let most = if self.pool.is_in_memory() { MOST_IDLE_IN_MEMORY } else { MOST_IDLE };
        if kept.len() < most {
            kept.push(connection);
        }
    }
}
