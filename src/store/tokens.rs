//! Tokens and their families, as a ledger keeps them.

use super::{Page, PruneCursor, PruneUntil, PrunedRows, Result, TokenFilter};
use crate::core::id_name::IdOf;
use crate::core::revocations::Revocations;
use crate::core::verify::{LedgerEntry, LedgerFacts};
use crate::core::{
    Breakdown, Denial, Family, FamilyId, Jti, Revocation, RevocationCount, Selector, Timestamp, TokenDigest,
    TokenRecord,
};

/// What a ledger can be asked of tokens.
pub trait ReadTokens {
    /// A token.
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>>;
    /// The token whose text has this digest.
    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>>;
    /// The token whose text shows this `jti`, where that is none that was made here.
    fn shown_as(&self, jti: &str) -> Result<Option<Jti>>;
    /// What a verdict needs to know of a signed token.
    fn facts(&self, jti: &Jti) -> Result<Option<LedgerFacts>>;
    /// A token with what it stands on, in one look-up.
    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>>;
    /// The token whose text has this digest, with what it stands on.
    fn entry_by_digest(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>>;
    /// A family.
    fn family(&self, id: &FamilyId) -> Result<Option<Family>>;
    /// Every token of a family.
    fn family_tokens(&self, id: &FamilyId) -> Result<Vec<TokenRecord>>;
    /// Tokens that a filter lets through, the newest first.
    fn tokens(&self, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>>;
    /// What revoking the tokens that a selector matches would come to.
    fn count_tokens(&self, selector: &Selector, now: Timestamp) -> Result<RevocationCount>;
    /// The tokens, families and users that are revoked, as far as tokens are concerned that expire after `since`; no
    /// more than `most` of each. Apps and keys are not in it: lists of all apps and keys have them.
    fn revocations(&self, since: Timestamp, most: u32) -> Result<Revocations>;
    /// The ids of tokens, grants or families from one to another, both included, in order; this many at most.
    fn ids_between(&self, of: IdOf, low: &[u8; 16], high: &[u8; 16], most: u32) -> Result<Vec<[u8; 16]>>;
    /// The ids of tokens, grants or families that come right before one and right after it, where there are any.
    fn ids_beside(&self, of: IdOf, id: &[u8; 16]) -> Result<Vec<[u8; 16]>>;
    /// What is known of a token that is in no row, by the name that [`Denial::name`] gives it.
    fn denial(&self, jti: &str) -> Result<Option<Denial>>;
    /// What pruning what ended before a time would remove.
    fn prunable(&self, until: PruneUntil) -> Result<PrunedRows>;
    /// Whose the tokens are that a selector matches and that are good, and of what kind.
    fn breakdown(&self, selector: &Selector, now: Timestamp) -> Result<Breakdown>;
    /// The same of the tokens that pruning what ended before a time would remove.
    fn prunable_breakdown(&self, until: PruneUntil) -> Result<Breakdown>;
}

/// What a ledger can be told of tokens.
pub trait WriteTokens {
    /// A family, to replace tokens of it or add some: see [`Write`](super::Write).
    fn take_family(&self, id: &FamilyId) -> Result<Option<Family>>;
    /// A token, to replace it. One of a family only after the family.
    fn take_token(&self, jti: &Jti) -> Result<Option<TokenRecord>>;
    /// The token whose text has this digest, to replace it. One of a family only after the family.
    fn take_token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>>;
    /// Adds a family.
    fn insert_family(&mut self, family: &Family) -> Result<()>;
    /// Adds tokens. Where one of them cannot be added, the transaction is to be given up.
    fn insert_tokens(&mut self, tokens: &[TokenRecord]) -> Result<()>;
    /// Denies a token that is in no row. One that is denied already is a [`Conflict`](super::StoreFault::Conflict).
    fn insert_denial(&mut self, denial: &Denial) -> Result<()>;
    /// Replaces the state of a token that is still `before`.
    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()>;
    /// Revokes the tokens that a selector matches and that are good, however many they are. Where there are many writers
    /// it takes their families first: what a refresh that is under way adds to one of them is revoked too.
    fn revoke_tokens(&mut self, selector: &Selector, revocation: &Revocation) -> Result<()>;
    /// Looks at the next `most` rows and removes what ended before a time; says where to go on, if anywhere.
    fn prune(&mut self, until: PruneUntil, after: PruneCursor, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)>;
}
