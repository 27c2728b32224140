//! Mending what can be mended without loss: modes, files that were never finished, and what the home remembers of its ledger.
//! Keys and rows are never touched.

use super::finding::{Finding, Part};
use super::place::Place;
use crate::authority::{Memory, Reserve};
use crate::host::files::{self, FileError};
use crate::store::sqlite::SqliteStore;
use crate::store::{Store as _, StoreError};

/// Why something was not mended.
#[derive(Debug, thiserror::Error)]
pub enum MendError {
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a finding can be mended without loss.
pub fn is_mendable(finding: &Finding) -> bool {
    match finding {
        Finding::Open { .. } | Finding::Leftover(_) | Finding::MemoryTorn(_) | Finding::NoReserve(_) => true,
        Finding::Missing(part, _) => *part == Part::Memory,
        _ => false,
    }
}

/// Mends a finding, where [`is_mendable`] says so.
pub fn mend(place: &Place, finding: &Finding) -> Result<(), MendError> {
    match finding {
        Finding::Open { path, wanted, .. } => Ok(files::set_mode(path, *wanted)?),
        Finding::Leftover(path) => Ok(files::remove(path)?),
        Finding::NoReserve(path) => {
            Reserve::in_file(path).keep();
            Ok(())
        }
        Finding::MemoryTorn(_) | Finding::Missing(Part::Memory, _) => {
            let mark = SqliteStore::in_file(place.store()).read()?.mark()?;
            Ok(Memory::in_file(place.generation()).renew(&mark)?)
        }
        _ => Ok(()),
    }
}
