//! `mintage keys …`

pub mod activate;
mod announce;
pub mod export;
pub mod generate;
pub mod import;
pub mod inspect;
pub mod list;
mod named;
pub mod passphrase;
pub mod pem_set;
pub mod prune;
mod question;
pub mod retire;
pub mod revoke;
pub mod rotate;
pub mod rotate_args;
pub mod show;
mod site;
mod unseen;
mod upkeep;
pub mod usage;
