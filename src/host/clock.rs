//! What time it is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

    /// One that says how long something takes, and not what time it is.
    pub fn started() -> Self {
        Self { read: Duration::ZERO, since: Instant::now() }
    }

    /// How long ago that was, whatever was done to the clock of the machine since.
    pub fn elapsed(&self) -> Duration {
        self.since.elapsed()
    }
}

impl Clock for RunningClock {
    fn since_epoch(&self) -> Duration {
        self.read + self.since.elapsed()
    }
}

/// A clock that is turned while others read it. It goes as fast as the one beneath, or stands still.
pub struct TurnedClock {
    beneath: Arc<dyn Clock>,
    hand: Mutex<Hand>,
}

/// Where a clock was set, and when that was by the clock beneath; nothing of the latter where it stands.
#[derive(Debug, Clone, Copy)]
struct Hand {
    at: Duration,
    set: Option<Duration>,
}

impl TurnedClock {
    /// One that says what the clock beneath says, until it is turned.
    pub fn over(beneath: Arc<dyn Clock>) -> Self {
        let now = beneath.since_epoch();
        Self { beneath, hand: Mutex::new(Hand { at: now, set: Some(now) }) }
    }

    /// Sets it to this time since the epoch. Where it stood, it stands there.
    pub fn set(&self, at: Duration) {
        let now = self.beneath.since_epoch();
        let mut hand = self.hand();
        *hand = Hand { at, set: hand.set.map(|_| now) };
    }

    /// Turns it on.
    pub fn advance(&self, by: Duration) {
        let mut hand = self.hand();
        hand.at = hand.at.saturating_add(by);
    }

    /// Stops it where it is, or lets it go on from there.
    pub fn freeze(&self, stands: bool) {
        let now = self.beneath.since_epoch();
        let mut hand = self.hand();
        *hand = Hand { at: hand.read(now), set: (!stands).then_some(now) };
    }

    /// Whether it stands.
    pub fn stands(&self) -> bool {
        self.hand().set.is_none()
    }

    fn hand(&self) -> MutexGuard<'_, Hand> {
        self.hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hand {
    fn read(self, now: Duration) -> Duration {
        self.set.map_or(self.at, |set| self.at.saturating_add(now.saturating_sub(set)))
    }
}

impl Clock for TurnedClock {
    fn since_epoch(&self) -> Duration {
        let now = self.beneath.since_epoch();
        self.hand().read(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds since the epoch.
    #[derive(Default)]
    struct Hours(Mutex<u64>);

    impl Clock for Hours {
        fn since_epoch(&self) -> Duration {
            Duration::from_secs(*self.0.lock().unwrap())
        }
    }

    #[test]
    fn a_clock_that_is_turned_goes_on_from_there_or_stands() {
        let beneath = Arc::new(Hours(Mutex::new(100)));
        let clock = TurnedClock::over(Arc::clone(&beneath) as Arc<dyn Clock>);
        let at = |seconds: u64| {
            *beneath.0.lock().unwrap() = seconds;
            clock.since_epoch().as_secs()
        };
        assert_eq!((at(100), at(101)), (100, 101));
        clock.set(Duration::from_secs(1_000));
        assert_eq!((at(101), at(111)), (1_000, 1_010));
        clock.advance(Duration::from_secs(90));
        assert_eq!(at(111), 1_100);
        clock.freeze(true);
        assert_eq!((at(150), clock.stands()), (1_100, true));
        clock.advance(Duration::from_secs(5));
        clock.set(clock.since_epoch() + Duration::from_secs(5));
        assert_eq!(at(151), 1_110);
        clock.freeze(false);
        assert_eq!((at(161), clock.stands()), (1_120, false));
        // The clock beneath is turned back.
        assert_eq!(at(10), 1_110);
    }
}
