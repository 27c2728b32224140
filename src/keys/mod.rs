//! Key material: the files it rests in, and the cryptography that uses it.

mod certificate_digest;
pub mod client_set;
mod curve;
pub mod error;
pub mod generate;
pub mod import;
pub mod jwk;
pub mod key_file;
pub mod key_set;
pub mod log;
mod ml_dsa;
pub mod passphrase;
#[cfg(feature = "serve")]
pub mod password;
pub mod pem;
mod primes;
pub mod proof;
pub mod ring;
mod shelf;
pub mod signing;
pub mod verification;

pub use client_set::{ClientSet, ClientSetError};
pub use error::KeyError;
pub use generate::{NewKey, generate};
pub use import::{ImportError, ImportedKey, Origin};
pub use key_set::{KeySet, KeySetError};
pub use log::LogRing;
pub use passphrase::{Passphrase, PassphraseCommand, PassphraseError, PassphraseFor, PassphraseSource};
pub use ring::{KeyRing, Sealed};
pub use signing::SigningKey;
pub use verification::VerificationKey;

/// Chooses the cryptography of the JOSE library, which panics at its first use where nobody did.
/// A command begins with it; calling it again changes nothing.
pub fn install_crypto() {
    let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
}
