//! What was changed and by whom, as a ledger keeps it.

use super::Result;
use crate::core::Timestamp;
use crate::core::audit::{History, Thing};

/// What a ledger can be asked of changes. They come with [`Write::commit`](super::Write::commit), and stay: what is pruned is
/// remembered by what was done to it.
pub trait ReadChanges {
    /// The latest changes that were made to a thing, this many at most. Where it may have been changed together with many
    /// others, these are the moments to look at.
    fn history(&self, thing: &Thing, moments: &[Timestamp], most: u32) -> Result<History>;
}
