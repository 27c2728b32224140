//! How a home stands, on one screen.

use super::member::Inline;
use super::picture::PictureDocument;

document! {
    /// How a home stands now, and what happened in it in the last 24 hours.
    pub struct StatusDocument<'a> as "status of a home" {
        /// The picture.
        picture: Inline<PictureDocument<'a>>,
        /// The ledger.
        ledger: LedgerDocument,
    }
}

document! {
    /// How a ledger stands.
    pub struct LedgerDocument as "standing of a ledger" {
        /// How many changes it has seen.
        generation: u64,
        /// Why it is not what its home knows; null where it is.
        doubt: Option<String>,
        /// What the clock of this machine is beside the newest time that the ledger has seen: `fits`, `ahead` or `behind`.
        clock: &'static str,
    }
}
