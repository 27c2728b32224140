//! Making a home's parts: the ledger with the right mode from its first moment, the folder of keys, and last the settings.

use std::path::PathBuf;

use super::place::Place;
use crate::core::{Algorithm, Audience, Issuer};
use crate::host::files::{self, FileError, FileFault, Trust};
use crate::settings::Settings;
use crate::store::sqlite::SqliteStore;
use crate::store::{Store as _, StoreError};

/// Why a home was not made.
#[derive(Debug, thiserror::Error)]
pub enum LayOutError {
    /// A file or folder of it.
    #[error(transparent)]
    File(#[from] FileError),
    /// Its ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A home that lost its settings.
    #[error("the home {} has keys and apps, but its config.toml is missing", .0.display())]
    SettingsLost(PathBuf),
    /// Another process made it first.
    #[error("another process made the home {} at the same moment", .0.display())]
    MadeMeanwhile(PathBuf),
}

/// Makes what is missing of a home, its settings last, and leaves what is there. Safe to repeat after it was interrupted.
pub fn lay_out(
    place: &Place,
    issuer: &Issuer,
    audiences: &[Audience],
    algorithm: Algorithm,
) -> Result<(), LayOutError> {
    parts(place)?;
    let config = Settings::initial(issuer, audiences, algorithm);
    match files::write_new_private(&place.config(), config.as_bytes()) {
        Err(FileError { fault: FileFault::Exists, .. }) => Err(LayOutError::MadeMeanwhile(place.folder().to_owned())),
        made => Ok(made?),
    }
}

fn parts(place: &Place) -> Result<(), LayOutError> {
    files::create_private_dir(place.folder())?;
    // Before anything is written into a folder that others can change.
    files::check_trust(place.folder(), Trust::Unchanged)?;
    files::create_private_dir(&place.keys())?;
    match files::create_private(&place.store()) {
        // Here before, or made by another process at this moment.
        Err(FileError { fault: FileFault::Exists, .. }) => {}
        made => made?,
    }
    SqliteStore::create(&place.store())?;
    let store = SqliteStore::in_file(place.store());
    let read = store.read()?;
    // An interrupted `init` leaves an empty ledger. One with keys or apps had settings once, and guessing them would make
    // every token of it fail.
    if read.keys()?.is_empty() && read.apps()?.is_empty() {
        Ok(())
    } else if place.exists() {
        Err(LayOutError::MadeMeanwhile(place.folder().to_owned()))
    } else {
        Err(LayOutError::SettingsLost(place.folder().to_owned()))
    }
}
