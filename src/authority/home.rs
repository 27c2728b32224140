//! Making a home's parts: the ledger with the right mode from its first moment, and the folder of keys.

use std::path::PathBuf;

use super::Result;
use crate::host::files::{self, Fault, FileError};
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
    files::create_private_dir(&parts.keys)?;
    match files::create_private(&parts.store) {
        // Here before, or made by another process at this moment.
        Err(FileError { fault: Fault::Exists, .. }) => {}
        made => made?,
    }
    Ok(SqliteStore::create(&parts.store)?)
}
