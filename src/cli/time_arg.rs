//! A flag that takes a time: fixed, or told from the moment at which the command runs.

use std::str::FromStr;

use super::context::Context;
use super::error::Error;
use crate::core::time::TimeError;
use crate::core::{Timestamp, Ttl, When, WhenError};

/// A time, where past and future both make sense: a length of time alone is refused, which may be meant either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeArg(When);

/// A time, where only the past makes sense: `1h` is an hour ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastArg(When);

/// A time, where a length of time alone is one to come: `1h` is in an hour. What is past has a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComingArg(When);

impl TimeArg {
    /// The time, told from this moment.
    pub fn at(self, now: Timestamp) -> Result<Timestamp, Error> {
        resolved(self.0, now)
    }
}

impl From<When> for TimeArg {
    fn from(when: When) -> Self {
        Self(when)
    }
}

impl FromStr for TimeArg {
    type Err = WhenError;
    fn from_str(text: &str) -> Result<Self, WhenError> {
        text.parse().map(Self)
    }
}

impl FromStr for ComingArg {
    type Err = WhenError;
    fn from_str(text: &str) -> Result<Self, WhenError> {
        When::coming(text).map(Self)
    }
}

impl FromStr for PastArg {
    type Err = WhenError;
    fn from_str(text: &str) -> Result<Self, WhenError> {
        When::past(text).map(Self)
    }
}

impl Context<'_> {
    /// A time that a flag may give, told from now.
    pub(super) fn time(&self, flag: Option<TimeArg>) -> Result<Option<Timestamp>, Error> {
        flag.map(|time| time.at(self.now())).transpose()
    }

    /// A time that is mostly to come and that a flag may give, told from now.
    pub(super) fn coming(&self, flag: Option<ComingArg>) -> Result<Option<Timestamp>, Error> {
        flag.map(|time| resolved(time.0, self.now())).transpose()
    }

    /// A time that is mostly past and that a flag may give, told from now.
    pub(super) fn past(&self, flag: Option<PastArg>) -> Result<Option<Timestamp>, Error> {
        flag.map(|time| resolved(time.0, self.now())).transpose()
    }
}

/// How long a token lives. One that has ended is made by its end.
pub fn lifetime(text: &str) -> Result<Ttl, String> {
    if text.starts_with('-')
        && let Ok(TimeArg(when)) = text.parse::<TimeArg>()
        && let When::FromNow(seconds) = when
        && seconds < 0
    {
        return Err(format!("is before it begins: a token that has ended is made with --exp {text}"));
    }
    text.parse().map_err(|error: TimeError| error.to_string())
}

/// The point in time. Where it is out of range, only a time from now can be.
fn resolved(when: When, now: Timestamp) -> Result<Timestamp, Error> {
    when.at(now).map_err(|error| Error::usage(format!("the time {when} {error}"), "give a time nearer to now"))
}
