//! The ledger in one SQLite file.
//!
//! The journal is a rollback journal with `synchronous=FULL`, not a WAL: a commit costs the same for a one-shot
//! process, verifying works in a read-only folder and on network file systems, and there is one file to copy.

mod apps;
mod columns;
mod conditions;
mod error;
mod families;
mod grants;
mod keys;
mod known;
mod migrate;
mod open;
mod prune;
mod revocations;
mod secrets;
mod tokens;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use known::Known;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Page, PruneCursor, PrunedRows, Read, Result, Store, StoreError, TokenFilter, Write};
use crate::core::app::AppRef;
use crate::core::revocations::Revocations;
use crate::core::verify::{LedgerEntry, LedgerFacts};
use crate::core::{
    Algorithm, App, AppSecret, ClientId, Family, FamilyId, Grant, GrantCount, GrantFilter, GrantId, Jti, KeyRecord,
    KeyUsage, Kid, Revocation, RevocationCount, Selector, Timestamp, TokenDigest, TokenRecord, UserId,
};

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

/// One transaction.
struct Session<'s> {
    path: Cow<'s, Path>,
    transaction: Transaction<'s>,
    known: Known,
}

impl Session<'_> {
    fn explain<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| error::explain(&self.path, &error))
    }

    /// A conditional update must have met exactly one row.
    fn exactly_one(&self, changed: rusqlite::Result<usize>) -> Result<()> {
        match self.explain(changed)? {
            1 => Ok(()),
            _ => Err(StoreError::Conflict(self.path.to_path_buf())),
        }
    }
}

impl Read for Session<'_> {
    fn app(&self, app: &AppRef) -> Result<Option<App>> {
        self.explain(apps::find(&self.transaction, app))
    }
    fn apps(&self) -> Result<Vec<App>> {
        self.explain(apps::all(&self.transaction))
    }
    fn app_by_secret(&self, digest: &TokenDigest) -> Result<Option<App>> {
        self.explain(apps::by_secret(&self.transaction, digest))
    }
    fn key(&self, kid: &Kid) -> Result<Option<KeyRecord>> {
        self.explain(keys::find(&self.transaction, kid))
    }
    fn key_with_successor(&self, kid: &Kid) -> Result<Option<(KeyRecord, Option<Timestamp>)>> {
        self.explain(keys::find_with_successor(&self.transaction, kid))
    }
    fn keys(&self) -> Result<Vec<KeyRecord>> {
        self.explain(keys::all(&self.transaction))
    }
    fn active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
        self.explain(keys::active(&self.transaction, algorithm))
    }
    fn signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>> {
        self.explain(keys::signing(&self.transaction, algorithm))
    }
    fn key_usage(&self, kid: &Kid, now: Timestamp) -> Result<KeyUsage> {
        self.explain(keys::usage(&self.transaction, kid, now))
    }
    fn active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>> {
        self.explain(grants::active(&self.transaction, app, user))
    }
    fn grant(&self, id: &GrantId) -> Result<Option<Grant>> {
        self.explain(grants::find(&self.transaction, id))
    }
    fn grants(&self, filter: &GrantFilter, page: &Page<GrantId>) -> Result<Vec<Grant>> {
        self.explain(grants::list(&self.transaction, filter, page))
    }
    fn count_grants(&self, filter: &GrantFilter) -> Result<GrantCount> {
        self.explain(grants::count(&self.transaction, filter))
    }
    fn secrets(&self, app: &ClientId) -> Result<Vec<AppSecret>> {
        self.explain(secrets::of_app(&self.transaction, app))
    }
    fn family(&self, id: &FamilyId) -> Result<Option<Family>> {
        self.explain(families::find(&self.transaction, id))
    }
    fn knows_user(&self, user: &UserId) -> Result<bool> {
        self.explain(grants::knows_user(&self.transaction, user))
    }
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>> {
        self.explain(tokens::find(&self.transaction, jti))
    }
    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
        self.explain(tokens::by_digest(&self.transaction, digest))
    }
    fn facts(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        self.explain(tokens::facts(&self.transaction, &self.known, jti))
    }
    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>> {
        self.explain(tokens::entry(&self.transaction, jti))
    }
    fn entry_by_digest(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        self.explain(tokens::entry_by_digest(&self.transaction, digest))
    }
    fn count_tokens(&self, selector: &Selector, now: Timestamp) -> Result<RevocationCount> {
        self.explain(tokens::count(&self.transaction, selector, now))
    }
    fn prunable(&self, until: Timestamp) -> Result<PrunedRows> {
        self.explain(prune::count(&self.transaction, until))
    }
    fn family_tokens(&self, id: &FamilyId) -> Result<Vec<TokenRecord>> {
        self.explain(tokens::of_family(&self.transaction, id))
    }
    fn tokens(&self, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>> {
        self.explain(tokens::list(&self.transaction, filter, page))
    }
    fn revocations(&self, since: Timestamp, most: u32) -> Result<Revocations> {
        self.explain(revocations::of_tokens(&self.transaction, since, most))
    }
}

impl Write for Session<'_> {
    fn insert_app(&mut self, app: &App, secret: Option<&TokenDigest>) -> Result<()> {
        self.explain(apps::insert(&self.transaction, app, secret))
    }
    fn replace_app(&mut self, before: &App, after: &App) -> Result<()> {
        self.known.forget();
        self.exactly_one(apps::replace(&self.transaction, before, after))
    }
    fn insert_key(&mut self, key: &KeyRecord) -> Result<()> {
        self.explain(keys::insert(&self.transaction, key))
    }
    fn replace_key(&mut self, before: &KeyRecord, after: &KeyRecord) -> Result<()> {
        self.exactly_one(keys::replace(&self.transaction, before, after))
    }
    fn insert_grant(&mut self, grant: &Grant) -> Result<()> {
        self.explain(grants::insert(&self.transaction, grant))
    }
    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()> {
        self.exactly_one(grants::replace(&self.transaction, before, after))
    }
    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()> {
        self.explain(grants::revoke(&self.transaction, filter, revocation))
    }
    fn insert_secret(&mut self, app: &ClientId, secret: &AppSecret) -> Result<()> {
        self.explain(secrets::insert(&self.transaction, app, secret))
    }
    fn replace_secret(&mut self, before: &AppSecret, after: &AppSecret) -> Result<()> {
        self.exactly_one(secrets::replace(&self.transaction, before, after))
    }
    fn insert_family(&mut self, family: &Family) -> Result<()> {
        self.explain(families::insert(&self.transaction, family))
    }
    fn insert_token(&mut self, token: &TokenRecord) -> Result<()> {
        self.explain(tokens::insert(&self.transaction, token))
    }
    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()> {
        self.exactly_one(tokens::replace(&self.transaction, before, after))
    }
    fn revoke_tokens(&mut self, selector: &Selector, revocation: &Revocation) -> Result<()> {
        self.explain(tokens::revoke(&self.transaction, selector, revocation))
    }
    fn prune(&mut self, until: Timestamp, after: PruneCursor, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)> {
        self.explain(prune::step(&self.transaction, until, after, most))
    }
    fn commit(self: Box<Self>) -> Result<()> {
        let Self { path, transaction, .. } = *self;
        transaction.commit().map_err(|error| error::explain(&path, &error))
    }
}
