//! All tokens, in slices that threads count.

use crate::core::{Jti, Timestamp};
use crate::store::CountFrom;

/// How many tokens are counted in one view: so few that nobody waits for longer than some milliseconds.
pub(super) const PART: u32 = 20_000;
/// How many tokens that are live are looked up one by one. Of more, it is quicker to read the table.
pub(super) const FEW: u32 = 200_000;
/// How many threads count.
const THREADS: i64 = 4;
/// An id after all others.
pub(super) fn last_id() -> Jti {
    Jti::from_bytes([u8::MAX; 16])
}

/// The first id that is made in this second.
pub(super) fn first_of(second: Timestamp) -> Jti {
    let ms = u64::try_from(second.0).unwrap_or_default().saturating_mul(1_000).min((1 << 48) - 1);
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
    Jti::from_bytes(bytes)
}

/// The tokens since a moment in equal slices, the last of which has also those that seem to be made later; the first of
/// them all that are older too, unless those are counted in another way.
pub(super) fn slices(begin: Timestamp, now: Timestamp, few_are_older: bool) -> Vec<CountFrom> {
    let span = begin.seconds_until(now).max(0);
    let edge = |slice: i64| Timestamp(begin.0.saturating_add(span / THREADS * slice));
    let oldest = if few_are_older { first_of(begin) } else { Jti::from_bytes([0; 16]) };
    let first = |slice| if slice == 0 { oldest } else { first_of(edge(slice)) };
    let before = |slice| if slice == THREADS { last_id() } else { first_of(edge(slice)) };
    (0..THREADS).map(|slice| CountFrom::Id { from: first(slice), before: before(slice + 1) }).collect()
}
