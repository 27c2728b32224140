//! The file, opened when it is first asked.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::known::Known;
use super::session::Session;
use super::{error, migrate, open};
use crate::store::{Read, Result, Store, Write};

/// How many KiB of pages many readers keep together: all but the leaves of a table of some million rows, for two.
const SHARED_CACHE: usize = 32 * 1024;
/// How many KiB of pages each of them keeps at least, which is SQLite's own measure.
const LEAST_CACHE: usize = 2_000;

/// A ledger in a file. Readers open it read-only; nothing but [`SqliteStore::create`] ever makes it.
pub struct SqliteStore {
    path: PathBuf,
    /// How many KiB of pages are kept in memory, where it is not for SQLite to say.
    cache: Option<usize>,
    reader: OnceCell<Connection>,
    writer: Option<Connection>,
}

impl SqliteStore {
    /// The ledger in this file, opened when it is first asked.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), cache: None, reader: OnceCell::new(), writer: None }
    }

    /// Lays out an empty ledger in a file that is there and empty, so that its mode is already right.
    /// A ledger that was laid out before is left as it is, and so is a file of anyone else, which is an error.
    pub fn create(path: &Path) -> Result<()> {
        let mut connection = open::writable(path)?;
        let found = migrate::lay_out(&mut connection).map_err(|error| error::explain(path, &error))?;
        migrate::check(path, found).map(|_| ())
    }

    /// The version of the SQLite that is linked in.
    pub fn library_version() -> &'static str {
        rusqlite::version()
    }

    fn writer(&mut self) -> Result<&mut Connection> {
        let connection = match self.writer.take() {
            Some(connection) => connection,
            None => open::migrated(&self.path)?,
        };
        Ok(self.writer.insert(connection))
    }

    /// The connection that is open already, whatever for; else one that can only read.
    fn reader(&self) -> Result<&Connection> {
        if let Some(connection) = self.writer.as_ref().or_else(|| self.reader.get()) {
            return Ok(connection);
        }
        let connection = open::readable(&self.path)?;
        if let Some(cache) = self.cache {
            let set = connection.execute_batch(&format!("PRAGMA cache_size=-{cache}"));
            set.map_err(|error| error::explain(&self.path, &error))?;
        }
        Ok(self.reader.get_or_init(|| connection))
    }
}

impl Store for SqliteStore {
    fn read(&self) -> Result<Box<dyn Read + '_>> {
        let connection = self.reader()?;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Deferred);
        let transaction = transaction.map_err(|error| error::explain(&self.path, &error))?;
        Ok(Box::new(Session { path: Cow::Borrowed(&self.path), transaction, known: Known::default() }))
    }

    fn another(&self, threads: NonZeroUsize) -> Box<dyn Fn() -> Box<dyn Store> + Send + Sync> {
        let path = self.path.clone();
        let cache = Some((SHARED_CACHE / threads).max(LEAST_CACHE));
        Box::new(move || Box::new(Self { cache, ..Self::at(path.clone()) }))
    }

    fn prepare(&mut self) -> Result<()> {
        self.writer().map(|_| ())
    }

    fn write(&mut self) -> Result<Box<dyn Write + '_>> {
        let path = self.path.clone();
        let transaction = Transaction::new(self.writer()?, TransactionBehavior::Immediate);
        let transaction = transaction.map_err(|error| error::explain(&path, &error))?;
        Ok(Box::new(Session { path: Cow::Owned(path), transaction, known: Known::default() }))
    }
}
