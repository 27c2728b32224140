//! `mintage app secret …`

pub mod add;
pub mod list;
pub mod revoke;
