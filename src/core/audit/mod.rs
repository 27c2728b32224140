//! What was changed, as facts: no change is committed without them, a ledger keeps them, and what it keeps can be read back.

mod attempt;
mod deed;
mod entry;
mod event;
mod facts;
mod filter;
mod history;
mod inclusion;
mod note;
mod record;
mod report;
mod security_event;
pub mod tree;
mod verb;
mod word;

pub use attempt::{Attempt, Target};
pub use deed::Deed;
pub use entry::{About, Entry, entries};
pub use event::{Changed, Event, Events, Part};
pub use filter::{EventFilter, OutcomeFilter, is_named};
pub use history::{Change, History, Thing};
pub use inclusion::{LogProof, MOST_PROOF, ProofFault};
pub use note::{Checkpoint, MOST_NOTE, NoNoteKey, NoteFault, NoteKey, SignedCheckpoint};
pub use record::{DONE, Members, REFUSED, Recorded};
pub use report::{LogFault, LogReport, MOST_FAULTS};
pub use security_event::{SET_TYP, security_event};
pub use verb::Verb;
