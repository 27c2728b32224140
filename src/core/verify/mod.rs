//! Verdicts: whether a token is good now, and if not, the one reason why.

pub mod expect;
pub mod facts;
pub mod judge;
pub mod report;

pub use super::reason::{REASONS, Reason, ReasonRow};
pub use expect::{Expectations, RequiredClaim};
pub use facts::{AppFacts, KeyLookup, LedgerEntry, LedgerFacts, Source};
pub use judge::{SignedPayload, verify, verify_as_read, verify_signature};
pub use report::{Check, Evidence, Outcome, Report, Trace};
