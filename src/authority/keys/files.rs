//! Key files that are written within a transaction, before the ledger hears of them.

use crate::authority::error::Result;
use crate::core::Kid;
use crate::keys::{KeyRing, Sealed};

/// The files that a transaction wrote. What does not come about leaves none behind, and a try that is made again writes them
/// again.
pub(in crate::authority) struct NewFiles<'r> {
    ring: &'r KeyRing,
    written: Vec<Kid>,
}

impl<'r> NewFiles<'r> {
    /// None yet, in this ring.
    pub(in crate::authority) fn of(ring: &'r KeyRing) -> Self {
        Self { ring, written: Vec::new() }
    }

    /// Removes what an earlier try wrote.
    fn clear(&mut self) {
        for kid in self.written.drain(..) {
            let _ = self.ring.destroy(&kid);
        }
    }

    /// Makes the file of a key durable. One that an earlier try wrote goes first.
    pub(in crate::authority) fn add(&mut self, kid: &Kid, sealed: &Sealed) -> Result<()> {
        if let Some(place) = self.written.iter().position(|written| written == kid) {
            self.ring.destroy(&self.written.swap_remove(place))?;
        }
        self.ring.add(kid, sealed)?;
        self.written.push(kid.clone());
        Ok(())
    }

    /// Keeps the files of what came about, and removes those of what did not. Where nobody knows whether it did, they stay: a
    /// stray file does no harm, and a key without its file signs nothing.
    pub(in crate::authority) fn settle<T>(mut self, done: Result<T>) -> Result<T> {
        if done.as_ref().is_err_and(|error| !error.is_outcome_unknown()) {
            self.clear();
        }
        done
    }
}
