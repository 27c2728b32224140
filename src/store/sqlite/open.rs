//! Opening the file: never making one, never trusting one, never changing what is not ours.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::connect::connect;
use super::{error, migrate, upgrade};
use crate::store::{Result, StoreError, StoreFault, Upgraded};

/// A commit is the end of its journal, and that end must outlive a power cut. By default SQLite removes the journal and
/// does not sync the folder: on ext4 the journal came back and undid what had been acknowledged. `TRUNCATE` empties it
/// instead, and `FULL` syncs that: it lies in the file, not in the folder, so that no removal can be lost. Syncing the
/// folder too (`DELETE` with `EXTRA`) costs a third call that waits for the disk, half as much again for each commit.
/// `PERSIST` costs the same and leaves what was deleted readable in the journal; a WAL needs two more files with modes of
/// their own, and a file system that is not on a network. The empty journal stays beside the ledger, with its mode.
#[cfg(not(target_os = "macos"))]
const DURABLE: &str = "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";
/// As above. On macOS what is synced may lie in the disk's own memory, unless more is asked for.
#[cfg(target_os = "macos")]
const DURABLE: &str =
    "PRAGMA fullfsync=ON; PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";

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

/// Opens a ledger to read. An older one is upgraded, which needs a writer's rights too: rows of an older layout have no
/// checksums, so that they are not read as they are, and where an upgrade is not possible nothing is answered.
pub(super) fn readable(path: &Path) -> Result<(Connection, Option<Upgraded>)> {
    let (connection, found) = as_it_is(path)?;
    let migrate::Age::Older(older) = migrate::check(path, found)? else { return Ok((connection, None)) };
    drop(connection);
    let upgraded = match migrated(path) {
        Ok((_, upgraded)) => upgraded,
        Err(StoreError { fault: StoreFault::ReadOnly | StoreFault::Denied, .. }) => {
            return Err(error::of(path, StoreFault::Older { found: older, known: migrate::present() }));
        }
        Err(error) => return Err(error),
    };
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| error::explain(path, &error))?;
    Ok((connection, upgraded))
}

/// Opens a ledger to write, brought to the present schema.
pub(super) fn migrated(path: &Path) -> Result<(Connection, Option<Upgraded>)> {
    let mut connection = writable(path)?;
    let explain = |error| error::explain(path, &error);
    let found = migrate::version(&connection).map_err(explain)?;
    let upgraded = match migrate::check(path, found)? {
        migrate::Age::Present => None,
        migrate::Age::Older(_) => upgrade::run(&mut connection, path).map_err(explain)?,
    };
    migrate::check_layout(&connection).map_err(explain)?;
    Ok((connection, upgraded))
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
    if connection.is_readonly("main").unwrap_or(true) || !error::may_change(error::folder_of(path)) {
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

fn is_hot_journal(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| {
        error.extended_code == rusqlite::ffi::SQLITE_READONLY_ROLLBACK
            || (error.code == ErrorCode::CannotOpen && error.extended_code == rusqlite::ffi::SQLITE_CANTOPEN)
    })
}
