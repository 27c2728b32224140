//! `mintage audit …`

pub mod log;
pub mod show;
