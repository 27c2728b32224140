//! What a text is that is no JWT: told by its prefix, its form and its checksum, and by nothing outside of it.
//!
//! A token of somebody else is as secret as one of ours, so what is shown of it is its prefix and its end at most.

mod carrier;
mod dispatch;
mod ebay;
mod github;
mod json;
mod jwe;
mod ours;
mod pem;
mod recognised;
mod saml;
mod secret;
mod shown;
mod vendors;
mod wrapping;

pub use carrier::without_carrier;
pub use dispatch::recognise;
pub use recognised::{Damaged, Particular, Recognised};
pub use secret::looks_secret;
pub use vendors::is_of_known_prefix;
