//! `mintage config …`

mod changing;
pub mod explain;
pub mod get;
mod globals;
pub mod list;
mod named;
pub mod set;
pub mod unset;
