//! What rules ask of the ledger, for the few tokens and apps that they speak of.

use crate::core::access::{Network, TextId};
use crate::core::id::{FamilyId, Jti};
use crate::core::time::Timestamp;

/// What the ledger knows of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Its family, of which something is still good.
    pub family: Option<FamilyId>,
    /// Whether it is still good.
    pub is_live: bool,
    /// From where it was asked for.
    pub from: Option<Network>,
    /// Where it was planted, where it is a canary.
    pub planted: Option<String>,
}

/// Who knows the ledger.
pub trait Facts {
    /// A token.
    fn token(&self, jti: Jti) -> Option<TokenFacts>;
    /// When an app was registered.
    fn registered_at(&self, app: TextId) -> Option<Timestamp>;
}
