//! The end of a key: retired when its work is done, revoked when it is compromised, pruned when nothing needs it.

use super::succession::{KeyPlan, over, plan_of, standby, took_over, usable_standby};
use crate::authority::clock::ClockWord;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::{Attempt, Changed, Deed, Verb};
use crate::core::policy::Defaults;
use crate::core::rotation::verify_until;
use crate::core::{App, Caller, Cause, KeyName, KeyRecord, KeyUsage, Kid, Mode, Note, Planned, Revocation, Timestamp};
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
    /// Whether it signed until then.
    pub was_active: bool,
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

impl Authority {
    /// What revoking a key would touch, and whether it would be refused.
    fn plan_revoke_key(&self, caller: &Caller, name: &KeyName) -> Result<KeyPlan> {
        let (key, now) = (self.key(name)?, self.now());
        let read = self.store.read()?;
        let mut plan = plan_of(&self.ring, &*read, key.clone(), now)?;
        let revocation = Revocation { at: now, by: caller.actor(), cause: Cause::Key, note: None };
        plan.refused = key.revoke(revocation).err().map(Error::from);
        Ok(plan)
    }

    /// What retiring a key would touch, or why it would be refused.
    fn plan_retire_key(&self, name: &KeyName, when_safe: bool) -> Result<KeyPlan> {
        let (key, now) = (self.key(name)?, self.now());
        let read = self.store.read()?;
        let mut plan = plan_of(&self.ring, &*read, key.clone(), now)?;
        plan.refused = match decide(&self.ring, &self.defaults, &*read, key, when_safe, now) {
            Ok(_) => None,
            Err(error @ (Error::Refused(_) | Error::NotSafe { .. } | Error::LastKey { .. } | Error::Key(_))) => {
                Some(error)
            }
            Err(error) => return Err(error),
        };
        Ok(plan)
    }

    /// Ends the signing of a key. A standby key that can be opened takes over; where there is none, and something still signs
    /// with this algorithm, it is refused. `when_safe` refuses also as long as live tokens need the key.
    pub fn retire_key(
        &self,
        caller: &Caller,
        name: &KeyName,
        when_safe: bool,
        mode: Mode,
    ) -> Result<Planned<KeyPlan, Ended>> {
        let attempt = mode.is_attempt().then(|| Attempt::key(Verb::KeyRetired, name));
        self.asked(caller, attempt, |asked| {
            if mode.is_plan() {
                return Ok(Planned::Plan(self.plan_retire_key(name, when_safe)?));
            }
            let KeyRecord { kid, algorithm, .. } = self.key(name)?;
            let ended = asked.work(|tx| {
                let now = tx.now;
                tx.take_signing_keys(algorithm)?;
                let before = tx.take_key(&kid)?.ok_or_else(|| Error::UnknownKey(kid.clone()))?;
                let Retirement { after, until, usage, successor } =
                    decide(&self.ring, &self.defaults, &**tx, before.clone(), when_safe, now)?;
                let mut did = tx.did(Deed::KeyRetired { kid: kid.clone(), verify_until: until }, None);
                did = did.changed(Changed::state(before.state.name(), after.state.name()));
                let successor = match successor {
                    Some(next) => {
                        let change = over(&mut **tx, next, now)?;
                        did = did.and(tx.event(took_over(&change), None));
                        Some(change.next.1)
                    }
                    None => {
                        tx.replace_key(&before, &after)?;
                        None
                    }
                };
                let was_active = before.is_active();
                Ok(Change::Made(Ended { key: after, usage, was_active, successor, now }, did))
            })?;
            Ok(Planned::Done(ended))
        })
    }

