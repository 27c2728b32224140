//! That a ledger was brought to the layout of this version.

use std::fmt;
use std::path::PathBuf;

/// An older ledger that was brought to the present layout, and where it is kept as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgraded {
    /// The version of its schema before.
    pub from: i64,
    /// The version that it has now.
    pub to: i64,
    /// A copy of it from before. It stays until the next time.
    pub kept: PathBuf,
}

impl fmt::Display for Upgraded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, kept } = self;
        write!(
            f,
            "was of an older mintage and has been upgraded (schema {from} to {to}); as it was, it is kept in {}",
            kept.display()
        )
    }
}
