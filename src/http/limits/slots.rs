//! Buckets for any number of keys in memory of one size: a key has the place that its hash says. Two keys may share one, and
//! which do is decided by chance that nobody outside knows.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};

/// How many places there are: 128 KiB of them.
const PLACES: usize = 1 << 14;

/// The place of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Slot(u64);

/// What decides which place a key has.
#[derive(Default)]
pub(super) struct Hashing(RandomState);

impl Hashing {
    pub(super) fn slot(&self, key: &impl Hash) -> Slot {
        Slot(self.0.hash_one(key))
    }
}

impl Slot {
    fn place(self) -> usize {
        usize::try_from(self.0 % PLACES as u64).unwrap_or_default()
    }
}

/// How full each bucket is.
pub(super) struct Buckets(Box<[InMemoryState]>);

impl Default for Buckets {
    fn default() -> Self {
        Self((0..PLACES).map(|_| InMemoryState::default()).collect())
    }
}

impl StateStore for Buckets {
    type Key = Slot;

    fn measure_and_replace<T, F, E>(&self, slot: &Slot, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0[slot.place()].measure_and_replace(&NotKeyed::NonKey, f)
    }
}

/// A number for each place, 0 at first.
pub(super) struct Numbers(Box<[AtomicU64]>);

impl Default for Numbers {
    fn default() -> Self {
        Self((0..PLACES).map(|_| AtomicU64::new(0)).collect())
    }
}

impl Numbers {
    pub(super) fn get(&self, slot: Slot) -> u64 {
        self.0[slot.place()].load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, slot: Slot, number: u64) {
        self.0[slot.place()].store(number, Ordering::Relaxed);
    }

    /// Notes the key itself, in place of another.
    pub(super) fn remember(&self, slot: Slot) {
        self.set(slot, slot.0);
    }

    /// Whether this key was noted, and no other since in its place.
    pub(super) fn remembers(&self, slot: Slot) -> bool {
        self.get(slot) == slot.0
    }
}
