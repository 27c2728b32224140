//! `mintage trust …`

pub mod add;
pub mod forget;
mod kept;
pub mod list;
