//! Weaknesses of a token, as alerts.

use super::alert::{Alert, AlertRule, Level, fingerprint};
use super::case::Place;
use crate::inspect::lint::{Finding, Severity};

/// The weaknesses of a token that is in this file, if it is in one.
pub fn alerts(findings: &[Finding], place: Option<&Place>, token: &str) -> Vec<Alert> {
    findings.iter().map(|finding| alert(finding, place, token)).collect()
}

fn alert(finding: &Finding, place: Option<&Place>, token: &str) -> Alert {
    let (level, severity) = match finding.severity {
        Severity::High => (Level::Error, "8.0"),
        Severity::Medium => (Level::Warning, "5.0"),
        Severity::Low => (Level::Note, "3.0"),
        Severity::Info => (Level::Note, "0.0"),
    };
    let Finding { code, message, why, advice, source, .. } = finding;
    Alert {
        rule: AlertRule { id: code, summary: why, why, help: advice, level, severity },
        message: format!("{message}: {why} ({source})"),
        place: place.cloned(),
        column: place.map(|_| 1),
        fingerprint: fingerprint(&[b"lint", code.as_bytes(), token.as_bytes()]),
    }
}
