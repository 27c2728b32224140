//! The buckets of call budgets. They are not the ledger: they move no mark of it, and a power cut may give back the calls of the last
//! moments.

use super::Result;
use crate::core::budget::{Draw, Over};

/// Where buckets are kept, for as many threads and processes as take from them.
pub trait Budgets: Send + Sync {
    /// Takes one call from each bucket of a draw, or from none of them where one has none left; of those that have none, the one
    /// that takes longest is told. `now` is in microseconds since 1970. However many take at once, no more is given than there is;
    /// and what was taken stays taken when the process is killed before it told anybody.
    fn draw(&self, draw: &Draw<'_>, now: i64) -> Result<Option<Over>>;
}
