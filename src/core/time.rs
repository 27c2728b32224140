//! Points in time and lengths of time, in whole seconds. There is no `now` here.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;

/// A point in time: seconds since 1970-01-01T00:00:00Z (`NumericDate` of RFC 7519, without fractions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A length of time in seconds, greater than zero and at most [`Ttl::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ttl(i64);

/// The last second that RFC 3339 can write: 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

/// Why a text is not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Neither form of a point in time.
    #[error("is not a time: give RFC 3339 (2026-01-31T12:00:00Z) or epoch seconds")]
    NotATime,
    /// Outside the years 1970 to 9999.
    #[error("is outside the years 1970 to 9999")]
    OutOfRange,
    /// Not a duration.
    #[error("is not a duration: give a number and a unit, as in 30s, 15m, 2h, 7d, 1w or 1h30m")]
    NotADuration,
    /// A number alone where a duration was expected.
    #[error("is not a duration without a unit: give {}", of_unit(*.0))]
    NoUnit(u64),
    /// Zero, or more than a century.
    #[error("must be longer than zero and at most 100 years")]
    DurationOutOfRange,
}

/// 1970-01-01T00:00:00Z.
const EPOCH: DateTime = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);

impl Timestamp {
    /// The second in which a clock is that has counted so long since the epoch. A fraction is left out.
    pub fn from_epoch(since: Duration) -> Self {
        Self(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }

    /// This time and a length later; stops at the largest number instead of wrapping.
    #[must_use]
    pub fn plus(self, ttl: Ttl) -> Self {
        Self(self.0.saturating_add(ttl.0))
    }

    /// Seconds from `self` until `later`; negative when `later` is earlier.
    pub fn seconds_until(self, later: Self) -> i64 {
        later.0.saturating_sub(self.0)
    }

    /// The same time, refused where it is outside the years 1970 to 9999.
    pub(super) fn in_range(self) -> Result<Self, TimeError> {
        if (0..=LAST).contains(&self.0) { Ok(self) } else { Err(TimeError::OutOfRange) }
    }

    /// RFC 3339 in UTC, or nothing where the year is past what RFC 3339 can write.
    pub fn rfc3339(self) -> Option<String> {
        if !(-62_135_596_800..=LAST).contains(&self.0) {
            return None;
        }
        let civil = EPOCH.checked_add(SignedDuration::from_secs(self.0)).ok()?;
        Some(format!("{civil}Z"))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rfc3339() {
            Some(text) => f.write_str(&text),
            None => self.0.fmt(f),
        }
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let seconds = if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
            text.parse().map_err(|_| TimeError::OutOfRange)?
        } else {
            rfc3339_seconds(text).ok_or(TimeError::NotATime)?
        };
        Self(seconds).in_range()
    }
}

/// Seconds since the epoch. Date, time and offset apart, because the last day of the calendar is no time in some zones, and
/// the library's own times end before it.
fn rfc3339_seconds(text: &str) -> Option<i64> {
    let pieces = Pieces::parse(text).ok()?;
    let local = pieces.date().to_datetime(pieces.time()?).duration_since(EPOCH).as_secs();
    Some(local - i64::from(pieces.to_numeric_offset()?.seconds()))
}

impl Ttl {
    /// The longest length of time there is here: a century of 365-day years.
    pub const MAX: Self = Self(100 * 365 * 86_400);

    /// A length in seconds, refused when it is not positive or longer than [`Ttl::MAX`].
    pub fn from_seconds(seconds: i64) -> Result<Self, TimeError> {
        if (1..=Self::MAX.0).contains(&seconds) { Ok(Self(seconds)) } else { Err(TimeError::DurationOutOfRange) }
    }

    /// A length in seconds, for constants.
    pub(crate) const fn of_seconds(seconds: u16) -> Self {
        assert!(seconds > 0);
        Self(seconds as i64)
    }

    /// A length in minutes, for constants.
    pub(crate) const fn minutes(minutes: u16) -> Self {
        assert!(minutes > 0);
        Self(minutes as i64 * 60)
    }

