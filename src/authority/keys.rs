//! Making keys and showing them.

use super::{Authority, Error, Result};
use crate::core::{Algorithm, KeyRecord, KeyState};
use crate::keys::{Passphrase, generate};

/// What making a key needs.
#[derive(Debug)]
pub struct GenerateRequest {
    /// Its algorithm; the home's default where none is given.
    pub algorithm: Option<Algorithm>,
    /// The size of an RSA modulus.
    pub bits: Option<u32>,
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

impl Authority<'_> {
    /// Makes a key. It signs at once where its algorithm has no active key, and stands by otherwise.
    ///
    /// The file is durable before the ledger hears of it: whatever kills the process in between leaves a file that
    /// nothing refers to, never a key without its file.
    pub fn generate_key(&mut self, request: &GenerateRequest) -> Result<KeyRecord> {
        let algorithm = request.algorithm.unwrap_or(self.defaults.algorithm);
        let key = generate(algorithm, request.bits, self.entropy)?;
        let passphrase = match &request.protection {
            NewKeyProtection::Passphrase(passphrase) => Some(passphrase),
            NewKeyProtection::None => None,
        };
        self.ring.add(&key, passphrase, self.entropy)?;
        let (kid, public, now) = (key.kid.clone(), key.public.clone(), self.now());
        let standby = KeyRecord { kid, algorithm, bits: key.bits, public, state: KeyState::Standby, created_at: now };
        self.register_key(standby).inspect_err(|_| {
            let _ = self.ring.discard(&key.kid);
        })
    }

    fn register_key(&mut self, standby: KeyRecord) -> Result<KeyRecord> {
        let now = standby.created_at;
        let mut tx = self.store.write()?;
        let record = match tx.active_key(standby.algorithm)? {
            None => standby.activate(now)?,
            Some(_) => standby,
        };
        tx.insert_key(&record)?;
        tx.commit()?;
        Ok(record)
    }

    /// Every key, in the order in which they were made.
    pub fn keys(&self) -> Result<Vec<KeyRecord>> {
        Ok(self.store.read()?.keys()?)
    }

    /// The key of this kid, or of the only kid that starts so.
    pub fn key(&self, prefix: &str) -> Result<KeyRecord> {
        let mut keys = self.keys()?;
        if let Some(place) = keys.iter().position(|key| key.kid.as_str() == prefix) {
            return Ok(keys.swap_remove(place));
        }
        keys.retain(|key| !prefix.is_empty() && key.kid.as_str().starts_with(prefix));
        match (keys.pop(), keys.len()) {
            (Some(key), 0) => Ok(key),
            (None, _) => Err(Error::UnknownKey(prefix.chars().take(64).collect())),
            (Some(_), others) => Err(Error::AmbiguousKey { prefix: prefix.to_owned(), count: others + 1 }),
        }
    }

    /// The keys that verifiers are shown now.
    pub fn published_keys(&self) -> Result<Vec<KeyRecord>> {
        let now = self.now();
        Ok(self.keys()?.into_iter().filter(|key| key.is_published(now)).collect())
    }

    /// Whether a token can be signed with this algorithm.
    pub fn can_sign(&self, algorithm: Algorithm) -> Result<bool> {
        Ok(self.store.read()?.active_key(algorithm)?.is_some())
    }
}
