//! What the rules look at, and how they quote it.

use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;
use crate::inspect::salvage::Readable;

/// What the rules look at.
pub(super) struct Examined<'a> {
    pub token: &'a Readable<'a>,
    pub header: &'a ClaimMap,
    /// Empty where the payload is no object.
    pub claims: &'a ClaimMap,
    pub bytes: usize,
    pub now: Timestamp,
}

impl Examined<'_> {
    pub fn alg(&self) -> Option<&str> {
        self.header.get("alg").and_then(serde_json::Value::as_str)
    }

    /// A claim that is a text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(serde_json::Value::as_str)
    }

    pub fn has(&self, claim: &str) -> bool {
        self.claims.contains_key(claim)
    }
}

/// A text of the token, short enough for a message.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() { format!("`{short}…`") } else { format!("`{short}`") }
}
