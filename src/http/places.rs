//! Who is connected, and since when the server waits for each. There are only so many places: where all are taken, whoever let the
//! server wait longest makes room, so that those who only hold connections open keep nobody out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::metrics::counter::Counter;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// How long a connection has to shake hands, and then to send the head of its first request; and so for each request from its
/// first byte on.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection is kept on which nothing is asked.
const IDLE_TIMEOUT: Duration = Duration::from_mins(1);
/// How long a look takes until the next one, where every place is taken by a request that is being answered.
const PATIENCE: Duration = Duration::from_millis(20);

/// What a connection does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Shaking hands.
    Greeting = 0,
    /// Nothing yet.
    Fresh = 1,
    /// Sending the head of a request.
    Head = 2,
    /// Waiting for an answer.
    Working = 3,
    /// Sending the body of a request.
    Body = 4,
    /// Nothing, after an answer.
    Idle = 5,
    /// It is being ended.
    Gone = 6,
}

impl Doing {
    fn of(bits: u64) -> Self {
        let all = [Self::Greeting, Self::Fresh, Self::Head, Self::Working, Self::Body, Self::Idle];
        usize::try_from(bits & 7).ok().and_then(|at| all.get(at)).copied().unwrap_or(Self::Gone)
    }

    /// How long it may.
    fn limit(self) -> Option<Duration> {
        match self {
            Self::Greeting | Self::Fresh | Self::Head => Some(HEAD_TIMEOUT),
            Self::Idle => Some(IDLE_TIMEOUT),
            Self::Working | Self::Body | Self::Gone => None,
        }
    }
}

/// The place of one connection: what it does, and since when, in milliseconds.
pub(super) struct Place {
    now: AtomicU64,
    epoch: Instant,
    end: Notify,
}

impl Place {
    fn of(doing: Doing, epoch: Instant) -> Self {
        let place = Self { now: AtomicU64::new(0), epoch, end: Notify::new() };
        place.does(doing);
        place
    }

    /// What it does from now on.
    pub(super) fn does(&self, doing: Doing) {
        self.now.store(self.time() << 3 | doing as u64, Ordering::Relaxed);
    }

    /// What it does from now on, if it did this until now.
    pub(super) fn turns(&self, from: Doing, to: Doing) {
        if self.doing() == from {
            self.does(to);
        }
    }

    /// The same, and it counts as having done so since it began with what it did.
    pub(super) fn becomes(&self, from: Doing, to: Doing) {
        let now = self.now.load(Ordering::Relaxed);
        if Doing::of(now) == from {
            self.now.store(now & !7 | to as u64, Ordering::Relaxed);
        }
    }

    /// What it does.
    pub(super) fn doing(&self) -> Doing {
        Doing::of(self.now.load(Ordering::Relaxed))
    }

    /// Returns when the connection is to be ended.
    pub(super) async fn ended(&self) {
        self.end.notified().await;
    }

    fn time(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX >> 3)
    }

    /// Since when the server waits for it to send or take something; none where it waits for the server.
    fn waited_for(&self) -> Option<(u64, Doing)> {
        let now = self.now.load(Ordering::Relaxed);
        let doing = Doing::of(now);
        (!matches!(doing, Doing::Working | Doing::Gone)).then_some((now >> 3, doing))
    }

    fn make_end(&self) {
        self.does(Doing::Gone);
        self.end.notify_one();
    }
}

/// All places.
pub(super) struct Places {
    free: Arc<Semaphore>,
    taken: Mutex<HashMap<u64, Arc<Place>>>,
    next: AtomicU64,
    epoch: Instant,
    most: usize,
    /// Connections that had to make room.
    pub made_room: Counter,
    /// Connections that took too long.
    pub late: Counter,
}

/// A place that is taken, until this is dropped.
pub(super) struct Seat {
    pub place: Arc<Place>,
    number: u64,
    all: Arc<Places>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.all.taken().remove(&self.number);
    }
}

