//! Cases that a CI system is told of, and how they went.

use std::time::Duration;

use crate::cli::escape::hide_secrets;
use crate::core::json::ClaimMap;
use crate::core::verify::Report;

/// One case of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// How it went.
    pub outcome: CaseOutcome,
    /// How long that took, where it is known.
    pub took: Option<Duration>,
    /// Where what was looked at is, where it is in a file.
    pub place: Option<Place>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
}

/// How a case went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseOutcome {
    /// As it should.
    Passed,
    /// Not as it should.
    Failed(Trouble),
    /// It could not be told.
    Broken(Trouble),
    /// It was not tried, for this reason.
    Skipped(String),
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The word for programs, where there is one.
    pub code: Option<&'static str>,
    /// What happened.
    pub message: String,
}

/// How many cases went how, and how long they took together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaseCounts {
    /// All.
    pub tests: u64,
    /// Those that did not go as they should.
    pub failures: u64,
    /// Those that could not be told.
    pub errors: u64,
    /// Those that were not tried.
    pub skipped: u64,
    /// The sum of their times.
    pub took: Duration,
}

impl Case {
    /// A case of which neither its time nor its place is known.
    pub fn new(name: impl Into<String>, outcome: CaseOutcome) -> Self {
        Self { name: name.into(), outcome, took: None, place: None }
    }

    /// The verdict on a token.
    pub fn of(name: impl Into<String>, report: &Report) -> Self {
        let outcome = report.reason.map_or(CaseOutcome::Passed, |reason| {
            let detail = report.failure().map_or(String::new(), |check| check.detail.to_string());
            let message = format!("{}: {detail}", reason.code());
            CaseOutcome::Failed(Trouble { code: Some(reason.code()), message })
        });
        Self::new(name, outcome)
    }

    /// The same, with how long it took.
    pub fn taking(self, took: Duration) -> Self {
        Self { took: Some(took), ..self }
    }

    /// The same, with where it is.
    pub fn at(self, place: Option<Place>) -> Self {
        Self { place, ..self }
    }
}

impl CaseCounts {
    /// Those of all these.
    pub fn of(cases: &[Case]) -> Self {
        let mut counts = Self::default();
        for case in cases {
            counts.add(case);
        }
        counts
    }

    /// Counts one more.
    pub fn add(&mut self, case: &Case) {
        self.tests += 1;
        match case.outcome {
            CaseOutcome::Passed => {}
            CaseOutcome::Failed(_) => self.failures += 1,
            CaseOutcome::Broken(_) => self.errors += 1,
            CaseOutcome::Skipped(_) => self.skipped += 1,
        }
        self.took += case.took.unwrap_or_default();
    }
}

/// What a token is called by what it says of itself: for whom it is, and its id. None where it says neither. Whoever made it chose
/// the words.
pub fn name_of(claims: &ClaimMap) -> Option<String> {
    let words = ["sub", "jti"].into_iter().filter_map(|claim| claims.get(claim)?.as_str());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).map(brief).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A name that somebody chose, in one line of decent length; never a token.
pub fn brief(name: &str) -> String {
    const LONGEST: usize = 200;
    let name: String = hide_secrets(name).chars().take(LONGEST + 1).collect();
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name,
    }
}
