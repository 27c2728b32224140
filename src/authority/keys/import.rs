//! Keys that come from elsewhere and go there, and passphrases that change.

use zeroize::Zeroizing;

use super::files::NewFiles;
use super::make::NewKeyProtection;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::{Algorithm, Caller, KeyName, KeyRecord, KeyState, PrivateHalf, Timestamp};
use crate::keys::generate::random_kid;
use crate::keys::{ImportedKey, KeyError, KeyRing, PassphraseSource, Sealed};
use crate::store::Write;

/// A key that was imported, or that was there already.
#[derive(Debug)]
pub enum Import {
    /// It is new.
    New(KeyRecord),
    /// The very same key is in the home.
    Known(KeyRecord),
}

/// A key that was opened, with the text of its file then.
pub struct OpenedKey {
    record: KeyRecord,
    der: Zeroizing<Vec<u8>>,
    file: Sealed,
}

/// A key that is ready to be entered.
struct Prepared {
    record: KeyRecord,
    sealed: Option<Sealed>,
    is_known_secret: bool,
}

/// Enters one key into the ledger; its file is the caller's business where it is new.
fn enter(
    tx: &mut dyn Write,
    record: KeyRecord,
    is_private: bool,
    is_known_secret: bool,
    now: Timestamp,
) -> Result<Import> {
    let Some(known) = tx.take_key(&record.kid)? else {
        let record = match tx.hold_active_key(record.algorithm)? {
            None if is_private => record.activate(now)?,
            _ => record,
        };
        tx.insert_key(&record)?;
        return Ok(Import::New(record));
    };
    if is_known_secret {
        return Ok(Import::Known(known));
    }
    if known.algorithm != record.algorithm || known.public != record.public || known.public.is_none() {
        return Err(Error::KidTaken(record.kid));
    }
    if !is_private || known.has_private() {
        return Ok(Import::Known(known));
    }
    // The other half of a key that could only verify until now.
    let adopted = known.clone().adopt_private()?;
    tx.replace_key(&known, &adopted)?;
    Ok(Import::New(adopted))
}

impl Authority {
    /// Takes in keys, all of them or none. With its private half a key signs at once where its algorithm has no active
    /// key; a public one only ever verifies. A key that is here already is no error; another key of the same kid is.
    pub fn import_keys(
        &self,
        caller: &Caller,
        keys: Vec<ImportedKey>,
        protection: Option<&NewKeyProtection>,
    ) -> Result<Vec<Import>> {
        let kid = if let [key] = &*keys { key.kid.as_ref() } else { None };
        let attempt =
            Some(kid.map_or_else(|| Attempt::of(Verb::KeyImported), |kid| Attempt::key(Verb::KeyImported, kid)));
        self.asked(caller, attempt, |asked| {
            let prepared =
                keys.into_iter().map(|key| self.prepare_import(key, protection)).collect::<Result<Vec<_>>>()?;
            let mut files = NewFiles::of(&self.ring);
            let entered = asked.work(|tx| {
                let (now, mut done, mut events) = (tx.now, Vec::new(), Vec::new());
                for Prepared { record, sealed, is_known_secret } in &prepared {
                    let import = enter(&mut **tx, record.clone(), sealed.is_some(), *is_known_secret, now)?;
                    if let Import::New(record) = &import {
                        if let Some(sealed) = sealed {
                            files.add(&record.kid, sealed)?;
                        }
                        let (kid, algorithm, private) = (record.kid.clone(), record.algorithm, sealed.is_some());
                        events.push(tx.event(Deed::KeyImported { kid, algorithm, private }, None));
                    }
                    done.push(import);
                }
                Ok(match tx.all(events) {
                    None => Change::Nothing(done),
                    Some(events) => Change::Made(done, events),
                })
            });
            files.settle(entered)
        })
    }

