//! Errors → the next thing to type. This door speaks of commands and flags; another door would speak otherwise.

mod file;
mod hint;
mod home;
mod import;
mod passphrase;
mod source;

pub use hint::{authority, hint};
