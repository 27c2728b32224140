//! How many rows something touched.

use crate::core::{AppName, Breakdown, GrantCount, RevocationCount, TokenKind, UserId};
use crate::wire::ByName;

document! {
    /// What became of the tokens that a revocation was aimed at.
    pub struct RevocationCounts as "counts of a revocation" {
        /// Live before, revoked now.
        revoked: u64,
        /// How many of those are tokens that a key of the home signed and that the ledger did not know: their ids are denied
        /// from now on.
        denied: u64,
        /// Revoked before.
        already_revoked: u64,
        /// Past their end, or used up: nothing was left to revoke.
        expired: u64,
        /// Not in the ledger, and named by an id or an opaque text alone, which proves nothing.
        unknown: u64,
    }
}

document! {
    /// What became of tokens that ended with something else.
    pub struct TokenCounts as "counts of tokens" {
        /// Live before, revoked now.
        revoked: u64,
        /// Revoked before.
        already_revoked: u64,
        /// Past their end, or used up.
        expired: u64,
    }
}

document! {
    /// What became of grants.
    pub struct GrantCounts as "counts of grants" {
        /// Standing before, revoked now.
        revoked: u64,
        /// Revoked before.
        already_revoked: u64,
    }
}

document! {
    /// How many rows the ledger forgot.
    pub struct PrunedCounts as "counts of pruned rows" {
        /// Tokens.
        tokens: u64,
        /// Families of which nothing was left.
        families: u64,
        /// Grants that were revoked and of which nothing was left.
        grants: u64,
        /// How many bytes the ledger took, where its space was given back.
        bytes_before: Option<u64>,
        /// How many it takes now.
        bytes_after: Option<u64>,
        /// Tokens that ended and were kept; null where there are none: they are revoked, and do not match their checksums.
        doubtful: Option<u64>,
    }
}

impl From<&RevocationCount> for RevocationCounts {
    fn from(count: &RevocationCount) -> Self {
        let RevocationCount { revoked, denied, already_revoked, expired, unknown } = *count;
        Self { revoked, denied, already_revoked, expired, unknown }
    }
}

impl From<&RevocationCount> for TokenCounts {
    fn from(count: &RevocationCount) -> Self {
        Self { revoked: count.revoked, already_revoked: count.already_revoked, expired: count.expired }
    }
}

impl From<&GrantCount> for GrantCounts {
    fn from(count: &GrantCount) -> Self {
        Self { revoked: count.revoked, already_revoked: count.already_revoked }
    }
}

document! {
    /// Whose tokens a change would end, and of what kind.
    pub struct BreakdownDocument<'a> as "breakdown of tokens" {
        /// How many users those tokens speak for.
        users: u64,
        /// The users with the most of them, and how many.
        top_users: ByName<'a, UserId, u64>,
        /// The apps that have them, and how many.
        apps: ByName<'a, AppName, u64>,
        /// How many there are of each kind: `access`, `refresh`, `id`.
        kinds: ByName<'a, TokenKind, u64>,
    }
}

impl<'a> From<&'a Breakdown> for BreakdownDocument<'a> {
    fn from(of: &'a Breakdown) -> Self {
        let (top_users, apps, kinds) = (ByName(&of.top_users), ByName(&of.apps), ByName(&of.kinds));
        Self { users: of.users, top_users, apps, kinds }
    }
}
