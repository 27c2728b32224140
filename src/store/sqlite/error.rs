//! What SQLite says → what it means for the user.

use std::path::Path;

use rusqlite::{ErrorCode, ffi};

use crate::store::{Fault, Location, StoreError};

/// What is wrong with a file.
pub(super) fn of(path: &Path, fault: Fault) -> StoreError {
    StoreError { at: Location::File(path.to_owned()), fault }
}

/// Explains an error of SQLite.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> StoreError {
    of(path, fault(path, error))
}

fn fault(path: &Path, error: &rusqlite::Error) -> Fault {
    let detail = error.to_string();
    if matches!(error, rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..)) {
        return Fault::Damaged(format!("a row holds what mintage never writes ({detail})"));
    }
    let Some(error) = error.sqlite_error() else { return Fault::Failed(detail) };
    match error.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Fault::Locked,
        ErrorCode::NotADatabase => Fault::Damaged("it is not a SQLite database".to_owned()),
        ErrorCode::DatabaseCorrupt => Fault::Damaged(detail),
        ErrorCode::DiskFull => Fault::Full,
        ErrorCode::ReadOnly => Fault::ReadOnly,
        ErrorCode::CannotOpen if !path.exists() => Fault::Missing,
        ErrorCode::CannotOpen => Fault::Denied,
        ErrorCode::ConstraintViolation if is_lost_race(error.extended_code) => Fault::Conflict,
        _ => Fault::Failed(detail),
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
