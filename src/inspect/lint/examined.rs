//! What the rules look at, and how they quote it.

use crate::core::jose::RawToken;
use crate::core::time::Timestamp;

/// What the rules look at.
pub(super) struct Examined<'a> {
    pub token: &'a RawToken<'a>,
    pub bytes: usize,
    pub now: Timestamp,
}

impl Examined<'_> {
    pub fn alg(&self) -> Option<&str> {
        self.token.header.get("alg").and_then(serde_json::Value::as_str)
    }

    pub fn has(&self, claim: &str) -> bool {
        self.token.claims.contains_key(claim)
    }
}

/// A text of the token, short enough for a message.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() { format!("`{short}…`") } else { format!("`{short}`") }
}
