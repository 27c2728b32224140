//! The audit log.

mod access;
mod log;
mod proofs;
mod refused;
mod risk;
mod tampered;
