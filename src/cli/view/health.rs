//! What the doctor found.

use std::fmt::Write as _;

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::Kid;
use crate::home::{Finding, Severity, is_mendable};
use crate::wire::{HealthDocument, HealthFinding};

/// What was found, and what was mended.
pub struct Health<'a> {
    /// The folder of the home.
    pub home: &'a str,
    /// What is wrong with it now.
    pub findings: Vec<Told<'a>>,
    /// What was, and is not any more.
    pub fixed: Vec<Told<'a>>,
    /// The command that mends what can be mended without loss.
    pub fix: String,
}

/// A finding, and what to do about it.
pub struct Told<'a> {
    /// What was found.
    pub finding: &'a Finding,
    /// The command that mends it, where one does alone.
    pub command: Option<String>,
    /// What else to do.
    pub advice: Option<&'static str>,
}

impl Health<'_> {
    fn document(&self) -> HealthDocument<'_> {
        let count = |severity| self.findings.iter().filter(|told| told.finding.severity() == severity).count();
        HealthDocument {
            home: self.home,
            healthy: count(Severity::Error) == 0,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            findings: self.findings.iter().map(HealthFinding::from).collect(),
            fixed: self.fixed.iter().map(HealthFinding::from).collect(),
        }
    }
}

impl<'a> From<&'a Told<'_>> for HealthFinding<'a> {
    fn from(told: &'a Told<'_>) -> Self {
        let finding = told.finding;
        Self {
            code: finding.code(),
            severity: finding.severity().name(),
            what: finding.to_string(),
            why: finding.why(),
            path: finding.path().map(|path| path.display().to_string()),
            kid: finding.kid().map(Kid::as_str),
            command: told.command.clone(),
            advice: told.advice,
            fixable: is_mendable(finding),
        }
    }
}

impl View for Health<'_> {
    fn json(&self) -> Value {
        json_of(&self.document())
    }

    fn text(&self, paint: Paint) -> String {
        let document = self.document();
        let mut text = String::new();
        for fixed in &document.fixed {
            let _ = writeln!(text, "{}    {}", paint.good("fixed"), escape(&fixed.what));
        }
        for (found, told) in document.findings.iter().zip(&self.findings) {
            let word = format!("{:7}", found.severity);
            let word = match told.finding.severity() {
                Severity::Error => paint.bad(&word),
                Severity::Warning => paint.warning(&word),
                Severity::Note => paint.label(&word),
            };
            let _ = writeln!(text, "{word}  {}", escape(&found.what));
            let _ = writeln!(text, "         {}", found.why);
            if let Some(command) = &found.command {
                let _ = writeln!(text, "         {} {}", paint.label("mend:"), escape(command));
            }
            if let Some(advice) = found.advice {
                let _ = writeln!(text, "         {advice}");
            }
        }
        let all = [("error", document.errors), ("warning", document.warnings), ("note", document.notes)];
        let counted = all.map(|(name, count)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        let _ = writeln!(text, "{}: {}", escape(self.home), counted.join(", "));
        if document.findings.iter().any(|found| found.fixable) {
            let _ = writeln!(text, "`{}` mends what can be mended without loss", escape(&self.fix));
        }
        text
    }

    fn bare(&self) -> String {
        let line = |told: &Told<'_>| format!("{} {}", told.finding.severity().name(), told.finding.code());
        self.findings.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
