//! The file, opened when it is first asked.

use std::num::NonZeroUsize;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::pool::Pool;
use super::session::Session;
use super::{copy, error, migrate, open, proofs};
use crate::core::policy::CLOCK_MARGIN;
use crate::core::proof::ProofUse;
use crate::core::{Timestamp, Ttl};
use crate::store::{Location, Read, Result, Stamp, Store, Upgraded, Write};

/// How many KiB of pages many readers keep together: all but the leaves of a table of some million rows, for two.
const SHARED_CACHE: usize = 32 * 1024;
/// How many KiB of pages each of them keeps at least, which is SQLite's own measure.
const LEAST_CACHE: usize = 2_000;

/// A ledger in a file, or in memory. Readers open a file read-only; nothing but [`SqliteStore::create`] ever makes one.
pub struct SqliteStore {
    at: Location,
    pool: Pool,
    margin: Ttl,
}

impl SqliteStore {
    /// The ledger in this file, opened when it is first asked.
    pub fn in_file(path: impl Into<PathBuf>) -> Self {
        Self::with_cache(path.into(), None)
    }

    /// A new ledger in memory, empty. Nothing is left of it when this and all [others](Store::another) of it are gone.
    pub fn in_memory() -> Result<Self> {
        Ok(Self { at: Location::Memory, pool: Pool::in_memory()?, margin: CLOCK_MARGIN })
    }

    fn with_cache(path: PathBuf, cache: Option<usize>) -> Self {
        Self { at: error::location(&path), pool: Pool::of(path, cache), margin: CLOCK_MARGIN }
    }

    /// The same, with another measure of how far the clock may be ahead of what the ledger has seen and still be believed.
    #[must_use]
    pub fn with_clock_margin(self, margin: Ttl) -> Self {
        Self { margin, ..self }
    }

    /// Copies the whole ledger, as it is at one moment, into a file that is there and empty. Others may write meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        copy::copy(&*self.pool.reader()?, path)
    }

    /// Lays out an empty ledger in a file that is there and empty, so that its mode is already right.
    /// A ledger that was laid out before is left as it is, and so is a file of anyone else, which is an error.
    pub fn create(path: &Path) -> Result<()> {
        let mut connection = open::writable(path)?;
        let found = migrate::lay_out(&mut connection).map_err(|error| error::explain(path, &error))?;
        migrate::check(path, found).map(|_| ())
    }
}

impl Store for SqliteStore {
    fn at(&self) -> &Location {
        &self.at
    }

    fn read(&self) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(Session::begin(self.pool.reader()?, "BEGIN DEFERRED", self.margin)?))
    }

    fn another(&self, threads: NonZeroUsize) -> Box<dyn Fn() -> Box<dyn Store> + Send + Sync> {
        let path = self.pool.path().to_owned();
        let cache = Some((SHARED_CACHE / threads).max(LEAST_CACHE));
        Box::new(move || Box::new(Self::with_cache(path.clone(), cache)))
    }

    fn upgraded(&self) -> Option<Upgraded> {
        self.pool.upgraded().cloned()
    }

    fn compact(&self) -> Result<Option<(u64, u64)>> {
        let writer = self.pool.writer()?;
        let explain = |error| error::explain(writer.path(), &error);
        let bytes = || {
            let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
            writer.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs).map_err(explain)
        };
        let before = bytes()?;
        writer.execute_batch("VACUUM").map_err(explain)?;
        Ok(Some((before, bytes()?)))
    }

    fn prepare(&self) -> Result<()> {
        self.pool.writer().map(drop)
    }

    fn use_proof(&self, used: &ProofUse, over: Timestamp) -> Result<bool> {
        let session = Session::begin(self.pool.writer()?, "BEGIN IMMEDIATE", self.margin)?;
        session.run(|connection| {
            let is_new = proofs::add(connection, used, over)?;
            if is_new {
                connection.execute_batch("COMMIT")?;
            }
            Ok(is_new)
        })
    }

    fn stamp(&self) -> Option<Stamp> {
        self.at.file()?;
        let file = std::fs::metadata(self.pool.path()).ok()?;
        let since =
            |seconds: i64, nanos: i64| Some(Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanos).ok()?));
        // A time that somebody set does not hide a change: the system sets that of the last one by itself.
        let changed = since(file.ctime(), file.ctime_nsec())?.max(since(file.mtime(), file.mtime_nsec())?);
        Some(Stamp { file: [file.dev(), file.ino(), file.size()], changed })
    }

    fn write(&self) -> Result<Box<dyn Write + '_>> {
        Ok(Box::new(Session::begin(self.pool.writer()?, "BEGIN IMMEDIATE", self.margin)?))
    }
}
