//! What a revocation came to.

use serde_json::Value;

use super::View;
use super::render::{json_of, lines};
use crate::cli::paint::Paint;
use crate::core::{Breakdown, RevocationCount};
use crate::wire::{BreakdownDocument, Plan, RevocationCounts};

/// What a revocation came to, or would.
pub struct RevokedView<'a> {
    /// How many tokens.
    pub count: RevocationCount,
    /// Of a plan: whose they are. None where it was done.
    pub plan: Option<&'a Breakdown>,
}

impl View for RevokedView<'_> {
    fn json(&self) -> Value {
        let counts = RevocationCounts::from(&self.count);
        match self.plan {
            Some(whose) => json_of(&Plan::revoke_tokens(counts, whose)),
            None => json_of(&counts),
        }
    }

    fn text(&self, paint: Paint) -> String {
        let RevocationCount { revoked, denied, already_revoked, expired, unknown } = self.count;
        let verb = if self.plan.is_some() { "would revoke" } else { "revoked" };
        let of_them = match denied {
            0 => String::new(),
            denied => format!(" (unknown to the ledger, and denied by their jti: {denied})"),
        };
        let counts = format!(
            "{verb} {revoked}{of_them}, already revoked {already_revoked}, expired {expired}, unknown {unknown}"
        );
        let broken_down = self.plan.filter(|_| revoked > denied).map(|whose| json_of(&BreakdownDocument::from(whose)));
        match broken_down.as_ref().and_then(Value::as_object) {
            Some(members) => format!("{counts}\n{}", lines(members, None, paint)),
            None => counts,
        }
    }

    fn bare(&self) -> String {
        self.count.revoked.to_string()
    }
}
