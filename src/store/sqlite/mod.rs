//! The ledger in one SQLite file, or in memory.
//!
//! The journal is a rollback journal, emptied and synced by each commit (see `open`), not a WAL: a commit costs the same
//! for a one-shot process, verifying works in a read-only folder and on network file systems, and there is one file to
//! copy. Between two commits the journal is there and empty.

mod access;
mod apps;
mod begun;
mod breakdown;
mod changes;
mod check_up;
mod checksum;
mod columns;
mod conditions;
mod connect;
mod copy;
mod denied;
mod error;
mod events;
mod families;
mod figures;
mod functions;
mod glance;
mod grants;
mod keys;
mod known;
mod look_over;
mod mark;
mod memory;
mod migrate;
mod names;
mod open;
mod pool;
mod proofs;
mod prune;
mod revocations;
mod secrets;
mod session;
mod store;
mod table;
mod tickets;
mod tokens;
mod tree;
mod upgrade;
mod users;

pub use access::{SqliteAccess, SqliteBudgets, check_up_uses};
pub use check_up::{CheckUp, check_up};
pub use copy::examine;
pub use glance::{Glance, Glimpse, Standing};
pub use store::SqliteStore;
