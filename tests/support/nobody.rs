//! Who has no passphrase.

use mintage::keys::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource};

/// A source that has none for any purpose.
pub struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}
