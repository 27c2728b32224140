//! Test tokens that must be refused, each wrong in exactly one way: what there is, and how each is made.

pub mod build;
pub mod certificate;
pub mod chance;
pub mod ecdsa;
pub mod finding;
pub mod flaw;
pub mod guess;
pub mod proof;

pub use build::{Good, build, flawed_claims, page_path};
pub use chance::Chance;
pub use finding::{Known, Outcome, Seen, Terms, Verdict};
pub use flaw::{ExpectedVerdict, FLAWS, Flaw, FlawRow, Kind, Rank, SignedBy, Weakness};
pub use proof::{Client, GoodProof, asked_nonce, build_proof};
