//! `mintage keys …`

pub mod activate;
pub mod export;
pub mod generate;
pub mod import;
pub mod list;
pub mod passphrase;
pub mod prune;
pub mod retire;
pub mod revoke;
pub mod rotate;
pub mod show;
mod unseen;
