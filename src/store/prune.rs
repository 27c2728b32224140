//! What pruning removes, and how far it came.

use crate::core::{FamilyId, GrantId, Jti, Timestamp};

/// How many rows pruning removes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PrunedRows {
    /// Tokens.
    pub tokens: u64,
    /// Families of which nothing is left.
    pub families: u64,
    /// Grants that were revoked and of which nothing is left.
    pub grants: u64,
}

impl std::ops::AddAssign for PrunedRows {
    fn add_assign(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.families += other.families;
        self.grants += other.grants;
    }
}

/// How far pruning came: tokens by their end, then families, then grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PruneCursor {
    /// After the token of this end and id.
    Tokens(Timestamp, Jti),
    /// After this family.
    Families(FamilyId),
    /// After this grant.
    Grants(GrantId),
}

impl PruneCursor {
    /// Where pruning starts.
    pub fn start() -> Self {
        Self::Tokens(Timestamp(i64::MIN), Jti::from_bytes([0; 16]))
    }
}
