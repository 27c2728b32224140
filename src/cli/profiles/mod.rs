//! `mintage profiles …`

mod known;
pub mod list;
pub mod show;

pub use known::of_home_if_any;
