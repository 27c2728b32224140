//! The ledger: apps, keys, grants, families and tokens, and what was changed of them, behind one trait.
//!
//! A store answers and keeps; it decides nothing. Every transition is decided in `core` and written here on the
//! condition that the row is still what the decision was made on. Times and ids come as arguments.

mod access;
mod apps;
mod budgets;
mod changes;
mod error;
mod figures;
mod grants;
mod keys;
mod ledger;
mod location;
mod mark;
mod page;
mod proofs;
mod prune;
pub mod sqlite;
mod stamp;
mod tickets;
mod tokens;
mod upgraded;
mod users;

pub use access::{AccessLog, LastUses, ReadSoFar};
pub use apps::{ReadApps, WriteApps};
pub use budgets::Budgets;
pub use changes::ReadChanges;
pub use error::{Result, StoreError, StoreFault};
pub use figures::{CountFrom, ReadFigures};
pub use grants::{ReadGrants, WriteGrants};
pub use keys::{ReadKeys, WriteKeys};
pub use ledger::{Read, Store, Write};
pub use location::Location;
pub use mark::{ReadMark, WriteMark};
pub use page::{Page, TokenFilter};
pub use proofs::ReadProofs;
pub use prune::{PruneCursor, PruneUntil, PrunedRows};
pub use stamp::Stamp;
pub use tickets::{ReadTickets, WriteTickets};
pub use tokens::{ReadTokens, WriteTokens};
pub use upgraded::Upgraded;
pub use users::{ReadUsers, WriteUsers};
