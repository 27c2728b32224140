//! What a passphrase is wanted for, whom it is asked of, and why there is none.

use crate::core::id::Kid;

/// Why no passphrase could be had.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// Nothing names a source, and there is nobody to ask.
    #[error("{} needs a passphrase, and nothing says where it comes from", .0.subject())]
    NoSource(PassphraseFor),
    /// The source has none.
    #[error("the passphrase from {0} is empty")]
    Empty(String),
    /// It is more than one line, so that nobody can know which of them is meant.
    #[error("the passphrase from {origin} has {lines} lines, and a passphrase is one")]
    Lines {
        /// Which source.
        origin: String,
        /// How many.
        lines: usize,
    },
    /// There is nothing to run the command with.
    #[error("passphrase_command cannot be run: there is no /bin/sh")]
    NoShell,
    /// The source could not be read.
    #[error("the passphrase from {origin} could not be read: {cause}")]
    Unreadable {
        /// Which source.
        origin: String,
        /// What went wrong.
        cause: String,
    },
    /// The person gave up.
    #[error("no passphrase was given")]
    Cancelled,
}

/// What a passphrase is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseFor {
    /// To open this key.
    Open(Kid),
    /// To protect a key that is being made.
    NewKey,
    /// To protect a key that has another passphrase, or none, until now.
    Change,
    /// To open a key that is being imported.
    Import,
    /// To open a key file that only verifies, this once.
    KeyFile,
    /// To open a key file that signs, this once.
    SigningFile,
}

impl PassphraseFor {
    fn subject(&self) -> String {
        match self {
            Self::Open(kid) => format!("key {kid}"),
            Self::NewKey => "the new key".to_owned(),
            Self::Change => "the key".to_owned(),
            Self::Import => "the key to import".to_owned(),
            Self::KeyFile | Self::SigningFile => "the key file".to_owned(),
        }
    }
}
