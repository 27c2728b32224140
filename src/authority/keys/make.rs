//! Making keys and showing them.

use super::files::NewFiles;
use crate::authority::clock::ClockWord;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::{Attempted, Change};
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::rotation::longest_kept;
use crate::core::{Algorithm, Caller, KeyName, KeyRecord, KeyState, Kid, PrivateHalf};
use crate::keys::ring::Protection;
use crate::keys::{KeyRing, NewKey, Passphrase, Sealed, generate};

/// What making a key needs.
#[derive(Debug)]
pub struct GenerateRequest {
    /// Its algorithm; the home's default where none is given.
    pub algorithm: Option<Algorithm>,
    /// The size of an RSA modulus.
    pub bits: Option<u32>,
    /// Its id; one of its own where none is given.
    pub kid: Option<Kid>,
    /// How its file is protected.
    pub protection: NewKeyProtection,
}

/// How the file of a new key is protected.
#[derive(Debug)]
pub enum NewKeyProtection {
    /// By this passphrase.
    Passphrase(Passphrase),
    /// By its mode alone.
    None,
}

/// A key that was made, and the text of its file.
pub(super) struct Made {
    pub record: KeyRecord,
    pub sealed: Sealed,
}

impl Authority {
    /// Makes a key. It signs at once where its algorithm has no active key, and stands by otherwise.
    pub fn generate_key(&self, caller: &Caller, request: &GenerateRequest) -> Result<KeyRecord> {
        let attempt = Some(
            request.kid.as_ref().map_or_else(|| Attempt::of(Verb::KeyMade), |kid| Attempt::key(Verb::KeyMade, kid)),
        );
        self.asked(caller, attempt, |asked| {
            let made = self.make_key(request)?;
            self.register_key(asked, &made)
        })
    }

    /// Makes a key if nothing signs with its algorithm. Of several processes that find none, one makes it.
    pub fn ensure_key(&self, caller: &Caller, request: &GenerateRequest) -> Result<Option<KeyRecord>> {
        let algorithm = request.algorithm.unwrap_or(self.defaults.algorithm);
        if self.can_sign(algorithm)? {
            return Ok(None);
        }
        self.asked(caller, Some(Attempt::of(Verb::KeyMade)), |asked| {
            let made = self.make_key(request)?;
            if self.can_sign(algorithm)? { Ok(None) } else { self.register_key(asked, &made).map(Some) }
        })
    }

    /// Makes a key that no file and no ledger knows yet. All that is slow happens here, before any lock.
    pub(super) fn make_key(&self, request: &GenerateRequest) -> Result<Made> {
        let algorithm = request.algorithm.unwrap_or(self.defaults.algorithm);
        let NewKey { kid, private, public, bits } = generate(algorithm, request.bits, &*self.entropy)?;
        let kid = request.kid.clone().unwrap_or(kid);
        let passphrase = match &request.protection {
            NewKeyProtection::Passphrase(passphrase) => Some(passphrase),
            NewKeyProtection::None => None,
        };
        let sealed = KeyRing::seal(&private, passphrase, &*self.entropy)?;
        let state = KeyState::Standby { activate_at: None };
        let created_at = self.now();
        let (secret_mark, private) = (KeyRing::secret_mark(&kid, algorithm, &private), PrivateHalf::Held);
        let record = KeyRecord { kid, algorithm, bits, public, secret_mark, private, state, created_at };
        Ok(Made { record, sealed })
    }

    /// Writes the file of a key and enters it into the ledger.
    ///
    /// The file is durable before the ledger hears of it: whatever kills the process in between leaves a file that
    /// nothing refers to, never a key without its file. Both happen in one write transaction, so that a prune that runs
    /// at the same time cannot take the file for a stray one.
    fn register_key(&self, asked: &Attempted<'_>, made: &Made) -> Result<KeyRecord> {
        let mut files = NewFiles::of(&self.ring);
        let entered = asked.work(|tx| {
            let standby = made.record.clone();
            let record = match tx.hold_active_key(standby.algorithm)? {
                None => standby.activate(tx.now)?,
                Some(_) => standby,
            };
            if tx.take_key(&record.kid)?.is_some() {
                return Err(Error::KidTaken(record.kid));
            }
            files.add(&record.kid, &made.sealed)?;
            tx.insert_key(&record)?;
            let deed = made_key(&record);
            Ok(Change::Made(record, tx.did(deed, None)))
        });
        files.settle(entered)
    }

