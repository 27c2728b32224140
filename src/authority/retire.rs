//! The end of a key: retired when its work is done, revoked when it is compromised, pruned when nothing needs it.

use super::rotate::{over, standby};
use super::{Authority, Error, Result};
use crate::core::rotation::verify_until;
use crate::core::{Actor, Cause, KeyRecord, KeyUsage, Kid, Note, Revocation, Timestamp};
use crate::host::files;

/// What ending a key would touch.
#[derive(Debug)]
pub struct KeyPlan {
    /// The key.
    pub key: KeyRecord,
    /// The tokens that need it.
    pub usage: KeyUsage,
    /// When no verifier needs it any more.
    pub safe_to_retire_at: Timestamp,
    /// The key that would take over.
    pub successor: Option<KeyRecord>,
    /// As of when.
    pub now: Timestamp,
}

/// A key that was ended.
#[derive(Debug)]
pub struct Ended {
    /// The key.
    pub key: KeyRecord,
    /// The tokens that it had signed and that were good.
    pub usage: KeyUsage,
    /// The key that took over.
    pub successor: Option<KeyRecord>,
}

/// What pruning removes.
#[derive(Debug, Default)]
pub struct Pruned {
    /// Keys whose private half is destroyed.
    pub keys: Vec<KeyRecord>,
    /// Files that belonged to no key.
    pub strays: Vec<String>,
}

impl Authority<'_> {
    /// What ending a key would touch, without touching it.
    pub fn key_plan(&self, prefix: &str) -> Result<KeyPlan> {
        let (key, now) = (self.key(prefix)?, self.now());
        let read = self.store.read()?;
        let usage = read.key_usage(&key.kid, now)?;
        let successor = if key.is_active() { standby(&*read, key.algorithm)? } else { None };
        let safe_to_retire_at = if usage.live == 0 { now } else { verify_until(usage.last_exp, now) };
        Ok(KeyPlan { key, usage, safe_to_retire_at, successor, now })
    }

    /// Ends the signing of a key. A standby key takes over; where there is none, and something still signs with this
    /// algorithm, it is refused. `when_safe` refuses also as long as live tokens need the key.
    pub fn retire_key(&mut self, prefix: &str, when_safe: bool) -> Result<Ended> {
        let (kid, now) = (self.key(prefix)?.kid, self.now());
        let mut tx = self.store.write()?;
        let before = tx.key(&kid)?.ok_or_else(|| Error::UnknownKey(prefix.to_owned()))?;
        let usage = tx.key_usage(&kid, now)?;
        let until = verify_until(usage.last_exp, now);
        let after = before.clone().retire(until, now)?;
        if when_safe && usage.live > 0 {
            return Err(Error::NotSafe { kid, live: usage.live, until });
        }
        let successor = standby(&*tx, before.algorithm)?;
        let key = match successor {
            Some(next) => {
                let change = over(&mut *tx, next, now)?;
                tx.commit()?;
                return Ok(Ended { key: after, usage, successor: Some(change.next.1) });
            }
            None => {
                let wanted =
                    |app: &crate::core::App| !app.is_deleted() && app.profile.algorithm == Some(before.algorithm);
                if self.defaults.algorithm == before.algorithm || tx.apps()?.iter().any(wanted) {
                    return Err(Error::LastKey { kid, algorithm: before.algorithm });
                }
                tx.replace_key(&before, &after)?;
                after
            }
        };
        tx.commit()?;
        Ok(Ended { key, usage, successor: None })
    }

    /// Ends everything under a key at once, because it is compromised. A standby key takes over if there is one.
    pub fn revoke_key(&mut self, prefix: &str, note: Note, by: Actor) -> Result<Ended> {
        let (kid, now) = (self.key(prefix)?.kid, self.now());
        let mut tx = self.store.write()?;
        let before = tx.key(&kid)?.ok_or_else(|| Error::UnknownKey(prefix.to_owned()))?;
        let usage = tx.key_usage(&kid, now)?;
        let after = before.clone().revoke(Revocation { at: now, by, cause: Cause::Key, note: Some(note) })?;
        tx.replace_key(&before, &after)?;
        let next = if before.is_active() { standby(&*tx, before.algorithm)? } else { None };
        let successor = match next {
            Some(next) => Some(over(&mut *tx, next, now)?.next.1),
            None => None,
        };
        tx.commit()?;
        Ok(Ended { key: after, usage, successor })
    }

    /// Files in the ring that belong to no key: left by a process that was killed before the ledger heard of them.
    pub fn stray_files(&self) -> Result<Vec<String>> {
        let held: Vec<Kid> = self.keys()?.into_iter().filter(KeyRecord::has_private).map(|key| key.kid).collect();
        Ok(self.ring.strays(&held)?)
    }

    /// Destroys the private halves that nothing needs any more, and stray files. With `plan` it only says which.
    ///
    /// The file goes first: a process that is killed in between leaves a row that the next prune mends.
    ///
    /// A whole key file that the ledger does not know goes only with `strays`: after an older ledger was restored it is the
    /// only copy of a key.
    pub fn prune_keys(&mut self, plan: bool, strays: bool) -> Result<Pruned> {
        let now = self.now();
        let mut tx = self.store.write()?;
        let keys = tx.keys()?;
        let held: Vec<Kid> = keys.iter().filter(|key| key.has_private()).map(|key| key.kid.clone()).collect();
        let mut pruned = Pruned { keys: Vec::new(), strays: self.ring.strays(&held)? };
        pruned.strays.retain(|name| strays || files::is_partial(name));
        let spent: Vec<_> = keys.into_iter().filter(|key| key.has_private() && key.is_spent(now)).collect();
        if plan {
            pruned.keys = spent;
            return Ok(pruned);
        }
        for name in &pruned.strays {
            self.ring.remove_stray(name)?;
        }
        for before in spent {
            let after = before.clone().destroy_private(now)?;
            self.ring.destroy(&before.kid)?;
            tx.replace_key(&before, &after)?;
            pruned.keys.push(after);
        }
        tx.commit()?;
        Ok(pruned)
    }
}
