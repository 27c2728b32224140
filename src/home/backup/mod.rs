//! A home in one file, and back.

mod container;
mod error;
mod make;
mod manifest;
mod restore;

pub use error::BackupError;
pub use make::{back_up, back_up_to, can_hold_copy};
pub use manifest::{Manifest, Member};
pub use restore::{Unpacked, revoked_since, unpack};
