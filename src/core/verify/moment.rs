//! When something was, seen from the time that is judged as of, and how things end.

use std::fmt;

use crate::core::actor::Actor;
use crate::core::id::Note;
use crate::core::key::{KeyRecord, KeyState};
use crate::core::revocation::Revocation;
use crate::core::time::{Timestamp, in_words};

/// A time, and as of when it was looked at. It is said as something that is past: `3h ago (2026-01-01T00:00:00Z)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The time.
    pub at: Timestamp,
    /// As of when.
    pub now: Timestamp,
}

impl Moment {
    /// How far it is from now, in whichever direction, in words.
    pub fn distance(self) -> String {
        in_words(self.at.seconds_until(self.now))
    }

    /// When a key was retired, if it is.
    pub fn of_retirement(key: &KeyRecord, now: Timestamp) -> Option<Self> {
        match key.state {
            KeyState::Retired { since, .. } => Some(Self { at: since, now }),
            _ => None,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ago ({})", in_words(self.at.seconds_until(self.now).max(0)), self.at)
    }
}

/// That something was ended: when, by whom where that is known, and why where someone said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Termination {
    /// When.
    pub when: Moment,
    /// By whom.
    pub by: Option<Actor>,
    /// Why.
    pub note: Option<Note>,
}

impl Termination {
    /// A revocation, as of now.
    pub fn of(revocation: &Revocation, now: Timestamp) -> Self {
        let when = Moment { at: revocation.at, now };
        Self { when, by: Some(revocation.by.clone()), note: revocation.note.clone() }
    }
}

impl fmt::Display for Termination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.when.fmt(f)?;
        if let Some(by) = &self.by {
            write!(f, " by {by}")?;
        }
        match &self.note {
            Some(note) => write!(f, ", reason {note}"),
            None => Ok(()),
        }
    }
}
