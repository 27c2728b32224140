//! mintage: a token authority in one binary.
pub mod authority;
pub mod core;
pub mod host;
pub mod keys;
pub mod settings;
pub mod store;
