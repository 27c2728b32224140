//! Opening a home: which store, which ring of keys.

use std::sync::Arc;

use super::place::Place;
use crate::authority::{Authority, Memory, Parts, Reserve};
use crate::core::policy::Defaults;
use crate::host::{Clock, Entropy};
use crate::keys::{KeyRing, LogRing, PassphraseSource};
use crate::store::AccessLog;
use crate::store::sqlite::{SqliteAccess, SqliteBudgets, SqliteStore};

/// Puts a home to work: what its settings say, what opens its keys, what it remembers of its ledger, and the machine. Its ledger
/// is opened when it is first asked.
pub fn open(
    place: &Place,
    defaults: Defaults,
    passphrases: Box<dyn PassphraseSource + Send + Sync>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Authority {
    let store = Box::new(SqliteStore::in_file(place.store()).with_clock_margin(defaults.clock_margin));
    let (ring, memory) = (KeyRing::at(place.keys()), Arc::new(Memory::in_file(place.generation())));
    let reserve = Arc::new(Reserve::in_file(place.reserve()));
    let access: Option<Arc<dyn AccessLog>> = Some(Arc::new(SqliteAccess::in_folder(place.access())));
    let log = LogRing::of(KeyRing::at(place.audit()));
    let budgets = Arc::new(SqliteBudgets::in_folder(place.access()));
    Authority::new(Parts { defaults, store, memory, reserve, access, budgets, ring, log, passphrases, clock, entropy })
}
