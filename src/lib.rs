//! mintage: a token authority in one binary.
pub mod core;
