//! `mintage user …`

pub mod block;
pub mod delete;
pub mod list;
#[cfg(feature = "serve")]
pub mod password;
pub mod set;
pub mod show;
pub mod unblock;
