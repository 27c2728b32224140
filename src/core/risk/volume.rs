//! How much an app is used, beside what it always was at that hour of the day: a median and the median deviation from it, which a spike
//! of last week does not move.

use std::collections::VecDeque;

use super::cause::{Cause, Volume};
use super::finding::{Act, Finding, Grade, Rule, Subject, Sure};
use super::found::{Found, MOST_ROWS};
use super::thresholds::{Thresholds, ms};
use crate::core::access::{AccessRow, TextId};

const HOUR: i64 = 3_600_000;
/// So many hours are kept: five weeks.
const MOST: usize = 35 * 24;
const MOST_HOURS: i64 = 35 * 24;
/// What is no more than so many times as usual, or as ever at that hour, is no sudden change.
const TIMES: f64 = 3.0;
const TIMES_EVER: f64 = 1.5;
/// A deviation of so many is the usual one where volumes are normal (Iglewicz and Hoaglin, 1993).
const OF_MAD: f64 = 1.4826;

/// The hours of an app.
pub(super) struct Hours {
    /// Which hour since 1970 is the last one.
    last: i64,
    counts: VecDeque<u32>,
    sample: VecDeque<AccessRow>,
    /// The hour that was told of last.
    told: i64,
}

impl Hours {
    pub fn new(at_ms: i64) -> Self {
        Self { last: at_ms.div_euclid(HOUR), counts: VecDeque::from([0]), sample: VecDeque::new(), told: i64::MIN }
    }

    /// Counts a use.
    pub fn add(&mut self, app: TextId, row: &AccessRow, limits: &Thresholds, found: &mut Found) {
        let hour = row.at_ms.div_euclid(HOUR);
        if hour > self.last {
            self.settle(app, self.last * HOUR, limits, found);
            self.sample.clear();
            for _ in 0..(hour - self.last).min(MOST_HOURS) {
                self.counts.push_back(0);
                if self.counts.len() > MOST {
                    self.counts.pop_front();
                }
            }
            self.last = hour;
        }
        let behind = usize::try_from(self.last - hour).unwrap_or(usize::MAX);
        if let Some(count) =
            self.counts.len().checked_sub(behind.saturating_add(1)).and_then(|at| self.counts.get_mut(at))
        {
            *count = count.saturating_add(1);
            // Some of the hour, the later the fewer.
            if count.is_power_of_two() {
                self.sample.push_back(*row);
                if self.sample.len() > MOST_ROWS {
                    self.sample.pop_front();
                }
            }
        }
    }

    /// Judges the last hour.
    pub fn settle(&mut self, app: TextId, now: i64, limits: &Thresholds, found: &mut Found) {
        let Some(&uses) = self.counts.back() else { return };
        if self.told == self.last || now.div_euclid(HOUR) < self.last || uses < limits.volume_least {
            return;
        }
        let Some(volume) = self.judge(app, uses, limits) else { return };
        self.told = self.last;
        let at = self.last * HOUR;
        let last = self.sample.back().map_or(at, |row| row.at_ms);
        found.add(Finding {
            rule: Rule::VolumeChange,
            grade: Grade::Medium,
            sure: Sure::Possible,
            subject: Subject::App(app),
            app: Some(app),
            user: None,
            cause: Cause::Volume(volume),
            rows: self.sample.iter().copied().collect(),
            count: u64::from(uses),
            first: at,
            last,
            act: Some(Act::BlockApp(app)),
        });
    }

    /// The same hour of all days before, and those beside it.
    fn judge(&self, app: TextId, uses: u32, limits: &Thresholds) -> Option<Volume> {
        let before = self.counts.len() - 1;
        if i64::try_from(before).unwrap_or(MOST_HOURS) * HOUR < ms(limits.volume_history) {
            return None;
        }
        let mut same: Vec<u32> = Vec::new();
        let mut back = 24;
        while back <= before + 1 {
            for near in [back - 1, back, back + 1] {
                same.extend(before.checked_sub(near).and_then(|at| self.counts.get(at)));
            }
            back += 24;
        }
        let most = f64::from(same.iter().copied().max()?);
        let usual = median(&mut same.iter().map(|count| f64::from(*count)).collect::<Vec<_>>())?;
        let deviation = median(&mut same.iter().map(|count| (f64::from(*count) - usual).abs()).collect::<Vec<_>>())?;
        let uses_now = f64::from(uses);
        // Chance alone scatters by the root; and nothing is steadier than a twentieth.
        let spread = (OF_MAD * deviation).max(usual.sqrt()).max(usual / 20.0).max(1.0);
        let score = (uses_now - usual) / spread;
        let is_sudden =
            score >= f64::from(limits.volume_score) && uses_now >= TIMES * usual && uses_now >= TIMES_EVER * most;
        is_sudden.then_some(Volume { uses, usual, score, app })
    }
}

fn median(values: &mut [f64]) -> Option<f64> {
    let half = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(half, f64::total_cmp).1)
}
