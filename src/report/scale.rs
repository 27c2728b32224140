//! Where things are along a line.

use super::words::parts;
use crate::core::Timestamp;

/// A number that lies beside others, with one digit behind the point.
pub(super) fn fixed(tenths: i64) -> String {
    format!("{}.{}", tenths.div_euclid(10), tenths.rem_euclid(10))
}

/// A part of a whole in per cent, with two digits behind the point.
pub(super) fn percent(part: i128, whole: i128) -> String {
    let hundredths = if whole <= 0 { 0 } else { (part.saturating_mul(10_000) / whole).clamp(0, 10_000) };
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The smallest number of those that axes end with (1, 2, 2.5 or 5 times a power of ten) that is not below this, and never less than
/// 4: so that a quarter and a half of it are whole, or nearly.
pub(super) fn nice(most: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for step in [10, 20, 25, 40, 50, 60, 80, 100] {
            let nice = power.saturating_mul(step) / 10;
            if nice >= most.max(4) {
                return nice;
            }
        }
        match power.checked_mul(10) {
            Some(more) => power = more,
            None => return most,
        }
    }
}

/// A stretch of time along a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeLine {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl TimeLine {
    /// Where a moment is, in per cent; at an end where it lies beyond.
    pub(super) fn place(&self, at: Timestamp) -> String {
        percent(i128::from(self.from.seconds_until(at)), i128::from(self.from.seconds_until(self.until)))
    }

    /// Whether two moments are so far apart that each can be named.
    pub(super) fn are_apart(&self, one: Timestamp, other: Timestamp) -> bool {
        let span = self.from.seconds_until(self.until);
        one.seconds_until(other).saturating_abs() > span / 8
    }

    /// How long a stretch of it is, in per cent.
    pub(super) fn width(&self, from: Timestamp, until: Timestamp) -> String {
        let (from, until) = (from.max(self.from), until.min(self.until));
        percent(i128::from(from.seconds_until(until)), i128::from(self.from.seconds_until(self.until)))
    }

    /// Moments to name along it, no more than eight: beginnings of hours, days, months or years.
    pub(super) fn marks(&self) -> Vec<Mark> {
        const MOST: i64 = 8;
        let span = self.from.seconds_until(self.until);
        for (unit, step) in [(Unit::Hour, 3_600), (Unit::Hour, 21_600), (Unit::Day, 86_400), (Unit::Day, 604_800)] {
            if span / step < MOST {
                let first = self.from.0.div_euclid(step) + 1;
                let marks = (first..).map(|place| Timestamp(place.saturating_mul(step)));
                return marks.take_while(|at| *at < self.until).map(|at| Mark { at, unit }).collect();
            }
        }
        let months = [1, 3, 12, 60, 120, 600].into_iter().find(|months| span / (months * 2_592_000) < MOST);
        self.months(months.unwrap_or(1_200))
    }

    /// The first days of every so many months.
    fn months(&self, step: i64) -> Vec<Mark> {
        let Some([year, month, ..]) = parts(self.from) else { return Vec::new() };
        let number = |part: usize| i64::try_from(part).unwrap_or_default();
        let from = number(year) * 12 + number(month) - 1;
        let first = from.div_euclid(step) + 1;
        let begin = |place: i64| {
            let months = place * step;
            let text = format!("{:04}-{:02}-01T00:00:00Z", months.div_euclid(12), months.rem_euclid(12) + 1);
            text.parse::<Timestamp>().ok()
        };
        let marks = (first..).map_while(begin).take_while(|at| *at < self.until);
        marks.map(|at| Mark { at, unit: if step < 12 { Unit::Month } else { Unit::Year } }).collect()
    }
}

/// A moment to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub at: Timestamp,
    pub unit: Unit,
}

/// What of a moment is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Month,
    Year,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_with_round_numbers_and_hold_what_there_is() {
        for (most, end) in [(0, 4), (3, 4), (5, 5), (7, 8), (12, 20), (23, 25), (99, 100), (101, 200), (12_431, 20_000)]
        {
            assert_eq!(nice(most), end, "{most}");
        }
        for power in 0..19 {
            let most = 10_u64.pow(power) * 3 / 2;
            assert!(nice(most) >= most);
        }
        assert_eq!(nice(u64::MAX), u64::MAX);
    }

    #[test]
    fn a_part_is_never_outside_of_its_whole() {
        assert_eq!(
            [percent(1, 3), percent(-5, 3), percent(9, 3), percent(1, 0)],
            ["33.33%", "0.00%", "100.00%", "0.00%"]
        );
        assert_eq!([fixed(125), fixed(-5), fixed(0)], ["12.5", "-1.5", "0.0"]);
    }

    #[test]
    fn a_line_of_any_length_has_few_marks_in_their_order() {
        let from: Timestamp = "2026-02-14T07:13:01Z".parse().unwrap();
        for span in [1, 3_600, 7_000, 86_400, 604_800, 2_600_000, 31_536_000, 315_360_000, 3_153_600_000] {
            let line = TimeLine { from, until: Timestamp(from.0 + span) };
            let marks = line.marks();
            assert!(marks.len() <= 9 && marks.is_sorted_by_key(|mark| mark.at), "{span}: {marks:?}");
            assert!(marks.iter().all(|mark| mark.at > from && mark.at < line.until), "{span}");
            assert!(span < 100_000 || marks.len() >= 2, "{span}: {marks:?}");
        }
        let year = TimeLine { from, until: Timestamp(from.0 + 31_536_000) }.marks();
        assert_eq!(year[0].at, "2026-04-01T00:00:00Z".parse().unwrap());
        assert!(TimeLine { from, until: from }.marks().is_empty());
        TimeLine { from: Timestamp(i64::MIN), until: Timestamp(i64::MAX) }.marks();
    }
}
