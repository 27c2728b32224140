//! Weaknesses of a token that its text alone shows, good signature or not. Each names its source and the way out.
//!
//! A token that `verify` refuses is examined too, as far as it can be read, and why it is refused is a finding itself.

mod algorithm;
mod by_kind;
mod examined;
#[cfg(test)]
mod examples;
mod finding;
mod graph;
mod header;
mod identity;
mod kind;
mod personal;
mod run;
mod secret;
mod size;
mod times;

pub use finding::{Finding, Severity, arrange};
pub use graph::{GRAPH_NONCE, is_of_graph};
pub use kind::Kind;
pub use run::{kind_of, lint};
pub use secret::{Guess, MAX_CANDIDATE_BYTES};
