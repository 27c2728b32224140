//! The record of access: a folder with a file for each day (UTC), so that old days go by removing files.
//!
//! A day is a database of its own with a WAL, which is emptied into it when it has grown, not with each commit: what is recorded
//! outlives the process at once, and reaches the disk when the system writes it there. So recording waits for no disk; a power
//! cut loses what the system had not written yet, and the checksums of a WAL keep it from being half there. Events stand in
//! parts, each a row with a checksum: they are read by the million, and a row for each costs ten times as much.

mod budgets;
mod check_up;
mod day;
mod file;
mod last_use;
mod log;
mod pack;
mod scan;
mod since;
mod write;

pub use budgets::SqliteBudgets;
pub use check_up::check_up_uses;
pub use log::SqliteAccess;
