//! Verdicts.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::View;
use super::document::{claim_text, relative};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::claims::ClaimMap;
use crate::core::verify::{Check, Detail, Outcome, Reason, Report, Warning};
use crate::core::{Actor, Note, Timestamp};

/// A verdict, as of a time, with or without every check.
pub struct VerdictView<'a> {
    /// The verdict.
    pub report: &'a Report,
    /// As of when.
    pub now: Timestamp,
    /// Whether text lists every check.
    pub explain: bool,
}

/// A verdict in JSON, alone or as a line of many.
#[derive(Serialize)]
pub struct Verdict<'a> {
    /// The line of the token, where there are many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    valid: bool,
    reason: Option<Reason>,
    exit_code: u8,
    /// Why, where the checks do not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a Detail>,
    claims: Option<&'a ClaimMap>,
    cause: Option<Cause<'a>>,
    warnings: &'a [Warning],
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<Vec<CheckMember<'a>>>,
}

#[derive(Serialize)]
struct Cause<'a> {
    #[serde(rename = "cause")]
    what: &'static str,
    at: Option<String>,
    at_unix: Timestamp,
    by: Option<&'a Actor>,
    reason: Option<&'a Note>,
    snapshot_at: Option<String>,
    snapshot_at_unix: Option<Timestamp>,
}

#[derive(Serialize)]
struct CheckMember<'a> {
    check: &'static str,
    outcome: &'static str,
    reason: Reason,
    detail: &'a Detail,
}

impl<'a> Verdict<'a> {
    /// A verdict with every check, or with what the one that failed found.
    pub fn of(report: &'a Report, with_checks: bool) -> Self {
        let cause = report.cause.as_ref().map(|cause| Cause {
            what: cause.cause.name(),
            at: cause.at.rfc3339(),
            at_unix: cause.at,
            by: cause.by.as_ref(),
            reason: cause.note.as_ref(),
            snapshot_at: cause.snapshot_at.and_then(Timestamp::rfc3339),
            snapshot_at_unix: cause.snapshot_at,
        });
        let member = |check: &'a Check| CheckMember {
            check: check.of.row().check,
            outcome: check.outcome.name(),
            reason: check.of,
            detail: &check.detail,
        };
        let detail = report.failure().filter(|_| !with_checks).map(|check| &check.detail);
        Self {
            line: None,
            valid: report.is_valid(),
            reason: report.reason,
            exit_code: report.exit(),
            detail,
            claims: report.claims.as_ref(),
            cause,
            warnings: &report.warnings,
            checks: with_checks.then(|| report.checks.iter().map(member).collect()),
        }
    }
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

impl View for VerdictView<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(Verdict::of(self.report, true)).unwrap_or_default()
    }

    fn text(&self, paint: Paint) -> String {
        let mut text = self.first_line(paint) + "\n";
        if self.explain {
            for check in &self.report.checks {
                let outcome = format!("{:<7}", check.outcome.name());
                let outcome = match check.outcome {
                    Outcome::Pass => paint.good(&outcome),
                    Outcome::Fail => paint.bad(&outcome),
                    Outcome::Skipped => outcome,
                };
                let _ =
                    writeln!(text, "  {outcome}  {:<10}  {}", check.of.row().check, escape(&check.detail.to_string()));
            }
        }
        text
    }

    fn bare(&self) -> String {
        self.report.reason.map_or("valid", crate::core::verify::Reason::code).to_owned()
    }
}
