//! Forgetting what ended long ago.

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::Timestamp;
use crate::store::{PruneCursor, PrunedRows};

/// How many rows one transaction looks at: few enough that whoever wants to write waits for a moment only.
const PART: u32 = 10_000;

impl Authority<'_> {
    /// What pruning would remove: tokens that ended this many seconds ago or more, and families and revoked grants of
    /// which nothing is left.
    pub fn prunable_tokens(&self, margin: i64) -> Result<PrunedRows> {
        Ok(self.store.read()?.prunable(self.pruned_until(margin))?)
    }

    /// Removes it, part by part. What is removed stays removed if this is interrupted, and the next time goes on.
    pub fn prune_tokens(&mut self, margin: i64) -> Result<PrunedRows> {
        let until = self.pruned_until(margin);
        let (mut pruned, mut after) = (PrunedRows::default(), Some(PruneCursor::start()));
        while let Some(cursor) = after {
            let mut tx = self.store.write()?;
            let (removed, next) = tx.prune(until, cursor, PART)?;
            tx.commit()?;
            pruned += removed;
            after = next;
        }
        Ok(pruned)
    }

    fn pruned_until(&self, margin: i64) -> Timestamp {
        Timestamp(self.now().0.saturating_sub(margin))
    }
}
