//! How often people may fail to log in, and how many try it at once: each try takes much memory, and a good part of a second.

use std::net::IpAddr;

use tokio::sync::Semaphore;

use super::codes::Codes;
use super::{Counted, Counts, Limit, Limits, TooMuch, What};

/// How many passwords are looked at together.
const AT_ONCE: usize = 2;
/// How many may wait for that. More are told to come back.
const WAITING: usize = 64;

/// People who log in.
pub(in crate::http) struct Logins {
    counts: Counts,
    places: Semaphore,
    at_once: Semaphore,
    /// Codes of devices that they type.
    pub(in crate::http) codes: Codes,
}

impl Default for Logins {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

impl Logins {
    pub(in crate::http) fn new(limits: &Limits) -> Self {
        // Counted apart from clients, so that a person who mistypes is in no client's way.
        let codes = Codes::new(limits);
        let limits = Limits {
            failures_per_client: limits.failures_per_user,
            requests_per_address: Limit(None),
            requests_per_client: Limit(None),
            ..*limits
        };
        let (places, at_once) = (Semaphore::new(WAITING), Semaphore::new(AT_ONCE));
        Self { counts: Counts::new(&limits), places, at_once, codes }
    }

    /// One who tries to log in, where they may.
    pub(in crate::http) fn may_try(&self, from: Option<IpAddr>, name: &str) -> Result<Counted, TooMuch> {
        let who = self.counts.counted(from, Some(name));
        self.counts.may_try(who).map_err(of_user)?;
        Ok(who)
    }

    /// Counts a failure.
    pub(in crate::http) fn failed(&self, who: Counted) -> Result<(), TooMuch> {
        self.counts.failed(who).map_err(of_user)
    }

    /// Remembers that somebody is known where they are.
    pub(in crate::http) fn succeeded(&self, who: Counted) {
        // Nothing else is counted of those who succeed.
        self.counts.succeeded(who).unwrap_or_default();
    }

    /// Does what takes much memory once there is room for it. Nothing where too many wait.
    pub(in crate::http) async fn in_turn<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let _place = self.places.try_acquire().ok()?;
        let _turn = self.at_once.acquire().await.ok()?;
        Some(work.await)
    }
}

fn of_user(much: TooMuch) -> TooMuch {
    match much.of {
        What::FailuresOfClient => TooMuch { of: What::FailuresOfUser, ..much },
        _ => much,
    }
}
