//! A change of the settings of the home: the file is the caller's, the record of it and the order of several is the ledger's.

use super::error::Result;
use super::parts::Authority;
use super::work::Change;
use crate::core::Caller;
use crate::core::audit::{Attempt, Changed, Deed, Verb};

impl Authority {
    /// Changes settings, and records what they were and are with who asked. While `act` is at it nobody else changes settings: it
    /// reads the file, and replaces it. It may be called more than once, and says nothing of a change where there was none. An error
    /// of its own is recorded as a refusal where `refusal` has a word for it.
    pub fn change_settings<T, E>(
        &self,
        caller: &Caller,
        mut act: impl FnMut() -> std::result::Result<(T, Option<Changed>), E>,
        refusal: impl FnOnce(&E) -> Option<&'static str>,
    ) -> Result<std::result::Result<T, E>> {
        let attempt = Attempt::of(Verb::SettingsChanged);
        let done = self.asked(caller, Some(attempt.clone()), |asked| {
            asked.work(|tx| {
                Ok(match act() {
                    Ok((done, Some(changed))) => {
                        Change::Made(Ok(done), tx.did(Deed::SettingsChanged, None).changed(changed))
                    }
                    Ok((done, None)) => Change::Nothing(Ok(done)),
                    Err(error) => Change::Nothing(Err(error)),
                })
            })
        })?;
        if let Some(word) = done.as_ref().err().and_then(refusal) {
            self.record_refusal(caller, &attempt, word);
        }
        Ok(done)
    }
}
