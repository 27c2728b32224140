//! Test tokens that must be refused.
//!
//! Nothing that works for the home is touched: the active key only signs, and what must be retired, revoked or blocked
//! for a flaw is made for it, in the same transaction, and used again the next time. Each token has a row in the ledger, so
//! that one who asks the ledger finds its flaw and no other, and so that it can be listed and revoked.

mod attempt;
mod cast;
mod client;
mod instead;
mod make;
mod plan;
mod probe;
mod report;
mod request;
mod unseen;
mod url_attempt;

pub use attempt::{Attempt, Attempted};
pub use client::ForgedRequest;
pub use probe::{Probe, ProbeError, Shower};
pub use report::{ProbeReport, Probed};
pub use request::{ForgeRequest, Forged, ForgedProof, ForgedToken, InPlaceOf, MadeForFlaw};
pub use url_attempt::UrlAttempt;

pub use crate::core::forge::Outcome as ProbeOutcome;
