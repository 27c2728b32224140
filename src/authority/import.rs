//! Keys that come from elsewhere and go there, and passphrases that change.

use zeroize::Zeroizing;

use super::keys::Made;
use super::{Authority, Error, NewKeyProtection, Result};
use crate::core::{KeyRecord, KeyState, PrivateHalf};
use crate::keys::generate::random_kid;
use crate::keys::{ImportedKey, KeyRing, PassphraseSource};

/// A key that was imported, or that was there already.
#[derive(Debug)]
pub enum Import {
    /// It is new.
    New(KeyRecord),
    /// The very same key is in the home.
    Known(KeyRecord),
}

impl Authority<'_> {
    /// Takes in a key. With its private half it signs at once where its algorithm has no active key; a public one only
    /// ever verifies. A key that is here already is no error; another key of the same kid is.
    pub fn import_key(&mut self, key: ImportedKey, protection: Option<&NewKeyProtection>) -> Result<Import> {
        let kid = match key.kid {
            Some(kid) => kid,
            None => random_kid(self.entropy)?,
        };
        let now = self.now();
        let private = if key.private.is_some() { PrivateHalf::Held } else { PrivateHalf::Absent };
        let standby = KeyRecord {
            kid: kid.clone(),
            algorithm: key.algorithm,
            bits: key.bits,
            public: key.public,
            private,
            state: KeyState::Standby { activate_at: None },
            created_at: now,
        };
        if let Some(known) = self.store.read()?.key(&kid)? {
            let same = known.algorithm == standby.algorithm && known.public == standby.public && known.public.is_some();
            return if same { Ok(Import::Known(known)) } else { Err(Error::KidTaken(kid)) };
        }
        let Some(der) = key.private else {
            let mut tx = self.store.write()?;
            tx.insert_key(&standby)?;
            tx.commit()?;
            return Ok(Import::New(standby));
        };
        let passphrase = match protection {
            Some(NewKeyProtection::Passphrase(passphrase)) => Some(passphrase),
            Some(NewKeyProtection::None) | None => None,
        };
        let sealed = KeyRing::seal(&der, passphrase, self.entropy)?;
        self.register_key(Made { record: standby, sealed }).map(Import::New)
    }

    /// The private half of a key, for those who export it.
    pub fn private_key(&self, prefix: &str) -> Result<(KeyRecord, Zeroizing<Vec<u8>>)> {
        let record = self.key(prefix)?;
        if !record.has_private() {
            return Err(Error::NoPrivateHalf(record.kid));
        }
        let der = self.ring.reveal(&record, &*self.passphrases)?;
        Ok((record, der))
    }

    /// Puts another passphrase on a key, or none. The file is the old or the new one at every moment, and the new one is
    /// opened again before anyone is told.
    pub fn change_passphrase(
        &mut self,
        prefix: &str,
        protection: &NewKeyProtection,
        check: &dyn PassphraseSource,
    ) -> Result<KeyRecord> {
        let (record, der) = self.private_key(prefix)?;
        let passphrase = match protection {
            NewKeyProtection::Passphrase(passphrase) => Some(passphrase),
            NewKeyProtection::None => None,
        };
        let sealed = KeyRing::seal(&der, passphrase, self.entropy)?;
        // Nobody may prune or revoke the key while its file changes.
        let tx = self.store.write()?;
        if tx.key(&record.kid)?.as_ref() != Some(&record) {
            return Err(Error::UnknownKey(prefix.to_owned()));
        }
        self.ring.reseal(&record.kid, &sealed)?;
        tx.commit()?;
        self.ring.open(&record, check)?;
        Ok(record)
    }
}
