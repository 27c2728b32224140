//! What is asked for and refused: an event of its own, because who tries what they may not is as good to know as what was done.

use super::error::{Error, Result};
use super::parts::Authority;
use super::work::{Change, Tx};
use crate::core::Caller;
use crate::core::audit::{Attempt, Deed, Events, Target};

impl Authority {
    /// Does what is asked for. Where it is refused, nothing of it is kept but that: in a transaction of its own, and if that cannot
    /// be, the refusal is the same. A plan is no attempt.
    pub(in crate::authority) fn asked<T>(
        &self,
        caller: &Caller,
        attempt: Option<Attempt>,
        act: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let done = act();
        if let (Err(error), Some(attempt)) = (&done, attempt)
            && error.is_of_caller()
        {
            // Whatever keeps it from being recorded, as a full disk, is no part of the answer.
            let _ = self.work(caller, |tx| Ok(Change::Made((), tx.refused(&attempt, error)?)));
        }
        done
    }
}

impl Tx<'_> {
    /// The record of something that was refused.
    pub(in crate::authority) fn refused(&self, attempt: &Attempt, error: &Error) -> Result<Events> {
        // An app goes by its client_id wherever it is known.
        let target = match &attempt.target {
            Target::App(app) => match self.app(app)? {
                Some(app) => Target::Named("app", app.client_id.to_string()),
                None => Target::Named("app", app.to_string()),
            },
            other => other.clone(),
        };
        let attempt = Attempt { verb: attempt.verb, target };
        Ok(self.did(Deed::Refused { attempt, code: error.code().word() }, None))
    }
}
