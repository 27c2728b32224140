//! What the use of tokens gave away.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::View;
use super::render::json_of;
use super::table::Table;
use crate::authority::{Acted, KnownTexts, RiskReport, StoreError};
use crate::cli::command_line::quoted;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::Timestamp;
use crate::core::access::AccessRow;
use crate::core::risk::{Finding, Grade, Names as _, Subject};
use crate::wire::{Maybe, RiskDeed, RiskDocument, RiskFinding, RiskUse, TimePair, UnreadDay};

/// What was found, and what was done about it.
pub struct Risks<'a> {
    /// What was found.
    pub report: &'a RiskReport,
    /// What was done.
    pub acted: &'a [Acted],
    /// The home, where the person named it.
    pub home: Option<&'a Path>,
    /// Whether nothing was done, because it is a plan.
    pub is_plan: bool,
    /// Whether the evidence is shown too.
    pub verbose: bool,
}

impl Risks<'_> {
    /// As rows of a table.
    pub fn table(&self) -> Table<RiskDocument> {
        Table {
            document: self.document(),
            rows: "findings",
            columns: &["severity", "code", "kind", "subject", "last_at"],
            bare: "subject",
            now: None,
        }
    }

    fn document(&self) -> RiskDocument {
        let report = self.report;
        RiskDocument {
            plan: Maybe(self.is_plan.then_some("act")),
            findings: risks(report, self.home),
            total: report.total,
            lighter: report.lighter,
            uses: report.uses,
            acted: self.acted.iter().map(|acted| self.deed(acted)).collect(),
            unread: unread(report),
        }
    }

    fn deed(&self, acted: &Acted) -> RiskDeed {
        RiskDeed {
            code: self.report.findings[acted.finding].rule.name(),
            verb: acted.deed.name(),
            to: acted.to.clone(),
            outcome: acted.outcome.name(),
        }
    }
}

/// The findings, each with the command that acts on it.
pub fn risks(report: &RiskReport, home: Option<&Path>) -> Vec<RiskFinding> {
    report.findings.iter().map(|found| risk(found, &report.known, home)).collect()
}

/// The days that could not be read.
pub fn unread(report: &RiskReport) -> Vec<UnreadDay> {
    let day = |error: &StoreError| {
        let name = error.at.file()?.file_name()?.to_str()?;
        let day = name.split('.').next()?;
        // Files of one day are called so.
        format!("{day}T00:00:00Z").parse::<Timestamp>().ok().map(|_| day.to_owned())
    };
    report.unread.iter().map(|error| UnreadDay { day: day(error), why: error.to_string() }).collect()
}

/// A finding, with the command that acts on it.
fn risk(finding: &Finding, known: &KnownTexts, home: Option<&Path>) -> RiskFinding {
    let text = |id| known.text(id).map(str::to_owned);
    let command = finding.command(known).map(|words| {
        let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        let home = home.map(|home| format!(" --home {}", quoted(&home.display().to_string())));
        format!("mintage{} {}", home.unwrap_or_default(), words.join(" "))
    });
    RiskFinding {
        code: finding.rule.name(),
        severity: finding.grade.name(),
        sure: finding.sure.name(),
        kind: finding.subject.kind(),
        subject: finding.subject.id(known),
        what: finding.what(known),
        why: finding.why(),
        client_id: finding.app.and_then(text),
        user: finding.user.and_then(text),
        first_at: TimePair(Timestamp(finding.first.div_euclid(1_000))),
        last_at: TimePair(Timestamp(finding.last.div_euclid(1_000))),
        count: finding.count,
        evidence: finding.rows.iter().map(|row| shown(row, known)).collect(),
        advice: if command.is_some() { None } else { finding.advice() },
        command,
    }
}

fn shown(row: &AccessRow, known: &KnownTexts) -> RiskUse {
    let text = |id| known.text(id).map(str::to_owned);
    RiskUse {
        at: TimePair(Timestamp(row.at_ms.div_euclid(1_000))),
        door: row.door.name(),
        outcome: row.outcome.map_or("ok", crate::core::reason::Reason::code),
        jti: row.token.map(|jti| jti.to_string()),
        client_id: row.client_id.and_then(text),
        user: row.user.and_then(text),
        kid: row.kid.and_then(text),
        ip: row.ip.map(|ip| ip.to_string()),
        user_agent: row.user_agent.and_then(text),
        device: row.device.and_then(text),
        resource: row.resource.and_then(text),
    }
}

/// A use in one line.
fn line(row: &RiskUse) -> String {
    let parts = [
        row.at.0.to_string(),
        row.door.to_owned(),
        row.outcome.to_owned(),
        row.ip.clone().unwrap_or_default(),
        row.user_agent.clone().unwrap_or_default(),
        row.device.as_ref().map(|device| format!("device {device}")).unwrap_or_default(),
        row.resource.clone().unwrap_or_default(),
    ];
    parts.iter().filter(|part| !part.is_empty()).map(|part| escape(part)).collect::<Vec<_>>().join("  ")
}

impl View for Risks<'_> {
    fn json(&self) -> Value {
        json_of(&self.document())
    }

    fn text(&self, paint: Paint) -> String {
        let document = self.document();
        let mut text = String::new();
        for (found, finding) in document.findings.iter().zip(&self.report.findings) {
            let word = format!("{:6}", found.severity);
            let word = match finding.grade {
                Grade::High => paint.bad(&word),
                Grade::Medium => paint.warning(&word),
                Grade::Low | Grade::Note => paint.label(&word),
            };
            let _ = writeln!(text, "{word}  {}  {:17}  {}", found.last_at.0, found.code, escape(&found.what));
            if self.verbose {
                let _ = writeln!(text, "        {} ({})", found.why, found.sure);
                for row in &found.evidence {
                    let _ = writeln!(text, "        {}", line(row));
                }
                if found.count > found.evidence.len() as u64 && !found.evidence.is_empty() {
                    let _ = writeln!(text, "        … of {}", found.count);
                }
            }
            match (&found.command, found.advice) {
                (Some(command), _) => drop(writeln!(text, "        {} {}", paint.label("act:"), escape(command))),
                (None, Some(advice)) if self.verbose => drop(writeln!(text, "        {advice}")),
                (None, _) => {}
            }
        }
        for acted in &document.acted {
            let _ =
                writeln!(text, "{}  {} {} ({})", paint.good(acted.outcome), acted.verb, escape(&acted.to), acted.code);
        }
        text
    }

    fn bare(&self) -> String {
        let subject = |finding: &Finding| match finding.subject {
            Subject::Token(jti) => jti.to_string(),
            subject => subject.id(&self.report.known),
        };
        self.report.findings.iter().map(|finding| subject(finding) + "\n").collect()
    }
}
