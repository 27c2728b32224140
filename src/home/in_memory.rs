//! A home that is nowhere but in memory: for one test, and gone with it.

use std::sync::Arc;

use crate::authority::{Authority, Memory, Parts, Reserve};
use crate::core::policy::Defaults;
use crate::host::{Clock, Entropy};
use crate::keys::{KeyRing, LogRing, Passphrase, PassphraseError, PassphraseFor, PassphraseSource};
use crate::store::StoreError;
use crate::store::sqlite::{SqliteBudgets, SqliteStore};

/// Makes one, with these settings, by this clock. It has no key and no app yet, and nobody is ever asked for a passphrase.
pub fn in_memory(
    defaults: Defaults,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<Authority, StoreError> {
    let store = Box::new(SqliteStore::in_memory()?.with_clock_margin(defaults.clock_margin));
    let (memory, reserve) = (Arc::new(Memory::of_nothing()), Arc::new(Reserve::of_nothing()));
    let (ring, passphrases) = (KeyRing::in_memory(), Box::new(Nobody));
    let log = LogRing::of(KeyRing::in_memory());
    let (access, budgets) = (None, Arc::new(SqliteBudgets::in_memory()));
    Ok(Authority::new(Parts {
        defaults,
        store,
        memory,
        reserve,
        access,
        budgets,
        ring,
        log,
        passphrases,
        clock,
        entropy,
    }))
}

/// No passphrase: its keys have none.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}
