//! `mintage user …`

pub mod block;
pub mod delete;
pub mod list;
pub mod set;
pub mod show;
pub mod unblock;
