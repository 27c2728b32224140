//! Proofs of possession that were used, as a ledger keeps them: as long as they could be shown again.

use super::Result;
use crate::core::TokenDigest;

/// What a ledger can be asked of proofs. It is told of them by [`Store::use_proof`](super::Store::use_proof).
pub trait ReadProofs {
    /// Whether one was used, by the digest that it is known by.
    fn is_proof_used(&self, digest: &TokenDigest) -> Result<bool>;
}
