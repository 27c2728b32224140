//! The life of signing keys: made or taken in, rotated, retired, revoked, pruned.

mod adopt;
mod files;
mod import;
mod make;
mod retire;
mod rotate;
mod succession;
mod upkeep;
mod used;

pub use adopt::OwnFile;
pub(super) use files::NewFiles;
pub use import::{Import, OpenedKey};
pub(super) use make::made_key;
pub use make::{GenerateRequest, NewKeyProtection};
pub use retire::{Ended, Pruned};
pub use rotate::{RotateRequest, RotateWhen, Rotated, RotationPlan, RotationStep};
pub use succession::KeyPlan;
pub use upkeep::{OldKey, Upkeep};
pub use used::{KeyUses, UsedKey};
