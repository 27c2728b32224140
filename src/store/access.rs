//! The record of access: what was shown, where, and what came of it. It is not the ledger: it moves no mark of it, and is synced
//! to the disk when that is convenient.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Result, StoreError};
use crate::core::access::{AccessEvent, AccessRow, TextId};
use crate::core::{ClientId, Jti, Kid, UserId};

/// A record of access, for as many threads and processes as want it.
pub trait AccessLog: Send + Sync {
    /// Adds these, in this order, in one part for each day. They outlive the process when this returns; a power cut may lose the last
    /// of them, and nothing of those before.
    fn record(&self, events: &[AccessEvent]) -> Result<()>;
    /// Whether something can be recorded, as far as that can be told without recording.
    fn may_record(&self) -> Result<()>;
    /// Adds those of these that were not added before under the same number and on the same day, and says how many those are.
    fn record_new(&self, events: &[(i64, AccessEvent)]) -> Result<u64>;
    /// Gives every event of these milliseconds since 1970, day by day and within a day in the order in which they were recorded, until
    /// `see` says no. Nothing where nothing was ever recorded. Says which files could not be read, or not to their end: their events
    /// are missing.
    fn scan(&self, time: Range<i64>, see: &mut dyn FnMut(&AccessRow) -> bool) -> Result<Vec<StoreError>>;
    /// The same in the order of time, whenever it was recorded.
    fn scan_in_order(&self, time: Range<i64>, see: &mut dyn FnMut(&AccessRow) -> bool) -> Result<Vec<StoreError>>;
    /// The same of what was recorded since the record was read so far. What lies before these milliseconds is not given later. A part
    /// that is damaged is named and passed over: what was recorded after it is given, and the damage is named once.
    fn scan_new(
        &self,
        so_far: &mut ReadSoFar,
        time: Range<i64>,
        see: &mut dyn FnMut(&AccessRow) -> bool,
    ) -> Result<Vec<StoreError>>;
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

/// How far a record was read; of nothing at first.
#[derive(Debug, Default)]
pub struct ReadSoFar(pub(in crate::store) BTreeMap<String, FileRead>);

/// How far one file of it was read.
#[derive(Debug, Default)]
pub(in crate::store) struct FileRead {
    /// The number of the last part.
    pub part: i64,
    /// Which file it was, and how it looked before that: numbers that change when it does.
    pub looked: Option<[i64; 8]>,
    /// Whether it looked so twice: what is written within a tick of the clock of the file system moves no time.
    pub is_settled: bool,
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
