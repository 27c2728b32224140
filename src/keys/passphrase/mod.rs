//! Passphrases: where one comes from, and what may be told of it.

mod command;
mod secret;
mod seen;
mod source;
mod wanted;

pub use command::PassphraseCommand;
pub use secret::Passphrase;
pub use seen::Seen;
pub use source::PassphraseSource;
pub use wanted::{PassphraseError, PassphraseFor};
