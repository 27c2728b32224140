//! Who signs next: the key that is to take over, what needs the one that signs now, and handing over.

use crate::authority::error::{Error, Result};
use crate::core::audit::Deed;
use crate::core::rotation::{HandOver, hand_over, verify_until};
use crate::core::{Algorithm, KeyRecord, KeyUsage, Selector, Timestamp, TokenKind};
use crate::keys::KeyRing;
use crate::store::{Read, Write};

/// What ending a key would touch.
#[derive(Debug)]
pub struct KeyPlan {
    /// The key.
    pub key: KeyRecord,
    /// The tokens that need it.
    pub usage: KeyUsage,
    /// How many of them there are of each kind.
    pub kinds: Vec<(TokenKind, u64)>,
    /// When no verifier needs it any more.
    pub safe_to_retire_at: Timestamp,
    /// The key that would take over.
    pub successor: Option<KeyRecord>,
    /// Why it would be refused, if it would.
    pub refused: Option<Error>,
    /// As of when.
    pub now: Timestamp,
}

/// What needs a key now.
pub(super) fn plan_of(ring: &KeyRing, read: &(impl Read + ?Sized), key: KeyRecord, now: Timestamp) -> Result<KeyPlan> {
    let usage = read.key_usage(&key.kid, now)?;
    let signed = Selector { kid: Some(key.kid.clone()), ..Selector::default() };
    let kinds = read.breakdown(&signed, now)?.kinds;
    let successor = if key.is_active() { usable_standby(ring, read, key.algorithm)? } else { None };
    let safe_to_retire_at = if usage.live == 0 { now } else { verify_until(usage.last_exp, now) };
    Ok(KeyPlan { key, usage, kinds, safe_to_retire_at, successor, refused: None, now })
}

/// The first standby key whose file is there and whole: handing over to another would leave nothing that signs.
pub(super) fn usable_standby(
    ring: &KeyRing,
    read: &(impl Read + ?Sized),
    algorithm: Algorithm,
) -> Result<Option<KeyRecord>> {
    let mut keys = read.signing_keys(algorithm)?.into_iter().filter(|key| !key.is_active());
    Ok(keys.find(|key| ring.check(key).is_ok()))
}

/// The key that is to take over next: the one with the earliest time, else the oldest.
pub(super) fn standby(read: &(impl Read + ?Sized), algorithm: Algorithm) -> Result<Option<KeyRecord>> {
    Ok(read.signing_keys(algorithm)?.into_iter().find(|key| !key.is_active()))
}

/// Lets a key take over, in this transaction.
pub(super) fn over(tx: &mut dyn Write, next: KeyRecord, now: Timestamp) -> Result<HandOver> {
    let active = tx.take_active_key(next.algorithm)?;
    let last_exp = match &active {
        Some(active) => tx.key_usage(&active.kid, now)?.last_exp,
        None => None,
    };
    let change = hand_over(next, active, last_exp, now)?;
    // The old one first: at no moment are there two that sign.
    if let Some((before, after)) = &change.previous {
        tx.replace_key(before, after)?;
    }
    tx.replace_key(&change.next.0, &change.next.1)?;
    Ok(change)
}

/// The record of a key that took over.
pub(super) fn took_over(change: &HandOver) -> Deed {
    let previous = change.previous.as_ref().map(|(_, after)| after.kid.clone());
    Deed::KeyActivated { kid: change.next.1.kid.clone(), previous }
}
