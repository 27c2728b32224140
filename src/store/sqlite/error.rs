//! What SQLite says → what it means for the user. No SQL is in any of it.

use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{ErrorCode, ffi};
use rustix::fs::{Access, FlockOperation, Mode, OFlags};
use rustix::io::Errno;

use super::checksum::damaged_row;
use super::names;
use crate::store::{Location, StoreError, StoreFault};

/// Where a ledger of this name is.
pub(super) fn location(path: &Path) -> Location {
    if names::is_in_memory(path) { Location::Memory } else { Location::File(path.to_owned()) }
}

/// What is wrong with a file.
pub(super) fn of(path: &Path, fault: StoreFault) -> StoreError {
    StoreError { at: location(path), fault }
}

/// Explains an error of SQLite.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> StoreError {
    of(path, fault(path, error))
}

/// An error of the system, for what is done beside SQLite, as SQLite would tell it.
pub(super) fn of_system(error: Errno) -> rusqlite::Error {
    let code = match io::Error::from(error).kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ffi::SQLITE_FULL,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ffi::SQLITE_READONLY,
        _ => ffi::SQLITE_IOERR,
    };
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
}

fn fault(path: &Path, error: &rusqlite::Error) -> StoreFault {
    let damaged = |what: &str| StoreFault::Damaged(what.to_owned());
    let (error, message) = match error {
        rusqlite::Error::SqliteFailure(error, message) => (error, message.as_deref().unwrap_or_default()),
        rusqlite::Error::SqlInputError { error, msg, .. } => (error, msg.as_str()),
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => return damaged("a row holds what mintage never writes"),
        rusqlite::Error::InvalidColumnIndex(_) => return damaged("a table has lost a column"),
        rusqlite::Error::QueryReturnedNoRows => return damaged("a row that must be there is not"),
        _ => return StoreFault::Failed("SQLite was not used as it should be".to_owned()),
    };
    if let Some(row) = damaged_row(message) {
        return StoreFault::Damaged(format!("{row} does not match its checksum"));
    }
    match error.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked if has_no_locks(path) => StoreFault::NoLocks,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
            StoreFault::Locked
        }
        ErrorCode::NotADatabase => damaged("it is not a SQLite database"),
        ErrorCode::DatabaseCorrupt if cannot_be_read(path) => StoreFault::Io,
        ErrorCode::DatabaseCorrupt => StoreFault::Damaged(corruption(message)),
        ErrorCode::DiskFull => StoreFault::Full,
        ErrorCode::ReadOnly => StoreFault::ReadOnly,
        ErrorCode::CannotOpen => cannot_open(path),
        ErrorCode::PermissionDenied => StoreFault::Denied,
        ErrorCode::ConstraintViolation if is_lost_race(error.extended_code) => StoreFault::Conflict,
        ErrorCode::ConstraintViolation => StoreFault::Failed(format!("a row would break a rule of it ({message})")),
        ErrorCode::SystemIoFailure if is_lock_failure(error.extended_code) => StoreFault::NoLocks,
        ErrorCode::SystemIoFailure => StoreFault::Io,
        ErrorCode::OutOfMemory => StoreFault::Failed("there is not enough memory".to_owned()),
        // Every statement of ours fits the layout that we made: where one cannot even be read, the layout is another.
        ErrorCode::Unknown | ErrorCode::SchemaChanged => StoreFault::Damaged(layout(message)),
        _ => StoreFault::Failed(message.to_owned()),
    }
}

/// What is corrupt, as far as SQLite says. What it could not read of a layout is a piece of SQL.
fn corruption(message: &str) -> String {
    match message.strip_prefix("malformed database schema (").and_then(|rest| rest.split_once(')')) {
        Some((name, _)) => format!("its layout cannot be read, from {name} on"),
        None if message.is_empty() => "database disk image is malformed".to_owned(),
        None => message.to_owned(),
    }
}

