//! The audit log.

mod access;
mod log;
mod proofs;
mod tampered;
