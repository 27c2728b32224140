//! What shows from outside that a ledger was changed.

use std::time::Duration;

/// What a ledger looks like from outside: of two that are equal, and [settled](Stamp::is_settled), nothing was committed
/// between. One that differs may be of a ledger that is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Which file it is, and how large.
    pub file: [u64; 3],
    /// When it was changed last, since the epoch.
    pub changed: Duration,
}

/// How long after a change the next one surely gets another time. File systems tell times by the tick of the kernel, which is
/// 10 ms at most.
const TICK: Duration = Duration::from_millis(50);

impl Stamp {
    /// Whether whatever is changed from now on makes it another one.
    pub fn is_settled(&self, now: Duration) -> bool {
        self.changed + TICK <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_was_made_a_moment_ago_could_hide_the_next_one() {
        let stamp = Stamp { file: [1, 2, 3], changed: Duration::from_secs(1) };
        let at = |now| stamp.is_settled(Duration::from_millis(now));
        assert!(!at(0) && !at(1_000) && !at(1_049) && at(1_050) && at(9_000));
    }
}