    /// Every key, in the order in which they were made.
    pub fn keys(&self) -> Result<Vec<KeyRecord>> {
        Ok(self.store.read()?.keys()?)
    }

    /// The only key that a name means.
    pub fn key(&self, name: &KeyName) -> Result<KeyRecord> {
        Ok(name.find(self.keys()?)?)
    }

    /// How the file of a key is protected.
    pub fn protection(&self, key: &KeyRecord) -> Protection {
        if key.has_private() { self.ring.protection(&key.kid) } else { Protection::NoFile }
    }

    /// Whether the key that a new one replaces is unencrypted: the one that signs with its algorithm, else every other
    /// that is of use.
    pub fn replaces_unencrypted(&self, algorithm: Option<Algorithm>) -> Result<bool> {
        let (algorithm, now) = (algorithm.unwrap_or(self.defaults.algorithm), self.now());
        let mut keys = self.keys()?;
        keys.retain(|key| key.has_private() && !key.is_spent(now));
        let replaced = keys.iter().find(|key| key.algorithm == algorithm && key.is_active());
        let replaced = replaced.map_or_else(|| keys.iter().collect::<Vec<_>>(), |key| vec![key]);
        let is_open = |key: &&KeyRecord| self.protection(key) == Protection::ModeAlone;
        Ok(!replaced.is_empty() && replaced.iter().all(is_open))
    }

    /// The key of exactly this kid, if the home knows it.
    pub fn known_key(&self, kid: &str) -> Result<Option<KeyRecord>> {
        let Ok(kid) = Kid::new(kid) else { return Ok(None) };
        Ok(self.store.read()?.key(&kid)?)
    }

    /// The keys that verifiers are shown now: those that sign for this home, did, or will. A key that was imported to
    /// verify somebody else's tokens is not ours to vouch for.
    ///
    /// A retired key is left out when its time is over. Where only a clock says so that is further ahead than it is believed,
    /// that is refused, unless somebody says that the clock is right.
    pub fn published_keys(&self, clock: ClockWord) -> Result<Vec<KeyRecord>> {
        let (now, read) = (self.now(), self.store.read()?);
        let (mark, mut keys) = (read.mark()?, read.keys()?);
        keys.retain(|key| key.private != PrivateHalf::Absent);
        let believed = mark.clock.believed(now, self.defaults.clock_margin);
        let is_in_doubt = |key: &KeyRecord| key.is_published(believed) && !key.is_published(now);
        if let (ClockWord::Unsaid, Some(newest)) = (clock, mark.clock.newest)
            && keys.iter().any(is_in_doubt)
        {
            return Err(Error::ClockAhead { newest, now });
        }
        keys.retain(|key| key.is_published(now));
        Ok(keys)
    }

    /// The keys that verifiers are shown now, and for how many seconds whoever has them may go on without asking again.
    ///
    /// That is an hour at most. It is less where one of them ends before, and where the next key is published for a shorter
    /// time before it signs: how long that is here, the last rotation says. A key that took over at once says nothing of the
    /// next; verifiers ask again then, because they do not know its kid.
    pub fn key_set(&self) -> Result<(Vec<KeyRecord>, i64)> {
        let (now, keys) = (self.now(), self.published_keys(ClockWord::Unsaid)?);
        let kept = longest_kept(&keys, now);
        Ok((keys, kept))
    }

    /// Whether a token can be signed with this algorithm.
    fn can_sign(&self, algorithm: Algorithm) -> Result<bool> {
        Ok(self.store.read()?.active_key(algorithm)?.is_some())
    }
}

/// The record of a key that was made.
pub(in crate::authority) fn made_key(record: &KeyRecord) -> Deed {
    Deed::KeyMade { kid: record.kid.clone(), algorithm: record.algorithm, active: record.is_active() }
}
