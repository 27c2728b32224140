//! What is known of a token while it is judged.

use std::sync::Arc;

use super::super::facts::LedgerFacts;
use super::super::report::{Canary, Evidence, Trace, Trail};
use super::super::warning::Warning;
use crate::core::id::Jti;
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::{Header, SignedToken, Times};
use crate::core::json::ClaimMap;
use crate::core::key::KeyRecord;
use crate::core::proof::ProofUse;
use crate::core::reason::Reason;
use crate::core::time::{Timestamp, Ttl};

/// How near the retirement of a key must be to be warned of, where no longer time is asked for.
pub(super) const RETIRES_SOON: Ttl = Ttl::days(1);

/// Why judging stopped: at a verdict, or because the source could not be asked.
pub(super) enum Stop<E> {
    Verdict(Reason),
    Source(E),
}

impl<E> From<Reason> for Stop<E> {
    fn from(reason: Reason) -> Self {
        Self::Verdict(reason)
    }
}

/// A token and the key that vouched for it.
pub(super) type Signed = (SignedToken, ResolvedKey);

/// What is known once it is known who speaks: the claims, the row of the key that signed them, and for opaque text what the
/// ledger has of it.
pub(super) struct Statement {
    pub(super) claims: ClaimMap,
    pub(super) key: Option<Arc<KeyRecord>>,
    pub(super) facts: Option<LedgerFacts>,
}

/// The key that a header means, before it was asked.
pub(super) struct ResolvedKey {
    pub(super) key: Arc<dyn VerifySignature + Send + Sync>,
    pub(super) record: Option<Arc<KeyRecord>>,
    pub(super) succeeded_at: Option<Timestamp>,
}

/// What is known of the token while it is judged.
pub(super) struct Verification {
    pub(super) now: Timestamp,
    pub(super) trail: Trail,
    /// The header that a key vouched for.
    pub(super) header: Option<Arc<Header>>,
    pub(super) times: Times,
    pub(super) cause: Option<Evidence>,
    /// The key that vouched for it.
    pub(super) key: Option<Arc<dyn VerifySignature + Send + Sync>>,
    pub(super) warnings: Vec<Warning>,
    /// Whether it must have what RFC 9068 asks of an access token: it says that it is one, as is expected.
    pub(super) is_of_access: bool,
    /// Whether a ledger says what its `jti` is worth.
    pub(super) has_ledger: bool,
    /// What a proof must say of the text that was shown, where there is one.
    pub(super) ath: Option<String>,
    /// The canary that it is, if it is one.
    pub(super) canary: Option<Canary>,
    /// Which token it is, where the ledger has it.
    pub(super) known: Option<Jti>,
    /// The proof that it was shown with, where it is a good one.
    pub(super) proof: Option<ProofUse>,
}

impl Verification {
    pub(super) fn new(trace: Trace, now: Timestamp) -> Self {
        Self {
            now,
            trail: Trail::new(trace),
            header: None,
            times: Times::default(),
            cause: None,
            key: None,
            warnings: Vec::new(),
            is_of_access: false,
            has_ledger: false,
            ath: None,
            canary: None,
            known: None,
            proof: None,
        }
    }
}
