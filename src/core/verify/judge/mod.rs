//! The judgement: every check, and their order in one place.

mod case;
mod claims;
mod key;
mod ledger;
mod order;
mod signature;
mod snapshot;

pub use order::{verify, verify_as_read};
pub use signature::{SignedPayload, verify_signature};
