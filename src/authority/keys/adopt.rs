//! Key files in the home's own folder that the ledger does not know: left by a process that was killed, or by an older
//! ledger that came back, and then the only private half of a key that signed since.

use std::path::Path;

use zeroize::Zeroizing;

use super::import::Import;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::{Caller, KeyRecord, KeyState, Kid, PrivateHalf};
use crate::keys::{ImportedKey, KeyRing, PassphraseSource};

/// A file among the home's own key files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnFile {
    /// The one of this kid.
    Of(Kid),
    /// Its kid is neither in its name nor in it.
    Unsaid,
}

impl Authority {
    /// Whose file it is, where it lies among the home's own key files.
    pub fn own_file(&self, file: &Path) -> Option<OwnFile> {
        let known = self.ring.kid_of(file).map(OwnFile::Of);
        known.or_else(|| self.ring.has(file).then_some(OwnFile::Unsaid))
    }

    /// The private key in such a file.
    pub fn reveal_stray(&self, kid: &Kid, passphrases: &dyn PassphraseSource) -> Result<Zeroizing<Vec<u8>>> {
        Ok(self.ring.reveal_stray(kid, passphrases)?)
    }

    /// Takes such a key in under its kid, as it lies there: it verifies, and can be activated or revoked. Its ledger may be in
    /// doubt: a key that is known can do less harm than one that nobody can revoke.
    pub fn adopt_key(&self, caller: &Caller, kid: &Kid, key: &ImportedKey) -> Result<Import> {
        let secret_mark = key.private.as_ref().and_then(|der| KeyRing::secret_mark(kid, key.algorithm, der));
        let record = KeyRecord {
            kid: kid.clone(),
            algorithm: key.algorithm,
            bits: key.bits,
            public: key.public.clone(),
            secret_mark,
            private: PrivateHalf::Held,
            state: KeyState::Standby { activate_at: None },
            created_at: self.now(),
        };
        drop(self.store.read()?);
        self.memory.stay_ahead()?;
        self.asked(caller, Some(Attempt::key(Verb::KeyImported, kid)), |asked| {
            asked.work_in_doubt(|tx| {
                let adopted = match tx.take_key(kid)? {
                    None => {
                        tx.insert_key(&record)?;
                        record.clone()
                    }
                    Some(known) if known.has_private() => return Ok(Change::Nothing(Import::Known(known))),
                    Some(known) if known.algorithm == record.algorithm && known.public == record.public => {
                        let adopted = known.clone().adopt_private()?;
                        tx.replace_key(&known, &adopted)?;
                        adopted
                    }
                    Some(_) => return Err(Error::KidTaken(kid.clone())),
                };
                // Nobody may have pruned the file meanwhile.
                self.ring.check(&adopted)?;
                let deed = Deed::KeyImported { kid: kid.clone(), algorithm: record.algorithm, private: true };
                Ok(Change::Made(Import::New(adopted), tx.did(deed, None)))
            })
        })
    }

    /// Whether a stray file may be the private half of a key: it is one, or cannot be looked at.
    pub fn may_be_key(&self, stray: &str) -> bool {
        self.ring.may_be_key(stray)
    }
}
