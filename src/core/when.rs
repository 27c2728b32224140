//! A point in time as a person types it, fixed or told from now. There is no `now` here: who has a clock resolves it.

use std::fmt;
use std::str::FromStr;

use super::time::{TimeError, Timestamp, Ttl, parse_seconds};

/// A point in time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This one.
    At(Timestamp),
    /// So many seconds after now; before it where they are negative.
    FromNow(i64),
}

/// Why a text says no point in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// None of the forms.
    #[error("is not a time: give RFC 3339 (2026-01-31T12:00:00Z), epoch seconds, now, now-5m, +30m or -5m")]
    NotATime,
    /// None of the forms of a time that is mostly past.
    #[error("is not a time: give RFC 3339 (2026-01-31T12:00:00Z), epoch seconds, now, or 1h for an hour ago")]
    NotAPastTime,
    /// Epoch time in a unit that is smaller than a second.
    #[error("is in {unit}: as seconds it is {seconds}, which is {}", Timestamp(*.seconds))]
    NotSeconds {
        /// The unit.
        unit: &'static str,
        /// The same time.
        seconds: i64,
    },
    /// Epoch seconds with a fraction.
    #[error("has a fraction: times are in whole seconds, as in {0}")]
    Fraction(i64),
    /// A day without a time, or a time without its offset.
    #[error("leaves out {what}: in UTC it is {whole}")]
    Incomplete {
        /// What is missing.
        what: &'static str,
        /// What is mostly meant.
        whole: Timestamp,
    },
    /// A length of time, which may be meant either way.
    #[error("is a length of time and no time: give +{0} for {0} from now, or -{0} for {0} ago")]
    Length(String),
    /// What follows a sign or `now` is no length of time.
    #[error("says no time from now: what follows its sign {0}")]
    Offset(TimeError),
    /// The name of a flag where a time was to be.
    #[error("is a flag, where a time was expected")]
    Flag,
    /// A time that none can be.
    #[error(transparent)]
    Time(#[from] TimeError),
}

impl When {
    /// Reads a text where only the past makes sense: a length of time is so long ago.
    pub fn past(text: &str) -> Result<Self, WhenError> {
        match text.parse() {
            Err(WhenError::Length(length)) => Ok(Self::FromNow(-offset(&length)?)),
            Err(WhenError::NotATime) => Err(WhenError::NotAPastTime),
            read => read,
        }
    }

    /// Reads a text where a length of time alone is mostly one to come, as of an end: so long from now.
    pub fn coming(text: &str) -> Result<Self, WhenError> {
        match text.parse() {
            Err(WhenError::Length(length)) => Ok(Self::FromNow(offset(&length)?)),
            read => read,
        }
    }

    /// Reads `now`, `now+5m` or `now-5m`; nothing where a text is something else.
    pub fn from_now(text: &str) -> Option<Result<Self, WhenError>> {
        let rest = text.strip_prefix("now")?;
        match rest.bytes().next() {
            None => Some(Ok(Self::FromNow(0))),
            Some(b'+' | b'-') => Some(signed(rest)),
            Some(_) => None,
        }
    }

    /// The point in time, told from this moment. Refused where it is outside the years 1970 to 9999.
    pub fn at(self, now: Timestamp) -> Result<Timestamp, TimeError> {
        match self {
            Self::At(time) => Ok(time),
            Self::FromNow(seconds) => Timestamp(now.0.saturating_add(seconds)).in_range(),
        }
    }
}

impl fmt::Display for When {
    /// Parses back to itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(time) => time.fmt(f),
            Self::FromNow(0) => f.write_str("now"),
            Self::FromNow(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                match Ttl::from_seconds(seconds.saturating_abs()) {
                    Ok(length) => write!(f, "now{sign}{length}"),
                    Err(_) => write!(f, "now{sign}{}s", seconds.unsigned_abs()),
                }
            }
        }
    }
}

impl FromStr for When {
    type Err = WhenError;
    fn from_str(text: &str) -> Result<Self, WhenError> {
        if let Some(read) = Self::from_now(text) {
            return read;
        }
        match text.as_bytes() {
            [b'-', b'-' | b'a'..=b'z' | b'A'..=b'Z', ..] => Err(WhenError::Flag),
            [b'+' | b'-', ..] => signed(text),
            [b'0'..=b'9', ..] => fixed(text),
            _ => Err(WhenError::NotATime),
        }
    }
}

/// Reads `+30m` or `-5m`.
fn signed(text: &str) -> Result<When, WhenError> {
    let (sign, length) = text.split_at(1);
    let seconds = offset(length)?;
    Ok(When::FromNow(if sign == "-" { -seconds } else { seconds }))
}

/// A length of time as the seconds of an offset, at most a century.
fn offset(length: &str) -> Result<i64, WhenError> {
    match parse_seconds(length).map_err(WhenError::Offset)? {
        seconds if seconds <= Ttl::MAX.seconds() => Ok(seconds),
        _ => Err(WhenError::Offset(TimeError::DurationOutOfRange)),
    }
}

/// Reads what begins with a digit.
fn fixed(text: &str) -> Result<When, WhenError> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(text) {
        return match (text.parse(), text.parse().map(in_smaller_units)) {
            (Ok(time), _) => Ok(When::At(time)),
            (Err(_), Ok(Some(error))) => Err(error),
            (Err(error), _) => Err(error.into()),
        };
    }
    if let Some((whole, fraction)) = text.split_once('.')
        && is_number(whole)
        && is_number(fraction)
    {
        let Timestamp(seconds) = whole.parse()?;
        return Err(WhenError::Fraction(seconds));
    }
    if parse_seconds(text).is_ok() {
        return Err(WhenError::Length(text.to_owned()));
    }
    match text.parse() {
        Ok(time) => Ok(When::At(time)),
        Err(TimeError::NotATime) => Err(incomplete(text).unwrap_or(WhenError::NotATime)),
        Err(error) => Err(error.into()),
    }
}

