//! What was changed, as facts: no change is committed without them, a ledger keeps them, and what it keeps can be read back.

mod entry;
mod event;
mod facts;
mod filter;
mod history;
mod record;
pub mod tree;
mod verb;

pub use entry::{About, Entry, entries};
pub use event::{Deed, Event, Events, Part};
pub use filter::{EventFilter, OutcomeFilter, is_named};
pub use history::{Change, History, Thing};
pub use record::{DONE, Members, Recorded};
pub use verb::Verb;
