//! Where it is, and what its pages post to.

pub(in crate::http) const PATH: &str = "/authorize";
/// Where the page for logging in posts to.
pub(in crate::http) const LOG_IN: &str = "/authorize/login";
/// Where the page for consent posts to.
pub(in crate::http) const DECIDE: &str = "/authorize/decide";

/// What shows that somebody has logged in for this very request: made for the browser, and of no use to any other.
pub(super) const DONE: &str = "login_done";
