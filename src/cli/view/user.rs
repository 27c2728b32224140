//! Users.

use super::record::Record;
use super::table::Table;
use crate::authority::{UserEnd, UserStanding};
use crate::core::User;
use crate::core::audit::History;
use crate::wire::{Inline, UserDocument, UserEndDocument, UserList, UserWithTokens};

/// A user.
pub fn user(user: &User) -> Record<UserDocument<'_>> {
    Record::new(user.into(), "/user")
}

/// A user, what they have, and what was done to them.
pub fn user_with_tokens<'a>(standing: &'a UserStanding, history: &'a History) -> Record<UserWithTokens<'a>> {
    let document = UserWithTokens {
        user: Inline((&standing.user).into()),
        grants: standing.grants,
        live_tokens: standing.live_tokens,
        history: Inline(history.into()),
    };
    Record::new(document, "/user")
}

/// Several users.
pub fn users(users: &[User]) -> Table<UserList<'_>> {
    Table {
        document: UserList { users: users.iter().map(UserDocument::from).collect() },
        rows: "users",
        columns: &["user", "state", "claims"],
        bare: "user",
        now: None,
    }
}

/// A user who was deleted, and what went with them.
pub fn ended(end: &UserEnd) -> Record<UserEndDocument<'_>> {
    Record::new(end.into(), "/user")
}

impl<'a> From<&'a UserEnd> for UserEndDocument<'a> {
    fn from(end: &'a UserEnd) -> Self {
        Self {
            user: &end.user.name,
            still_blocked: end.user.block_of().is_some(),
            claim_count: end.claims,
            tokens: (&end.tokens).into(),
            grants: (&end.grants).into(),
        }
    }
}
