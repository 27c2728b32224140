//! The audit log.

mod access;
mod import;
mod log;
mod proofs;
mod pruned;
mod refused;
mod risk;
mod tampered;
