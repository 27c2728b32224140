//! Rotation: the next key is published before it signs, and the old one verifies as long as its tokens live.

use super::files::NewFiles;
use super::make::{GenerateRequest, Made, NewKeyProtection, made_key};
use super::succession::{KeyPlan, over, plan_of, standby, took_over};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::{Change, Tx};
use crate::core::audit::{Attempt, Deed, Event, Verb};
use crate::core::rotation::HandOver;
use crate::core::{
    Algorithm, Caller, Cause, KeyName, KeyRecord, KeyState, KeyUsage, Mode, Note, Planned, Revocation, Timestamp, Ttl,
};

/// What rotating needs.
#[derive(Debug)]
pub struct RotateRequest {
    /// Of which algorithm; the home's default where none is given.
    pub algorithm: Option<Algorithm>,
    /// When the next key takes over.
    pub when: RotateWhen,
    /// Only where the key that signs is at least as old.
    pub older_than: Option<Ttl>,
    /// Whether the old key is revoked as the next one takes over; it retires otherwise. Only with [`RotateWhen::Now`].
    pub revoke_old: bool,
    /// Why, for the record.
    pub note: Option<Note>,
    /// How the file of the next key is protected; none where a standby key is there and nothing is made.
    pub protection: Option<NewKeyProtection>,
}

/// When the next key takes over. A rotation that is under way is left as it is unless something else is said, and done where
/// its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotateWhen {
    /// After this time, so that verifiers have seen it by then. Refused where there is no active key to wait for.
    In(Ttl),
    /// After this time, also where another was set before.
    AnewIn(Ttl),
    /// After this time where there is an active key to wait for, else at once.
    AsPlanned(Ttl),
    /// At once.
    Now,
}

impl RotateWhen {
    /// How long the next key is published before it takes over, where nothing was set before.
    fn wait(self) -> Option<Ttl> {
        match self {
            Self::In(wait) | Self::AnewIn(wait) | Self::AsPlanned(wait) => Some(wait),
            Self::Now => None,
        }
    }

    /// Whether it makes no sense where nothing signs: waiting would only be an outage.
    fn needs_active(self) -> bool {
        matches!(self, Self::In(_) | Self::AnewIn(_))
    }

    /// When the next key takes over, as it is set already or will be.
    fn of(self, next: Option<&KeyState>, nothing_signs: bool, now: Timestamp) -> Timestamp {
        match (self.wait(), next) {
            (None, _) => now,
            _ if nothing_signs => now,
            (Some(_), Some(KeyState::Standby { activate_at: Some(at) })) if !matches!(self, Self::AnewIn(_)) => *at,
            (Some(wait), _) => now.plus(wait),
        }
    }
}

/// What a rotation would do.
#[derive(Debug)]
pub struct RotationPlan {
    /// Of which algorithm.
    pub algorithm: Algorithm,
    /// The key that signs now, and what needs it; none where nothing signs.
    pub active: Option<KeyPlan>,
    /// Whether that key would be revoked.
    pub revokes_old: bool,
    /// The key that would take over; none where one would be made.
    pub successor: Option<KeyRecord>,
    /// When it would.
    pub activate_at: Timestamp,
    /// As of when.
    pub now: Timestamp,
}

/// A rotation, as it stands.
#[derive(Debug)]
pub struct Rotated {
    /// How far it is.
    pub step: RotationStep,
    /// The next key, as it stands now.
    pub next: KeyRecord,
    /// The key that it took over from, if it did.
    pub previous: Option<KeyRecord>,
    /// Whether the next key was made for it.
    pub made: bool,
    /// The tokens of the previous key which were good and are refused from now on, where it was revoked.
    pub refused: Option<KeyUsage>,
    /// When all this happened.
    pub now: Timestamp,
}

/// How far a rotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationStep {
    /// It was begun, or another time was set.
    Planned,
    /// It was begun before, and left as it is.
    UnderWay,
    /// The next key signs.
    Done,
}

impl Rotated {
    /// Whether verifiers must be given another set of keys than before.
    pub fn changes_set(&self) -> bool {
        self.made || self.refused.is_some() || self.step == RotationStep::Planned
    }

