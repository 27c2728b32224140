//! What SQLite says → what it means for the user.

use std::path::Path;

use rusqlite::ErrorCode;

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
    let Some(code) = error.sqlite_error().map(|error| error.code) else { return Fault::Failed(detail) };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Fault::Locked,
        ErrorCode::NotADatabase => Fault::Damaged("it is not a SQLite database".to_owned()),
        ErrorCode::DatabaseCorrupt => Fault::Damaged(detail),
        ErrorCode::DiskFull => Fault::Full,
        ErrorCode::ReadOnly => Fault::ReadOnly,
        ErrorCode::CannotOpen if !path.exists() => Fault::Missing,
        ErrorCode::CannotOpen => Fault::Denied,
        // A unique index or a CHECK that core did not foresee: another process was faster.
        ErrorCode::ConstraintViolation => Fault::Conflict,
        _ => Fault::Failed(detail),
    }
}
