//! Rotation: the next key is published before it signs, and the old one verifies as long as its tokens live.

use super::files::NewFiles;
use super::make::{GenerateRequest, NewKeyProtection, made_key};
use super::succession::{KeyPlan, over, plan_of, standby, took_over};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::Deed;
use crate::core::rotation::HandOver;
use crate::core::{Algorithm, Caller, KeyRecord, KeyState, Mode, Planned, Timestamp, Ttl};

/// What rotating needs.
#[derive(Debug)]
pub struct RotateRequest {
    /// Of which algorithm; the home's default where none is given.
    pub algorithm: Option<Algorithm>,
    /// When the next key takes over.
    pub when: RotateWhen,
    /// How the file of the next key is protected; none where a standby key is there and nothing is made.
    pub protection: Option<NewKeyProtection>,
}

/// When the next key takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotateWhen {
    /// After this time, so that verifiers have seen it by then.
    In(Ttl),
    /// At the time that was set before, or after this time where none was.
    AsPlanned(Ttl),
    /// At once.
    Now,
}

/// What a rotation would do.
#[derive(Debug)]
pub struct RotationPlan {
    /// Of which algorithm.
    pub algorithm: Algorithm,
    /// The key that signs now, and what needs it; none where nothing signs.
    pub active: Option<KeyPlan>,
    /// The key that would take over; none where one would be made.
    pub successor: Option<KeyRecord>,
    /// When it would.
    pub activate_at: Timestamp,
    /// As of when.
    pub now: Timestamp,
}

/// A rotation that was begun or done.
#[derive(Debug)]
pub struct Rotated {
    /// The next key, as it stands now.
    pub next: KeyRecord,
    /// The key that it took over from, if it did.
    pub previous: Option<KeyRecord>,
    /// When all this happened.
    pub now: Timestamp,
}

impl Rotated {
    fn of(change: HandOver, now: Timestamp) -> Self {
        Self { next: change.next.1, previous: change.previous.map(|(_, after)| after), now }
    }
}

impl Authority {
    /// The key that a rotation would turn to, if there is one already.
    pub fn standby_key(&self, algorithm: Option<Algorithm>) -> Result<Option<KeyRecord>> {
        standby(&*self.store.read()?, algorithm.unwrap_or(self.defaults.algorithm))
    }

    /// What a rotation would do.
    fn plan_rotation(&self, algorithm: Option<Algorithm>, when: RotateWhen) -> Result<RotationPlan> {
        let (algorithm, now) = (algorithm.unwrap_or(self.defaults.algorithm), self.now());
        let read = self.store.read()?;
        let successor = standby(&*read, algorithm)?;
        let active = read.active_key(algorithm)?.map(|key| plan_of(&self.ring, &*read, key, now)).transpose()?;
        let set_before = match successor.as_ref().map(|key| &key.state) {
            Some(KeyState::Standby { activate_at }) => *activate_at,
            _ => None,
        };
        let activate_at = match (when, set_before) {
            _ if active.is_none() => now,
            (RotateWhen::Now, _) => now,
            (RotateWhen::AsPlanned(_), Some(at)) => at,
            (RotateWhen::In(ttl) | RotateWhen::AsPlanned(ttl), _) => now.plus(ttl),
        };
        Ok(RotationPlan { algorithm, active, successor, activate_at, now })
    }

