//! The key that signs now, opened.

use std::sync::Arc;

use super::apps;
use super::error::{Error, Result};
use super::parts::Authority;
use super::signers::Signing;
use super::work::Change;
use crate::core::app::AppRef;
use crate::core::audit::Deed;
use crate::core::policy::Policy;
use crate::core::{Algorithm, Caller, KeyRecord, KeyState, PrivateHalf};
use crate::keys::{KeyError, SigningKey};

/// A key that signs now.
pub(in crate::authority) struct Opened {
    pub signing: Arc<Signing>,
    /// Why a rotation that is due did not happen, where one is.
    pub stuck: Option<StuckRotation>,
}

/// Why a rotation that is due did not happen: the next key could not be opened, and the old one signs on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StuckRotation(String);

impl From<KeyError> for StuckRotation {
    fn from(error: KeyError) -> Self {
        Self(error.to_string())
    }
}

impl Authority {
    /// Opens the key that signs for an app now, or the one of another algorithm where that is asked for. May ask a person, so no lock is held.
    /// A rotation that is due happens first.
    pub(in crate::authority) fn open_signer(
        &self,
        caller: &Caller,
        app: &AppRef,
        asked: Option<Algorithm>,
    ) -> Result<Opened> {
        let (keys, algorithm) = {
            let read = self.store.read()?;
            let app = apps::find(&*read, app)?;
            let algorithm = asked.unwrap_or(Policy::of(&self.defaults, &app).algorithm());
            (read.signing_keys(algorithm)?, algorithm)
        };
        self.open_first(caller, keys, algorithm)
    }

    /// Opens the key that signs with an algorithm now, as [`Self::open_signer`] does.
    pub(in crate::authority) fn open_signer_of(&self, caller: &Caller, algorithm: Algorithm) -> Result<Opened> {
        let keys = self.store.read()?.signing_keys(algorithm)?;
        self.open_first(caller, keys, algorithm)
    }

    /// Opens every key that signs, as a server does at its start: whoever asks for a token later is not the one who learns that a key
    /// cannot be opened. May ask a person.
    pub fn open_signers(&self, caller: &Caller) -> Result<()> {
        let keys = self.store.read()?.keys()?;
        let signs = |key: &&KeyRecord| key.is_active() && key.private == PrivateHalf::Held;
        for key in keys.iter().filter(signs) {
            self.open_signer_of(caller, key.algorithm)?;
        }
        Ok(())
    }

    /// With which algorithms a key signs, and for how many seconds each has done so.
    pub fn signing_ages(&self) -> Result<Vec<(Algorithm, i64)>> {
        let (now, keys) = (self.now(), self.store.read()?.keys()?);
        let age = |key: &KeyRecord| match key.state {
            KeyState::Active { since } => Some((key.algorithm, since.seconds_until(now))),
            KeyState::Standby { .. } | KeyState::Retired { .. } | KeyState::Revoked(_) => None,
        };
        Ok(keys.iter().filter_map(age).collect())
    }

    fn open_first(&self, caller: &Caller, mut keys: Vec<KeyRecord>, algorithm: Algorithm) -> Result<Opened> {
        let now = self.now();
        let mut stuck = None;
        if let Some(next) = keys.iter().find(|key| key.is_due(now)) {
            // Only a key that was opened takes over; until then the old one signs on.
            let signs_on = keys.iter().any(KeyRecord::is_active);
            match self.ring.open(next, &*self.passphrases) {
                Ok(_) => {
                    self.rotate_if_due(caller, algorithm)?;
                    keys = self.store.read()?.signing_keys(algorithm)?;
                }
                Err(error) if signs_on => stuck = Some(StuckRotation::from(error)),
                Err(error) => return Err(error.into()),
            }
        }
        let record = keys.into_iter().find(KeyRecord::is_active).ok_or(Error::NoActiveKey(algorithm))?;
        Ok(Opened { signing: self.signing(caller, record)?, stuck })
    }

    /// A key, opened for its row. May ask a person, so no lock is held.
    fn signing(&self, caller: &Caller, record: KeyRecord) -> Result<Arc<Signing>> {
        if let Some(signing) = self.signers.get(&record) {
            return Ok(signing);
        }
        let signer = self.ring.open(&record, &*self.passphrases)?;
        let record = self.marked(caller, record, &signer);
        let signing = Arc::new(Signing { record, signer });
        self.signers.keep(&signing);
        Ok(signing)
    }

    /// Notes what the secret of an older home is known by, now that it is open. Where that cannot be done the key signs all
    /// the same, and it is done the next time.
    fn marked(&self, caller: &Caller, record: KeyRecord, signer: &SigningKey) -> KeyRecord {
        let secret_mark = match (record.secret_mark, signer.secret_mark()) {
            (None, Some(mark)) => Some(mark),
            _ => return record,
        };
        let marked = KeyRecord { secret_mark, ..record.clone() };
        let noted = self.asked(caller, None, |asked| {
            asked.work(|tx| {
                if tx.take_key(&record.kid)?.as_ref() != Some(&record) {
                    return Ok(Change::Nothing(false));
                }
                tx.replace_key(&record, &marked)?;
                Ok(Change::Made(true, tx.did(Deed::SecretMarked { kid: record.kid.clone() }, None)))
            })
        });
        if noted.unwrap_or(false) { marked } else { record }
    }
}
