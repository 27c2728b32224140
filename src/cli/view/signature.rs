//! The verdict on a signature alone, with what was signed.

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::verify::SignedPayload;
use crate::wire::SignatureVerdict;

/// What judging a signature came to. In text it is for a terminal; elsewhere the payload is written as it is.
pub struct SignatureView<'a>(pub &'a SignedPayload);

impl View for SignatureView<'_> {
    fn json(&self) -> Value {
        json_of(&SignatureVerdict::from(self.0))
    }

    fn text(&self, _: Paint) -> String {
        self.bare() + "\n"
    }

    fn bare(&self) -> String {
        escape(&self.0.payload.as_deref().map(String::from_utf8_lossy).unwrap_or_default())
    }
}