/// Why a number of seconds that is out of range was given: it counts in a smaller unit. Each is a thousand of the next, and
/// what is too large for one, and no time before 1978 in it, is not ambiguous.
fn in_smaller_units(number: u64) -> Option<WhenError> {
    [("milliseconds", 1_000), ("microseconds", 1_000_000), ("nanoseconds", 1_000_000_000)].into_iter().find_map(
        |(unit, of_second)| {
            let time = i64::try_from(number / of_second).ok().map(Timestamp)?.in_range().ok()?;
            Some(WhenError::NotSeconds { unit, seconds: time.0 })
        },
    )
}

/// What a text lacks that is nearly RFC 3339.
fn incomplete(text: &str) -> Option<WhenError> {
    [("the time of day", "T00:00:00Z"), ("the offset from UTC", "Z"), ("the seconds", ":00Z")].into_iter().find_map(
        |(what, rest)| {
            // In the first form nothing else is there; the library would take a day with an offset for one.
            let is_day = text.len() == "2026-01-31".len();
            let whole = format!("{text}{rest}").parse().ok().filter(|_| is_day == rest.starts_with('T'))?;
            Some(WhenError::Incomplete { what, whole })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_767_225_600);

    fn at(text: &str) -> Result<i64, String> {
        let when: When = text.parse().map_err(|error: WhenError| error.to_string())?;
        when.at(NOW).map(|time| time.0).map_err(|error| error.to_string())
    }

    #[test]
    fn times_are_fixed_or_told_from_now() {
        for (text, seconds) in [
            ("1767225600", 0),
            ("2026-01-01T01:00:00+01:00", 0),
            ("2026-01-01T00:01:00.5Z", 60),
            ("now", 0),
            ("now+5m", 300),
            ("now-1h30m", -5_400),
            ("+30m", 1_800),
            ("-5m", -300),
            ("+0s", 0),
        ] {
            assert_eq!(at(text), Ok(NOW.0 + seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_with_what_is_meant() {
        for (text, what) in [
            ("", "is not a time"),
            ("tomorrow", "is not a time"),
            ("nowish", "is not a time"),
            ("12:00", "is not a time"),
            ("1e9", "is not a time"),
            ("1767225600000", "is in milliseconds: as seconds it is 1767225600, which is 2026-01-01T00:00:00Z"),
            ("1767225600000000", "is in microseconds: as seconds it is 1767225600"),
            ("1767225600000000000", "is in nanoseconds: as seconds it is 1767225600"),
            ("999999999999", "is in milliseconds: as seconds it is 999999999, which is 2001-09-09T01:46:39Z"),
            ("99999999999999999999", "outside the years"),
            ("1767225600.25", "has a fraction: times are in whole seconds, as in 1767225600"),
            ("2026-01-31", "leaves out the time of day: in UTC it is 2026-01-31T00:00:00Z"),
            ("2026-01-31T12:00:00", "leaves out the offset from UTC: in UTC it is 2026-01-31T12:00:00Z"),
            ("2026-01-31 12:00", "leaves out"),
            ("1h", "is a length of time and no time: give +1h for 1h from now, or -1h for 1h ago"),
            ("-5", "what follows its sign is not a duration without a unit: give 5s"),
            ("+3600", "what follows its sign is not a duration without a unit: give 3600s, which is 1h"),
            ("now-", "what follows its sign is not a duration"),
            ("now+5x", "what follows its sign is not a duration"),
            ("now -5m", "is not a time"),
            ("+36501d", "at most 100 years"),
            ("-60000w", "at most 100 years"),
            ("now-36500d", "outside the years"),
            ("--json", "is a flag"),
            ("-q", "is a flag"),
            ("-", "what follows its sign is not a duration"),
        ] {
            let refused = at(text).expect_err(text);
            assert!(refused.contains(what), "{text}: {refused}");
        }
    }

    #[test]
    fn where_only_the_past_makes_sense_a_length_is_so_long_ago() {
        assert_eq!(When::past("1h"), Ok(When::FromNow(-3_600)));
        assert_eq!(When::past("-1h"), Ok(When::FromNow(-3_600)));
        assert_eq!(When::past("+1h"), Ok(When::FromNow(3_600)));
        assert_eq!(When::past("2026-01-01T00:00:00Z"), Ok(When::At(NOW)));
        assert_eq!(When::past("36501d"), Err(WhenError::Offset(TimeError::DurationOutOfRange)));
        assert_eq!(When::past("yesterday"), Err(WhenError::NotAPastTime));
        assert_eq!(When::past("1"), Ok(When::At(Timestamp(1))), "a number is a time");
    }

    #[test]
    fn only_what_begins_with_now_is_told_from_now_by_name() {
        assert_eq!(When::from_now("now-5m"), Some(Ok(When::FromNow(-300))));
        assert_eq!(When::from_now("now"), Some(Ok(When::FromNow(0))));
        assert!(matches!(When::from_now("now+"), Some(Err(_))));
        for other in ["-5m", "+5m", "nowhere", "1767225600", "null", ""] {
            assert_eq!(When::from_now(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_shown_time_parses_back(seconds in -Ttl::MAX.seconds()..=Ttl::MAX.seconds()) {
            let when = When::FromNow(seconds);
            prop_assert_eq!(when.to_string().parse::<When>(), Ok(when));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "(now)?[-+]?\\PC{0,24}") {
            let _ = text.parse::<When>().map(|when| when.at(NOW));
            let _ = When::past(&text).map(|when| when.at(Timestamp(i64::MAX)));
        }
    }
}
