//! How much an app is used, beside what it always was at that hour of the day: a median and the median deviation from it, which a spike
//! of last week does not move. Far more is a finding; far less, for a whole hour, is a note: something stopped, or went elsewhere.

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
/// What is more than a part of the usual of this size is no sudden stop.
const FALLS: f64 = 5.0;
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
            self.settle(app, row.at_ms, limits, found);
            self.begin(hour);
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

    /// Lets an hour begin that comes after the last one.
    fn begin(&mut self, hour: i64) {
        self.sample.clear();
        for _ in 0..(hour - self.last).min(MOST_HOURS) {
            self.counts.push_back(0);
            if self.counts.len() > MOST {
                self.counts.pop_front();
            }
        }
        self.last = hour;
    }

    /// Judges the last hour. That it was less than usual is known when it is over, and of a silence only the first hour is told.
    pub fn settle(&mut self, app: TextId, now: i64, limits: &Thresholds, found: &mut Found) {
        let hour = now.div_euclid(HOUR);
        if hour < self.last || self.told == self.last {
            return;
        }
        self.tell(app, hour > self.last, limits, found);
        if hour > self.last + 1 && self.told < self.last {
            self.begin(self.last + 1);
            self.tell(app, true, limits, found);
        }
    }

    /// Says what is to be said of the last hour.
    fn tell(&mut self, app: TextId, is_over: bool, limits: &Thresholds, found: &mut Found) {
        let Some(&uses) = self.counts.back() else { return };
        let Some(volume) = self.judge(app, uses, is_over, limits) else { return };
        self.told = self.last;
        let at = self.last * HOUR;
        let last = self.sample.back().map_or(at, |row| row.at_ms);
        let is_fall = volume.is_fall();
        found.add(Finding {
            rule: Rule::VolumeChange,
            grade: if is_fall { Grade::Note } else { Grade::Medium },
            sure: Sure::Possible,
            subject: Subject::App(app),
            app: Some(app),
            user: None,
            cause: Cause::Volume(volume),
            rows: self.sample.iter().copied().collect(),
            count: u64::from(uses),
            first: at,
            last,
            act: (!is_fall).then_some(Act::BlockApp(app)),
        });
    }

    /// The same hour of all days before, and those beside it.
    fn judge(&self, app: TextId, uses: u32, is_over: bool, limits: &Thresholds) -> Option<Volume> {
        if uses < limits.volume_least && !is_over {
            return None;
        }
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
        let (least, most) = (f64::from(same.iter().copied().min()?), f64::from(same.iter().copied().max()?));
        let usual = median(&mut same.iter().map(|count| f64::from(*count)).collect::<Vec<_>>())?;
        let deviation = median(&mut same.iter().map(|count| (f64::from(*count) - usual).abs()).collect::<Vec<_>>())?;
        let uses_now = f64::from(uses);
        // Chance alone scatters by the root; and nothing is steadier than a twentieth.
        let spread = (OF_MAD * deviation).max(usual.sqrt()).max(usual / 20.0).max(1.0);
        let score = (uses_now - usual) / spread;
        let far = f64::from(limits.volume_score);
        let is_rise =
            uses >= limits.volume_least && score >= far && uses_now >= TIMES * usual && uses_now >= TIMES_EVER * most;
        let is_fall = is_over
            && usual >= f64::from(limits.volume_least)
            && score <= -far
            && uses_now * FALLS <= usual
            && uses_now * TIMES_EVER < least;
        (is_rise || is_fall).then_some(Volume { uses, usual, score, app })
    }
}

fn median(values: &mut [f64]) -> Option<f64> {
    let half = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(half, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::access::AccessDoor;

    fn at(at_ms: i64) -> AccessRow {
        AccessRow {
            number: 0,
            at_ms,
            door: AccessDoor::Verify,
            outcome: None,
            late: None,
            token: None,
            shown: None,
            client_id: Some(TextId::new(7)),
            user: None,
            kid: None,
            ip: None,
            user_agent: None,
            agent_kind: None,
            device: None,
            resource: None,
            canary: false,
        }
    }

    /// So many uses in each hour from the first on, and what was found when the hour after them was over.
    fn found(hours: &[u32]) -> Vec<(Grade, u32)> {
        let (limits, mut found, mut all) = (Thresholds::default(), Found::default(), Hours::new(0));
        for (hour, uses) in (0_i64..).zip(hours) {
            for number in 0..i64::from(*uses) {
                all.add(TextId::new(7), &at(hour * HOUR + number), &limits, &mut found);
            }
        }
        let end = i64::try_from(hours.len()).unwrap() * HOUR;
        all.settle(TextId::new(7), end, &limits, &mut found);
        let volume = |finding: &Finding| match finding.cause {
            Cause::Volume(volume) => (finding.grade, volume.uses),
            _ => unreachable!(),
        };
        found.iter().map(volume).collect()
    }

    fn ten_days_and(last: &[u32]) -> Vec<u32> {
        let mut hours: Vec<u32> = (0..240).map(|hour| 200 + hour % 24).collect();
        hours.extend(last);
        hours
    }

    #[test]
    fn five_times_as_much_is_found_and_twice_as_much_is_not() {
        assert_eq!(found(&ten_days_and(&[1_000])), [(Grade::Medium, 1_000)]);
        assert_eq!(found(&ten_days_and(&[400])), []);
    }

    #[test]
    fn an_hour_of_next_to_nothing_is_a_note_and_so_is_silence() {
        assert_eq!(found(&ten_days_and(&[20])), [(Grade::Note, 20)]);
        assert_eq!(found(&ten_days_and(&[0])), [(Grade::Note, 0)]);
        assert_eq!(found(&ten_days_and(&[0, 0, 0, 210])), [(Grade::Note, 0)]);
        assert_eq!(found(&ten_days_and(&[120])), []);
    }

    #[test]
    fn an_hour_that_is_always_quiet_on_some_day_is_no_fall() {
        let mut hours = ten_days_and(&[]);
        hours[5 * 24] = 3;
        hours.push(4);
        assert_eq!(found(&hours), []);
    }
}
