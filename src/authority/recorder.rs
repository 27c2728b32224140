//! Recording the use of tokens beside the work: what is shown goes into a queue with an end, and a thread of its own writes it in
//! parts. Whoever judges waits for no disk.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::core::access::AccessEvent;
use crate::host::threads;
use crate::store::{AccessLog, StoreError};

/// How many events are written at once at most.
const AT_ONCE: usize = 4_096;
/// How long the end of what was begun is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// How many uses were recorded in this process, and how many were lost.
static KEPT: AtomicU64 = AtomicU64::new(0);
static LOST: AtomicU64 = AtomicU64::new(0);

/// How many uses were recorded by this process so far, and how many were lost, of all its issuers and whatever was taken up
/// meanwhile.
pub fn recorded() -> (u64, u64) {
    (KEPT.load(Ordering::Relaxed), LOST.load(Ordering::Relaxed))
}

/// What becomes of a use where the queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits: a batch has an end, and loses nothing.
    Wait,
    /// It is lost, and counted: whoever asks a server does not wait for its record.
    Lose,
}

/// What came of recording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// How many uses are recorded.
    pub kept: u64,
    /// How many are not.
    pub lost: u64,
    /// Why, where that was not for want of room in the queue.
    pub error: Option<StoreError>,
}

/// What records.
pub struct Recorder {
    queue: Mutex<Option<SyncSender<Vec<AccessEvent>>>>,
    ended: Mutex<Receiver<()>>,
    desk: Arc<Desk>,
    when_full: WhenFull,
}

/// Where events are written.
struct Desk {
    log: Arc<dyn AccessLog>,
    /// How old a day may become, in milliseconds, where old ones are removed.
    keep_ms: Option<i64>,
    pruned: Mutex<i64>,
    kept: AtomicU64,
    lost: AtomicU64,
    error: Mutex<Option<StoreError>>,
}

impl Recorder {
    /// Begins to record, with room for so many messages. Where `keep_ms` is said, days that are older are removed when another
    /// begins.
    pub fn begin(log: Arc<dyn AccessLog>, room: usize, when_full: WhenFull, keep_ms: Option<i64>) -> Self {
        let desk = Arc::new(Desk {
            log,
            keep_ms,
            pruned: Mutex::new(i64::MIN),
            kept: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            error: Mutex::default(),
        });
        let (queue, events) = sync_channel(room);
        let (end, ended) = channel();
        let begun = threads::detach((Arc::clone(&desk), events, end), |(desk, events, end)| {
            desk.write_all(&events);
            drop(end);
        });
        // Without a thread each is written where it was seen.
        let queue = Mutex::new(begun.is_ok().then_some(queue));
        Self { queue, ended: Mutex::new(ended), desk, when_full }
    }

    /// Takes events in this order.
    pub fn put(&self, events: Vec<AccessEvent>) {
        if events.is_empty() {
            return;
        }
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(queue) = queue else { return self.desk.write(&mut { events }) };
        let unsent = match self.when_full {
            WhenFull::Wait => queue.send(events).err().map(|error| error.0),
            WhenFull::Lose => match queue.try_send(events) {
                Ok(()) => None,
                Err(TrySendError::Full(events) | TrySendError::Disconnected(events)) => Some(events),
            },
        };
        if let Some(events) = unsent {
            self.desk.lose(events.len() as u64);
        }
    }

    /// How many are recorded and lost so far.
    pub fn so_far(&self) -> (u64, u64) {
        (self.desk.kept.load(Ordering::Relaxed), self.desk.lost.load(Ordering::Relaxed))
    }

    /// Waits until all that was taken is written, and says what came of it.
    pub fn finish(&self) -> Kept {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        // Both the end and its loss say that the thread is done.
        let _ = ended.recv_timeout(PATIENCE);
        let (kept, lost) = self.so_far();
        let error = self.desk.error.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Kept { kept, lost, error }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Desk {
    fn lose(&self, count: u64) {
        self.lost.fetch_add(count, Ordering::Relaxed);
        LOST.fetch_add(count, Ordering::Relaxed);
    }

    fn write_all(&self, queue: &Receiver<Vec<AccessEvent>>) {
        while let Ok(mut events) = queue.recv() {
            while events.len() < AT_ONCE
                && let Ok(more) = queue.try_recv()
            {
                events.extend(more);
            }
            self.write(&mut events);
            self.prune(&events);
        }
    }

    /// Writes them day by day: each day is kept or lost by itself.
    fn write(&self, events: &mut [AccessEvent]) {
        let day = |event: &AccessEvent| event.at_ms.div_euclid(DAY);
        events.sort_by_key(day);
        for events in events.chunk_by(|one, next| day(one) == day(next)) {
            let count = events.len() as u64;
            match self.log.record(events) {
                Ok(()) => {
                    self.kept.fetch_add(count, Ordering::Relaxed);
                    KEPT.fetch_add(count, Ordering::Relaxed);
                }
                Err(error) => {
                    self.lose(count);
                    self.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            }
        }
    }

    /// Removes what is too old, once a day.
    fn prune(&self, events: &[AccessEvent]) {
        let (Some(keep), Some(last)) = (self.keep_ms, events.last()) else { return };
        let mut pruned = self.pruned.lock().unwrap_or_else(PoisonError::into_inner);
        let today = last.at_ms.div_euclid(DAY);
        if *pruned < today {
            *pruned = today;
            // What cannot be removed now is tried again tomorrow, and `doctor` looks at the folder.
            let _ = self.log.prune(last.at_ms.saturating_sub(keep));
        }
    }
}
