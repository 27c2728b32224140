//! What SQLite says → what it means for the user.

use std::path::Path;

use rusqlite::{ErrorCode, ffi};

use super::functions::damaged_row;
use crate::store::{Location, StoreError, StoreFault};

/// What is wrong with a file.
pub(super) fn of(path: &Path, fault: StoreFault) -> StoreError {
    StoreError { at: Location::File(path.to_owned()), fault }
}

/// Explains an error of SQLite.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> StoreError {
    of(path, fault(path, error))
}

fn fault(path: &Path, error: &rusqlite::Error) -> StoreFault {
    let detail = error.to_string();
    if matches!(error, rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..)) {
        return StoreFault::Damaged(format!("a row holds what mintage never writes ({detail})"));
    }
    if let rusqlite::Error::SqliteFailure(_, Some(message)) = error
        && let Some(row) = damaged_row(message)
    {
        return StoreFault::Damaged(format!("{row} does not match its checksum"));
    }
    let Some(error) = error.sqlite_error() else { return StoreFault::Failed(detail) };
    match error.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreFault::Locked,
        ErrorCode::NotADatabase => StoreFault::Damaged("it is not a SQLite database".to_owned()),
        ErrorCode::DatabaseCorrupt => StoreFault::Damaged(detail),
        ErrorCode::DiskFull => StoreFault::Full,
        ErrorCode::ReadOnly => StoreFault::ReadOnly,
        ErrorCode::CannotOpen if !path.exists() => StoreFault::Missing,
        ErrorCode::CannotOpen => StoreFault::Denied,
        ErrorCode::ConstraintViolation if is_lost_race(error.extended_code) => StoreFault::Conflict,
        _ => StoreFault::Failed(detail),
    }
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
