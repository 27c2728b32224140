//! Tokens that are counted rather than read, however many there are.

use super::Result;
use crate::core::picture::{End, TokenTally};
use crate::core::risk::LiveCount;
use crate::core::{Jti, Timestamp};

/// Which tokens are counted next, in the order of their ids or in that of their ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountFrom {
    /// Those of this id and later ones, before the other.
    Id {
        /// The first that may be.
        from: Jti,
        /// The first that may not be.
        before: Jti,
    },
    /// Those that end at this time or later, after this id where they end then; of all of them those that are older than the other id.
    End {
        /// The earliest end.
        at: Timestamp,
        /// After which of those that end then.
        after: Jti,
        /// The first that may not be.
        before: Jti,
    },
}

/// What a ledger can be asked of how many tokens there are. The answers come in parts, so that no view is held for as long as it
/// takes to count millions.
pub trait ReadFigures {
    /// Whether no more than so many tokens end after a time. No more than those are looked at.
    fn are_few(&self, ends_after: Timestamp, few: u32) -> Result<bool>;
    /// The lowest and the highest id of a token; none where there is no token.
    fn first_and_last(&self) -> Result<Option<(Jti, Jti)>>;
    /// Counts the next tokens, so many at most, and says where to go on, if anywhere.
    fn count(&self, from: CountFrom, most: u32, tally: &mut TokenTally) -> Result<Option<CountFrom>>;
    /// Counts those of the next tokens, so many at most, that are live, by app, kind and scopes, and says where to go on, if anywhere. Test
    /// tokens and canaries are not counted.
    fn count_live(
        &self,
        from: CountFrom,
        now: Timestamp,
        most: u32,
        count: &mut LiveCount,
    ) -> Result<Option<CountFrom>>;
    /// The live tokens that end first, this many at most, in that order.
    fn ending(&self, now: Timestamp, most: u32) -> Result<Vec<End>>;
}
