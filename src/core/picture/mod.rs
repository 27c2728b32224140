//! How a home stands and what happened in it lately, as facts: what a report draws and what a status tells.

mod access;
mod buckets;
mod due;
mod ending;
mod key_line;
mod live;
mod tally;

pub use access::Volume;
pub use buckets::Buckets;
pub use due::{Due, DueWhat, due};
pub use ending::{End, Ending, endings};
pub use key_line::{KeyLine, Phase, Stretch};
pub use live::{AppLine, Live, WITHIN, band};
pub use tally::{CountedToken, TokenTally};

use super::audit::Recorded;
use super::id::Issuer;
use super::time::Timestamp;

/// How a home stands at one moment, and what happened in it since another.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Whose tokens they are.
    pub issuer: Issuer,
    /// The moment.
    pub at: Timestamp,
    /// The parts of the time that is looked back on.
    pub buckets: Buckets,
    /// How many of the tokens that the ledger knows were issued in each part.
    pub issued: Vec<u64>,
    /// What was made of tokens that were shown; none where nothing was ever recorded.
    pub access: Option<Volume>,
    /// The apps that are not deleted, the one with the most live tokens first.
    pub apps: Vec<AppLine>,
    /// The live tokens.
    pub live: Live,
    /// The keys, the one that was made last first.
    pub keys: Vec<KeyLine>,
    /// What happens next, and what should have happened, the earliest first.
    pub due: Vec<Due>,
    /// The live tokens that end next, those of a minute together, the earliest first.
    pub ending: Vec<Ending>,
    /// What was changed last, the newest first.
    pub changes: Vec<Recorded>,
}

impl Picture {
    /// How many of the tokens that the ledger knows were issued in that time.
    pub fn issued_in_all(&self) -> u64 {
        self.issued.iter().sum()
    }
}
