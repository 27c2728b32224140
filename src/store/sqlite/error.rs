//! What SQLite says → what it means for the user.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::store::StoreError;

/// Explains an error of SQLite.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    let detail = error.to_string();
    if matches!(error, rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..)) {
        return StoreError::Damaged { path, detail: format!("a row holds what mintage never writes ({detail})") };
    }
    let Some(code) = error.sqlite_error().map(|error| error.code) else { return StoreError::Failed { path, detail } };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked(path),
        ErrorCode::NotADatabase => StoreError::Damaged { path, detail: "it is not a SQLite database".to_owned() },
        ErrorCode::DatabaseCorrupt => StoreError::Damaged { path, detail },
        ErrorCode::DiskFull => StoreError::Full(path),
        ErrorCode::ReadOnly => StoreError::ReadOnly(path),
        ErrorCode::CannotOpen if !path.exists() => StoreError::Missing(path),
        ErrorCode::CannotOpen => StoreError::Denied(path),
        // A unique index or a CHECK that core did not foresee: another process was faster.
        ErrorCode::ConstraintViolation => StoreError::Conflict(path),
        _ => StoreError::Failed { path, detail },
    }
}
