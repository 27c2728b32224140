//! Verdicts: whether a token is good now, and if not, the one reason why.

pub mod confirmation;
pub mod detail;
pub mod excerpt;
pub mod expect;
pub mod facts;
pub mod judge;
pub mod moment;
pub mod report;
pub mod warning;
mod wording;

pub use super::reason::{REASONS, Reason, ReasonRow};
pub use confirmation::Possession;
pub use detail::Detail;
pub use expect::{Expectations, RequiredClaim};
pub use facts::{AppFacts, KeyLookup, Knowledge, Ledger, LedgerEntry, LedgerFacts, RevocationList, Source, Unusable};
pub use judge::{SignedPayload, verify, verify_as_read, verify_signature};
pub use report::{Check, CheckOutcome, Evidence, Report, Trace};
pub use warning::Warning;
