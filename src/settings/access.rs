//! The table `[access]` of `config.toml`: whether a server records how tokens are used, and for how long that is kept.

use serde::Deserialize;

use super::fields::names_of;
use super::values::maybe_text;
use crate::core::Ttl;

/// What is kept of the use of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessSettings {
    /// Whether a server records it.
    pub record: bool,
    /// How long a server keeps it.
    pub keep: Ttl,
}

/// How long it is kept where nobody says.
pub(super) const KEEP: Ttl = Ttl::days(90);

impl Default for AccessSettings {
    fn default() -> Self {
        Self { record: true, keep: KEEP }
    }
}

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessFile {
    record: Option<bool>,
    #[serde(default, deserialize_with = "maybe_text")]
    keep: Option<Ttl>,
}

/// How such a table begins.
pub(super) const HEAD: &str = "[access]";

/// The names that it may have.
pub(super) fn names() -> &'static [&'static str] {
    names_of(AccessFile::deserialize)
}

impl AccessFile {
    pub(super) fn read(self) -> AccessSettings {
        AccessSettings { record: self.record.unwrap_or(true), keep: self.keep.unwrap_or(KEEP) }
    }
}