impl Places {
    /// So many.
    pub(super) fn new(most: usize) -> Arc<Self> {
        let most = most.clamp(1, Semaphore::MAX_PERMITS);
        let free = Arc::new(Semaphore::new(most));
        let (made_room, late) = (Counter::default(), Counter::default());
        let (taken, next, epoch) = (Mutex::default(), AtomicU64::new(0), Instant::now());
        Arc::new(Self { free, taken, next, epoch, most, made_room, late })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<u64, Arc<Place>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are taken.
    pub(super) fn open(&self) -> usize {
        self.taken().len()
    }

    /// A place for a connection that was accepted. Where none is free, whoever let the server wait longest makes room; where
    /// everybody waits for the server, this waits until that changes.
    pub(super) async fn take(self: &Arc<Self>, doing: Doing) -> Seat {
        let permit = loop {
            let free = Arc::clone(&self.free);
            if let Ok(permit) = Arc::clone(&free).try_acquire_owned() {
                break permit;
            }
            self.make_room();
            if let Ok(Ok(permit)) = tokio::time::timeout(PATIENCE, free.acquire_owned()).await {
                break permit;
            }
        };
        let (number, place) = (self.next.fetch_add(1, Ordering::Relaxed), Arc::new(Place::of(doing, self.epoch)));
        self.taken().insert(number, Arc::clone(&place));
        Seat { place, number, all: Arc::clone(self), _permit: permit }
    }

    /// Ends the connection that the server waited for longest.
    pub(super) fn make_room(&self) {
        let taken = self.taken();
        let waited = taken.values().filter_map(|place| Some((place.waited_for()?.0, place)));
        if let Some((_, place)) = waited.min_by_key(|(since, _)| *since) {
            place.make_end();
            self.made_room.inc();
        }
    }

    /// Ends the connections that take longer for something than they may.
    fn end_late(&self) {
        let now = u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or_default();
        for place in self.taken().values() {
            let is_late = place.waited_for().is_some_and(|(since, doing)| {
                doing.limit().is_some_and(|limit| u128::from(now.saturating_sub(since)) > limit.as_millis())
            });
            if is_late {
                place.make_end();
                self.late.inc();
            }
        }
    }

    /// Ends connections that take too long, for ever.
    pub(super) async fn watch(&self) {
        let mut tick = tokio::time::interval(Duration::from_millis(500));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.end_late();
        }
    }

    /// Returns when nobody is connected any more.
    pub(super) async fn all_free(&self) {
        let all = u32::try_from(self.most).unwrap_or(u32::MAX);
        drop(self.free.acquire_many(all).await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_one_thread<T>(what: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(what)
    }

    #[test]
    fn whoever_let_the_server_wait_longest_makes_room() {
        on_one_thread(async {
            let places = Places::new(3);
            let first = places.take(Doing::Fresh).await;
            tokio::time::sleep(Duration::from_millis(3)).await;
            let second = places.take(Doing::Idle).await;
            tokio::time::sleep(Duration::from_millis(3)).await;
            let third = places.take(Doing::Head).await;
            first.place.does(Doing::Working);
            let (all, wants) = (Arc::clone(&places), tokio::spawn(async move { second.place.ended().await }));
            let fourth = all.take(Doing::Fresh).await;
            wants.await.unwrap();
            assert_eq!((first.place.doing(), third.place.doing()), (Doing::Working, Doing::Head));
            assert_eq!(places.open(), 3);
            drop((first, third, fourth));
            places.all_free().await;
            assert_eq!(places.open(), 0);
        });
    }

    #[test]
    fn a_request_that_is_answered_is_waited_for() {
        on_one_thread(async {
            let places = Places::new(1);
            let only = places.take(Doing::Working).await;
            let all = Arc::clone(&places);
            let next = tokio::spawn(async move { all.take(Doing::Fresh).await.place.doing() });
            tokio::time::sleep(2 * PATIENCE).await;
            assert!(!next.is_finished());
            drop(only);
            assert_eq!(next.await.unwrap(), Doing::Fresh);
        });
    }

    #[test]
    fn what_a_connection_does_is_kept_beside_its_time() {
        let place = Place::of(Doing::Greeting, Instant::now());
        for doing in [Doing::Fresh, Doing::Head, Doing::Working, Doing::Body, Doing::Idle, Doing::Gone] {
            place.does(doing);
            assert_eq!(place.doing(), doing);
        }
        place.turns(Doing::Idle, Doing::Head);
        assert_eq!(place.doing(), Doing::Gone, "it did something else");
    }
}
