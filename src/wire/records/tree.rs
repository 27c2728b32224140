//! What a token hangs together with.

use super::grant::GrantDocument;
use super::token::TokenDocument;
use crate::core::{Family, FamilyId, Jti};
use crate::wire::member::TimePair;

document! {
    /// A token with all that it hangs together with.
    pub struct TreeDocument<'a> as "tree" {
        /// The token that was asked for.
        asked: Jti,
        /// The consent it stands on; null where the app acts for itself.
        grant: Option<GrantDocument<'a>>,
        /// Its family; null without a refresh token.
        family: Option<FamilyDocument>,
        /// The tokens of the family, the oldest first, or the one token.
        tokens: Vec<TokenDocument<'a>>,
    }
}

document! {
    /// A family: the chain of refresh tokens that rotation makes from one issue.
    pub struct FamilyDocument as "family" {
        /// Its id.
        id: FamilyId,
        /// When its first token was issued.
        started_at: TimePair,
        /// How its access tokens are written, `jwt` or `opaque`.
        format: &'static str,
        /// When its last token ends at the latest; null where no age is set.
        ends_at: Option<TimePair>,
    }
}

impl From<&Family> for FamilyDocument {
    fn from(family: &Family) -> Self {
        Self {
            id: family.id,
            started_at: TimePair(family.started_at),
            format: family.format.name(),
            ends_at: family.ends_at.map(TimePair),
        }
    }
}
