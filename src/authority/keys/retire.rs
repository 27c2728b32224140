//! The end of a key: retired when its work is done, revoked when it is compromised, pruned when nothing needs it.

use super::succession::{KeyPlan, over, plan_of, standby, usable_standby};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::policy::Defaults;
use crate::core::rotation::verify_until;
use crate::core::{Actor, App, Cause, KeyRecord, KeyUsage, Kid, Note, Revocation, Timestamp};
use crate::host::files;
use crate::keys::KeyRing;
use crate::store::Read;

/// A key that was ended.
#[derive(Debug)]
pub struct Ended {
    /// The key.
    pub key: KeyRecord,
    /// The tokens that it had signed and that were good.
    pub usage: KeyUsage,
    /// The key that took over.
    pub successor: Option<KeyRecord>,
    /// When all this happened.
    pub now: Timestamp,
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
    /// What revoking a key would touch, without touching it.
    pub fn revoke_plan(&self, prefix: &str, by: Actor) -> Result<KeyPlan> {
        let (key, now) = (self.key(prefix)?, self.now());
        let read = self.store.read()?;
        let mut plan = plan_of(&self.ring, &*read, key.clone(), now)?;
        let revocation = Revocation { at: now, by, cause: Cause::Key, note: None };
        plan.refused = key.revoke(revocation).err().map(|refusal| Error::from(refusal).to_string());
        Ok(plan)
    }

    /// What retiring a key would touch, or why it would be refused, without touching it.
    pub fn retire_plan(&self, prefix: &str, when_safe: bool) -> Result<KeyPlan> {
        let (key, now) = (self.key(prefix)?, self.now());
        let read = self.store.read()?;
        let mut plan = plan_of(&self.ring, &*read, key.clone(), now)?;
        plan.refused = match decide(&self.ring, &self.defaults, &*read, key, when_safe, now) {
            Ok(_) => None,
            Err(error @ (Error::Refused(_) | Error::NotSafe { .. } | Error::LastKey { .. } | Error::Key(_))) => {
                Some(error.to_string())
            }
            Err(error) => return Err(error),
        };
        Ok(plan)
    }

    /// Ends the signing of a key. A standby key that can be opened takes over; where there is none, and something still signs
    /// with this algorithm, it is refused. `when_safe` refuses also as long as live tokens need the key.
    pub fn retire_key(&mut self, prefix: &str, when_safe: bool) -> Result<Ended> {
        let (kid, now) = (self.key(prefix)?.kid, self.now());
        let mut tx = self.store.write()?;
        let before = tx.key(&kid)?.ok_or_else(|| Error::UnknownKey(prefix.to_owned()))?;
        let Retirement { after, usage, successor } =
            decide(&self.ring, &self.defaults, &*tx, before.clone(), when_safe, now)?;
        let successor = match successor {
            Some(next) => Some(over(&mut *tx, next, now)?.next.1),
            None => {
                tx.replace_key(&before, &after)?;
                None
            }
        };
        tx.commit()?;
        Ok(Ended { key: after, usage, successor, now })
    }

    /// Ends everything under a key at once, because it is compromised. A standby key takes over if one can.
    pub fn revoke_key(&mut self, prefix: &str, note: Note, by: Actor) -> Result<Ended> {
        let (kid, now) = (self.key(prefix)?.kid, self.now());
        let mut tx = self.store.write()?;
        let before = tx.key(&kid)?.ok_or_else(|| Error::UnknownKey(prefix.to_owned()))?;
        let usage = tx.key_usage(&kid, now)?;
        let after = before.clone().revoke(Revocation { at: now, by, cause: Cause::Key, note: Some(note) })?;
        tx.replace_key(&before, &after)?;
        let next = if before.is_active() { usable_standby(&self.ring, &*tx, before.algorithm)? } else { None };
        let successor = match next {
            Some(next) => Some(over(&mut *tx, next, now)?.next.1),
            None => None,
        };
        tx.commit()?;
        Ok(Ended { key: after, usage, successor, now })
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

/// A retirement that may happen.
struct Retirement {
    after: KeyRecord,
    usage: KeyUsage,
    successor: Option<KeyRecord>,
}

/// Decides whether a key may retire, and who takes over.
fn decide(
    ring: &KeyRing,
    defaults: &Defaults,
    read: &(impl Read + ?Sized),
    before: KeyRecord,
    when_safe: bool,
    now: Timestamp,
) -> Result<Retirement> {
    let (kid, algorithm) = (before.kid.clone(), before.algorithm);
    let usage = read.key_usage(&kid, now)?;
    let until = verify_until(usage.last_exp, now);
    let after = before.retire(until, now)?;
    if when_safe && usage.live > 0 {
        return Err(Error::NotSafe { kid, live: usage.live, until });
    }
    let successor = usable_standby(ring, read, algorithm)?;
    if successor.is_none() {
        if let Some(unusable) = standby(read, algorithm)? {
            ring.check(&unusable)?;
        }
        let wanted = |app: &App| !app.is_deleted() && app.profile.algorithm == Some(algorithm);
        if defaults.algorithm == algorithm || read.apps()?.iter().any(wanted) {
            return Err(Error::LastKey { kid, algorithm });
        }
    }
    Ok(Retirement { after, usage, successor })
}
