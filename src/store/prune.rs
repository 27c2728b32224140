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
    /// Tokens that were revoked and do not match their checksum: they stay, because their end may be a wrong one.
    pub doubtful: u64,
}

impl PrunedRows {
    /// Whether nothing is removed.
    pub fn is_empty(&self) -> bool {
        self.tokens == 0 && self.families == 0 && self.grants == 0
    }
}

impl std::ops::AddAssign for PrunedRows {
    fn add_assign(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.families += other.families;
        self.grants += other.grants;
        self.doubtful += other.doubtful;
    }
}

/// What pruning removes: what ended then or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PruneUntil {
    /// Of what ended by itself.
    pub ended: Timestamp,
    /// Of what was revoked, by itself or with its consent: never later. A revocation outlives what it ends, for those whose
    /// clock is late.
    pub revoked: Timestamp,
}

impl PruneUntil {
    /// The same for both.
    pub fn all(ended: Timestamp) -> Self {
        Self { ended, revoked: ended }
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
