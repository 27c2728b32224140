//! `mintage audit …`

pub mod check;
pub mod checkpoint;
pub mod log;
pub mod prove;
pub mod show;
pub mod verify;
