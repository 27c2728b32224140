//! A weakness, and how bad it is.

use std::fmt;
use std::str::FromStr;

/// How bad a weakness is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Costs something on a bad day.
    Low,
    /// Helps an attacker who has something else.
    Medium,
    /// Is an attack, or makes the token worthless as one.
    High,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 4] = [Self::High, Self::Medium, Self::Low, Self::Info];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Severity {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|severity| severity.name() == text).ok_or("give high, medium, low or info")
    }
}

/// A weakness of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The word for programs. It keeps its meaning.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is there, or missing. May quote short texts of the token.
    pub message: String,
    /// What follows from it.
    pub why: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// Where that is written.
    pub source: &'static str,
}

/// The worst first; among equals in the order of the rules.
pub fn arrange(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
}
