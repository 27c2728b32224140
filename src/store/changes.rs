//! What was changed and by whom, as a ledger keeps it.

use super::{Page, Result};
use crate::core::Timestamp;
use crate::core::audit::tree::Hash;
use crate::core::audit::{EventFilter, History, LogReport, Recorded, Thing};

/// What a ledger can be asked of changes. They come with [`Write::commit`](super::Write::commit), and stay: what is pruned is
/// remembered by what was done to it.
pub trait ReadChanges {
    /// The latest changes that were made to a thing, this many at most. Where it may have been changed together with many
    /// others, these are the moments to look at.
    fn history(&self, thing: &Thing, moments: &[Timestamp], most: u32) -> Result<History>;
    /// The event of this number in the log.
    fn event(&self, id: u64) -> Result<Option<Recorded>>;

    /// Events, the newest first.
    fn events(&self, filter: &EventFilter, page: &Page<u64>) -> Result<Vec<Recorded>>;

    /// How many events there ever were, and how many of the first were pruned.
    fn log_size(&self) -> Result<(u64, u64)>;

    /// How many of the first events all happened before this moment.
    fn events_before(&self, at: Timestamp) -> Result<u64>;

    /// A node of the tree over the log, where it is there.
    fn node(&self, node: u64) -> Result<Option<Hash>>;

    /// Looks the whole log over. What is wrong with it is no error.
    fn look_over_log(&self) -> Result<LogReport>;

    /// Events after this one, the oldest first, this many at most.
    fn events_after(&self, filter: &EventFilter, after: u64, most: u32) -> Result<Vec<Recorded>>;
}
