//! What can be wrong with a key. No variant holds key bytes.

use super::passphrase::{PassphraseError, Seen};
use crate::core::algorithm::{Algorithm, RSA_BITS};
use crate::core::id::Kid;
use crate::host::{EntropyError, FileError};

/// What can be wrong with a key or its file.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is there, but is no private key of the kind that mintage writes.
    #[error("the private key file of {kid} is damaged: {fault}")]
    Damaged {
        /// Which key.
        kid: Kid,
        /// What is wrong.
        fault: &'static str,
    },
    /// A wrong passphrase and a damaged file cannot be told apart: the encryption has no checksum.
    #[error("the passphrase ({seen}) does not open key {kid}, or its file is damaged")]
    WrongPassphrase {
        /// Which key.
        kid: Kid,
        /// What may be told of the passphrase.
        seen: Seen,
    },
    /// The file is encrypted as it was done long ago. It is not of mintage.
    #[error("the private key file of {kid} is encrypted with {scheme} (PBES1), which is not supported")]
    OldEncryption {
        /// Which key.
        kid: Kid,
        /// How.
        scheme: &'static str,
    },
    /// The file is not the one that was opened, or the key has gone on.
    #[error("key {kid} was changed meanwhile by another command")]
    ChangedMeanwhile {
        /// Which key.
        kid: Kid,
    },
    /// The file asks for more work than any honest file does.
    #[error("the private key file of {kid} asks for an unreasonable amount of work to decrypt it")]
    TooCostly {
        /// Which key.
        kid: Kid,
    },
    /// The private half does not belong to the public half in the ledger.
    #[error("the private key file of {kid} is not the one that was registered: its public half differs")]
    Mismatch {
        /// Which key.
        kid: Kid,
    },
    /// No passphrase could be had.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// A size out of range.
    #[error("an RSA key has {} to {} bits in steps of 8, not {bits}", RSA_BITS.start(), RSA_BITS.end())]
    RsaBits {
        /// The size asked for.
        bits: u32,
    },
    /// A size where there is nothing to choose.
    #[error("{0} keys have one size; --bits is for RSA")]
    FixedSize(Algorithm),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The private key in hand could not be encrypted. Not a fault of a file: nothing was written.
    #[error("the private key could not be put under its passphrase: {0}")]
    Sealing(&'static str),
    /// The cryptographic library failed without a reason that a user could act on.
    #[error("the {0} key could not be generated")]
    Generation(Algorithm),
    /// A key of ML-DSA that is known without its seed, which is all that a JWK has of it.
    #[error("key {kid} came without its seed, and the private JWK of a key of ML-DSA is its seed")]
    NoSeed {
        /// Which key.
        kid: Kid,
    },
    /// A public key in the ledger that cannot be read.
    #[error("the public key of {kid} in the store cannot be read")]
    BadPublic {
        /// Which key.
        kid: Kid,
    },
}
