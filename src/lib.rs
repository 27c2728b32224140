//! mintage: a token authority in one binary.
pub mod core;
pub mod host;
pub mod keys;
pub mod store;
