//! What a ledger says of itself.

use super::Result;
use crate::core::Mark;

/// What a ledger can be asked of itself.
pub trait ReadMark {
    /// Whose it is and how far it has come.
    fn mark(&self) -> Result<Mark>;
}

/// What a ledger can be told of itself, beyond what each commit tells it.
pub trait WriteMark {
    /// Puts another mark in the place of one that is still `before`. The commit counts on from it.
    fn replace_mark(&mut self, before: &Mark, after: &Mark) -> Result<()>;
    /// Forgets the first events of the log, this many in all. What they hash to stays as far as the others need it.
    fn prune_log(&mut self, events: u64) -> Result<()>;
}
