//! Forgetting what ended long ago.

use crate::authority::clock::ClockWord;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::policy::MAX_LEEWAY;
use crate::core::{Breakdown, Caller, Mode, Timestamp};
use crate::store::{PruneCursor, PruneUntil, PrunedRows, StoreError, StoreFault};

/// How many rows one transaction looks at: few enough that whoever wants to write waits for a moment only.
const PART: u32 = 10_000;
/// How many it looks at where the disk is nearly full: what a transaction may undo is written down first.
const LEAST_PART: u32 = 10;

impl Authority {
    /// Whose the tokens are that pruning would remove, and of what kind.
    pub fn prunable_breakdown(&self, margin: i64) -> Result<Breakdown> {
        Ok(self.store.read()?.prunable_breakdown(self.prune_until(margin))?)
    }

    /// What pruning removes with this margin, in seconds.
    fn prune_until(&self, margin: i64) -> PruneUntil {
        let now = self.now();
        let before = |seconds: i64| Timestamp(now.0.saturating_sub(seconds));
        let (ended, late) = (before(margin), self.defaults.clock_margin.seconds().max(MAX_LEEWAY));
        PruneUntil { ended, revoked: ended.min(before(late)) }
    }

    /// Gives back to the disk what was pruned, and says how many bytes the ledger took before and takes now, where it has a
    /// size of its own. Nobody else can use the ledger meanwhile.
    pub fn compact(&self) -> Result<Option<(u64, u64)>> {
        Ok(self.store.compact()?)
    }

    /// Removes tokens that ended this many seconds ago or more, and families and revoked grants of which nothing is left, part
    /// by part. What is removed stays removed if this is interrupted, and the next time goes on. A plan counts them.
    ///
    /// What was revoked stays for the clock's margin after its end, and for the largest leeway, however small the other is: a
    /// verifier whose clock is late still takes it. A clock that is further ahead than it is believed is refused, unless somebody says that it is right.
    pub fn prune_tokens(&self, caller: &Caller, margin: i64, clock: ClockWord, mode: Mode) -> Result<PrunedRows> {
        let attempt = mode.is_attempt().then(|| Attempt::of(Verb::TokensPruned));
        self.asked(caller, attempt, |asked| {
            self.believe_clock(caller, clock, mode)?;
            let until = self.prune_until(margin);
            if mode.is_plan() {
                return Ok(self.store.read()?.prunable(until)?);
            }
            let (mut pruned, mut after, mut part) = (PrunedRows::default(), Some(PruneCursor::start()), PART);
            while let Some(cursor) = after {
                let done = asked.work(|tx| {
                    let (removed, next) = tx.prune(until, cursor, part)?;
                    if removed.is_empty() {
                        return Ok(Change::Nothing((removed, next)));
                    }
                    let PrunedRows { tokens, families, grants, .. } = removed;
                    Ok(Change::Made(
                        (removed, next),
                        tx.did(Deed::Pruned { until: until.ended, tokens, families, grants }, None),
                    ))
                });
                let (removed, next) = match done {
                    Err(Error::Store(StoreError { fault: StoreFault::Full, .. })) if part > LEAST_PART => {
                        part /= 10;
                        continue;
                    }
                    done => done?,
                };
                pruned += removed;
                after = next;
            }
            Ok(pruned)
        })
    }
}
