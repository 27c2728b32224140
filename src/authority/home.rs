//! Making a home's parts: the ledger with the right mode from its first moment, and the folder of keys.

use std::path::PathBuf;

use super::{Error, Result};
use crate::host::files::{self, Fault, FileError, Trust};
use crate::store::Store as _;
use crate::store::sqlite::SqliteStore;

/// Where the parts of a home are.
#[derive(Debug, Clone)]
pub struct HomeParts {
    /// The home itself.
    pub folder: PathBuf,
    /// The ledger.
    pub store: PathBuf,
    /// The folder of keys.
    pub keys: PathBuf,
}

/// Makes what is missing of a home, and leaves what is there. Safe to repeat after it was interrupted.
pub fn lay_out(parts: &HomeParts) -> Result<()> {
    files::create_private_dir(&parts.folder)?;
    // Before anything is written into a folder that others can change.
    files::check_trust(&parts.folder, Trust::Unchanged)?;
    files::create_private_dir(&parts.keys)?;
    match files::create_private(&parts.store) {
        // Here before, or made by another process at this moment.
        Err(FileError { fault: Fault::Exists, .. }) => {}
        made => made?,
    }
    SqliteStore::create(&parts.store)?;
    let read = SqliteStore::at(&parts.store);
    let read = read.read()?;
    // An interrupted `init` leaves an empty ledger. One with keys or apps had settings once, and guessing them would make
    // every token of it fail.
    if read.keys()?.is_empty() && read.apps()?.is_empty() {
        Ok(())
    } else {
        Err(Error::SettingsLost(parts.folder.clone()))
    }
}
