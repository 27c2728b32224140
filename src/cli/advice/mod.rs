//! Errors → the next thing to type. This door speaks of commands and flags; another door would speak otherwise.

mod fetch;
mod file;
pub mod health;
mod hint;
mod home;
mod import;
mod passphrase;
mod profile;
#[cfg(feature = "serve")]
mod serve;
mod shown;
mod source;
mod told;
pub mod verdict;

pub use hint::{authority, hint};
pub use shown::shown;
