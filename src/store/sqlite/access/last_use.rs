//! When tokens, apps, consents and keys were last used: folded from the days when somebody asks, as far as each was read.
//!
//! A file beside the days keeps what was folded, so that it outlives them. Where it cannot be written, all is folded in memory.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;

use super::super::connect::check_kinds;
use super::super::error;
use super::day::DayFile;
use super::{file, scan};
use crate::core::access::{AccessRow, TextId};
use crate::core::{ClientId, Jti, Kid, UserId};
use crate::store::{LastUses, Result, StoreError, StoreFault};

/// What it is called.
pub(super) const NAME: &str = "last-use.db";
/// Which program made it: `mtgl`.
const APPLICATION: i64 = 0x6d74_676c;
/// How many last uses are held in memory before they are written.
const MOST: usize = 200_000;
/// All times.
const ALWAYS: Range<i64> = i64::MIN..i64::MAX;

const TABLES: &str = "BEGIN IMMEDIATE;
    CREATE TABLE folded(file TEXT PRIMARY KEY, part INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE since(id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
    CREATE TABLE tokens(token BLOB PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE apps(client INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
    CREATE TABLE grants(client INTEGER, user INTEGER, last INTEGER NOT NULL, PRIMARY KEY(client, user)) STRICT, WITHOUT ROWID;
    CREATE TABLE keys(kid INTEGER, client INTEGER, last INTEGER NOT NULL, PRIMARY KEY(kid, client)) STRICT, WITHOUT ROWID;
    PRAGMA application_id=1836345196; PRAGMA user_version=1;
    COMMIT;";

/// What was last used.
pub(super) struct Folded {
    connection: Connection,
    unread: Vec<StoreError>,
}

/// Last uses that are not written yet.
#[derive(Default)]
struct Fresh {
    tokens: HashMap<Jti, i64>,
    apps: HashMap<TextId, i64>,
    grants: HashMap<(TextId, TextId), i64>,
    keys: HashMap<(TextId, TextId), i64>,
    since: Option<i64>,
}

impl Fresh {
    fn see(&mut self, row: &AccessRow) {
        self.since = Some(self.since.map_or(row.at_ms, |since| since.min(row.at_ms)));
        if row.outcome.is_some() {
            return;
        }
        let at = row.at_ms;
        let later = |last: &mut i64| *last = at.max(*last);
        if let Some(token) = row.token {
            self.tokens.entry(token).and_modify(later).or_insert(at);
        }
        let Some(client) = row.client_id else { return };
        self.apps.entry(client).and_modify(later).or_insert(at);
        if let Some(user) = row.user {
            self.grants.entry((client, user)).and_modify(later).or_insert(at);
        }
        if let Some(kid) = row.kid {
            self.keys.entry((kid, client)).and_modify(later).or_insert(at);
        }
    }

    fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let later = "DO UPDATE SET last = max(last, excluded.last)";
        let statement = |table: &str, key: &str, values: &str| {
            connection.prepare_cached(&format!("INSERT INTO {table} VALUES ({values}) ON CONFLICT({key}) {later}"))
        };
        let mut tokens = statement("tokens", "token", "?1, ?2")?;
        for (token, last) in self.tokens.drain() {
            tokens.execute(params![token.as_bytes(), last])?;
        }
        let mut apps = statement("apps", "client", "?1, ?2")?;
        for (client, last) in self.apps.drain() {
            apps.execute(params![client.get(), last])?;
        }
        let mut grants = statement("grants", "client, user", "?1, ?2, ?3")?;
        for ((client, user), last) in self.grants.drain() {
            grants.execute(params![client.get(), user.get(), last])?;
        }
        let mut keys = statement("keys", "kid, client", "?1, ?2, ?3")?;
        for ((kid, client), last) in self.keys.drain() {
            keys.execute(params![kid.get(), client.get(), last])?;
        }
        if let Some(since) = self.since.take() {
            let sql = "INSERT INTO since VALUES (1, ?1) ON CONFLICT(id) DO UPDATE SET at = min(at, excluded.at)";
            connection.execute(sql, [since])?;
        }
        Ok(())
    }
}

impl Folded {
    /// What was last used by now, in this folder; none where that is not there.
    pub(super) fn of(folder: Option<&Path>) -> Result<Self> {
        let in_memory = |unread| {
            let connection = Connection::open_in_memory().and_then(|made| made.execute_batch(TABLES).map(|()| made));
            let connection = connection.map_err(|error| error::explain(Path::new(NAME), &error))?;
            Ok::<_, StoreError>(Self { connection, unread })
        };
        let Some(folder) = folder else { return in_memory(Vec::new()) };
        let path = folder.join(NAME);
        let kept = open(&path).and_then(|connection| {
            let mut kept = Self { connection, unread: Vec::new() };
            kept.fold(folder)?;
            Ok(kept)
        });
        match kept {
            Ok(kept) => Ok(kept),
            Err(error) => {
                // What is only in the file is missing then, which is told; that it cannot be written is no loss.
                let is_loss = !matches!(error.fault, StoreFault::ReadOnly | StoreFault::Denied | StoreFault::Full);
                let mut fresh = in_memory(if is_loss { vec![error] } else { Vec::new() })?;
                fresh.fold(folder)?;
                Ok(fresh)
            }
        }
    }

    /// Reads what was recorded since.
    fn fold(&mut self, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let explain = |error: rusqlite::Error| error::explain(&path, &error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        let mut fresh = Fresh::default();
        for day in scan::files(folder)? {
            let sql = "SELECT part FROM folded WHERE file = ?1";
            let until = transaction.query_row(sql, [day.name()], |row| row.get(0)).optional().map_err(explain)?;
            let until: i64 = until.unwrap_or(0);
            let file = day.path(folder);
            let mut trouble = Ok(());
            let mut seen = until;
            let read = file::readable(folder, day).and_then(|connection| {
                scan::parts(&connection, day, &file, &mut seen, &ALWAYS, &mut |row| {
                    fresh.see(row);
                    if fresh.tokens.len() >= MOST {
                        trouble = fresh.write(&transaction);
                    }
                    trouble.is_ok()
                })
            });
            trouble.map_err(explain)?;
            match read {
                Ok(_) if seen > until => {
                    let sql = "INSERT INTO folded VALUES (?1, ?2) ON CONFLICT(file) DO UPDATE SET part = excluded.part";
                    transaction.execute(sql, params![day.name(), seen]).map_err(explain)?;
                }
                Ok(_) => {}
                Err(error) => scan::unread(error, &mut self.unread),
            }
        }
        fresh.write(&transaction).map_err(explain)?;
        transaction.commit().map_err(explain)
    }

    /// Forgets how far these files were read, before they go: another one of the name is read from its start. What is folded twice is
    /// the same.
    pub(super) fn forget(&self, files: &[DayFile]) -> Result<()> {
        for file in files {
            let done = self.connection.execute("DELETE FROM folded WHERE file = ?1", [file.name()]);
            done.map_err(|error| error::explain(Path::new(NAME), &error))?;
        }
        Ok(())
    }

    fn last(&self, sql: &str, key: impl rusqlite::Params) -> Result<Option<i64>> {
        let found =
            self.connection.prepare_cached(sql).and_then(|mut found| found.query_row(key, |row| row.get(0)).optional());
        found.map_err(|error| error::explain(Path::new(NAME), &error))
    }
}

/// Opens the file, which is made where it is not there.
fn open(path: &Path) -> Result<Connection> {
    if file::checked(path)?.is_none() {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::WRONLY | OFlags::CLOEXEC;
        match rustix::fs::openat(CWD, path, flags, Mode::RUSR | Mode::WUSR) {
            Ok(_) | Err(Errno::EXIST) => {}
            Err(errno) => return Err(file::of_system(path, errno)),
        }
    }
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let connection = file::connect(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(explain)?;
    connection.execute_batch("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL;").map_err(explain)?;
    if connection.is_readonly("main").unwrap_or(true) {
        return Err(error::of(path, StoreFault::ReadOnly));
    }
    let id: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(explain)?;
    if id == 0 && file::is_empty(&connection).map_err(explain)? {
        match connection.execute_batch(TABLES) {
            Ok(()) => {}
            // Another one was faster.
            Err(_) if file::is_empty(&connection).is_ok_and(|is_empty| !is_empty) => {
                let _ = connection.execute_batch("ROLLBACK");
            }
            Err(error) => return Err(explain(error)),
        }
    }
    check(&connection, path)?;
    Ok(connection)
}

/// Refuses a database of another program.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<()> {
    let id: rusqlite::Result<i64> = connection.query_row("PRAGMA application_id", [], |row| row.get(0));
    match id.map_err(|error| error::explain(path, &error))? {
        APPLICATION => check_kinds(connection).map_err(|error| error::explain(path, &error)),
        _ => Err(error::of(path, StoreFault::Foreign)),
    }
}

impl LastUses for Folded {
    fn since(&self) -> Result<Option<i64>> {
        self.last("SELECT at FROM since", [])
    }

    fn token(&self, token: &Jti) -> Result<Option<i64>> {
        self.last("SELECT last FROM tokens WHERE token = ?1", [token.as_bytes()])
    }

    fn app(&self, app: &ClientId) -> Result<Option<i64>> {
        self.last("SELECT last FROM apps WHERE client = ?1", [TextId::of(app.as_str()).get()])
    }

    fn grant(&self, app: &ClientId, user: &UserId) -> Result<Option<i64>> {
        let key = [TextId::of(app.as_str()).get(), TextId::of(user.as_str()).get()];
        self.last("SELECT last FROM grants WHERE client = ?1 AND user = ?2", key)
    }

    fn key(&self, kid: &Kid, app: &ClientId) -> Result<Option<i64>> {
        let key = [TextId::of(kid.as_str()).get(), TextId::of(app.as_str()).get()];
        self.last("SELECT last FROM keys WHERE kid = ?1 AND client = ?2", key)
    }

    fn unread(&self) -> &[StoreError] {
        &self.unread
    }
}
