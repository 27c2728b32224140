//! What the core needs of a key. `keys` implements it; nothing here knows how.

use std::sync::Arc;

use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;

/// A private key or secret that is ready to sign.
pub trait Sign {
    /// The id of the key.
    fn kid(&self) -> &Kid;
    /// The one algorithm it signs with.
    fn algorithm(&self) -> Algorithm;
    /// The signature over the bytes, in JWS form (RFC 7518, 3).
    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SignError>;
}

/// Signing failed inside the cryptographic library. It says no more, and there is nothing a user could change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key could not sign")]
pub struct SignError;

/// A public key or secret that is ready to verify.
pub trait VerifySignature {
    /// The one algorithm it verifies with, whatever a header says.
    fn algorithm(&self) -> Algorithm;
    /// Whether the signature over the bytes is good.
    fn verify(&self, input: &[u8], signature: &[u8]) -> bool;
    /// The same key, sharing nothing with this one, for a thread of its own; none where the two would share nothing anyway.
    fn copy(&self) -> Option<Arc<dyn VerifySignature + Send + Sync>> {
        None
    }
    /// What a list of revoked keys may call it: the kid that it came with, and the thumbprint of a public key. A header
    /// need not name the key that made its signature.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}
