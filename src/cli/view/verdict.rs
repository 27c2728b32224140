//! Verdicts.

use std::fmt::Write as _;

use serde_json::Value;

use super::View;
use super::render::{claim_text, json_of, relative};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::Timestamp;
use crate::core::verify::{CheckOutcome, Report};
use crate::wire::{JudgeDocument, Verdict};

/// A verdict, as of a time, with or without every check.
pub struct VerdictView<'a> {
    /// The verdict.
    pub report: &'a Report,
    /// Who judged.
    pub judge: &'a JudgeDocument<'a>,
    /// What to do about a refusal, for programs: people are told on standard error.
    pub hint: Option<&'a str>,
    /// As of when.
    pub now: Timestamp,
    /// Whether text lists every check.
    pub explain: bool,
}

impl VerdictView<'_> {
    fn first_line(&self, paint: Paint) -> String {
        match (self.report.reason, self.report.failure()) {
            (Some(reason), Some(check)) => {
                format!("{}: {}", paint.bad(reason.code()), escape(&check.detail.to_string()))
            }
            (Some(reason), None) => paint.bad(reason.code()),
            (None, _) => format!("{}: {}", paint.good("valid"), self.summary()),
        }
    }

    /// Who, for which app, until when.
    fn summary(&self) -> String {
        let claim = |name: &str| self.report.claims.as_ref().and_then(|claims| claims.get(name)).map(claim_text);
        let mut parts = Vec::new();
        if let Some(sub) = claim("sub") {
            parts.push(format!("sub {sub}"));
        }
        if let Some(client) = claim("client_id") {
            parts.push(format!("client_id {client}"));
        }
        if let Some(end) = self.report.times.expires_at {
            parts.push(format!("expires {end} ({})", relative(end, self.now)));
        }
        parts.join(", ")
    }
}

/// Who judged, in words.
pub fn judge(judge: &JudgeDocument<'_>) -> String {
    let place = judge.place;
    match (judge.kind, judge.issuer) {
        ("home", Some(issuer)) => format!("the home {place} of the issuer {issuer}"),
        (kind, _) => format!("the {} {place}", kind.replace('_', " ")),
    }
}

impl View for VerdictView<'_> {
    fn json(&self) -> Value {
        let mut verdict = Verdict::of(self.report, Some(self.judge), true);
        verdict.hint = self.hint;
        json_of(&verdict)
    }

    fn text(&self, paint: Paint) -> String {
        let mut text = self.first_line(paint) + "\n";
        if self.explain {
            for check in &self.report.checks {
                let outcome = format!("{:<7}", check.outcome.name());
                let outcome = match check.outcome {
                    CheckOutcome::Pass => paint.good(&outcome),
                    CheckOutcome::Fail => paint.bad(&outcome),
                    CheckOutcome::Skipped => outcome,
                };
                let _ = writeln!(text, "  {outcome}  {:<10}  {}", check.name, escape(&check.detail.to_string()));
            }
            let _ = writeln!(text, "  judged by {}", escape(&judge(self.judge)));
        }
        text
    }

    fn bare(&self) -> String {
        self.report.reason.map_or("valid", crate::core::verify::Reason::code).to_owned()
    }
}
