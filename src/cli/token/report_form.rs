//! The forms of a report.

use clap::ValueEnum;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportForm {
    /// A table, or with --json a document
    Text,
    /// JUnit XML, for a CI system
    Junit,
}
