//! Buckets of calls, as the generic cell rate algorithm keeps them (ITU-T I.371, A.1): one moment for each, at which it will be
//! full again.

use super::rate::Rate;
use crate::core::time::in_words;

/// How many calls, and how many of them at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many come again in a time.
    pub rate: Rate,
    /// How many a full bucket holds, from 1 on.
    pub burst: u32,
}

/// A bucket from which something was taken. One that is full is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// When it is full again: microseconds since 1970.
    pub full_at: i64,
    /// And so many parts of a microsecond, of which there are as many as calls in the rate: so that nothing is rounded.
    pub parts: u32,
}

/// In how many microseconds there will be a call, by a clock that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait(pub u64);

impl Wait {
    /// The same, in words.
    pub fn in_words(self) -> String {
        in_words(i64::try_from(self.seconds()).unwrap_or(i64::MAX))
    }

    /// In whole seconds, none of which is too few.
    pub fn seconds(self) -> u64 {
        self.0.div_ceil(1_000_000).max(1)
    }
}

impl Limit {
    /// Takes one call at a moment, in microseconds since 1970: what is left is the bucket that comes of it. A clock that was turned
    /// back gives nothing.
    pub fn take(&self, bucket: Option<Bucket>, now: i64) -> Result<Bucket, Wait> {
        // All in parts of a microsecond. The largest of these is far from what fits: 2^63 · 2^32.
        let calls = i128::from(self.rate.calls().get());
        let one = i128::from(self.rate.seconds().get()) * 1_000_000;
        let now = i128::from(now) * calls;
        let full_at = bucket.map_or(now, |bucket| {
            // Parts of another rate are rounded, and never give more.
            let parts = i128::from(bucket.parts).min(calls);
            i128::from(bucket.full_at) * calls + parts
        });
        let after = full_at.max(now) + one;
        let early = after - now - i128::from(self.burst.max(1)) * one;
        if early > 0 {
            return Err(Wait(
                u64::try_from(early.div_euclid(calls) + i128::from(early % calls > 0)).unwrap_or(u64::MAX),
            ));
        }
        // Beyond the year 290 000 nothing comes again.
        let full_at = i64::try_from(after.div_euclid(calls)).unwrap_or(i64::MAX);
        Ok(Bucket { full_at, parts: u32::try_from(after.rem_euclid(calls)).unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(rate: &str, burst: u32) -> Limit {
        Limit { rate: rate.parse().unwrap(), burst }
    }

    /// Numbers without a pattern (Knuth's multiplier).
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: u64) -> i64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((self.0 >> 33) % most).unwrap()
        }
    }

    #[test]
    fn a_full_bucket_gives_its_burst_at_once_and_then_one_at_a_time() {
        let limit = limit("7/s", 3);
        let mut bucket = None;
        for _ in 0..3 {
            bucket = Some(limit.take(bucket, 0).unwrap());
        }
        let Err(Wait(wait)) = limit.take(bucket, 0) else { panic!("a fourth") };
        assert_eq!(wait, 142_858, "a seventh of a second, and no less");
        assert!(limit.take(bucket, i64::try_from(wait).unwrap() - 1).is_err());
        assert!(limit.take(bucket, i64::try_from(wait).unwrap()).is_ok());
        assert_eq!(Wait(wait).seconds(), 1);
    }

    #[test]
    fn what_a_rate_gives_is_never_rounded_up_or_down() {
        // Of 7/s, two of which may come at once, 7 001 calls, each as soon as may be, take 6 999 sevenths of a second.
        let limit = limit("7/s", 2);
        let (mut bucket, mut now) = (None, 0);
        for _ in 0..=7_000 {
            bucket = Some(match limit.take(bucket, now) {
                Ok(bucket) => bucket,
                Err(Wait(wait)) => {
                    now += i64::try_from(wait).unwrap();
                    limit.take(bucket, now).unwrap()
                }
            });
        }
        assert_eq!(now, 999_857_143);
    }

    #[test]
    fn no_window_has_more_than_the_burst_and_what_the_rate_gives_in_it() {
        let mut chance = Chance(7);
        for (rate, burst) in [("10/s", 1), ("1000/h", 50), ("3/7s", 3), ("4294967295/s", 2), ("1/366d", 1), ("5/m", 5)]
        {
            let limit = limit(rate, burst);
            let (mut bucket, mut now, mut taken) = (None, 1_700_000_000_000_000, Vec::new());
            for _ in 0..3_000 {
                let most = if chance.below(4) == 0 { 3_000_000 } else { 500 };
                now += chance.below(most);
                if let Ok(next) = limit.take(bucket, now) {
                    bucket = Some(next);
                    taken.push(now);
                }
            }
            for (first, from) in taken.iter().enumerate().step_by(13) {
                for (last, to) in taken.iter().enumerate().skip(first) {
                    let gives = i128::from(to - from) * i128::from(limit.rate.calls().get())
                        / (i128::from(limit.rate.seconds().get()) * 1_000_000);
                    assert!((last - first + 1) as i128 <= i128::from(burst) + gives, "{rate} {first} {last}");
                }
            }
        }
    }

    #[test]
    fn a_clock_that_is_turned_back_never_gives_more() {
        let mut chance = Chance(11);
        let limit = limit("1000/h", 20);
        for _ in 0..50 {
            let (start, mut newest) = (1_700_000_000_000_000_i64, 1_700_000_000_000_000_i64);
            let (mut bucket, mut taken) = (limit.take(None, start).ok(), 1_i128);
            for _ in 0..500 {
                let now = match chance.below(3) {
                    0 => newest - chance.below(86_400_000_000),
                    _ => newest + chance.below(2_000_000),
                };
                newest = newest.max(now);
                if let Ok(next) = limit.take(bucket, now) {
                    bucket = Some(next);
                    taken += 1;
                }
            }
            assert!(taken <= 20 + i128::from(newest - start) * 1_000 / 3_600_000_000);
        }
    }

    #[test]
    fn no_time_and_no_number_is_too_large() {
        let limit = limit("4294967295/366d", u32::MAX);
        for now in [i64::MIN, -1, 0, i64::MAX] {
            for bucket in [
                None,
                Some(Bucket { full_at: i64::MIN, parts: 0 }),
                Some(Bucket { full_at: i64::MAX, parts: u32::MAX }),
            ] {
                let _ = limit.take(bucket, now);
            }
        }
    }
}
