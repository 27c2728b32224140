//! Ledgers in memory, which all connections of this process to one share: nothing is left of it when the last of them is closed.
//!
//! They are in the VFS `memdb` of SQLite, and what holds for a file holds for them: a view stays what it is while another writes.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, Result};

use super::connect::set_up;
use super::{functions, mark, migrate};
use crate::core::{HomeId, Mark};

/// The VFS.
const VFS: &str = "memdb";

/// A ledger that is small takes little: some fifty pages are in use before anything is in it.
const PAGE_BYTES: u16 = 512;

/// An empty ledger, laid out once in a process: a copy of it takes a fifth of the time.
static EMPTY: Mutex<Option<Connection>> = Mutex::new(None);

/// Lays out an empty ledger under this name, and keeps it as long as the connection is open.
pub(super) fn lay_out(path: &Path) -> Result<Connection> {
    let mut connection = connect(path)?;
    let mut empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
    let empty = match &mut *empty {
        Some(empty) => empty,
        none => none.insert(new()?),
    };
    Backup::new(empty, &mut connection)?.step(-1)?;
    let before = mark::read(&connection)?;
    let home = HomeId::from_bytes(connection.query_row("SELECT randomblob(16)", [], |row| row.get(0))?);
    mark::replace(&connection, &before, &Mark { home, ..before })?;
    Ok(connection)
}

/// A further connection to a ledger that is there.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = set_up(Connection::open_with_flags_and_vfs(path, flags, VFS)?)?;
    // What is cached is in memory twice.
    // It is gone with the process in any case. A journal elsewhere than in memory there cannot be.
    connection.execute_batch("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=16;")?;
    Ok(connection)
}

fn new() -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    functions::teach(&connection)?;
    migrate::lay_out(&mut connection)?;
    Ok(connection)
}
