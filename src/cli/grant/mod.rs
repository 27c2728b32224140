//! `mintage grant …`

pub mod list;
pub mod revoke;
pub mod show;
