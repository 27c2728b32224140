//! A revocation snapshot that was just made.

use serde_json::{Value, json};

use super::View;
use crate::authority::Snapshot;
use crate::cli::paint::Paint;

/// A revocation snapshot that was just made.
pub struct SnapshotView<'a>(pub &'a Snapshot);

impl View for SnapshotView<'_> {
    fn json(&self) -> Value {
        let Snapshot { text, id, kid, issuer, issued_at, expires_at, revoked, .. } = self.0;
        json!({
            "snapshot": text.reveal(), "jti": id, "kid": kid, "issuer": issuer,
            "issued_at": issued_at.rfc3339(), "issued_at_unix": issued_at,
            "expires_at": expires_at.rfc3339(), "expires_at_unix": expires_at,
            "counts": {
                "jtis": revoked.jtis.len(), "families": revoked.families.len(), "apps": revoked.apps.len(),
                "users": revoked.users.len(), "keys": revoked.keys.len(),
            },
        })
    }

    fn text(&self, _: Paint) -> String {
        self.bare()
    }

    fn bare(&self) -> String {
        self.0.text.reveal().to_owned()
    }
}
