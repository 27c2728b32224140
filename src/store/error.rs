//! What can go wrong with a ledger, as far as anyone decides on it.

use std::path::PathBuf;

/// What a store answers or keeps, or why it could not.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What can go wrong with a ledger.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("the store {} does not exist", .0.display())]
    Missing(PathBuf),
    /// Another process keeps it locked.
    #[error("the store {} is locked by another process", .0.display())]
    Locked(PathBuf),
    /// Not a database, or one with broken contents.
    #[error("the store {} is damaged: {detail}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A database of another program.
    #[error("the store {} is a database, but not one of mintage", .0.display())]
    Foreign(PathBuf),
    /// Written by a later version.
    #[error("the store {} was written by a newer mintage (schema {found}, this one knows {known})", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// The version of its schema.
        found: i64,
        /// The last version this program knows.
        known: i64,
    },
    /// The disk is full.
    #[error("the store {} could not be written: the disk is full", .0.display())]
    Full(PathBuf),
    /// It can be read, but not written.
    #[error("the store {} cannot be written: it or its folder is read-only", .0.display())]
    ReadOnly(PathBuf),
    /// The system does not let us.
    #[error("the store {} cannot be opened", .0.display())]
    Denied(PathBuf),
    /// What a decision was made on has changed meanwhile. Doing it again sees the new state.
    #[error("the store {} was changed by another process at the same moment", .0.display())]
    Conflict(PathBuf),
    /// Anything else.
    #[error("the store {} failed: {detail}", path.display())]
    Failed {
        /// Which file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
}
