//! `mintage keys …`

pub mod export;
pub mod generate;
pub mod list;
pub mod show;