    /// Ends everything under a key at once, because it is compromised. A standby key takes over if one can.
    pub fn revoke_key(
        &self,
        caller: &Caller,
        name: &KeyName,
        note: Option<&Note>,
        mode: Mode,
    ) -> Result<Planned<KeyPlan, Ended>> {
        let attempt = mode.is_attempt().then(|| Attempt::key(Verb::KeyRevoked, name));
        self.asked(caller, attempt, |asked| {
            if mode.is_plan() {
                return Ok(Planned::Plan(self.plan_revoke_key(caller, name)?));
            }
            let KeyRecord { kid, algorithm, .. } = self.key(name)?;
            let ended = asked.urgent_work(|tx| {
                let now = tx.now;
                tx.take_signing_keys(algorithm)?;
                let before = tx.take_key(&kid)?.ok_or_else(|| Error::UnknownKey(kid.clone()))?;
                let usage = tx.key_usage(&kid, now)?;
                let revocation = Revocation { at: now, by: caller.actor(), cause: Cause::Key, note: note.cloned() };
                let after = before.clone().revoke(revocation)?;
                tx.replace_key(&before, &after)?;
                let mut did = tx.did(Deed::KeyRevoked { kid: kid.clone() }, note);
                did = did.changed(Changed::state(before.state.name(), after.state.name()));
                let next = if before.is_active() { usable_standby(&self.ring, &**tx, before.algorithm)? } else { None };
                let successor = match next {
                    Some(next) => {
                        let change = over(&mut **tx, next, now)?;
                        did = did.and(tx.event(took_over(&change), None));
                        Some(change.next.1)
                    }
                    None => None,
                };
                let was_active = before.is_active();
                Ok(Change::Made(Ended { key: after, usage, was_active, successor, now }, did))
            })?;
            Ok(Planned::Done(ended))
        })
    }

    /// Files in the ring that belong to no key: left by a process that was killed before the ledger heard of them.
    pub fn stray_files(&self) -> Result<Vec<String>> {
        let held: Vec<Kid> = self.keys()?.into_iter().filter(KeyRecord::has_private).map(|key| key.kid).collect();
        Ok(self.ring.strays(&held)?)
    }

    /// Destroys the private halves that nothing needs any more, and stray files. A plan only says which.
    ///
    /// The file goes first: a process that is killed in between leaves a row that the next prune mends.
    ///
    /// A whole key file that the ledger does not know goes only where it is named among `strays`: after an older ledger was
    /// restored it is the only copy of a key.
    pub fn prune_keys(&self, caller: &Caller, strays: &[String], clock: ClockWord, mode: Mode) -> Result<Pruned> {
        let attempt = mode.is_attempt().then(|| Attempt::of(Verb::KeyDestroyed));
        self.asked(caller, attempt, |asked| {
            self.believe_clock(caller, clock, mode)?;
            if mode.is_plan() {
                let (now, read) = (self.now(), self.store.read()?);
                return prunable(&self.ring, &*read, strays, now);
            }
            asked.work(|tx| {
                let Pruned { keys, strays } = prunable(&self.ring, &**tx, strays, tx.now)?;
                let mut done = Vec::new();
                for name in &strays {
                    self.ring.remove_stray(name)?;
                }
                if !strays.is_empty() {
                    done.push(tx.event(Deed::StraysRemoved { files: strays.len() as u64 }, None));
                }
                let mut pruned = Vec::new();
                for found in keys {
                    let Some(before) = tx.take_key(&found.kid)? else { continue };
                    let after = before.clone().destroy_private(tx.now)?;
                    self.ring.destroy(&before.kid)?;
                    tx.replace_key(&before, &after)?;
                    done.push(tx.event(Deed::KeyDestroyed { kid: before.kid }, None));
                    pruned.push(after);
                }
                let pruned = Pruned { keys: pruned, strays };
                Ok(match tx.all(done) {
                    None => Change::Nothing(pruned),
                    Some(events) => Change::Made(pruned, events),
                })
            })
        })
    }
}

/// The keys whose private half nothing needs any more, and the files that belong to no key.
fn prunable(ring: &KeyRing, read: &(impl Read + ?Sized), strays: &[String], now: Timestamp) -> Result<Pruned> {
    let keys = read.keys()?;
    let held: Vec<Kid> = keys.iter().filter(|key| key.has_private()).map(|key| key.kid.clone()).collect();
    let mut files = ring.strays(&held)?;
    files.retain(|name| strays.contains(name) || files::is_partial(name));
    let spent = keys.into_iter().filter(|key| key.has_private() && key.is_spent(now));
    Ok(Pruned { keys: spent.collect(), strays: files })
}

/// A retirement that may happen.
struct Retirement {
    after: KeyRecord,
    until: Timestamp,
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
    Ok(Retirement { after, until, usage, successor })
}
