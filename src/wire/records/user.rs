//! Users.

use super::counts::{GrantCounts, TokenCounts};
use super::history::HistoryDocument;
use crate::core::claims::ClaimMap;
use crate::core::{User, UserId};
use crate::wire::actor::EndedDocument;
use crate::wire::member::{Inline, TimePair};

document! {
    /// A user, and what is kept of them.
    pub struct UserDocument<'a> as "user" {
        /// The `sub` of their tokens.
        user: &'a UserId,
        /// `active` or `blocked`.
        state: &'static str,
        /// That they were blocked; null unless they are.
        blocked: Option<EndedDocument<'a>>,
        /// Whether any claim is kept of them. Who is not kept is a user too.
        kept: bool,
        /// What access and ID tokens say of them, where nobody says otherwise: names and values as in a token.
        claims: &'a ClaimMap,
        /// Since when anything is kept of them, or that they are blocked; null where nothing is.
        created_at: Option<TimePair>,
    }
}

document! {
    /// A user, what they have, and what was done to them.
    pub struct UserWithTokens<'a> as "user with their tokens" {
        /// The user.
        user: Inline<UserDocument<'a>>,
        /// Their consents that stand.
        grants: u64,
        /// Their tokens that have neither ended nor been revoked. Those of a blocked user are good again once the block ends.
        live_tokens: u64,
        /// What was done to them.
        history: Inline<HistoryDocument<'a>>,
    }
}

document! {
    /// What was deleted with a user.
    pub struct UserEndDocument<'a> as "deleted user" {
        /// The `sub` of their tokens.
        user: &'a UserId,
        /// Whether they are blocked, and stay so.
        still_blocked: bool,
        /// How many claims were kept of them.
        claim_count: usize,
        /// Their tokens.
        tokens: TokenCounts,
        /// The consents that they gave.
        grants: GrantCounts,
    }
}

impl<'a> From<&'a User> for UserDocument<'a> {
    fn from(user: &'a User) -> Self {
        let block = user.block_of();
        let blocked = block.map(|block| EndedDocument::of(block.since, Some(&block.by), Some(&block.note)));
        Self {
            user: &user.name,
            state: user.state.name(),
            blocked,
            kept: user.is_kept(),
            claims: &user.claims,
            created_at: (!user.is_nobody()).then_some(TimePair(user.created_at)),
        }
    }
}
