//! How far a ledger has come: its generation and the newest time that it has seen, and what its home remembers of both.

mod clock;
mod ledger;
mod remembered;

pub use clock::{Ahead, ClockMark, ClockSight};
pub use ledger::Mark;
pub use remembered::{LedgerDoubt, Remembered};
