//! The forms of a report.

use clap::ValueEnum;

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::escape::escape_json;
use crate::cli::view::alert::Alert;
use crate::cli::view::case::{Case, CaseCounts, CaseOutcome};
use crate::cli::view::github::{self, MOST_ROWS};
use crate::cli::view::junit::Suite;
use crate::cli::view::sarif;
use crate::host::files;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportForm {
    /// A table, or with --json a document
    Text,
    /// JUnit XML, for a CI system
    Junit,
    /// Annotations of GitHub Actions, and a table in $GITHUB_STEP_SUMMARY
    Github,
}

impl ReportForm {
    /// Whether it is another form than that of every command.
    pub fn is_its_own(self) -> bool {
        self != Self::Text
    }

    /// Refuses it beside `--json` and `-q`.
    pub fn check(self, cx: &mut Context<'_>) -> Result<(), Error> {
        let message = format!("--format {} is a form of its own", self.word());
        cx.check_form(self.is_its_own(), &message, "leave --json and -q out")
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Junit => "junit",
            Self::Github => "github",
        }
    }

    /// Gives cases in this form. Says whether it is one in which cases are given.
    pub fn give(self, command: &'static str, cases: &[Case], cx: &mut Context<'_>) -> Result<bool, Error> {
        match self {
            Self::Text => return Ok(false),
            Self::Junit => {
                let suite = Suite { name: command, at: cx.now() };
                cx.ui.try_raw(&suite.report(cases)).map_err(Error::Output)?;
            }
            Self::Github => {
                let lines: String = cases.iter().filter_map(github::line_of).collect();
                cx.ui.lines(&lines).map_err(Error::Output)?;
                let is_trouble = |case: &&Case| matches!(case.outcome, CaseOutcome::Failed(_) | CaseOutcome::Broken(_));
                let troubles: Vec<_> = cases.iter().filter(is_trouble).take(MOST_ROWS).cloned().collect();
                summarise(&github::summary(command, &CaseCounts::of(cases), &troubles), cx);
            }
        }
        Ok(true)
    }
}

/// The form of what was found in texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingForm {
    /// A table, or with --json a document
    Text,
    /// Annotations of GitHub Actions, and a table in $GITHUB_STEP_SUMMARY
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

impl FindingForm {
    /// Whether it is another form than that of every command.
    pub fn is_its_own(self) -> bool {
        self != Self::Text
    }

    /// Refuses it beside `--json` and `-q`.
    pub fn check(self, cx: &mut Context<'_>) -> Result<(), Error> {
        let word = if self == Self::Sarif { "sarif" } else { "github" };
        let message = format!("--format {word} is a form of its own");
        cx.check_form(self.is_its_own(), &message, "leave --json and -q out")
    }

    /// Gives what was found in this form, if it is one of its own.
    pub fn give(self, command: &'static str, alerts: &[Alert], cx: &mut Context<'_>) -> Result<(), Error> {
        match self {
            Self::Text => Ok(()),
            Self::Github => {
                let lines: String = alerts.iter().map(github::line_of_alert).collect();
                cx.ui.lines(&lines).map_err(Error::Output)?;
                summarise(&github::summary_of_alerts(command, alerts), cx);
                Ok(())
            }
            Self::Sarif => {
                let log = escape_json(&format!("{:#}", sarif::log(command, alerts)));
                cx.ui.lines(&(log + "\n")).map_err(Error::Output)
            }
        }
    }
}

/// Adds to the summary of a job, where there is one. A report that was given is not worth less where that cannot be.
pub fn summarise(markdown: &str, cx: &mut Context<'_>) {
    let Some(file) = cx.environment.get("GITHUB_STEP_SUMMARY").map(std::path::PathBuf::from) else { return };
    if let Err(error) = files::append(&file, markdown.as_bytes()) {
        cx.ui.warn(&format!("the summary of the job was not written: {error}"));
    }
}