    /// Begins a rotation, or with [`RotateWhen::Now`] does it: one transaction, in which a new key's file is durable
    /// before the ledger hears of it. A plan needs no protection for a new key.
    pub fn rotate(
        &self,
        caller: &Caller,
        request: RotateRequest,
        mode: Mode,
    ) -> Result<Planned<RotationPlan, Rotated>> {
        if mode.is_plan() {
            return Ok(Planned::Plan(self.plan_rotation(request.algorithm, request.when)?));
        }
        let algorithm = request.algorithm.unwrap_or(self.defaults.algorithm);
        let new_key = match request.protection {
            None => None,
            Some(protection) => {
                let wish = GenerateRequest { algorithm: Some(algorithm), bits: None, protection };
                Some(self.make_key(&wish)?)
            }
        };
        let mut files = NewFiles::of(&self.ring);
        let rotated = self.work(caller, |tx| {
            let now = tx.now;
            let mut done = Vec::new();
            let keys = tx.take_signing_keys(algorithm)?;
            let nothing_signs = !keys.iter().any(KeyRecord::is_active);
            let next = match (keys.into_iter().find(|key| !key.is_active()), &new_key) {
                (Some(standby), _) => {
                    self.ring.check(&standby)?;
                    standby
                }
                (None, Some(new_key)) => {
                    files.add(&new_key.record.kid, &new_key.sealed)?;
                    tx.insert_key(&new_key.record)?;
                    done.push(tx.event(made_key(&new_key.record), None));
                    new_key.record.clone()
                }
                (None, None) => return Err(Error::NoStandby(algorithm)),
            };
            let set_before = matches!(next.state, KeyState::Standby { activate_at: Some(_) });
            // Where nothing signs, waiting would only be an outage.
            let wait = match request.when {
                RotateWhen::In(ttl) | RotateWhen::AsPlanned(ttl) if !nothing_signs => Some(ttl),
                _ => None,
            };
            let rotated = match wait {
                None => {
                    let change = over(&mut **tx, next, now)?;
                    done.push(tx.event(took_over(&change), None));
                    Rotated::of(change, now)
                }
                Some(_) if set_before && matches!(request.when, RotateWhen::AsPlanned(_)) => {
                    Rotated { next, previous: None, now }
                }
                Some(ttl) => {
                    let activate_at = now.plus(ttl);
                    let scheduled = next.clone().schedule(activate_at)?;
                    tx.replace_key(&next, &scheduled)?;
                    done.push(tx.event(Deed::KeyScheduled { kid: next.kid, activate_at }, None));
                    Rotated { next: scheduled, previous: None, now }
                }
            };
            Ok(match tx.all(done) {
                None => Change::Nothing(rotated),
                Some(events) => Change::Made(rotated, events),
            })
        });
        files.settle(rotated).map(Planned::Done)
    }

    /// Does every rotation that is due. Nothing being due is no error.
    pub fn rotate_due(&self, caller: &Caller) -> Result<Vec<Rotated>> {
        let due: Vec<Algorithm> = {
            let (read, now) = (self.store.read()?, self.now());
            let due = read.keys()?.into_iter().filter(|key| key.is_due(now)).map(|key| key.algorithm);
            let mut due: Vec<_> = due.collect();
            due.sort_unstable();
            due.dedup();
            due
        };
        let done = due.into_iter().map(|algorithm| self.rotate_if_due(caller, algorithm));
        Ok(done.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Does the rotation of one algorithm if it is still due when nobody else can write.
    pub(in crate::authority) fn rotate_if_due(&self, caller: &Caller, algorithm: Algorithm) -> Result<Option<Rotated>> {
        self.work(caller, |tx| {
            let now = tx.now;
            let due = tx.take_signing_keys(algorithm)?.into_iter().find(|key| key.is_due(now));
            let Some(next) = due else { return Ok(Change::Nothing(None)) };
            self.ring.check(&next)?;
            let change = over(&mut **tx, next, now)?;
            let did = tx.did(took_over(&change), None);
            Ok(Change::Made(Some(Rotated::of(change, now)), did))
        })
    }

    /// Lets a standby key take over now.
    pub fn activate_key(&self, caller: &Caller, prefix: &str) -> Result<Rotated> {
        let KeyRecord { kid, algorithm, .. } = self.key(prefix)?;
        self.work(caller, |tx| {
            tx.take_signing_keys(algorithm)?;
            let next = tx.take_key(&kid)?.ok_or_else(|| Error::UnknownKey(prefix.to_owned()))?;
            if next.has_private() {
                self.ring.check(&next)?;
            }
            let now = tx.now;
            let change = over(&mut **tx, next, now)?;
            let did = tx.did(took_over(&change), None);
            Ok(Change::Made(Rotated::of(change, now), did))
        })
    }
}
