//! What the keys of a home need now, for one who looks at them every day.

use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::{Algorithm, KeyRecord, KeyState, Ttl};

/// What is to be done.
#[derive(Debug, Default)]
pub struct Upkeep {
    /// Keys whose time to take over has come, one for each algorithm.
    pub due: Vec<KeyRecord>,
    /// Keys that sign for longer than they should, and no other is to take over.
    pub old: Vec<OldKey>,
}

/// A key that signs for longer than it should.
#[derive(Debug)]
pub struct OldKey {
    /// The key.
    pub key: KeyRecord,
    /// The key that would take over; none where one would be made.
    pub successor: Option<KeyRecord>,
}

impl Authority {
    /// What the keys of this algorithm need, or of every one that signs, where none may sign for longer than this.
    pub fn upkeep(&self, algorithm: Option<Algorithm>, older_than: Ttl) -> Result<Upkeep> {
        let (read, now) = (self.store.read()?, self.now());
        let mut upkeep = Upkeep::default();
        for algorithm in algorithm.map_or_else(|| Algorithm::ALL.to_vec(), |one| vec![one]) {
            let keys = read.signing_keys(algorithm)?;
            let active = keys.iter().find(|key| key.is_active());
            let successor = keys.iter().find(|key| !key.is_active());
            if let Some(due) = successor.filter(|key| key.is_due(now)) {
                upkeep.due.push(due.clone());
                continue;
            }
            let is_under_way = |key: &KeyRecord| matches!(key.state, KeyState::Standby { activate_at: Some(_) });
            let is_old = |key: &&KeyRecord| key.too_old_at(older_than).is_some_and(|limit| limit <= now);
            match active.filter(is_old) {
                Some(key) if !successor.is_some_and(is_under_way) => {
                    upkeep.old.push(OldKey { key: key.clone(), successor: successor.cloned() });
                }
                _ => {}
            }
        }
        match algorithm {
            Some(named) if upkeep.due.is_empty() && read.active_key(named)?.is_none() => Err(Error::NoActiveKey(named)),
            _ => Ok(upkeep),
        }
    }
}