    /// A length in days, for constants.
    pub(crate) const fn days(days: u16) -> Self {
        assert!(days > 0);
        Self(days as i64 * 86_400)
    }

    /// The length in seconds.
    pub fn seconds(self) -> i64 {
        self.0
    }
}

/// Seconds in words, the two largest units: `14m 30s`, `2d 3h`.
pub fn in_words(seconds: i64) -> String {
    let total = seconds.unsigned_abs();
    let units = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];
    let first = units.iter().position(|(size, _)| total >= *size).unwrap_or(3);
    let (size, name) = units[first];
    let mut words = format!("{}{name}", total / size);
    if let Some((smaller, name)) = units.get(first + 1)
        && (total % size) / smaller > 0
    {
        words = format!("{words} {}{name}", (total % size) / smaller);
    }
    words
}

/// Seconds in words, the largest unit alone: `14 m`, `2 d`. Hours go on to two days, days to three weeks.
pub fn in_one_unit(seconds: i64) -> String {
    let total = seconds.unsigned_abs();
    let (size, name) = match total {
        0..60 => (1, "s"),
        60..3_600 => (60, "m"),
        3_600..172_800 => (3_600, "h"),
        172_800..1_814_400 => (86_400, "d"),
        1_814_400..63_072_000 => (604_800, "w"),
        _ => (31_536_000, "y"),
    };
    format!("{} {name}", total / size)
}

/// A number without a unit, as it is mostly meant: in seconds, and in the largest unit that says the same.
fn of_unit(number: u64) -> String {
    let shorter =
        i64::try_from(number).ok().and_then(|seconds| Ttl::from_seconds(seconds).ok()).map(|ttl| ttl.to_string());
    match shorter.filter(|text| *text != format!("{number}s")) {
        Some(text) => format!("{number}s, which is {text}"),
        None if (1..=60).contains(&number) => format!("{number}s for seconds, or {number}m for minutes"),
        None => format!("{number}s"),
    }
}

/// Parses `15m`, `1h30m`, `0s`: a sequence of numbers with units, as seconds.
pub fn parse_seconds(text: &str) -> Result<i64, TimeError> {
    let mut rest = text;
    let mut total: i64 = 0;
    if rest.is_empty() {
        return Err(TimeError::NotADuration);
    }
    if let Some(number) = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten() {
        return Err(TimeError::NoUnit(number));
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = rest[digits..].chars().next().ok_or(TimeError::NotADuration)?;
        let size = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 7 * 86_400,
            _ => return Err(TimeError::NotADuration),
        };
        if digits == 0 {
            return Err(TimeError::NotADuration);
        }
        let number: i64 = rest[..digits].parse().map_err(|_| TimeError::DurationOutOfRange)?;
        total =
            number.checked_mul(size).and_then(|part| total.checked_add(part)).ok_or(TimeError::DurationOutOfRange)?;
        rest = &rest[digits + unit.len_utf8()..];
    }
    Ok(total)
}

impl FromStr for Ttl {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::from_seconds(parse_seconds(text)?)
    }
}

