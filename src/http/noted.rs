//! What is noted of a request while it is answered.

use std::sync::{Arc, Mutex, PoisonError};

use super::log::Outcome;

/// What handlers note of a request as they learn it. The log is told when it is answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Noted(Arc<Mutex<Outcome>>);

impl Noted {
    /// Notes something.
    pub(super) fn note(&self, note: impl FnOnce(&mut Outcome)) {
        note(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// All that was noted.
    pub(super) fn taken(&self) -> Outcome {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
