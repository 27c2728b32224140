//! Why there is no home to use.

use std::path::PathBuf;

use crate::host::FileError;
use crate::settings::SettingsError;

/// Why there is no home to use.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// There is none.
    #[error("there is no mintage home at {}", .0.display())]
    Missing(PathBuf),
    /// It is there without its settings.
    #[error("the home {} has no config.toml", .0.display())]
    NoSettings(PathBuf),
    /// There is no place where one could be.
    #[error("there is no place for a mintage home: neither HOME nor XDG_DATA_HOME is set")]
    Nowhere,
    /// It is there, but others own it or can change it.
    #[error("the home is not safe to use: {0}")]
    Unsafe(FileError),
    /// The same of several of its parts.
    #[error("the home is not safe to use: {}", .all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    UnsafeParts {
        /// Its folder.
        home: PathBuf,
        /// What is wrong with each.
        all: Vec<FileError>,
    },
    /// It lies where others can put another in its place.
    #[error("the home lies below a folder of others: {0}")]
    Below(FileError),
    /// It is there, but cannot be looked at.
    #[error(transparent)]
    File(FileError),
    /// Its settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// It was found by walking up, and this user does not trust it.
    #[error("{} {why}", home.display())]
    Untrusted {
        /// Its folder.
        home: PathBuf,
        /// Why not.
        why: Distrust,
    },
    /// What this user trusts cannot be read.
    #[error("which homes are trusted is not known: {0}")]
    TrustUnknown(FileError),
    /// It was to be forgotten.
    #[error("{} is not among the homes that you trust", .0.display())]
    NotTrusted(PathBuf),
    /// One lies here or above, where only a home that is named is used.
    #[error("CI is set, where a home must be named: {} is not used", .0.display())]
    NotNamed(PathBuf),
}

/// Why a home that was found is not one that this user trusts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// Nobody was asked about it.
    #[error("is a home that you have not trusted")]
    Unknown,
    /// There is no home in the folder that was found.
    #[error("is no home, and a folder that you have not trusted")]
    NoHome,
    /// It leads elsewhere, belongs to another user or has another ledger.
    #[error("is a home that you have not trusted: another one was in its place")]
    Replaced,
    /// It would run or judge otherwise.
    #[error("is a home that you have not trusted as it is now: its {} changed", .0.join(" and "))]
    Settings(Vec<String>),
}