    /// All that is slow of an import, before any lock.
    fn prepare_import(&self, key: ImportedKey, protection: Option<&NewKeyProtection>) -> Result<Prepared> {
        let kid = match (key.kid, &key.private) {
            (Some(kid), _) => kid,
            (None, secret) => {
                match secret.as_deref().map(|secret| self.same_secret(key.algorithm, secret)).transpose()? {
                    // One secret is one key, however often it comes.
                    Some(Some(record)) => return Ok(Prepared { record, sealed: None, is_known_secret: true }),
                    Some(None) | None => random_kid(&*self.entropy)?,
                }
            }
        };
        let passphrase = match protection {
            Some(NewKeyProtection::Passphrase(passphrase)) => Some(passphrase),
            Some(NewKeyProtection::None) | None => None,
        };
        let sealed = match &key.private {
            Some(der) => Some(KeyRing::seal(der, passphrase, &*self.entropy)?),
            None => None,
        };
        let secret_mark = key.private.as_ref().and_then(|der| KeyRing::secret_mark(&kid, key.algorithm, der));
        let record = KeyRecord {
            kid,
            algorithm: key.algorithm,
            bits: key.bits,
            public: key.public,
            secret_mark,
            private: if sealed.is_some() { PrivateHalf::Held } else { PrivateHalf::Absent },
            state: KeyState::Standby { activate_at: None },
            created_at: self.now(),
        };
        // A secret has no public half to be known by; the one that is here must be opened to compare.
        let known = if record.public.is_none() { self.store.read()?.key(&record.kid)? } else { None };
        let is_known_secret = match known.filter(|known| known.has_private() && known.algorithm == record.algorithm) {
            Some(known) => key.private == Some(self.ring.reveal(&known, &*self.passphrases)?),
            None => false,
        };
        Ok(Prepared { record, sealed, is_known_secret })
    }

    /// The key of this algorithm whose secret is this one: what a secret is known by needs no file to be opened.
    fn same_secret(&self, algorithm: Algorithm, secret: &[u8]) -> Result<Option<KeyRecord>> {
        let is_same = |record: &KeyRecord| {
            record.algorithm == algorithm
                && record.secret_mark.is_some()
                && KeyRing::secret_mark(&record.kid, algorithm, secret) == record.secret_mark
        };
        Ok(self.store.read()?.keys()?.into_iter().find(is_same))
    }

    /// The private half of a key, for those who export it.
    pub fn private_key(&self, name: &KeyName) -> Result<(KeyRecord, Zeroizing<Vec<u8>>)> {
        let record = self.key(name)?;
        if !record.has_private() {
            return Err(Error::NoPrivateHalf(record.kid));
        }
        let der = self.ring.reveal(&record, &*self.passphrases)?;
        Ok((record, der))
    }

    /// A key that is to be put under another passphrase, opened.
    pub fn open_to_seal(&self, caller: &Caller, name: &KeyName) -> Result<OpenedKey> {
        self.asked(caller, Some(Attempt::key(Verb::PassphraseChanged, name)), |_| {
            let record = self.key(name)?;
            if !record.has_private() {
                return Err(Error::NoPrivateHalf(record.kid));
            }
            let (der, file) = self.ring.reveal_sealed(&record, &*self.passphrases)?;
            Ok(OpenedKey { record, der, file })
        })
    }

    /// Puts another passphrase on a key that [`open_to_seal`](Self::open_to_seal) opened, or none. The file is the old or the
    /// new one at every moment, and the new one is opened again before anyone is told.
    pub fn change_passphrase(
        &self,
        caller: &Caller,
        opened: OpenedKey,
        protection: &NewKeyProtection,
        check: &dyn PassphraseSource,
    ) -> Result<KeyRecord> {
        let OpenedKey { record, der, file } = opened;
        let passphrase = match protection {
            NewKeyProtection::Passphrase(passphrase) => Some(passphrase),
            NewKeyProtection::None => None,
        };
        let sealed = KeyRing::seal(&der, passphrase, &*self.entropy)?;
        // Nobody else may write while the file changes: neither prune or revoke the key, nor put a third passphrase on it.
        self.asked(caller, Some(Attempt::key(Verb::PassphraseChanged, &record.kid)), |asked| {
            asked.work(|tx| {
                if tx.take_key(&record.kid)?.as_ref() != Some(&record) {
                    return Err(KeyError::ChangedMeanwhile { kid: record.kid.clone() }.into());
                }
                self.ring.reseal(&record.kid, &file, &sealed)?;
                let deed = Deed::PassphraseChanged { kid: record.kid.clone(), encrypted: passphrase.is_some() };
                Ok(Change::Made((), tx.did(deed, None)))
            })
        })?;
        self.ring.open(&record, check)?;
        Ok(record)
    }
}
