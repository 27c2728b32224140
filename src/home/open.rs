//! Opening a home: which store, which ring of keys.

use std::sync::Arc;

use super::place::Place;
use crate::authority::{Authority, Parts};
use crate::core::policy::Defaults;
use crate::host::{Clock, Entropy};
use crate::keys::{KeyRing, PassphraseSource};
use crate::store::sqlite::SqliteStore;

/// Puts a home to work: what its settings say, what opens its keys, and the machine. Its ledger is opened when it is first
/// asked.
pub fn open(
    place: &Place,
    defaults: Defaults,
    passphrases: Box<dyn PassphraseSource + Send + Sync>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Authority {
    let (store, ring) = (Box::new(SqliteStore::in_file(place.store())), KeyRing::at(place.keys()));
    Authority::new(Parts { defaults, store, ring, passphrases, clock, entropy })
}
