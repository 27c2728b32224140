//! Where passphrases come from, as those who need one see it.

use super::secret::Passphrase;
use super::wanted::{PassphraseError, PassphraseFor};

/// Where passphrases come from. The command line implements it, because it knows the flags and the person.
pub trait PassphraseSource {
    /// The passphrase for this.
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError>;

    /// Whether somebody said where passphrases come from, so that nobody must be asked.
    fn is_named(&self) -> bool {
        true
    }
}
