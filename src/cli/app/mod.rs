//! `mintage app …`

pub mod activate;
pub mod block;
mod budget_args;
mod client_args;
pub mod delete;
pub mod list;
mod profile_args;
pub mod register;
pub mod secret;
pub mod show;
pub mod update;
