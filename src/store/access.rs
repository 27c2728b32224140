//! The record of access: what was shown, where, and what came of it. It is not the ledger: it moves no mark of it, and is synced
//! to the disk when that is convenient.

use std::ops::Range;

use super::{Result, StoreError};
use crate::core::Jti;
use crate::core::access::{AccessEvent, AccessRow, TextId};

/// A record of access, for as many threads and processes as want it.
pub trait AccessLog: Send + Sync {
    /// Adds these, in this order, in one part for each day. They outlive the process when this returns; a power cut may lose the last
    /// of them, and nothing of those before.
    fn record(&self, events: &[AccessEvent]) -> Result<()>;
    /// Gives every event of these milliseconds since 1970, day by day and within a day in the order in which they were recorded, until
    /// `see` says no. Nothing where nothing was ever recorded. Says which files could not be read, or not to their end: their events
    /// are missing.
    fn scan(&self, time: Range<i64>, see: &mut dyn FnMut(&AccessRow) -> bool) -> Result<Vec<StoreError>>;
    /// The text of an id that one of the events of these milliseconds has.
    fn text(&self, time: Range<i64>, id: TextId) -> Result<Option<String>>;
    /// When a token was last taken as good, in milliseconds since 1970, by all that was recorded since anything is.
    fn last_use(&self, token: &Jti) -> Result<Option<i64>>;
    /// Forgets the days that ended before this moment, in milliseconds since 1970; says how many events those were.
    fn prune(&self, before_ms: i64) -> Result<u64>;
}
