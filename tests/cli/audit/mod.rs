//! The audit log.

mod access;
mod import;
mod log;
mod proofs;
mod refused;
mod risk;
mod tampered;
