//! The audit log.

mod access;
mod commands;
mod import;
mod log;
mod proofs;
mod pruned;
mod refused;
mod risk;
mod tampered;
