//! The buckets of call budgets: a file of their own beside the record, with a row for each that is not full.
//!
//! One transaction takes a call: it has the file to itself from its first question on. The WAL is synced where it is emptied into
//! the file, so that a power cut leaves the file whole, and loses the last calls that were taken.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::super::connect::{check_kinds, wait};
use super::super::error;
use super::file;
use crate::core::UserId;
use crate::core::budget::{Bucket, Draw, Limit, Over, WhoseBudget};
use crate::store::{Budgets, Result, StoreFault};

/// What the file is called.
pub(super) const NAME: &str = "budgets.db";
/// Which program made it: `mtgb`.
const APPLICATION: i64 = 0x6d74_6762;
/// The layout.
const LAYOUT: i64 = 1;
/// How long a bucket is full before it is forgotten, in microseconds: a clock that was ahead and is right again gives nothing back
/// that was not full a week.
const FORGOTTEN: i64 = 7 * 86_400 * 1_000_000;

/// `user` is empty for the bucket of all. A bucket of another rate is another one.
const TABLES: &str = "
    CREATE TABLE buckets(
        app TEXT NOT NULL, user TEXT NOT NULL, rate TEXT NOT NULL, full_at INTEGER NOT NULL, parts INTEGER NOT NULL,
        PRIMARY KEY (app, user)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX buckets_by_end ON buckets (full_at);
    PRAGMA application_id=1836345186; PRAGMA user_version=1;";

/// Buckets in a file of a folder, which is made when something is first taken from one.
pub struct SqliteBudgets {
    /// None where they are in memory alone.
    folder: Option<PathBuf>,
    open: Mutex<Option<Connection>>,
}

impl SqliteBudgets {
    /// Those in this folder. Nothing is opened before it is asked for.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder: Some(folder), open: Mutex::default() }
    }

    /// Those of a home that is nowhere but in memory.
    pub fn in_memory() -> Self {
        Self { folder: None, open: Mutex::default() }
    }

    fn path(&self) -> PathBuf {
        self.folder.as_ref().map_or_else(|| PathBuf::from(":memory:"), |folder| folder.join(NAME))
    }
}

impl Budgets for SqliteBudgets {
    fn draw(&self, draw: &Draw<'_>, now: i64) -> Result<Option<Over>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match &mut *open {
            Some(connection) => connection,
            None => open.insert(match &self.folder {
                Some(folder) => in_file(folder)?,
                None => made_in_memory()?,
            }),
        };
        let drawn = take(connection, draw, now);
        if drawn.is_err() {
            // Whatever it was: the next one opens it anew, and sees what is there then.
            *open = None;
        }
        drawn.map_err(|error| error::explain(&self.path(), &error))
    }
}

/// Takes from every bucket of a draw, or from none.
fn take(connection: &mut Connection, draw: &Draw<'_>, now: i64) -> rusqlite::Result<Option<Over>> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let app = draw.client_id.as_str();
    let (mut over, mut taken): (Option<Over>, Vec<(&str, Limit, Bucket)>) = (None, Vec::new());
    for (user, limit) in draw.buckets() {
        let key = user.map_or("", UserId::as_str);
        match limit.take(bucket(&tx, app, key, limit)?, now) {
            Ok(bucket) => taken.push((key, limit, bucket)),
            Err(wait) if over.as_ref().is_none_or(|over| over.wait < wait) => {
                let whose = match user {
                    None => WhoseBudget::App(draw.name.clone()),
                    Some(user) => WhoseBudget::User(user.clone(), draw.name.clone()),
                };
                over = Some(Over { whose, rate: limit.rate, wait });
            }
            Err(_) => {}
        }
    }
    if over.is_some() {
        return Ok(over);
    }
    {
        let sql = "INSERT INTO buckets (app, user, rate, full_at, parts) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (app, user) DO UPDATE SET rate = ?3, full_at = ?4, parts = ?5";
        let mut keep = tx.prepare_cached(sql)?;
        for (user, limit, bucket) in taken {
            keep.execute(params![app, user, limit.rate.to_string(), bucket.full_at, bucket.parts])?;
        }
        // As many go as can have come.
        let old = "DELETE FROM buckets WHERE (app, user) IN (SELECT app, user FROM buckets WHERE full_at < ?1 LIMIT 2)";
        tx.prepare_cached(old)?.execute([now.saturating_sub(FORGOTTEN)])?;
    }
    tx.commit()?;
    Ok(None)
}

/// The bucket of a limit, where it is not full. One of another rate is none of this.
fn bucket(connection: &Connection, app: &str, user: &str, limit: Limit) -> rusqlite::Result<Option<Bucket>> {
    let sql = "SELECT rate, full_at, parts FROM buckets WHERE app = ?1 AND user = ?2";
    let found = connection.prepare_cached(sql)?.query_row([app, user], |row| {
        let rate: String = row.get(0)?;
        Ok((rate, Bucket { full_at: row.get(1)?, parts: row.get(2)? }))
    });
    Ok(found.optional()?.filter(|(rate, _)| *rate == limit.rate.to_string()).map(|(_, bucket)| bucket))
}

fn made_in_memory() -> Result<Connection> {
    let made = Connection::open_in_memory().and_then(|connection| {
        connection.execute_batch(TABLES)?;
        Ok(connection)
    });
    made.map_err(|error| error::explain(Path::new(":memory:"), &error))
}

/// Opens the file, and makes it where it is not there.
fn in_file(folder: &Path) -> Result<Connection> {
    let folder = file::make_folder(folder)?;
    let path = folder.join(NAME);
    let lock = file::made(&folder, &path)?;
    let opened = open(&path, lock.is_some());
    if opened.is_err() && lock.is_some() {
        file::unmake(&path);
    }
    opened
}

fn open(path: &Path, may_be_new: bool) -> Result<Connection> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let mut connection = file::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(explain)?;
    if connection.is_readonly("main").unwrap_or(true) {
        return Err(error::of(path, StoreFault::ReadOnly));
    }
    if may_be_new {
        make(&mut connection).map_err(explain)?;
    }
    // Among many who take, none waits in vain.
    connection.busy_handler(Some(wait)).map_err(explain)?;
    connection.execute_batch("PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=256;").map_err(explain)?;
    check(&connection, path)?;
    Ok(connection)
}

/// Makes the tables, where nobody has.
fn make(connection: &mut Connection) -> rusqlite::Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if tx.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))? {
        tx.execute_batch(TABLES)?;
    }
    tx.commit()?;
    connection.execute_batch("PRAGMA journal_mode=WAL;")
}

/// Refuses a database of another program or of a later version.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<()> {
    let number = |sql: &str| {
        let found: rusqlite::Result<i64> = connection.query_row(sql, [], |row| row.get(0));
        found.map_err(|error| error::explain(path, &error))
    };
    if number("PRAGMA application_id")? != APPLICATION {
        return Err(error::of(path, StoreFault::Foreign));
    }
    check_kinds(connection).map_err(|error| error::explain(path, &error))?;
    match number("PRAGMA user_version")? {
        LAYOUT => Ok(()),
        found => Err(error::of(path, StoreFault::Newer { found, known: LAYOUT })),
    }
}
