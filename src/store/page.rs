//! Which tokens to list, and which part of a list.

use crate::core::{Jti, Selector, Standing, Timestamp};

/// Which tokens to list: all conditions hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFilter {
    /// What they are.
    pub selector: Selector,
    /// Standing so at `now`.
    pub standing: Option<Standing>,
    /// Good at `now`, and ending at this time or before.
    pub ends_before: Option<Timestamp>,
    /// As of when.
    pub now: Timestamp,
}

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<Id = Jti> {
    /// Older than this one. Ids are ordered by time, so what is added meanwhile moves nothing.
    pub after: Option<Id>,
    /// At most this many.
    pub limit: u32,
}
