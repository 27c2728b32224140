//! When tokens, apps and consents were last used, as far as that is recorded.

use super::error::Result;
use super::parts::Authority;
use crate::core::{Timestamp, Ttl};
use crate::store::LastUses;

/// For how long something was not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// For so long at least: it was neither used nor made within that time.
    For(Ttl),
    /// Never.
    Never,
}

impl Idle {
    /// Whether this holds of what was made and last used then.
    pub(super) fn holds(self, last: Option<Timestamp>, made: Timestamp, now: Timestamp) -> bool {
        match self {
            Self::For(length) => last.unwrap_or(made).max(made).plus(length) <= now,
            Self::Never => last.is_none(),
        }
    }
}

/// The second of milliseconds since 1970.
pub(super) fn second(at_ms: i64) -> Timestamp {
    Timestamp(at_ms.div_euclid(1_000))
}

impl Authority {
    /// When what was last used, by all that was recorded so far; none where nothing is kept.
    pub fn last_uses(&self) -> Result<Option<Box<dyn LastUses>>> {
        Ok(self.access().map(|log| log.last_uses()).transpose()?)
    }

    /// Since when uses are recorded; none where none is.
    pub fn recorded_since(&self, uses: Option<&dyn LastUses>) -> Result<Option<Timestamp>> {
        Ok(uses.map(LastUses::since).transpose()?.flatten().map(second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_just_made_is_not_idle_yet() {
        let idle = Idle::For(Ttl::days(30));
        let day = |day: i64| Timestamp(day * 86_400);
        assert!(idle.holds(None, day(0), day(30)) && !idle.holds(None, day(1), day(30)));
        assert!(idle.holds(Some(day(5)), day(0), day(35)) && !idle.holds(Some(day(6)), day(0), day(35)));
        assert!(Idle::Never.holds(None, day(0), day(0)) && !Idle::Never.holds(Some(day(0)), day(0), day(99)));
    }
}
