//! Profiles in TOML: those that are built in, and the user's own.

mod builtin;
mod library;
mod read;

pub use builtin::is_built_in;
pub use library::{FoundProfile, ListedProfile, ProfileError, ProfileOrigin, Profiles};
#[cfg(feature = "serve")]
pub(super) use read::integer;
