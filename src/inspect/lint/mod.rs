//! Weaknesses of a token that its text alone shows, good signature or not. Each names its source and the way out.
//!
//! The token is read by the one parser of JWTs, before its rules: a token that `verify` refuses is examined too, and
//! that it is refused is a finding itself.

mod algorithm;
mod examined;
mod finding;
mod header;
mod identity;
mod personal;
mod run;
mod secret;
mod size;
mod times;

pub use finding::{Finding, Severity, arrange};
pub use run::lint;
pub use secret::{Guess, MAX_CANDIDATE_BYTES};
