//! The audit log.

mod log;
mod proofs;
mod tampered;