/// What is wrong with a layout.
fn layout(message: &str) -> String {
    let missing = ["no such table: ", "no such column: ", "no such index: "];
    let missing =
        missing.iter().find_map(|start| Some((start.trim_start_matches("no such "), message.strip_prefix(start)?)));
    match missing {
        Some((what, name)) => format!("its {} {name} is missing", what.trim_end_matches(": ")),
        None if message == "unsupported file format" => "its file format is none that is known".to_owned(),
        None => "its layout is not the one that mintage made".to_owned(),
    }
}

/// Why a file could not be opened: SQLite has one word for all of it. The ledger itself is not opened to find out, because
/// closing it would let go of every lock that this process has on it.
fn cannot_open(path: &Path) -> StoreFault {
    let folder = folder_of(path);
    if let Err(Errno::MFILE | Errno::NFILE) = rustix::fs::open(folder, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
    {
        return StoreFault::Descriptors;
    }
    if !path.exists() {
        return StoreFault::Missing;
    }
    let is_allowed = rustix::fs::access(path, Access::READ_OK | Access::WRITE_OK).is_ok() && may_change(folder);
    if is_allowed && path.is_file() { StoreFault::Io } else { StoreFault::Denied }
}

/// Whether the disk does not give all of a file, which SQLite takes for damage. Files that were opened to find out stay open:
/// closing one would let go of every lock that this process has on it.
fn cannot_be_read(path: &Path) -> bool {
    static OPEN: Mutex<Vec<(PathBuf, OwnedFd)>> = Mutex::new(Vec::new());
    const MOST: u64 = 256 * 1024 * 1024;
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if !open.iter().any(|(known, _)| known == path) {
        match rustix::fs::open(path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) {
            Ok(file) => open.push((path.to_owned(), file)),
            Err(_) => return false,
        }
    }
    let Some((_, file)) = open.iter().find(|(known, _)| known == path) else { return false };
    let (mut buffer, mut offset) = (vec![0; 64 * 1024], 0);
    while offset < MOST {
        match rustix::io::pread(file, &mut buffer, offset) {
            Ok(0) => return false,
            Ok(read) => offset += read as u64,
            Err(Errno::INTR) => {}
            Err(_) => return true,
        }
    }
    false
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether names in a folder may be changed.
pub(super) fn may_change(folder: &Path) -> bool {
    rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// Whether the file system has no locks to give, which SQLite takes for a lock that another has. The journal is asked: on it
/// nobody has any.
fn has_no_locks(path: &Path) -> bool {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    let Ok(journal) = rustix::fs::open(journal, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) else { return false };
    let tried = rustix::fs::fcntl_lock(journal, FlockOperation::NonBlockingLockShared);
    matches!(tried, Err(Errno::NOLCK | Errno::NOSYS | Errno::NOTSUP))
}

/// Whether it was a lock that the file system would not give, or take back.
fn is_lock_failure(extended_code: std::ffi::c_int) -> bool {
    matches!(
        extended_code,
        ffi::SQLITE_IOERR_LOCK
            | ffi::SQLITE_IOERR_RDLOCK
            | ffi::SQLITE_IOERR_UNLOCK
            | ffi::SQLITE_IOERR_CHECKRESERVEDLOCK
    )
}

/// Whether a constraint failed because another process was faster: what must be there once is there already, or what is
/// referred to is gone. A CHECK or an empty column is a row that can never be right, however often it is tried.
fn is_lost_race(extended_code: std::ffi::c_int) -> bool {
    matches!(
        extended_code,
        ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID
            | ffi::SQLITE_CONSTRAINT_FOREIGNKEY
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_has_a_piece_of_sql() {
        let schema = "malformed database schema (tokens_by_end) - near \"CREAT\": syntax error";
        assert_eq!(corruption(schema), "its layout cannot be read, from tokens_by_end on");
        assert_eq!(corruption("database disk image is malformed"), "database disk image is malformed");
        assert_eq!(layout("no such table: tokens"), "its table tokens is missing");
        assert_eq!(layout("no such column: t.jti"), "its column t.jti is missing");
        assert_eq!(layout("near \"SELECT\": syntax error"), "its layout is not the one that mintage made");
    }
}
