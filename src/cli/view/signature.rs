//! The verdict on a signature alone, with what was signed.

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::verify::SignedPayload;
use crate::wire::{JudgeDocument, SignatureVerdict};

/// What judging a signature came to. In text it is for a terminal; elsewhere the payload is written as it is.
pub struct SignatureView<'a> {
    /// The verdict and what was signed.
    pub signed: &'a SignedPayload,
    /// Who judged.
    pub judge: &'a JudgeDocument<'a>,
    /// What to do about a refusal, for programs.
    pub hint: Option<&'a str>,
}

impl View for SignatureView<'_> {
    fn json(&self) -> Value {
        let mut verdict = SignatureVerdict::of(self.signed, self.judge);
        verdict.hint = self.hint;
        json_of(&verdict)
    }

    fn text(&self, _: Paint) -> String {
        self.bare() + "\n"
    }

    fn bare(&self) -> String {
        escape(&self.signed.payload.as_deref().map(String::from_utf8_lossy).unwrap_or_default())
    }
}
