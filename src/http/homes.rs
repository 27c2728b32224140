//! Throw-away homes: an authority for each test, in memory, below a path of its own. Only where a server serves a developer alone.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use super::realm::Realm;
use crate::authority::{Authority, StoreError};
use crate::core::TokenDigest;
use crate::core::claims::profile::Profile;
use crate::core::policy::Defaults;
use crate::host::clock::Clock;

/// How many there may be at once. Each takes some 200 KiB.
const MOST: usize = 4_096;
/// How long one is kept that nobody asks.
const UNUSED: Duration = Duration::from_mins(30);

/// How homes are made, which the door that starts the server knows.
#[expect(clippy::type_complexity, reason = "each is one function")]
pub struct Workshop {
    /// Makes an authority in memory, without a key, with these settings and by this clock.
    pub home: Box<dyn Fn(Defaults, Arc<dyn Clock>) -> Result<Authority, StoreError> + Send + Sync>,
    /// The profile of a name; or why there is none.
    pub profile: Box<dyn Fn(&str) -> Result<Profile, String> + Send + Sync>,
}

/// All of them.
pub(super) struct Homes {
    /// How they are made.
    pub workshop: Arc<Workshop>,
    all: RwLock<HashMap<String, Home>>,
    began: Instant,
}

struct Home {
    realm: Arc<Realm>,
    /// What whoever made it shows.
    key: TokenDigest,
    /// When it was asked last, in seconds since the server began.
    used: AtomicU64,
}

/// There are as many as there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "there are {MOST} throw-away homes: end those that are not needed any more, or wait until one was not used for 30 minutes"
)]
pub(super) struct TooMany;

impl Homes {
    pub(super) fn new(workshop: Arc<Workshop>) -> Arc<Self> {
        Arc::new(Self { workshop, all: RwLock::default(), began: Instant::now() })
    }

    /// The home of this id.
    pub(super) fn find(&self, id: &str) -> Option<Arc<Realm>> {
        let all = self.read();
        let home = all.get(id)?;
        home.used.store(self.seconds(), Ordering::Relaxed);
        Some(Arc::clone(&home.realm))
    }

    /// Whether this is what whoever made a home shows. Nothing where there is no such home.
    pub(super) fn opens(&self, id: &str, key: &str) -> Option<bool> {
        self.read().get(id).map(|home| home.key == TokenDigest::of(key.as_bytes()))
    }

    /// Whether there is room for one more. Those that nobody used for long make it.
    pub(super) fn check_room(&self) -> Result<(), TooMany> {
        if self.read().len() < MOST {
            return Ok(());
        }
        self.end_unused();
        if self.read().len() < MOST { Ok(()) } else { Err(TooMany) }
    }

    /// Takes one up under an id that nobody has.
    pub(super) fn add(&self, id: String, key: &str, realm: Realm) -> Result<(), TooMany> {
        let (key, used) = (TokenDigest::of(key.as_bytes()), AtomicU64::new(self.seconds()));
        let home = Home { realm: Arc::new(realm), key, used };
        let mut all = self.write();
        if all.len() >= MOST {
            return Err(TooMany);
        }
        all.insert(id, home);
        Ok(())
    }

    /// Ends one: whoever asks it from now on is told that it is gone.
    pub(super) fn end(&self, id: &str) {
        let ended = self.write().remove(id);
        // Not while others wait for the lock: a ledger is let go.
        drop(ended);
    }

    /// Ends those that nobody used for long.
    pub(super) fn end_unused(&self) {
        let (now, limit) = (self.seconds(), UNUSED.as_secs());
        let is_old = |home: &Home| now.saturating_sub(home.used.load(Ordering::Relaxed)) >= limit;
        let old: Vec<String> = self.read().iter().filter(|(_, home)| is_old(home)).map(|(id, _)| id.clone()).collect();
        let ended: Vec<_> = {
            let mut all = self.write();
            // One that was used meanwhile stays.
            old.iter().filter_map(|id| if all.get(id).is_some_and(is_old) { all.remove(id) } else { None }).collect()
        };
        drop(ended);
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.read().len()
    }

    fn seconds(&self) -> u64 {
        self.began.elapsed().as_secs()
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<String, Home>> {
        self.all.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<String, Home>> {
        self.all.write().unwrap_or_else(PoisonError::into_inner)
    }
}
