//! What a revocation came to.

use serde_json::{Value, json};

use super::View;
use crate::cli::ui::Paint;
use crate::core::RevocationCount;

impl View for RevocationCount {
    fn json(&self) -> Value {
        json!(self)
    }

    fn text(&self, _: Paint) -> String {
        format!(
            "revoked {}, already revoked {}, expired {}, unknown {}",
            self.revoked, self.already_revoked, self.expired, self.unknown
        )
    }

    fn bare(&self) -> String {
        self.revoked.to_string()
    }
}
