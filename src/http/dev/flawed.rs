//! What is to be wrong with tokens that are issued next.

use crate::core::forge::Flaw;

/// What is to be wrong with a token that is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Flawed {
    /// The flaw.
    pub flaw: Flaw,
    /// Whether it is one of the ID token, and not of the access token.
    pub of_id_token: bool,
}
