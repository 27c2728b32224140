//! What a service made of test tokens: for people, for programs, and as cases for a CI system.

use serde_json::Value;

use super::View;
use super::case::{Case, CaseOutcome, Trouble};
use super::render::json_of;
use super::table::table;
use crate::authority::{ProbeOutcome, ProbeReport, Probed};
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
            accepted: report.count(ProbeOutcome::Accepted),
            refused: report.count(ProbeOutcome::Refused),
            failed: report.count(ProbeOutcome::Failed),
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
    probed.reason.is_some() && probed.outcome == ProbeOutcome::Accepted
}

/// The cases of a JUnit report: a token that was accepted and must not be is a failure, one without an answer an error.
pub fn cases(report: &ProbeReport) -> Vec<Case> {
    let probed = report.probed.iter().map(|probed| {
        let row = probed.flaw.row();
        let trouble = |message| Trouble { code: None, message };
        let outcome = match (probed.reason, probed.outcome) {
            (None, _) | (_, ProbeOutcome::Refused) => CaseOutcome::Passed,
            (Some(reason), ProbeOutcome::Accepted) => CaseOutcome::Failed(trouble(format!(
                "accepted ({}), and must be refused as {}: {} ({})",
                probed.answer,
                reason.code(),
                row.summary,
                row.source
            ))),
            (_, ProbeOutcome::Failed) => {
                CaseOutcome::Broken(trouble(format!("neither accepted nor refused: {}", probed.answer)))
            }
        };
        Case::new(row.name, outcome)
    });
    let skipped = report.skipped.iter();
    let skipped = skipped.map(|(flaw, why)| Case::new(flaw.name(), CaseOutcome::Skipped(why.to_string())));
    probed.chain(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Skipped;
    use crate::core::forge::Flaw;

    #[test]
    fn only_a_bad_token_that_was_accepted_is_a_failure() {
        let probed = |flaw: Flaw, reason, outcome| Probed { flaw, reason, outcome, answer: "200".to_owned() };
        let report = ProbeReport {
            probed: vec![
                probed(Flaw::Valid, None, ProbeOutcome::Accepted),
                probed(Flaw::Expired, Some(Reason::Expired), ProbeOutcome::Accepted),
                probed(Flaw::NoExp, Some(Reason::Expired), ProbeOutcome::Refused),
                probed(Flaw::Deep, Some(Reason::Malformed), ProbeOutcome::Failed),
            ],
            skipped: vec![(Flaw::Huge, Skipped::TooLong)],
        };
        let cases = cases(&report);
        let trouble = |message: &str| Trouble { code: None, message: message.to_owned() };
        let expected = [
            CaseOutcome::Passed,
            CaseOutcome::Failed(trouble(
                "accepted (200), and must be refused as expired: exp was an hour ago (RFC 7519, 4.1.4)",
            )),
            CaseOutcome::Passed,
            CaseOutcome::Broken(trouble("neither accepted nor refused: 200")),
            CaseOutcome::Skipped(Skipped::TooLong.to_string()),
        ];
        assert_eq!(cases.iter().map(|case| case.outcome.clone()).collect::<Vec<_>>(), expected);
        assert_eq!(
            cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(),
            ["valid", "expired", "no-exp", "deep", "huge"]
        );
    }
}
