//! What a service made of test tokens: for people, for programs, and as JUnit XML for a CI system.

use std::fmt::Write as _;

use serde_json::Value;

use super::View;
use super::render::json_of;
use super::table::table;
use super::xml::attribute;
use crate::authority::{Outcome, ProbeReport, Probed};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::verify::Reason;
use crate::wire::{ProbeDocument, ProbeResult};

/// What a service made of test tokens.
pub struct ProbeView<'a>(pub &'a ProbeReport);

impl<'a> From<&'a ProbeReport> for ProbeDocument<'a> {
    fn from(report: &'a ProbeReport) -> Self {
        let result = |probed: &'a Probed| {
            let row = probed.flaw.row();
            ProbeResult {
                flaw: row.name,
                outcome: probed.outcome.name(),
                answer: &probed.answer,
                reason: probed.reason,
                exit_code: probed.reason.map_or(0, Reason::exit),
                source: row.source,
                summary: row.summary,
            }
        };
        Self {
            accepted: report.count(Outcome::Accepted),
            refused: report.count(Outcome::Refused),
            failed: report.count(Outcome::Failed),
            results: report.probed.iter().map(result).collect(),
            skipped: report.skipped.iter().map(Into::into).collect(),
        }
    }
}

impl View for ProbeView<'_> {
    fn json(&self) -> Value {
        json_of(&ProbeDocument::from(self.0))
    }

    fn text(&self, paint: Paint) -> String {
        let cells = |probed: &Probed| {
            let (row, reason) = (probed.flaw.row(), probed.reason.map_or("-", Reason::code));
            [probed.outcome.name(), row.name, &escape(&probed.answer), reason, row.summary].map(str::to_owned).to_vec()
        };
        let columns = ["outcome", "flaw", "answer", "must_be", "summary"];
        table(&columns, self.0.probed.iter().map(cells).collect(), paint)
    }

    /// The flaws that the service did not see, one a line.
    fn bare(&self) -> String {
        let missed = self.0.probed.iter().filter(|probed| is_missed(probed));
        missed.flat_map(|probed| [probed.flaw.name(), "\n"]).collect()
    }
}

fn is_missed(probed: &Probed) -> bool {
    probed.reason.is_some() && probed.outcome == Outcome::Accepted
}

/// The report as JUnit XML: a token that was accepted and must not be is a failure, one without an answer an error.
pub fn junit(report: &ProbeReport) -> String {
    let (failures, errors) = (report.count(Outcome::Accepted), report.count(Outcome::Failed));
    let tests = report.probed.len() + report.skipped.len();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuites>\n  <testsuite name=\"mintage token forge\" tests=\"{tests}\" failures=\"{failures}\" \
         errors=\"{errors}\" skipped=\"{}\">",
        report.skipped.len()
    );
    let mut case = |name: &str, inside: Option<(&str, String)>| {
        let start = format!("    <testcase classname=\"mintage.token.forge\" name=\"{}\"", attribute(name));
        let _ = match inside {
            None => writeln!(xml, "{start}/>"),
            Some((tag, message)) => {
                writeln!(xml, "{start}>\n      <{tag} message=\"{}\"/>\n    </testcase>", attribute(&message))
            }
        };
    };
    for probed in &report.probed {
        let row = probed.flaw.row();
        let inside = match (probed.reason, probed.outcome) {
            (None, _) | (_, Outcome::Refused) => None,
            (Some(reason), Outcome::Accepted) => {
                let message = format!(
                    "accepted ({}), and must be refused as {}: {} ({})",
                    probed.answer,
                    reason.code(),
                    row.summary,
                    row.source
                );
                Some(("failure", message))
            }
            (_, Outcome::Failed) => Some(("error", format!("neither accepted nor refused: {}", probed.answer))),
        };
        case(row.name, inside);
    }
    for (flaw, why) in &report.skipped {
        case(flaw.name(), Some(("skipped", why.clone())));
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::forge::Flaw;

    #[test]
    fn junit_counts_what_it_lists() {
        let probed = |flaw: Flaw, reason, outcome| Probed { flaw, reason, outcome, answer: "200".to_owned() };
        let report = ProbeReport {
            probed: vec![
                probed(Flaw::Valid, None, Outcome::Accepted),
                probed(Flaw::Expired, Some(Reason::Expired), Outcome::Accepted),
                probed(Flaw::NoExp, Some(Reason::Expired), Outcome::Refused),
                probed(Flaw::Deep, Some(Reason::Malformed), Outcome::Failed),
            ],
            skipped: vec![(Flaw::Huge, "too \"long\"".to_owned())],
        };
        let xml = junit(&report);
        assert!(xml.contains(r#"tests="5" failures="1" errors="1" skipped="1""#), "{xml}");
        assert_eq!(xml.matches("<testcase ").count(), 5);
        assert_eq!((xml.matches("<failure ").count(), xml.matches("<error ").count()), (1, 1));
        assert!(xml.contains("too &quot;long&quot;"));
    }
}
