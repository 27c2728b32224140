//! Users of whom something is kept, or who are blocked, as a ledger keeps them.

use super::Result;
use crate::core::{User, UserId};

/// What a ledger can be asked of users.
pub trait ReadUsers {
    /// What is kept of a user; none where that is nothing.
    fn user(&self, name: &UserId) -> Result<Option<User>>;
    /// Every user of whom something is kept, by name.
    fn users(&self) -> Result<Vec<User>>;
}

/// What a ledger can be told of users.
pub trait WriteUsers {
    /// What is kept of a user, to rely on: see [`Write`](super::Write). Where that is nothing, nobody else keeps anything of them
    /// until this transaction ends.
    fn hold_user(&self, name: &UserId) -> Result<Option<User>>;
    /// What is kept of a user, to replace it. Where that is nothing, nobody else keeps anything of them until this transaction
    /// ends.
    fn take_user(&self, name: &UserId) -> Result<Option<User>>;
    /// Adds a user. One that is there is refused.
    fn insert_user(&mut self, user: &User) -> Result<()>;
    /// Replaces a user who is still `before`.
    fn replace_user(&mut self, before: &User, after: &User) -> Result<()>;
    /// Removes a user who is still `before`.
    fn remove_user(&mut self, before: &User) -> Result<()>;
}
