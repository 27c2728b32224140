//! The record of access: what was shown, where, and what came of it. It is not the ledger: it moves no mark of it, and is synced
//! to the disk when that is convenient.

use std::ops::Range;

use super::{Result, StoreError};
use crate::core::access::{AccessEvent, AccessRow, TextId};
use crate::core::{ClientId, Jti, Kid, UserId};

/// A record of access, for as many threads and processes as want it.
pub trait AccessLog: Send + Sync {
    /// Adds these, in this order, in one part for each day. They outlive the process when this returns; a power cut may lose the last
    /// of them, and nothing of those before.
    fn record(&self, events: &[AccessEvent]) -> Result<()>;
    /// Adds those of these that were not added before under the same number and on the same day, and says how many those are.
    fn record_new(&self, events: &[(i64, AccessEvent)]) -> Result<u64>;
    /// Gives every event of these milliseconds since 1970, day by day and within a day in the order in which they were recorded, until
    /// `see` says no. Nothing where nothing was ever recorded. Says which files could not be read, or not to their end: their events
    /// are missing.
    fn scan(&self, time: Range<i64>, see: &mut dyn FnMut(&AccessRow) -> bool) -> Result<Vec<StoreError>>;
    /// The text of an id that one of the events of these milliseconds has.
    fn text(&self, time: Range<i64>, id: TextId) -> Result<Option<String>>;
    /// The days of which something is kept, as milliseconds since 1970, the oldest first.
    fn days(&self) -> Result<Vec<Range<i64>>>;
    /// Gives each text that the events of these days have, with its id. Nothing of a file that cannot be read, which `scan` names.
    fn texts(&self, time: Range<i64>, see: &mut dyn FnMut(TextId, &str)) -> Result<()>;
    /// When what was last used, by all that was recorded.
    fn last_uses(&self) -> Result<Box<dyn LastUses>>;
    /// Forgets the days that ended before this moment, in milliseconds since 1970; says how many events those were.
    fn prune(&self, before_ms: i64) -> Result<u64>;
}

/// When what was last used, as of a moment: taken as good, in milliseconds since 1970. What was never recorded was not used, as far
/// as that is known.
pub trait LastUses {
    /// Since when uses are recorded at all; none where none is.
    fn since(&self) -> Result<Option<i64>>;
    /// A token.
    fn token(&self, token: &Jti) -> Result<Option<i64>>;
    /// An app: the last of its tokens.
    fn app(&self, app: &ClientId) -> Result<Option<i64>>;
    /// The consent of a user to an app: the last of its tokens that speaks for that user.
    fn grant(&self, app: &ClientId, user: &UserId) -> Result<Option<i64>>;
    /// A key: the last token that it signed for this app.
    fn key(&self, kid: &Kid, app: &ClientId) -> Result<Option<i64>>;
    /// What could not be read: uses may be missing for it.
    fn unread(&self) -> &[StoreError];
}
