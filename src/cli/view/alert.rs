//! What was found in texts, for tools that show it beside the text.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::case::Place;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Somebody must act.
    Error,
    /// Somebody should look.
    Warning,
    /// Good to know.
    Note,
}

/// A kind of find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRule {
    /// The word for programs.
    pub id: &'static str,
    /// What it is, in some words.
    pub summary: &'static str,
    /// What follows from it.
    pub why: &'static str,
    /// What to do.
    pub help: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The same from 0.0 to 10.0, by which code scanning sorts.
    pub severity: &'static str,
}

/// Something that was found. No text of a token is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Which rule.
    pub rule: AlertRule,
    /// What is there.
    pub message: String,
    /// Where, if it is in a file.
    pub place: Option<Place>,
    /// The column, in units of UTF-16 from 1, where it is known.
    pub column: Option<u64>,
    /// The same for the same find, wherever it moves; says nothing of what it was made from.
    pub fingerprint: String,
}

impl Level {
    /// The word of SARIF for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A fingerprint of these: what was found, by its id or a digest that only serves for this.
pub fn fingerprint(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new_with_prefix(b"mintage alert\n");
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    URL_SAFE_NO_PAD.encode(&digest.finalize()[..16])
}
