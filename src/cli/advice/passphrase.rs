//! What to do where a passphrase could not be had.

use crate::keys::{PassphraseError, PassphraseFor};

const PASSPHRASE_FLAGS: &str = "give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command \
                                in config.toml";

/// What to do about it.
pub(super) fn passphrase(error: &PassphraseError) -> String {
    match error {
        PassphraseError::NoSource(PassphraseFor::Open(_)) => PASSPHRASE_FLAGS.into(),
        PassphraseError::NoSource(PassphraseFor::KeyFile) => {
            "give --passphrase-file, --passphrase-fd or --passphrase-env; its public half would do, and needs none".into()
        }
        PassphraseError::NoSource(PassphraseFor::SigningFile) => {
            "give --passphrase-file, --passphrase-fd or --passphrase-env".into()
        }
        PassphraseError::NoSource(PassphraseFor::Import) => {
            "give --from-passphrase-file, --from-passphrase-fd or --from-passphrase-env".into()
        }
        PassphraseError::NoSource(PassphraseFor::Change) => {
            "give --new-passphrase-file, --new-passphrase-fd or --new-passphrase-env; or take it off with --no-passphrase"
                .into()
        }
        PassphraseError::NoSource(PassphraseFor::NewKey) => {
            format!("{PASSPHRASE_FLAGS}; or accept an unencrypted key with --no-passphrase")
        }
        PassphraseError::Lines { .. } => "keep the passphrase alone, in a source of its own".into(),
        PassphraseError::NoShell => {
            "give --passphrase-file, --passphrase-fd or --passphrase-env: a container without a shell runs no command".into()
        }
        PassphraseError::Empty(_) | PassphraseError::Unreadable { .. } => "check the source of the passphrase".into(),
        PassphraseError::Cancelled => PASSPHRASE_FLAGS.into(),
    }
}
