//! How often something may be done.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use governor::Quota;

/// So many within such a time, all at once if need be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    most: NonZeroU32,
    per: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Second,
    Minute,
    Hour,
}

/// A rate, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub Option<Rate>);

/// A text that is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a rate, as in 100/m: a number from 1 on, and s, m or h; or the word off")]
pub struct NoRate;

impl Rate {
    /// So many in a minute.
    pub(super) const fn in_a_minute(most: NonZeroU32) -> Self {
        Self { most, per: Span::Minute }
    }

    pub(super) fn quota(self) -> Quota {
        let per = Duration::from_secs(match self.per {
            Span::Second => 1,
            Span::Minute => 60,
            Span::Hour => 3_600,
        });
        let one = (per / self.most.get()).max(Duration::from_nanos(1));
        Quota::with_period(one).unwrap_or_else(|| Quota::per_second(self.most)).allow_burst(self.most)
    }
}

impl FromStr for Limit {
    type Err = NoRate;
    fn from_str(text: &str) -> Result<Self, NoRate> {
        if text == "off" {
            return Ok(Self(None));
        }
        let (most, per) = text.split_once('/').ok_or(NoRate)?;
        let per = match per {
            "s" => Span::Second,
            "m" => Span::Minute,
            "h" => Span::Hour,
            _ => return Err(NoRate),
        };
        if !most.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NoRate);
        }
        Ok(Self(Some(Rate { most: most.parse().map_err(|_| NoRate)?, per })))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Rate { most, per }) = self.0 else { return f.write_str("off") };
        let per = match per {
            Span::Second => 's',
            Span::Minute => 'm',
            Span::Hour => 'h',
        };
        write!(f, "{most}/{per}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_and_a_time() {
        for good in ["1/s", "100/m", "4294967295/h", "off"] {
            assert_eq!(good.parse::<Limit>().unwrap().to_string(), good);
        }
        for bad in ["", "0/s", "-1/s", "+1/s", "1", "1/d", "1 /s", "1.5/s", "4294967296/s", "OFF", "/s"] {
            assert_eq!(bad.parse::<Limit>(), Err(NoRate), "{bad}");
        }
    }
}
