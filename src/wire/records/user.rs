//! Users.

use super::counts::{GrantCounts, TokenCounts};
use super::history::HistoryDocument;
use crate::core::claims::ClaimMap;
use crate::core::{Note, User, UserId};
use crate::wire::actor::ActorDocument;
use crate::wire::member::{Inline, Maybe, TimePair};

document! {
    /// A user, and what is kept of them.
    pub struct UserDocument<'a> as "user" {
        /// The `sub` of their tokens.
        user: &'a UserId,
        /// `active` or `blocked`.
        state: &'static str,
        /// Since when, where they are blocked.
        blocked_at: Maybe<TimePair>,
        /// Who did it, where they are blocked.
        by: Maybe<ActorDocument<'a>>,
        /// Why, where they are blocked.
        reason: Maybe<&'a Note>,
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
        blocked: bool,
        /// How many claims were kept of them.
        claims: usize,
        /// Their tokens.
        tokens: TokenCounts,
        /// The consents that they gave.
        grants: GrantCounts,
    }
}

impl<'a> From<&'a User> for UserDocument<'a> {
    fn from(user: &'a User) -> Self {
        let block = user.block_of();
        Self {
            user: &user.name,
            state: user.state.name(),
            blocked_at: Maybe(block.map(|block| TimePair(block.since))),
            by: Maybe(block.map(|block| (&block.by).into())),
            reason: Maybe(block.map(|block| &block.note)),
            kept: user.is_kept(),
            claims: &user.claims,
            created_at: (!user.is_nobody()).then_some(TimePair(user.created_at)),
        }
    }
}