    fn of(change: HandOver, now: Timestamp) -> Self {
        let previous = change.previous.map(|(_, after)| after);
        Self { step: RotationStep::Done, next: change.next.1, previous, made: false, refused: None, now }
    }
}

impl Authority {
    /// Whether a rotation would make a key. Refused where it would be.
    pub fn rotation_makes_key(
        &self,
        caller: &Caller,
        algorithm: Option<Algorithm>,
        when: RotateWhen,
        mode: Mode,
    ) -> Result<bool> {
        let attempt = mode.is_attempt().then(|| Attempt::of(Verb::KeyActivated));
        self.asked(caller, attempt, |_| {
            let (algorithm, read) = (algorithm.unwrap_or(self.defaults.algorithm), self.store.read()?);
            if when.needs_active() && read.active_key(algorithm)?.is_none() {
                return Err(Error::NothingToWaitFor(algorithm));
            }
            Ok(standby(&*read, algorithm)?.is_none())
        })
    }

    /// What a rotation would do.
    fn plan_rotation(&self, request: &RotateRequest) -> Result<RotationPlan> {
        let (algorithm, now) = (request.algorithm.unwrap_or(self.defaults.algorithm), self.now());
        let read = self.store.read()?;
        let successor = standby(&*read, algorithm)?;
        let active = read.active_key(algorithm)?.map(|key| plan_of(&self.ring, &*read, key, now)).transpose()?;
        if active.is_none() && request.when.needs_active() {
            return Err(Error::NothingToWaitFor(algorithm));
        }
        if active.is_none() && request.revoke_old {
            return Err(Error::NoActiveKey(algorithm));
        }
        let activate_at = request.when.of(successor.as_ref().map(|key| &key.state), active.is_none(), now).max(now);
        Ok(RotationPlan { algorithm, active, revokes_old: request.revoke_old, successor, activate_at, now })
    }

    /// Begins a rotation, goes on with one, or with [`RotateWhen::Now`] does it: one transaction, in which a new key's file is
    /// durable before the ledger hears of it. A plan needs no protection for a new key. None where the key that signs is not
    /// as old as was asked for.
    pub fn rotate(
        &self,
        caller: &Caller,
        request: RotateRequest,
        mode: Mode,
    ) -> Result<Planned<RotationPlan, Option<Rotated>>> {
        let attempt = mode.is_attempt().then(|| Attempt::of(Verb::KeyActivated));
        self.asked(caller, attempt, |asked| {
            if mode.is_plan() {
                return Ok(Planned::Plan(self.plan_rotation(&request)?));
            }
            let algorithm = request.algorithm.unwrap_or(self.defaults.algorithm);
            let RotateRequest { when, older_than, revoke_old, note, protection, .. } = request;
            let new_key = match protection {
                None => None,
                Some(protection) => {
                    let wish = GenerateRequest { algorithm: Some(algorithm), bits: None, kid: None, protection };
                    Some(self.make_key(&wish)?)
                }
            };
            let mut files = NewFiles::of(&self.ring);
            let rotated = asked.work(|tx| {
                let now = tx.now;
                let keys = tx.take_signing_keys(algorithm)?;
                let active = keys.iter().find(|key| key.is_active()).cloned();
                if active.is_none() && when.needs_active() {
                    return Err(Error::NothingToWaitFor(algorithm));
                }
                if active.is_none() && revoke_old {
                    return Err(Error::NoActiveKey(algorithm));
                }
                let is_old =
                    |age| active.as_ref().and_then(|key| key.too_old_at(age)).is_some_and(|limit| limit <= now);
                if older_than.is_some_and(|age| !is_old(age)) {
                    return Ok(Change::Nothing(None));
                }
                let mut done = Vec::new();
                let standby = keys.into_iter().find(|key| !key.is_active());
                let next = self.next_key(tx, standby, new_key.as_ref(), algorithm, &mut files, &mut done)?;
                let is_new = !done.is_empty();
                let activate_at = when.of(Some(&next.state), active.is_none(), now);
                let rotated = if activate_at <= now {
                    let change = over(&mut **tx, next, now)?;
                    done.push(tx.event(took_over(&change), note.as_ref()));
                    let rotated = Rotated { made: is_new, ..Rotated::of(change, now) };
                    if revoke_old { revoke_previous(tx, rotated, note.as_ref(), &mut done)? } else { rotated }
                } else if next.state == (KeyState::Standby { activate_at: Some(activate_at) }) {
                    Rotated { step: RotationStep::UnderWay, next, previous: None, made: is_new, refused: None, now }
                } else {
                    let scheduled = next.clone().schedule(activate_at)?;
                    tx.replace_key(&next, &scheduled)?;
                    done.push(tx.event(Deed::KeyScheduled { kid: next.kid, activate_at }, note.as_ref()));
                    Rotated {
                        step: RotationStep::Planned,
                        next: scheduled,
                        previous: None,
                        made: is_new,
                        refused: None,
                        now,
                    }
                };
                Ok(match tx.all(done) {
                    None => Change::Nothing(Some(rotated)),
                    Some(events) => Change::Made(Some(rotated), events),
                })
            });
            files.settle(rotated).map(Planned::Done)
        })
    }

