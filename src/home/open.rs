//! Opening a home: which store, which ring of keys.

use super::place::Place;
use crate::authority::Authority;
use crate::core::policy::Defaults;
use crate::host::{Clock, Entropy};
use crate::keys::{KeyRing, PassphraseSource};
use crate::store::sqlite::SqliteStore;

/// What a home at work needs beside its files.
pub struct Parts<'h> {
    /// What the home says where nobody else does.
    pub defaults: Defaults,
    /// What opens the private keys.
    pub passphrases: Box<dyn PassphraseSource + 'h>,
    /// What time it is.
    pub clock: &'h dyn Clock,
    /// Where random bytes come from.
    pub entropy: &'h dyn Entropy,
}

/// Puts a home to work. Its ledger is opened when it is first asked.
pub fn open<'h>(place: &Place, parts: Parts<'h>) -> Authority<'h> {
    let Parts { defaults, passphrases, clock, entropy } = parts;
    Authority {
        defaults,
        store: Box::new(SqliteStore::in_file(place.store())),
        ring: KeyRing::at(place.keys()),
        passphrases,
        stuck_rotation: None,
        clock,
        entropy,
    }
}
