//! Opening the file: never making one, never trusting one, never changing what is not ours.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{error, functions, migrate};
use crate::store::{Result, StoreFault};

/// How often a command looks whether another one has finished writing, and how many times: ten seconds and more.
///
/// SQLite's own patience sleeps the longer the longer it has waited, so that among many writers whoever came last goes first
/// and some wait in vain. With equal steps everyone has the same chance at each moment.
const STEP: Duration = Duration::from_millis(2);
const STEPS: i32 = 5_000;

/// A commit is the end of its journal, and that end must outlive a power cut. By default SQLite removes the journal and
/// does not sync the folder: on ext4 the journal came back and undid what had been acknowledged. `TRUNCATE` empties it
/// instead, and `FULL` syncs that: it lies in the file, not in the folder, so that no removal can be lost. Syncing the
/// folder too (`DELETE` with `EXTRA`) costs a third call that waits for the disk, half as much again for each commit.
/// `PERSIST` costs the same and leaves what was deleted readable in the journal; a WAL needs two more files with modes of
/// their own, and a file system that is not on a network. The empty journal stays beside the ledger, with its mode.
const DURABLE: &str = "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";

fn wait(times: i32) -> bool {
    std::thread::sleep(STEP);
    times < STEPS
}

/// Opens a file to look at it as it is, whatever it is. A journal that a killed writer left is played back first, which needs
/// a writer's rights.
pub(super) fn as_it_is(path: &Path) -> Result<(Connection, migrate::FileHeader)> {
    let opened = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let opened = match opened.and_then(|connection| migrate::version(&connection).map(|found| (connection, found))) {
        Err(error) if is_hot_journal(&error) => connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(|writer| migrate::version(&writer))
            .and_then(|_| {
                let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
                let found = migrate::version(&connection)?;
                Ok((connection, found))
            }),
        other => other,
    };
    opened.map_err(|error| error::explain(path, &error))
}

/// Opens a ledger to read.
pub(super) fn readable(path: &Path) -> Result<Connection> {
    let (connection, found) = as_it_is(path)?;
    if migrate::check(path, found)? == migrate::Age::Older {
        drop(connection);
        migrated(path)?;
        return connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| error::explain(path, &error));
    }
    Ok(connection)
}

/// Opens a ledger to write, brought to the present schema.
pub(super) fn migrated(path: &Path) -> Result<Connection> {
    let mut connection = writable(path)?;
    let found = migrate::version(&connection).map_err(|error| error::explain(path, &error))?;
    if migrate::check(path, found)? == migrate::Age::Older {
        migrate::upgrade(&mut connection).map_err(|error| error::explain(path, &error))?;
    }
    Ok(connection)
}

/// Opens a file to write, whatever is in it. A file that is not there is not made.
pub(super) fn writable(path: &Path) -> Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let connection = connection.and_then(|connection| {
        connection.execute_batch(DURABLE)?;
        Ok(connection)
    });
    let connection = connection.map_err(|error| error::explain(path, &error))?;
    // SQLite falls back to reading alone where it may not write; nobody would hear of it before the first insert. And where
    // the journal of an earlier commit is there, it would write into a folder in which nothing is to be changed.
    if connection.is_readonly("main").unwrap_or(true) || !may_change_folder_of(path) {
        return Err(error::of(path, StoreFault::ReadOnly));
    }
    Ok(connection)
}

/// Opens a file that nobody else has, to copy another into it. What is in it by a power cut does not matter.
pub(super) fn scratch(path: &Path) -> Result<Connection> {
    let opened = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|connection| {
        connection.execute_batch("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;")?;
        Ok(connection)
    });
    opened.map_err(|error| error::explain(path, &error))
}

/// Opens a file to look at it, and changes nothing in it, whatever its version.
pub(super) fn untouched(path: &Path) -> Result<Connection> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| error::explain(path, &error))
}

fn may_change_folder_of(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let needed = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
    rustix::fs::access(folder, needed).is_ok()
}

/// No URI, so that a path is a path; no mutex, because one thread at a time uses a connection.
fn connect(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    // A pipe of that name would keep SQLite for ever.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB), None));
    }
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_handler(Some(wait))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    // Plans do not depend on values: without this a statement is parsed again for each value that it is given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    functions::teach(&connection)?;
    Ok(connection)
}

fn is_hot_journal(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| {
        error.extended_code == rusqlite::ffi::SQLITE_READONLY_ROLLBACK
            || (error.code == ErrorCode::CannotOpen && error.extended_code == rusqlite::ffi::SQLITE_CANTOPEN)
    })
}
