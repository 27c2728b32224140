//! Rotation: the next key is published before it signs, and the old one verifies as long as its tokens live.

use super::make::{GenerateRequest, Made, NewKeyProtection};
use super::succession::{KeyPlan, over, plan_of, standby};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::{Algorithm, KeyRecord, KeyState, Timestamp, Ttl};
use crate::keys::KeyRing;
use crate::store::Write;

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

impl Authority<'_> {
    /// The key that a rotation would turn to, if there is one already.
    pub fn standby_key(&self, algorithm: Option<Algorithm>) -> Result<Option<KeyRecord>> {
        standby(&*self.store.read()?, algorithm.unwrap_or(self.defaults.algorithm))
    }

    /// What a rotation would do, without doing it.
    pub fn rotation_plan(&self, algorithm: Option<Algorithm>, when: RotateWhen) -> Result<RotationPlan> {
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
    /// before the ledger hears of it.
    pub fn rotate(&mut self, request: RotateRequest) -> Result<Rotated> {
        let algorithm = request.algorithm.unwrap_or(self.defaults.algorithm);
        let made = match request.protection {
            None => None,
            Some(protection) => {
                let wish = GenerateRequest { algorithm: Some(algorithm), bits: None, protection };
                Some(self.make_key(&wish)?)
            }
        };
        let now = self.now();
        let mut tx = self.store.write()?;
        let (next, made) = match (standby(&*tx, algorithm)?, made) {
            (Some(standby), _) => (standby, false),
            (None, Some(made)) => (enter(&self.ring, &mut *tx, made)?, true),
            (None, None) => return Err(Error::NoStandby(algorithm)),
        };
        let set_before = matches!(next.state, KeyState::Standby { activate_at: Some(_) });
        if !made {
            self.ring.check(&next)?;
        }
        // Where nothing signs, waiting would only be an outage.
        let nothing_signs = tx.active_key(algorithm)?.is_none();
        let rotated = match request.when {
            _ if nothing_signs => {
                let change = over(&mut *tx, next, now)?;
                Rotated { next: change.next.1, previous: None, now }
            }
            RotateWhen::Now => {
                let change = over(&mut *tx, next, now)?;
                Rotated { next: change.next.1, previous: change.previous.map(|(_, after)| after), now }
            }
            RotateWhen::AsPlanned(_) if set_before => Rotated { next, previous: None, now },
            RotateWhen::In(ttl) | RotateWhen::AsPlanned(ttl) => {
                let scheduled = next.clone().schedule(now.plus(ttl))?;
                tx.replace_key(&next, &scheduled)?;
                Rotated { next: scheduled, previous: None, now }
            }
        };
        tx.commit()?;
        Ok(rotated)
    }

    /// Does every rotation that is due. Nothing being due is no error.
    pub fn rotate_due(&mut self) -> Result<Vec<Rotated>> {
        let due: Vec<Algorithm> = {
            let (read, now) = (self.store.read()?, self.now());
            let due = read.keys()?.into_iter().filter(|key| key.is_due(now)).map(|key| key.algorithm);
            let mut due: Vec<_> = due.collect();
            due.sort_unstable();
            due.dedup();
            due
        };
        let done = due.into_iter().map(|algorithm| self.rotate_if_due(algorithm));
        Ok(done.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Does the rotation of one algorithm if it is still due when nobody else can write.
    pub(in crate::authority) fn rotate_if_due(&mut self, algorithm: Algorithm) -> Result<Option<Rotated>> {
        let now = self.now();
        let mut tx = self.store.write()?;
        let Some(next) = tx.signing_keys(algorithm)?.into_iter().find(|key| key.is_due(now)) else { return Ok(None) };
        self.ring.check(&next)?;
        let change = over(&mut *tx, next, now)?;
        tx.commit()?;
        Ok(Some(Rotated { next: change.next.1, previous: change.previous.map(|(_, after)| after), now }))
    }

    /// Lets a standby key take over now.
    pub fn activate_key(&mut self, prefix: &str) -> Result<Rotated> {
        let (kid, now) = (self.key(prefix)?.kid, self.now());
        let mut tx = self.store.write()?;
        let next = tx.key(&kid)?.ok_or_else(|| Error::UnknownKey(prefix.to_owned()))?;
        if next.has_private() {
            self.ring.check(&next)?;
        }
        let change = over(&mut *tx, next, now)?;
        tx.commit()?;
        Ok(Rotated { next: change.next.1, previous: change.previous.map(|(_, after)| after), now })
    }
}

/// Makes the file of a new standby key durable, and enters the key.
fn enter(ring: &KeyRing, tx: &mut dyn Write, made: Made) -> Result<KeyRecord> {
    ring.add(&made.record.kid, &made.sealed)?;
    tx.insert_key(&made.record)?;
    Ok(made.record)
}
