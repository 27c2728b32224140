//! What time it is.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A source of the time of day, which any thread may ask.
pub trait Clock: Send + Sync {
    /// Time since 1970-01-01T00:00:00Z; zero on a machine whose clock is set before that.
    fn since_epoch(&self) -> Duration;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one door to the clock")]
    fn since_epoch(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }
}

/// A clock that was read once and goes on by itself, so that every thread can ask it.
#[derive(Debug, Clone, Copy)]
pub struct RunningClock {
    read: Duration,
    since: Instant,
}

impl RunningClock {
    /// Goes on from what another clock says now.
    pub fn from(clock: &dyn Clock) -> Self {
        Self { read: clock.since_epoch(), since: Instant::now() }
    }
}

impl Clock for RunningClock {
    fn since_epoch(&self) -> Duration {
        self.read + self.since.elapsed()
    }
}
