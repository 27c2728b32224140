//! Proofs of possession: that whoever shows a token has the key that it is bound to (RFC 9449, RFC 8705). Pure: what may be
//! said, and what makes a proof a good one. Whether a token needs one is for the judge.

mod binding;
mod check;
mod fault;
mod nonce;
mod presented;
mod read;
mod request;
mod write;

pub use binding::{Binding, CertificateDigest, token_type};
pub use check::{Against, PROOF_AGE, PROOF_AHEAD, ProofUse};
pub use fault::{MAX_PROOF_BYTES, ProofFault, Said};
pub use nonce::Nonces;
pub use presented::Presented;
pub use read::{PRIVATE_MEMBERS, Proof, ProofKey, ProofKeys};
pub use request::{Method, MethodError, Target, TargetError};
pub use write::{PROOF_TYP, ProofClaims, ath, signed, write_proof};
