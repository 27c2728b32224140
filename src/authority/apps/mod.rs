//! Apps: their lifecycle, and the secrets by which they show who they are.

mod budget;
mod lifecycle;
mod secrets;

pub use lifecycle::{AppEnd, ClientChange, ProfileChange, Registered, Registration, Updated};
pub(super) use lifecycle::{each_with_its_own, find, hold};
pub use secrets::{EndedSecret, NewSecret};
