//! In what a home is looked at.

use crate::core::Timestamp;
use crate::host::Environment;
use crate::keys::PassphraseSource;

/// In what a home is looked at.
pub struct Circumstances<'a> {
    /// As of when.
    pub now: Timestamp,
    /// Where programs are looked for, and which homes are trusted.
    pub environment: &'a Environment,
    /// What opens keys that are encrypted; where it is not given they are looked at from outside.
    pub passphrases: Option<&'a dyn PassphraseSource>,
}
