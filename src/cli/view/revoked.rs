//! What a revocation came to.

use serde_json::{Value, json};

use super::View;
use super::document::Document;
use crate::cli::paint::Paint;
use crate::core::RevocationCount;

/// What a revocation came to, or would.
pub struct RevokedView {
    /// How many tokens.
    pub count: RevocationCount,
    /// Whether nothing was done yet.
    pub plan: bool,
}

impl View for RevokedView {
    fn json(&self) -> Value {
        let mut json = json!(self.count);
        if self.plan {
            json["plan"] = json!("revoke");
        }
        json
    }

    fn text(&self, _: Paint) -> String {
        let RevocationCount { revoked, already_revoked, expired, unknown } = self.count;
        let verb = if self.plan { "would revoke" } else { "revoked" };
        format!("{verb} {revoked}, already revoked {already_revoked}, expired {expired}, unknown {unknown}")
    }

    fn bare(&self) -> String {
        self.count.revoked.to_string()
    }
}

/// The same within something else, where nothing can be unknown.
pub fn counted(count: &RevocationCount) -> Document {
    Document::default()
        .entry("revoked", count.revoked)
        .entry("already_revoked", count.already_revoked)
        .entry("expired", count.expired)
}
