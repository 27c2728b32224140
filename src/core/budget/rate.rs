//! How often something may be done.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// So many calls in such a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    calls: NonZeroU32,
    /// In how many seconds, from 1 to those of [`LONGEST`].
    seconds: NonZeroU32,
}

/// The longest time: 366 days, in seconds.
const LONGEST: u32 = 366 * 86_400;

/// The units that a rate is written with, the longest first: each word that is taken, and its seconds. The first is written.
const UNITS: [(&[&str], u32); 4] =
    [(&["d", "day"], 86_400), (&["h", "hour"], 3_600), (&["m", "min", "minute"], 60), (&["s", "sec", "second"], 1)];

/// A text that is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a rate: give calls for a time, as in 10/s, 600/m, 1000/h, 5000/d or 100/15m, in 366d at most")]
pub struct NoRate;

impl Rate {
    /// How many calls.
    pub fn calls(self) -> NonZeroU32 {
        self.calls
    }

    /// In how many seconds.
    pub fn seconds(self) -> NonZeroU32 {
        self.seconds
    }
}

impl FromStr for Rate {
    type Err = NoRate;
    fn from_str(text: &str) -> Result<Self, NoRate> {
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if digits { text.parse::<NonZeroU32>().map_err(|_| NoRate) } else { Err(NoRate) }
        };
        let (calls, per) = text.split_once('/').ok_or(NoRate)?;
        let (count, unit) = per.split_at(per.bytes().take_while(u8::is_ascii_digit).count());
        let count = if count.is_empty() { NonZeroU32::MIN } else { number(count)? };
        let (_, unit) = UNITS.into_iter().find(|(words, _)| words.contains(&unit)).ok_or(NoRate)?;
        let seconds = count.get().checked_mul(unit).filter(|seconds| *seconds <= LONGEST).and_then(NonZeroU32::new);
        Ok(Self { calls: number(calls)?, seconds: seconds.ok_or(NoRate)? })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.seconds.get();
        let unit = UNITS.into_iter().find(|(_, unit)| seconds.is_multiple_of(*unit));
        let (word, unit) = unit.map_or(("s", 1), |(words, unit)| (words[0], unit));
        match seconds / unit {
            1 => write!(f, "{}/{word}", self.calls),
            count => write!(f, "{}/{count}{word}", self.calls),
        }
    }
}

impl serde::Serialize for Rate {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_and_written_in_one_form() {
        for (text, same) in [
            ("1000/h", "1000/h"),
            ("1000/1h", "1000/h"),
            ("10/s", "10/s"),
            ("600/min", "600/m"),
            ("600/60s", "600/m"),
            ("100/15m", "100/15m"),
            ("5000/24h", "5000/d"),
            ("4294967295/366d", "4294967295/366d"),
            ("7/90m", "7/90m"),
        ] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), same, "{text}");
        }
        for text in [
            "",
            "1000",
            "/h",
            "0/h",
            "10/0h",
            "-1/h",
            "+1/h",
            "1.5/h",
            "10/w",
            "10/H",
            "10/h ",
            "10/367d",
            "4294967296/h",
            "1/h/h",
        ] {
            assert_eq!(text.parse::<Rate>(), Err(NoRate), "{text}");
        }
    }
}