    /// The key that takes over: the standby key that there is, else the one that was made.
    fn next_key(
        &self,
        tx: &mut Tx<'_>,
        standby: Option<KeyRecord>,
        new_key: Option<&Made>,
        algorithm: Algorithm,
        files: &mut NewFiles<'_>,
        done: &mut Vec<Event>,
    ) -> Result<KeyRecord> {
        if let Some(standby) = standby {
            self.ring.check(&standby)?;
            return Ok(standby);
        }
        let Some(Made { record, sealed }) = new_key else { return Err(Error::NoStandby(algorithm)) };
        files.add(&record.kid, sealed)?;
        tx.insert_key(record)?;
        done.push(tx.event(made_key(record), None));
        Ok(record.clone())
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
    pub fn rotate_if_due(&self, caller: &Caller, algorithm: Algorithm) -> Result<Option<Rotated>> {
        self.asked(caller, Some(Attempt::of(Verb::KeyActivated)), |asked| {
            asked.work(|tx| {
                let now = tx.now;
                let due = tx.take_signing_keys(algorithm)?.into_iter().find(|key| key.is_due(now));
                let Some(next) = due else { return Ok(Change::Nothing(None)) };
                self.ring.check(&next)?;
                let change = over(&mut **tx, next, now)?;
                let did = tx.did(took_over(&change), None);
                Ok(Change::Made(Some(Rotated::of(change, now)), did))
            })
        })
    }

    /// Lets a standby key take over now.
    pub fn activate_key(&self, caller: &Caller, name: &KeyName) -> Result<Rotated> {
        let attempt = Some(Attempt::key(Verb::KeyActivated, name));
        self.asked(caller, attempt, |asked| {
            let KeyRecord { kid, algorithm, .. } = self.key(name)?;
            asked.work(|tx| {
                tx.take_signing_keys(algorithm)?;
                let next = tx.take_key(&kid)?.ok_or_else(|| Error::UnknownKey(kid.clone()))?;
                if next.has_private() {
                    self.ring.check(&next)?;
                }
                let now = tx.now;
                let change = over(&mut **tx, next, now)?;
                let did = tx.did(took_over(&change), None);
                Ok(Change::Made(Rotated::of(change, now), did))
            })
        })
    }
}

/// Revokes the key that was just taken over from: it leaked, and what it signed is refused from now on.
fn revoke_previous(tx: &mut Tx<'_>, rotated: Rotated, note: Option<&Note>, done: &mut Vec<Event>) -> Result<Rotated> {
    let Some(before) = rotated.previous else { return Ok(rotated) };
    let usage = tx.key_usage(&before.kid, rotated.now)?;
    let revocation = Revocation { at: rotated.now, by: tx.actor(), cause: Cause::Key, note: note.cloned() };
    let after = before.clone().revoke(revocation)?;
    tx.replace_key(&before, &after)?;
    done.push(tx.event(Deed::KeyRevoked { kid: after.kid.clone() }, note));
    Ok(Rotated { previous: Some(after), refused: Some(usage), ..rotated })
}
