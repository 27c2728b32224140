//! `mintage completions …`

pub mod install;
mod installing;
mod place;
pub mod print;
mod shell;
pub mod uninstall;
