//! What can go wrong with a ledger, as far as anyone decides on it.

use super::Location;
use crate::core::LedgerDoubt;

/// What a store answers or keeps, or why it could not.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A ledger that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store {at} {fault}")]
pub struct StoreError {
    /// Which.
    pub at: Location,
    /// What is wrong with it.
    pub fault: StoreFault,
}

impl StoreFault {
    /// Whether it is for every change alike that a ledger could not be used, and not for what one of them touches or met.
    pub fn is_of_all(&self) -> bool {
        match self {
            Self::Missing
            | Self::Locked
            | Self::Foreign
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::Full
            | Self::ReadOnly
            | Self::Denied
            | Self::Io
            | Self::Descriptors
            | Self::Unsafe
            | Self::NoLocks
            | Self::Unknown
            | Self::Doubtful(_) => true,
            Self::Damaged(_) | Self::Conflict | Self::Retry | Self::Failed(_) => false,
        }
    }
}

/// What can go wrong with a ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// There is none.
    #[error("does not exist")]
    Missing,
    /// Another process keeps it locked.
    #[error("is locked by another process")]
    Locked,
    /// Not a database, or one with broken contents.
    #[error("is damaged: {0}")]
    Damaged(String),
    /// A database of another program.
    #[error("is a database, but not one of mintage")]
    Foreign,
    /// Written by a later version.
    #[error("was written by a newer mintage (schema {found}, this one knows {known})")]
    Newer {
        /// The version of its schema.
        found: i64,
        /// The last version this program knows.
        known: i64,
    },
    /// Written by an earlier version, where it cannot be brought to the present one.
    #[error(
        "is of an older mintage (schema {found}, this one uses {known}), and cannot be upgraded where it is read-only"
    )]
    Older {
        /// The version of its schema.
        found: i64,
        /// The version that this program uses.
        known: i64,
    },
    /// The disk is full.
    #[error("could not be written: the disk is full")]
    Full,
    /// It can be read, but not written.
    #[error("cannot be written: it or its folder is read-only")]
    ReadOnly,
    /// The system does not let us.
    #[error("cannot be opened")]
    Denied,
    /// The disk or its file system reports an error.
    #[error("could not be used: its disk or file system reports an error")]
    Io,
    /// This process, or all of them, have as many files open as they may.
    #[error("cannot be opened: too many files are open already")]
    Descriptors,
    /// It is a link, another user's, or one that others may read or change.
    #[error("is not used: it is a link, belongs to another user, or others can read or change it")]
    Unsafe,
    /// Its file system has no locks to give, so that nobody could write alone.
    #[error("cannot be locked: its file system keeps no locks")]
    NoLocks,
    /// What a decision was made on has changed meanwhile. Doing it again sees the new state.
    #[error("was changed by another process at the same moment")]
    Conflict,
    /// Others were changing it at the same moment, and this change was undone to let them. Doing it again may succeed.
    #[error("could not make this change beside those of others at the same moment")]
    Retry,
    /// It was told to make a change durable, and the answer was lost: the change is there whole, or not at all.
    #[error("did not answer whether it kept the change")]
    Unknown,
    /// It is an older one than its home knows, or another: nothing is built on it.
    #[error("{0}")]
    Doubtful(LedgerDoubt),
    /// Anything else, as the database says it.
    #[error("failed: {0}")]
    Failed(String),
}
