//! A connection, set up as all of ours are.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::functions;

/// How often a command looks whether another one has finished writing, and how many times: ten seconds and more.
///
/// SQLite's own patience sleeps the longer the longer it has waited, so that among many writers whoever came last goes first
/// and some wait in vain. With equal steps everyone has the same chance at each moment.
const STEP: Duration = Duration::from_micros(500);
const STEPS: i32 = 20_000;

/// Waits one step, where there are more.
pub(super) fn wait(times: i32) -> bool {
    std::thread::sleep(STEP);
    times < STEPS
}

/// No URI, so that a path is a path; no mutex, because one thread at a time uses a connection.
pub(super) fn connect(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    // A pipe of that name would keep SQLite for ever.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB), None));
    }
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    set_up(Connection::open_with_flags(path, flags)?)
}

/// A connection as all of ours are.
pub(super) fn set_up(mut connection: Connection) -> rusqlite::Result<Connection> {
    connection.busy_handler(Some(wait))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    // Plans do not depend on values: without this a statement is parsed again for each value that it is given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    functions::teach(&connection)?;
    Ok(connection)
}

/// Refuses a file in which there is more than tables and indices. Views, triggers and virtual tables have whoever reads a table do
/// something else, with parts of SQLite that no file of ours needs; somebody put them there.
pub(super) fn check_kinds(connection: &Connection) -> rusqlite::Result<()> {
    let sql = "SELECT name FROM sqlite_schema WHERE rootpage = 0 OR type NOT IN ('table', 'index') LIMIT 1";
    match connection.query_row(sql, [], |row| row.get::<_, String>(0)).optional()? {
        None => Ok(()),
        Some(name) => {
            let fault = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            let detail = format!("its {name} is neither a table nor an index");
            Err(rusqlite::Error::SqliteFailure(fault, Some(detail)))
        }
    }
}
