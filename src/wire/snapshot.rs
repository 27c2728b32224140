//! A revocation snapshot that was just made.

use super::member::TimePair;
use crate::core::revocations::Revocations;
use crate::core::{Issuer, Jti, Kid};

document! {
    /// A revocation snapshot that was just made.
    pub struct SnapshotDocument<'a> as "revocation snapshot" {
        /// The snapshot: a signed text.
        snapshot: &'a str,
        /// Its id, which the ledger does not know.
        jti: Jti,
        /// The key that signed it.
        kid: &'a Kid,
        /// Whose it is.
        issuer: &'a Issuer,
        /// When it was made.
        issued_at: TimePair,
        /// The first second at which it is no longer good.
        expires_at: TimePair,
        /// How much is in it.
        counts: SnapshotCounts,
    }
}

document! {
    /// How much is in a revocation snapshot.
    pub struct SnapshotCounts as "counts of a snapshot" {
        /// Tokens.
        jtis: usize,
        /// Families of refresh tokens.
        families: usize,
        /// Apps that are blocked.
        apps: usize,
        /// Users of whom everything before a time is revoked.
        users: usize,
        /// Names of keys.
        keys: usize,
    }
}

impl From<&Revocations> for SnapshotCounts {
    fn from(revoked: &Revocations) -> Self {
        Self {
            jtis: revoked.tokens(),
            families: revoked.families.len(),
            apps: revoked.apps.len(),
            users: revoked.users.len(),
            keys: revoked.keys.len(),
        }
    }
}
