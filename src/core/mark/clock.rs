//! The newest time that a ledger has seen, beside which a clock that is ahead for one night is noticed.
//!
//! What destroys by time would be fooled by a clock that is wrong, and so would a mark that believed each commit: a token
//! that is issued in such a night would raise it. So a commit raises the mark only where it is at most a margin later. One
//! that is further ahead is kept beside it. A home that nobody used for a month is ahead as well, and nothing but time can
//! tell the two apart: when commits have followed each other for a week, none of them before the first and no gap longer
//! than the margin, the mark follows them. Whoever knows that the clock is right need not wait: see [`ClockMark::trusted`].

use crate::core::time::{Timestamp, Ttl};

/// The newest time that a ledger has seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClockMark {
    /// It; none in a ledger that has seen nothing.
    pub newest: Option<Timestamp>,
    /// Commits since then that were further ahead than a clock is believed.
    pub ahead: Option<Ahead>,
}

/// Commits that follow each other, all of them further ahead than a clock is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// The first of them.
    pub from: Timestamp,
    /// The last of them.
    pub until: Timestamp,
}

/// What the clock says beside the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockSight {
    /// Nothing that would not be right.
    Fits,
    /// It is further ahead than it is believed.
    Ahead {
        /// The newest time that the ledger has seen.
        newest: Timestamp,
        /// What the clock says.
        now: Timestamp,
    },
    /// It is behind.
    Behind {
        /// The newest time that the ledger has seen.
        newest: Timestamp,
        /// What the clock says.
        now: Timestamp,
    },
}

/// For how long commits must follow each other until they are believed.
const BELIEVED_AFTER: i64 = 7 * 86_400;

/// By how many seconds clocks of machines that are well differ.
const JITTER: i64 = 5;

impl ClockMark {
    /// The mark after a commit at this time.
    #[must_use]
    pub fn saw(self, now: Timestamp, margin: Ttl) -> Self {
        let Some(newest) = self.newest else { return Self::trusted(now) };
        if now <= newest.plus(margin) {
            return Self::trusted(newest.max(now));
        }
        let ahead = match self.ahead {
            Some(Ahead { from, until }) if from <= now && now <= until.plus(margin) => {
                Ahead { from, until: until.max(now) }
            }
            _ => Ahead { from: now, until: now },
        };
        if ahead.from.seconds_until(ahead.until) >= BELIEVED_AFTER {
            return Self::trusted(ahead.until);
        }
        Self { ahead: Some(ahead), ..self }
    }

    /// The mark where somebody has said that this is the time.
    pub fn trusted(now: Timestamp) -> Self {
        Self { newest: Some(now), ahead: None }
    }

    /// What the clock says beside it.
    pub fn compare(self, now: Timestamp, margin: Ttl) -> ClockSight {
        match self.newest {
            Some(newest) if now > newest.plus(margin) => ClockSight::Ahead { newest, now },
            Some(newest) if now.seconds_until(newest) > JITTER => ClockSight::Behind { newest, now },
            _ => ClockSight::Fits,
        }
    }

    /// The time by which something may be dropped: that of the clock, as far as it is believed.
    #[must_use]
    pub fn believed(self, now: Timestamp, margin: Ttl) -> Timestamp {
        self.newest.map_or(now, |newest| now.min(newest.plus(margin)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;

    fn margin() -> Ttl {
        Ttl::days(1)
    }

    /// The mark after commits at these times.
    fn after(times: impl IntoIterator<Item = i64>) -> ClockMark {
        times.into_iter().fold(ClockMark::default(), |mark, at| mark.saw(Timestamp(at), margin()))
    }

    #[test]
    fn the_mark_follows_a_clock_that_is_believed_and_never_goes_back() {
        assert_eq!(after([]).compare(Timestamp(5), margin()), ClockSight::Fits);
        assert_eq!(after([100, 50, 100 + DAY]).newest, Some(Timestamp(100 + DAY)));
        assert_eq!(after([100, 50]).newest, Some(Timestamp(100)));
    }

    #[test]
    fn a_night_of_commits_with_a_clock_that_is_ahead_raises_nothing() {
        let night = (0..24).map(|hour| 100 * DAY + hour * HOUR);
        let mark = after([0].into_iter().chain(night));
        assert_eq!(mark.newest, Some(Timestamp(0)));
        let now = Timestamp(101 * DAY);
        assert_eq!(mark.compare(now, margin()), ClockSight::Ahead { newest: Timestamp(0), now });
        assert_eq!(mark.believed(now, margin()), Timestamp(DAY));
        // In the morning the clock is right again, and the night is forgotten.
        let morning = mark.saw(Timestamp(DAY), margin());
        assert_eq!(morning, ClockMark::trusted(Timestamp(DAY)));
    }

    #[test]
    fn a_clock_that_leaps_again_and_again_is_never_believed() {
        let leaps = (1..100).map(|leap| leap * 2 * DAY);
        assert_eq!(after([0].into_iter().chain(leaps)).newest, Some(Timestamp(0)));
    }

    #[test]
    fn a_home_that_nobody_used_for_a_month_is_believed_after_a_week_of_use() {
        let week = |days: i64| (0..=days).map(|day| (30 + day) * DAY);
        assert_eq!(after([0].into_iter().chain(week(6))).newest, Some(Timestamp(0)));
        assert_eq!(after([0].into_iter().chain(week(7))), ClockMark::trusted(Timestamp(37 * DAY)));
    }

    #[test]
    fn a_clock_that_is_behind_is_told_beyond_what_good_clocks_differ() {
        let mark = after([100]);
        assert_eq!(mark.compare(Timestamp(95), margin()), ClockSight::Fits);
        let behind = ClockSight::Behind { newest: Timestamp(100), now: Timestamp(94) };
        assert_eq!(mark.compare(Timestamp(94), margin()), behind);
    }
}
