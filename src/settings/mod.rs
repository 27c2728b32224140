//! What the `config.toml` of a home says, and what a policy file does.

pub mod file;
pub mod policy;

pub use file::{Settings, SettingsError};
pub use policy::VerifyPolicy;
