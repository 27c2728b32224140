//! What a service made of the rotation of its keys.

use serde_json::{Map, Value};

use super::View;
use super::render::{cell, json_of};
use super::table::table;
use crate::cli::paint::Paint;
use crate::core::Issuer;
use crate::core::drill::{Finding, Verdict};
use crate::wire::DrillDocument;

/// What a service made of the rotation of its keys.
pub struct Drilled<'a> {
    /// The issuer that the tokens named.
    pub issuer: &'a Issuer,
    /// Where the keys were served.
    pub jwks_uri: &'a str,
    /// Whether all was tried.
    pub complete: bool,
    /// What was found.
    pub findings: &'a [Finding],
}

/// The columns of the table.
pub const COLUMNS: &[&str] = &["verdict", "check", "seen", "what_is_good"];

impl Drilled<'_> {
    /// What the table has of each finding.
    pub fn rows(&self) -> Vec<Map<String, Value>> {
        let row = |Finding { check, verdict, fact }: &Finding| {
            let cells =
                [verdict.word().to_owned(), check.name().to_owned(), fact.to_string(), check.summary().to_owned()];
            COLUMNS.iter().map(|name| (*name).to_owned()).zip(cells.map(Value::from)).collect()
        };
        self.findings.iter().map(row).collect()
    }
}

impl View for Drilled<'_> {
    fn json(&self) -> Value {
        json_of(&DrillDocument::of(self.issuer, self.jwks_uri, self.complete, self.findings))
    }

    fn text(&self, paint: Paint) -> String {
        let rows = self.rows();
        let cells = |row: &Map<String, Value>| COLUMNS.iter().map(|name| cell(row, name, None)).collect();
        table(COLUMNS, rows.iter().map(cells).collect(), paint)
    }

    /// The checks that the service does not meet, one a line.
    fn bare(&self) -> String {
        let bad = self.findings.iter().filter(|finding| finding.verdict == Verdict::Bad);
        bad.flat_map(|finding| [finding.check.name(), "\n"]).collect()
    }
}
