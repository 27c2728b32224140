//! A device without a browser (RFC 8628): where it begins, and the pages on which somebody types the code that it shows and decides.

mod ask;
mod page;
mod verify;

pub(in crate::http) use ask::{PATH, answer as ask};
pub(in crate::http) use verify::{decide, get, log_in, type_code};

/// Where somebody types the code.
pub(in crate::http) const VERIFY: &str = "/device/verify";
/// Where the page for logging in posts to.
pub(in crate::http) const LOG_IN: &str = "/device/login";
/// Where the page for the decision posts to.
pub(in crate::http) const DECIDE: &str = "/device/decide";
