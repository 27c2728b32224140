//! Who may log in, and by what: nobody, anybody whom a developer wants to be, the people of a users file, or whom a proxy names that
//! has seen to it.

pub use axum::http::HeaderName;

use crate::core::UserId;

/// Who may log in, and by what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Login {
    /// Nobody: nothing says who is a user.
    #[default]
    Nobody,
    /// Whoever a developer wants to be, by any name.
    AnyName,
    /// The people of a users file; a developer chooses one of those that have no password.
    People,
    /// The user whom a trusted proxy names in this header.
    Header(HeaderName),
    /// This one, without a page: what a developer's tests want.
    Auto(UserId),
}
