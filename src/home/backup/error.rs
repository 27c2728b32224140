//! Why a backup was not made, or not put back.

use std::io;
use std::path::PathBuf;

use crate::authority;
use crate::host::FileError;
use crate::keys::KeyError;
use crate::settings::SettingsError;
use crate::store::StoreError;

/// Why a backup was not made, or not put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// A ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of a key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The settings in it.
    #[error("the settings in the backup are wrong: {0}")]
    Settings(#[from] SettingsError),
    /// What was done with the home before it was given its place.
    #[error(transparent)]
    Authority(#[from] authority::Error),
    /// It could not be read or written.
    #[error("the backup could not be read or written: {0}")]
    Io(#[from] io::Error),
    /// A file that is no backup, or of which something changed.
    #[error("{} is no whole backup: {why}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A backup that a later version made.
    #[error("the backup was made by mintage {0}, which is newer")]
    Newer(String),
    /// There is a home already.
    #[error("there is a mintage home at {} already, and a backup never goes over one", .0.display())]
    HomeExists(PathBuf),
    /// There is another file where the backup would be.
    #[error("{} is there already, and {why}", path.display())]
    InTheWay {
        /// Which.
        path: PathBuf,
        /// Why it is not replaced.
        why: &'static str,
    },
    /// A ledger whose revocations do not belong here.
    #[error("{} is the ledger of another home than the backup is of", .0.display())]
    OtherLedger(PathBuf),
    /// Another process is putting a backup there.
    #[error("another process is restoring to {}", .0.display())]
    Busy(PathBuf),
}
