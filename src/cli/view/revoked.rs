//! What a revocation came to.

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::cli::paint::Paint;
use crate::core::RevocationCount;
use crate::wire::{Plan, RevocationCounts};

/// What a revocation came to, or would.
pub struct RevokedView {
    /// How many tokens.
    pub count: RevocationCount,
    /// Whether nothing was done yet.
    pub plan: bool,
}

impl View for RevokedView {
    fn json(&self) -> Value {
        let counts = RevocationCounts::from(&self.count);
        if self.plan { json_of(&Plan::from(counts)) } else { json_of(&counts) }
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
