//! `mintage audit …`

pub mod access;
pub mod check;
pub mod checkpoint;
pub mod export;
pub mod forget;
pub mod import;
pub mod log;
mod of_args;
pub mod prove;
pub mod prune;
pub mod report;
pub mod risk;
pub mod show;
pub mod verify;
