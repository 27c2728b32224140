//! What is known of the use of tokens: who showed which, from where, and what came of it.

mod event;
mod network;
mod row;

pub use event::{AccessDoor, AccessEvent};
pub use network::Network;
pub use row::{AccessRow, TextId, agent_kind};
