//! The verdict on a signature alone, with what was signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::View;
use super::verdict::Verdict;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::verify::SignedPayload;

/// What judging a signature came to. In text it is for a terminal; elsewhere the payload is written as it is.
pub struct SignatureView<'a>(pub &'a SignedPayload);

impl View for SignatureView<'_> {
    fn json(&self) -> Value {
        let SignedPayload { report, payload } = self.0;
        let mut json = serde_json::to_value(Verdict::of(report, true)).unwrap_or_default();
        json["payload"] = payload.as_ref().map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).into();
        json["payload_text"] = payload.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok()).into();
        json
    }

    fn text(&self, _: Paint) -> String {
        self.bare() + "\n"
    }

    fn bare(&self) -> String {
        escape(&self.0.payload.as_deref().map(String::from_utf8_lossy).unwrap_or_default())
    }
}
