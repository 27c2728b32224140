//! Where the home is, and what its `config.toml` says.

pub mod file;
pub mod home;
pub mod policy;

pub use file::{Settings, SettingsError};
pub use home::{Home, HomeError};
pub use policy::VerifyPolicy;
