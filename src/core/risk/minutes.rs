//! How often something came and was refused within a moving window, and before it.

use super::row::Came;

/// Into how many slots a window is cut.
pub(super) const SLOTS: i64 = 10;
const PLACES: usize = 10;

/// Counts of the window that ends now, and of all before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Minutes {
    slot: i64,
    all: [u16; PLACES],
    refused: [u16; PLACES],
    forged: [u16; PLACES],
    old: Counts,
}

/// How many there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Of all.
    pub all: u32,
    /// Refused, of whatever kind.
    pub failed: u32,
    /// Refused, and never issued.
    pub forged: u32,
}

/// What a window is judged to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Burst {
    pub failures: u32,
    pub of: u32,
    pub usual: f64,
    pub forged: bool,
}

impl Minutes {
    /// Counts one in this slot, which numbers the tenths of windows since 1970.
    pub fn add(&mut self, slot: i64, came: Came) {
        self.roll(slot);
        let place = usize::try_from(self.slot.rem_euclid(SLOTS)).unwrap_or(0);
        let count = |counts: &mut [u16; PLACES]| counts[place] = counts[place].saturating_add(1);
        count(&mut self.all);
        match came {
            Came::Good => {}
            Came::Refused => count(&mut self.refused),
            Came::Forged => count(&mut self.forged),
        }
    }

    /// Forgets what is before the window that ends with this slot. One that is late by a little counts as now.
    fn roll(&mut self, slot: i64) {
        let steps = slot.saturating_sub(self.slot).clamp(0, SLOTS);
        for step in 1..=steps {
            let at = if steps == SLOTS { step } else { self.slot + step };
            let place = usize::try_from(at.rem_euclid(SLOTS)).unwrap_or(0);
            let take = |counts: &mut [u16; PLACES]| u32::from(std::mem::take(&mut counts[place]));
            let (all, refused, forged) = (take(&mut self.all), take(&mut self.refused), take(&mut self.forged));
            self.old.all = self.old.all.saturating_add(all);
            self.old.failed = self.old.failed.saturating_add(refused + forged);
            self.old.forged = self.old.forged.saturating_add(forged);
        }
        self.slot = self.slot.max(slot);
    }

    /// How many there are in the window.
    pub fn now(&self) -> Counts {
        let sum = |counts: &[u16; PLACES]| counts.iter().map(|count| u32::from(*count)).sum::<u32>();
        let forged = sum(&self.forged);
        Counts { all: sum(&self.all), failed: sum(&self.refused) + forged, forged }
    }

    /// Whether the failures of the window are a burst: at least `most`, and far more than this one always has. Thousands of people behind
    /// one address fail a little all the time.
    pub fn burst(&self, most: u32) -> Option<Burst> {
        let now = self.now();
        if now.failed < most {
            return None;
        }
        // Of a crowd that nothing is known of yet only what fails for the most part is judged.
        let is_new = self.old.all < 3 * now.all;
        if is_new && now.all >= 50 && f64::from(now.failed) < 0.3 * f64::from(now.all) {
            return None;
        }
        let judge = |failures: u32, old: u32, first: f64, forged: bool| {
            // As if there had been a hundred before, of which one failed.
            let share = (f64::from(old) + first) / (f64::from(self.old.all) + 100.0);
            let usual = share * f64::from(now.all);
            let is_burst = failures >= most && f64::from(failures) >= 4.0 * usual + 5.0 * usual.sqrt();
            is_burst.then_some(Burst { failures, of: now.all, usual, forged })
        };
        judge(now.forged, self.old.forged, 0.1, true).or_else(|| judge(now.failed, self.old.failed, 1.0, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_moves_and_what_leaves_it_is_history() {
        let mut minutes = Minutes::default();
        for slot in 100..110 {
            minutes.add(slot, Came::Refused);
        }
        assert_eq!(minutes.now(), Counts { all: 10, failed: 10, forged: 0 });
        minutes.add(112, Came::Good);
        assert_eq!((minutes.now(), minutes.old.all), (Counts { all: 8, failed: 7, forged: 0 }, 3));
        minutes.add(1_000, Came::Forged);
        assert_eq!((minutes.now(), minutes.old.failed), (Counts { all: 1, failed: 1, forged: 1 }, 10));
    }

    #[test]
    fn ten_failures_at_home_are_a_burst_and_a_crowd_that_fails_a_little_is_none() {
        let mut home = Minutes::default();
        for _ in 0..9 {
            home.add(7, Came::Refused);
        }
        assert_eq!(home.burst(10), None);
        home.add(7, Came::Refused);
        assert_eq!(home.burst(10).map(|burst| (burst.failures, burst.of)), Some((10, 10)));
        let mut crowd = Minutes::default();
        for slot in 0..1_000 {
            for number in 0..200 {
                crowd.add(slot, if number % 40 == 0 { Came::Refused } else { Came::Good });
                assert_eq!(crowd.burst(10), None, "{slot}");
            }
        }
        for _ in 0..60 {
            crowd.add(1_000, Came::Forged);
        }
        assert!(crowd.burst(10).is_some_and(|burst| burst.forged));
    }
}
