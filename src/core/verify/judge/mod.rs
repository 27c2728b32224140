//! The judgement: every check, and their order in one place.

mod canary;
mod claims;
mod key;
mod ledger;
mod order;
mod possession;
mod rate;
mod signature;
mod snapshot;
mod verification;

pub use order::{verify, verify_as_read};
pub use signature::{SignedPayload, verify_signature};
