//! What is decided for requests to come, in the order in which it was decided; and answers that are decided so.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many decisions may wait. Each may be for many requests.
const MOST: usize = 10_000;

/// Decisions that wait, each with for how many requests it is.
#[derive(Debug)]
pub(in crate::http) struct Queue<T>(Mutex<VecDeque<(T, u32)>>);

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Queue<T> {
    /// Decides it for so many. False where there is no room.
    pub(in crate::http) fn add(&self, one: T, times: u32) -> bool {
        let mut waiting = self.lock();
        let has_room = waiting.len() < MOST;
        if has_room && times > 0 {
            waiting.push_back((one, times));
        }
        has_room
    }

    /// The first that is for this request, taken once.
    pub(in crate::http) fn next(&self, is_for: impl Fn(&T) -> bool) -> Option<T> {
        let mut waiting = self.lock();
        let at = waiting.iter().position(|(one, _)| is_for(one))?;
        let (one, times) = waiting.get_mut(at)?;
        if *times > 1 {
            *times -= 1;
            return Some(one.clone());
        }
        waiting.remove(at).map(|(one, _)| one)
    }

    /// For how many requests something waits.
    pub(in crate::http) fn waiting_for(&self) -> u64 {
        self.lock().iter().map(|(_, times)| u64::from(*times)).sum()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(T, u32)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What becomes of a request whatever it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct Forced {
    /// The path of the endpoint, below the issuer; any of them where none is said.
    pub endpoint: Option<&'static str>,
    /// How long it waits first.
    pub delay: Option<Duration>,
    /// What it is answered; what it is answered anyway where nothing is said.
    pub answer: Option<Answer>,
}

/// An answer that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) enum Answer {
    /// An error as OAuth writes it.
    Error {
        /// Its word.
        code: String,
        /// What it says to people.
        description: Option<String>,
        /// Its status, where that is to be another than the usual one.
        status: Option<u16>,
        /// When to ask again, in seconds.
        retry_after: Option<u64>,
    },
    /// A status, as a server or proxy gives it that is in trouble.
    Status {
        /// It.
        status: u16,
        /// When to ask again, in seconds.
        retry_after: Option<u64>,
    },
}

impl Forced {
    /// Whether it is an error.
    pub(in crate::http) fn is_error(&self) -> bool {
        matches!(self.answer, Some(Answer::Error { .. }))
    }

    /// Whether it is for this endpoint.
    pub(in crate::http) fn is_for(&self, endpoint: Option<&str>) -> bool {
        self.endpoint.is_none() || self.endpoint == endpoint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_taken_in_their_order_by_those_whom_they_are_for() {
        let queue = Queue::default();
        assert!(queue.add("token 1", 1) && queue.add("any", 2) && queue.add("token 2", 1) && queue.add("none", 0));
        let next = |what: &str| queue.next(|one| one.starts_with(what) || *one == "any");
        assert_eq!((next("jwks"), queue.waiting_for()), (Some("any"), 3));
        assert_eq!(
            [next("token"), next("token"), next("token"), next("token")],
            [Some("token 1"), Some("any"), Some("token 2"), None]
        );
    }
}
