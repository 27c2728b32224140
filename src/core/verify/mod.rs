//! Verdicts: whether a token is good now, and if not, the one reason why.

pub mod claim_path;
pub mod confirmation;
pub mod detail;
pub mod excerpt;
pub mod expect;
pub mod facts;
pub mod glob;
pub mod judge;
pub mod moment;
pub mod report;
pub mod require;
mod used;
pub mod warning;
mod wording;

pub use super::reason::{REASONS, Reason, ReasonRow};
pub use confirmation::Possession;
pub use detail::Detail;
pub use excerpt::{Excerpt, FoundClaim};
pub use expect::Expectations;
pub use facts::{
    AppFacts, Choice, KeyLookup, Knowledge, Ledger, LedgerEntry, LedgerFacts, Offered, RevocationList, Source, Unusable,
};
pub use judge::{SignedPayload, verify, verify_as_read, verify_signature};
pub use report::{Canary, Check, CheckOutcome, Evidence, Report, Trace};
pub use require::{ClaimRule, RequiredClaim, RequiredClaimError, Wanted};
pub use used::Use;
pub use warning::{OddNumber, Warning};
