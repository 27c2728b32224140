//! What a text is that is no JWT: told by its prefix, its form and its checksum, and by nothing outside of it.
//!
//! A token of somebody else is as secret as one of ours, so what is shown of it is its prefix and its end at most.

mod answer;
mod biscuit;
mod carrier;
mod dispatch;
mod ebay;
mod github;
mod json;
mod jwe;
mod macaroon;
mod naming;
mod ours;
mod paseto;
mod pem;
mod prefixes;
mod recognised;
mod saml;
mod secret;
mod shown;
mod utf16;
mod vendors;
mod within;
mod words;
mod wrapping;

pub use carrier::{Carried, Carrier};
pub use dispatch::{recognise, secret_kind};
pub use naming::{Look, Named, ONE_OF_THEM, alone, in_words, look, name, of_several};
pub use recognised::{Damaged, Particular, Recognised};
pub use secret::looks_secret;
pub use vendors::is_of_known_prefix;
