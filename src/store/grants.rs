//! The consents of users, as a ledger keeps them.

use super::{Page, Result};
use crate::core::{ClientId, Grant, GrantCount, GrantFilter, GrantId, Revocation, UserId};

/// What a ledger can be asked of consents.
pub trait ReadGrants {
    /// The consent of a user to an app that stands now.
    fn active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>>;
    /// A grant, standing or not.
    fn grant(&self, id: &GrantId) -> Result<Option<Grant>>;
    /// Grants that a filter lets through, the newest first.
    fn grants(&self, filter: &GrantFilter, page: &Page<GrantId>) -> Result<Vec<Grant>>;
    /// How many grants a filter lets through: those that stand, and those that are revoked.
    fn count_grants(&self, filter: &GrantFilter) -> Result<GrantCount>;
    /// Whether a user was ever named in a token, or something is kept of them.
    fn knows_user(&self, user: &UserId) -> Result<bool>;
    /// The first users from this text on who were ever named in a token or of whom something is kept, by the bytes of their names.
    fn users_from(&self, from: &str, most: u32) -> Result<Vec<UserId>>;
}

/// What a ledger can be told of consents.
pub trait WriteGrants {
    /// A grant, standing or not, to rely on: see [`Write`](super::Write).
    fn hold_grant(&self, id: &GrantId) -> Result<Option<Grant>>;
    /// The consent of a user to an app that stands now, to replace it.
    fn take_active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>>;
    /// Adds a grant.
    fn insert_grant(&mut self, grant: &Grant) -> Result<()>;
    /// Replaces a grant that is still `before`.
    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()>;
    /// Revokes the grants that a filter lets through and that stand. Their tokens are not touched.
    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()>;
}
