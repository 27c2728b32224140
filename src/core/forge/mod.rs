//! Test tokens that must be refused, each wrong in exactly one way: what there is, and how each is made.

pub mod build;
pub mod chance;
pub mod ecdsa;
pub mod flaw;
pub mod proof;

pub use build::{Good, build, flawed_claims};
pub use chance::Chance;
pub use flaw::{ExpectedVerdict, FLAWS, Flaw, FlawRow, Kind, Rank, SignedBy, Weakness};
pub use proof::{Client, GoodProof, asked_nonce, build_proof};