impl fmt::Display for Ttl {
    /// The largest unit that divides the length: `15m`, `90s`, `30d`. Parses back to itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, unit) = [(86_400, 'd'), (3_600, 'h'), (60, 'm')]
            .into_iter()
            .find(|(size, _)| self.0 % size == 0)
            .unwrap_or((1, 's'));
        write!(f, "{}{unit}", self.0 / size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_have_units() {
        for (text, seconds) in
            [("1s", 1), ("15m", 900), ("2h", 7_200), ("7d", 604_800), ("1w", 604_800), ("1h30m", 5_400)]
        {
            assert_eq!(text.parse::<Ttl>().map(Ttl::seconds), Ok(seconds), "{text}");
        }
        for bad in ["", "m", "-1m", "1.5h", "1y", "1m ", " 1m", "1µ", "1M"] {
            assert_eq!(bad.parse::<Ttl>(), Err(TimeError::NotADuration), "{bad}");
        }
        for (bare, meant) in [
            ("3600", "give 3600s, which is 1h"),
            ("15", "give 15s for seconds, or 15m for minutes"),
            ("90", "give 90s"),
            ("0", "give 0s"),
        ] {
            let refused = bare.parse::<Ttl>().unwrap_err().to_string();
            assert_eq!(refused, format!("is not a duration without a unit: {meant}"));
        }
        for bad in ["0s", "36501d", "9223372036854775807w", "99999999999999999999s"] {
            assert_eq!(bad.parse::<Ttl>(), Err(TimeError::DurationOutOfRange), "{bad}");
        }
    }

    #[test]
    fn times_are_rfc3339_or_epoch_seconds() {
        assert_eq!("2026-01-01T00:00:00Z".parse(), Ok(Timestamp(1_767_225_600)));
        assert_eq!("2026-01-01T01:00:00+01:00".parse(), Ok(Timestamp(1_767_225_600)));
        assert_eq!("1767225600".parse(), Ok(Timestamp(1_767_225_600)));
        assert_eq!(Timestamp(1_767_225_600).to_string(), "2026-01-01T00:00:00Z");
        for bad in ["", "tomorrow", "2026-01-01", "12:00", "-5", "1e9"] {
            assert_eq!(bad.parse::<Timestamp>(), Err(TimeError::NotATime), "{bad}");
        }
        assert_eq!("9999-12-31T23:59:59Z".parse(), Ok(Timestamp(LAST)));
        assert_eq!("9999-12-30T22:00:00Z".parse(), Ok(Timestamp(LAST - 93_599)));
        assert_eq!(Timestamp(LAST).to_string(), "9999-12-31T23:59:59Z");
        for bad in ["9999-12-31Z", "9999-12-32T00:00:00Z", "9999-12-31T23:59:59"] {
            assert_eq!(bad.parse::<Timestamp>(), Err(TimeError::NotATime), "{bad}");
        }
        for bad in ["253402300800", "99999999999999999999", "1969-12-31T23:59:59Z"] {
            assert_eq!(bad.parse::<Timestamp>(), Err(TimeError::OutOfRange), "{bad}");
        }
    }

    #[test]
    fn a_time_past_the_calendar_shows_as_a_number() {
        assert_eq!(Timestamp(i64::MAX).to_string(), i64::MAX.to_string());
        assert_eq!(Timestamp(i64::MAX).plus(Ttl::MAX), Timestamp(i64::MAX));
        assert_eq!(Timestamp(i64::MIN).seconds_until(Timestamp(i64::MAX)), i64::MAX);
    }

    #[test]
    fn a_clock_is_in_one_second_until_the_next_begins() {
        assert_eq!(Timestamp::from_epoch(Duration::ZERO), Timestamp(0));
        assert_eq!(Timestamp::from_epoch(Duration::from_nanos(1_999_999_999)), Timestamp(1));
        assert_eq!(Timestamp::from_epoch(Duration::from_secs(2)), Timestamp(2));
        assert_eq!(Timestamp::from_epoch(Duration::MAX), Timestamp(i64::MAX));
    }

    #[test]
    fn seconds_in_words_use_two_units() {
        for (seconds, words) in [(0, "0s"), (59, "59s"), (60, "1m"), (870, "14m 30s"), (3_600, "1h"), (97_200, "1d 3h")]
        {
            assert_eq!(in_words(seconds), words);
        }
    }

    proptest! {
        #[test]
        fn a_shown_ttl_parses_back(seconds in 1..=Ttl::MAX.seconds()) {
            let ttl = Ttl::from_seconds(seconds).unwrap();
            prop_assert_eq!(ttl.to_string().parse::<Ttl>(), Ok(ttl));
        }

        #[test]
        fn a_shown_time_parses_back(seconds in 0..=LAST) {
            prop_assert_eq!(Timestamp(seconds).to_string().parse::<Timestamp>(), Ok(Timestamp(seconds)));
        }

        #[test]
        fn no_text_makes_the_parsers_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<Ttl>();
            let _ = text.parse::<Timestamp>();
        }
    }
}
