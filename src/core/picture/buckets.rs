//! A stretch of time in equal parts.

use crate::core::time::Timestamp;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// How long a part may be, in seconds.
const STEPS: [i64; 9] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 365 * DAY];
/// More parts than this are not told apart on a screen.
const MOST: i64 = 92;
/// 1970 began with a Thursday, and weeks begin with a Monday.
const FIRST_MONDAY: i64 = 4 * DAY;

/// A stretch of time in equal parts, which begin with the hours, days and weeks of UTC. The last part is the one that a moment is
/// in, and is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Buckets {
    /// The beginning of the first.
    first: i64,
    /// How long each is, in seconds.
    step: i64,
    /// How many there are.
    count: usize,
}

impl Buckets {
    /// The parts from one moment to another: as few and as long as make no more than 92 of them. The first begins at the
    /// moment or before.
    pub fn over(since: Timestamp, until: Timestamp) -> Self {
        let span = since.seconds_until(until).max(1);
        let step = STEPS.into_iter().find(|step| span / step < MOST).unwrap_or(365 * DAY);
        let anchor = if step == 7 * DAY { FIRST_MONDAY } else { 0 };
        let floor = |at: i64| at.saturating_sub(anchor).div_euclid(step).saturating_mul(step).saturating_add(anchor);
        let (first, last) = (floor(since.0), floor(until.0.max(since.0)));
        // Within a century of 365 days each, which is the most that can be asked for, and in memory anyway.
        let count = usize::try_from(last.saturating_sub(first) / step + 1).unwrap_or(1).min(4_096);
        Self { first, step, count }
    }

    /// How many there are; never none.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How long each is, in seconds.
    pub fn step(&self) -> i64 {
        self.step
    }

    /// When the first begins.
    pub fn begin(&self) -> Timestamp {
        Timestamp(self.first)
    }

    /// The second after the last.
    pub fn end(&self) -> Timestamp {
        self.start(self.count)
    }

    /// When one begins, counted from 0.
    pub fn start(&self, place: usize) -> Timestamp {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        Timestamp(self.first.saturating_add(self.step.saturating_mul(place)))
    }

    /// The one that a moment is in, if it is in any.
    pub fn place(&self, at: Timestamp) -> Option<usize> {
        let place = usize::try_from(at.0.checked_sub(self.first)?.div_euclid(self.step)).ok()?;
        Some(place).filter(|place| *place < self.count)
    }

    /// What one is called: `hour`, `6 hours`.
    pub fn unit(&self) -> &'static str {
        match self.step {
            MINUTE => "minute",
            300 => "5 minutes",
            900 => "15 minutes",
            HOUR => "hour",
            21_600 => "6 hours",
            DAY => "day",
            604_800 => "week",
            2_592_000 => "30 days",
            _ => "365 days",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_told_by_the_hour_a_month_by_the_day_and_a_year_by_the_week() {
        let now = at("2026-11-27T21:40:07Z");
        for (back, unit, count, first) in [
            (3_600, "minute", 61, "2026-11-27T20:40:00Z"),
            (24 * HOUR, "hour", 25, "2026-11-26T21:00:00Z"),
            (7 * DAY, "6 hours", 29, "2026-11-20T18:00:00Z"),
            (30 * DAY, "day", 31, "2026-10-28T00:00:00Z"),
            (90 * DAY, "day", 91, "2026-08-29T00:00:00Z"),
            (365 * DAY, "week", 53, "2025-11-24T00:00:00Z"),
        ] {
            let buckets = Buckets::over(Timestamp(now.0 - back), now);
            assert_eq!((buckets.unit(), buckets.count(), buckets.begin()), (unit, count, at(first)));
            assert_eq!(buckets.place(now), Some(buckets.count() - 1));
            assert_eq!(buckets.place(buckets.begin()), Some(0));
            assert_eq!(buckets.place(Timestamp(buckets.begin().0 - 1)), None);
            assert_eq!(buckets.place(buckets.end()), None);
            assert!(buckets.begin().0 <= now.0 - back && now < buckets.end());
        }
    }

    #[test]
    fn there_is_always_a_part_and_never_a_panic() {
        for (since, until) in [(5, 5), (9, 3), (0, i64::MAX), (i64::MIN, i64::MAX), (-7, -1)] {
            let buckets = Buckets::over(Timestamp(since), Timestamp(until));
            assert!((1..=4_096).contains(&buckets.count()), "{since} {until}");
            buckets.place(Timestamp(i64::MIN));
            buckets.place(Timestamp(i64::MAX));
        }
    }
}
