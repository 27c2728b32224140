//! What a ledger says of itself.

use super::clock::ClockMark;
use crate::core::id::HomeId;
use crate::core::time::{Timestamp, Ttl};

/// What a ledger says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Whose it is.
    pub home: HomeId,
    /// How many changes were committed: one more with each.
    pub generation: u64,
    /// The newest time that it has seen.
    pub clock: ClockMark,
}

impl Mark {
    /// The mark after one more change, which was made at this time by the clock. The margin is how far the clock may be
    /// ahead and still be believed.
    #[must_use]
    pub fn committed(self, now: Timestamp, margin: Ttl) -> Self {
        Self { generation: self.generation.saturating_add(1), clock: self.clock.saw(now, margin), ..self }
    }
}
