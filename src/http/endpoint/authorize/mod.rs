//! The authorization endpoint (RFC 6749, 3.1; OpenID Connect Core, 3.1.2), and what its two pages post to.
//!
//! Nothing is kept between the pages: what an app asks for travels with them, and is judged anew each time.

mod answer;
mod approve;
mod asked;
mod begin;
mod decide;
mod decided;
mod log_in;
mod page;
mod path;

pub(super) use self::answer::see_other;
pub(in crate::http) use self::begin::{get, post};
pub(in crate::http) use self::decide::answer as decide;
pub(in crate::http) use self::log_in::answer as log_in;
pub(super) use self::log_in::told as fault_of;
pub(super) use self::page::{login_way, people};
pub(in crate::http) use self::path::{DECIDE, LOG_IN, PATH};
