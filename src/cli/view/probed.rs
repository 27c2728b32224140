//! What a service made of test tokens: for people, for programs, and as cases for a CI system.

use serde_json::Value;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::View;
use super::case::{Case, CaseOutcome, Trouble};
use super::columns::padded;
use super::render::json_of;
use crate::authority::{ProbeOutcome, ProbeReport, Probed};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::forge::{Rank, Terms, Verdict};
use crate::core::verify::Reason;
use crate::wire::{Maybe, ProbeDocument, ProbeResult};

/// How wide the report is where nobody says.
pub const WIDTH: usize = 80;
/// How wide its last column is at least.
const LEAST: usize = 20;
/// What stands over its last column, and where there is less room than that.
const TITLE: &str = "WHAT IT MEANS, AND WHAT TO SET";
const SHORT_TITLE: &str = "WHAT IT MEANS";
/// How much of an answer is shown.
const ANSWER: usize = 12;

/// What a service made of test tokens, and what of it fails.
pub struct ProbeView<'a> {
    /// What it made of them.
    pub report: &'a ProbeReport,
    /// What fails.
    pub terms: &'a Terms,
    /// How wide it is.
    pub columns: usize,
}

impl ProbeView<'_> {
    fn verdict(&self) -> Verdict {
        self.terms.verdict(&self.report.seen())
    }

    fn document(&self) -> ProbeDocument<'_> {
        let seen = self.report.seen();
        let result = |probed| self.result(probed);
        ProbeDocument {
            verdict: self.verdict().name(),
            fail_on: self.terms.fail_on.name(),
            blind: self.report.is_blind,
            accepted: self.report.count(ProbeOutcome::Accepted),
            refused: self.report.count(ProbeOutcome::Refused),
            failed: self.report.count(ProbeOutcome::Failed),
            results: self.report.probed.iter().map(result).collect(),
            skipped: self.report.skipped.iter().map(Into::into).collect(),
            gone: self.terms.gone(&seen).map(str::to_owned).collect(),
        }
    }

    fn result<'p>(&self, probed: &'p Probed) -> ProbeResult<'p> {
        let (row, seen) = (probed.flaw.row(), probed.seen());
        let is_finding = seen.finding().is_some();
        ProbeResult {
            flaw: row.name,
            rank: seen.rank().name(),
            kind: row.kind.name(),
            outcome: probed.outcome.name(),
            fetched: probed.is_fetched,
            fails: self.terms.fails(&seen),
            known: self.terms.is_known(&seen),
            answer: &probed.answer,
            reason: probed.reason,
            exit_code: probed.reason.map_or(0, Reason::exit),
            source: row.source,
            summary: row.summary,
            means: Maybe(is_finding.then(|| row.weakness.means())),
            mend: Maybe(is_finding.then(|| row.weakness.mend())),
        }
    }

    /// The findings, the gravest first.
    fn findings(&self) -> Vec<(Rank, &Probed)> {
        let ranked = |probed| Some((Probed::seen(probed).finding()?, probed));
        let found: Vec<_> = self.report.probed.iter().filter_map(ranked).collect();
        // Those of a rank that mean the same stand together, where the first of them does.
        let first = |rank: Rank, probed: &Probed| {
            let is_same = |(other, found): &&(Rank, &Probed)| {
                *other == rank && found.flaw.row().weakness == probed.flaw.row().weakness
            };
            found.iter().find(is_same).map_or(probed.flaw as usize, |(_, found)| found.flaw as usize)
        };
        let mut sorted: Vec<_> = found.iter().map(|(rank, probed)| (*rank, first(*rank, probed), *probed)).collect();
        sorted.sort_by_key(|(rank, first, _)| (*rank, *first));
        sorted.into_iter().map(|(rank, _, probed)| (rank, probed)).collect()
    }

    /// Findings of one rank that mean the same stand beside one text.
    fn table(&self, paint: Paint) -> String {
        let found = self.findings();
        if found.is_empty() {
            return String::new();
        }
        let cells = |(rank, probed): &(Rank, &Probed)| {
            let known = if self.terms.is_known(&probed.seen()) { ", known" } else { "" };
            [format!("{}{known}", rank.name()), probed.flaw.name().to_owned(), answer(probed)]
        };
        let head = ["RANK", "FLAW", "ANSWER"].map(str::to_owned);
        let widths: Vec<usize> = (0..3)
            .map(|column| {
                found.iter().map(|one| cells(one)[column].width()).chain([head[column].len()]).max().unwrap_or(0)
            })
            .collect();
        let left = widths.iter().sum::<usize>() + 2 * widths.len();
        let room = self.columns.saturating_sub(left).max(LEAST);
        let line = |cells: &[String; 3]| {
            cells.iter().zip(&widths).map(|(cell, width)| padded(cell, *width) + "  ").collect::<String>()
        };
        let title = if room < TITLE.len() { SHORT_TITLE } else { TITLE };
        let mut text = paint.label(&format!("{}{title}", line(&head))) + "\n";
        for group in
            found.chunk_by(|(a, one), (b, other)| a == b && one.flaw.row().weakness == other.flaw.row().weakness)
        {
            let weakness = group[0].1.flaw.row().weakness;
            let said = [wrapped(weakness.means(), room), wrapped(&format!("→ {}", weakness.mend()), room)].concat();
            let blank = [const { String::new() }; 3];
            for number in 0..group.len().max(said.len()) {
                let cells = group.get(number).map_or_else(|| blank.clone(), cells);
                let said = said.get(number).map_or("", String::as_str);
                let plain = line(&cells);
                let start = match group.get(number) {
                    Some((rank, _)) => {
                        let (name, rest) = plain.split_at(cells[0].len());
                        painted(*rank, name, paint) + rest
                    }
                    None => plain,
                };
                text.push_str(format!("{start}{said}").trim_end());
                text.push('\n');
            }
        }
        text.push('\n');
        text
    }

    /// What could not be judged, and why.
    fn left(&self) -> String {
        // Nothing else was tried, and it does not matter what else there is no way to try.
        if self.report.is_blind {
            return String::new();
        }
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        let failed = self.report.probed.iter().filter(|probed| probed.outcome == ProbeOutcome::Failed);
        let failed = failed
            .map(|probed| (probed.flaw.name(), format!("No answer that says anything ({})", escape(&probed.answer))));
        let skipped = self.report.skipped.iter().map(|(flaw, why)| (flaw.name(), format!("Not tried: {why}")));
        for (flaw, why) in failed.chain(skipped) {
            match groups.iter_mut().find(|(known, _)| *known == why) {
                Some((_, flaws)) => flaws.push(flaw),
                None => groups.push((why, vec![flaw])),
            }
        }
        let lines =
            groups.iter().flat_map(|(why, flaws)| wrapped(&format!("{why}: {}", flaws.join(", ")), self.columns));
        lines.flat_map(|line| [line, "\n".to_owned()]).collect()
    }

    fn last(&self, paint: Paint) -> String {
        let (seen, verdict) = (self.report.seen(), self.verdict());
        let findings = seen.iter().filter(|seen| seen.finding().is_some()).count();
        let failing = seen.iter().filter(|seen| self.terms.fails(seen)).count();
        let count = |outcome| self.report.count(outcome);
        let found = match findings {
            0 => "nothing found".to_owned(),
            1 => format!("1 finding, {failing} that fails (--fail-on {})", self.terms.fail_on.name()),
            _ => format!("{findings} findings, {failing} that fail (--fail-on {})", self.terms.fail_on.name()),
        };
        let blind =
            if self.report.is_blind { "it does not look at the token, and nothing else was tried; " } else { "" };
        let (refused, failed, left) =
            (count(ProbeOutcome::Refused), count(ProbeOutcome::Failed), self.report.skipped.len());
        let text = format!("{blind}{found}; {refused} refused, {failed} without an answer, {left} not tried");
        let painted = match verdict {
            Verdict::Good => paint.good(verdict.name()),
            Verdict::Bad => paint.bad(verdict.name()),
            Verdict::Unknown => paint.warning(verdict.name()),
        };
        let lines = wrapped(&format!("{}: {text}", verdict.name()), self.columns).join("\n");
        lines.replacen(verdict.name(), &painted, 1) + "\n"
    }
}

impl View for ProbeView<'_> {
    fn json(&self) -> Value {
        json_of(&self.document())
    }

    fn text(&self, paint: Paint) -> String {
        let seen = self.report.seen();
        let gone: Vec<&str> = self.terms.gone(&seen).collect();
        let gone = match gone.as_slice() {
            [] => String::new(),
            gone => wrapped(&format!("Not found any more: {}", gone.join(", ")), self.columns).join("\n") + "\n",
        };
        format!("{}{}{gone}{}", self.table(paint), self.left(), self.last(paint))
    }

    /// The flaws that the service did not see, one a line.
    fn bare(&self) -> String {
        self.findings().iter().flat_map(|(_, probed)| [probed.flaw.name(), "\n"]).collect()
    }
}

fn answer(probed: &Probed) -> String {
    let answer: String = escape(&probed.answer).chars().take(ANSWER).collect();
    match (probed.outcome, probed.is_fetched) {
        (ProbeOutcome::Accepted, _) | (_, false) => answer,
        (_, true) => "fetched".to_owned(),
    }
}

fn painted(rank: Rank, text: &str, paint: Paint) -> String {
    match rank {
        Rank::Critical | Rank::High => paint.bad(text),
        Rank::Medium => paint.warning(text),
        Rank::Low | Rank::Informative => text.to_owned(),
    }
}

/// A text in lines of at most so many columns, broken between words, and within one that is wider than that.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.into_iter().flat_map(|line| broken(line, width)).collect()
}

/// A line that is one word, and wider than that, in parts; any other as it is.
fn broken(line: String, width: usize) -> Vec<String> {
    if line.width() <= width {
        return vec![line];
    }
    let mut parts = vec![String::new()];
    for c in line.chars() {
        let used = parts.last().map_or(0, |part| part.width());
        if used > 0 && used + c.width().unwrap_or_default() > width {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The cases of a JUnit report: a finding that fails is a failure, one that does not is skipped with what it is, and a token
/// without an answer is an error.
pub fn cases(report: &ProbeReport, terms: &Terms) -> Vec<Case> {
    let probed = report.probed.iter().map(|probed| {
        let (row, seen) = (probed.flaw.row(), probed.seen());
        let (rank, kind) = (seen.rank().name(), row.kind.name());
        let trouble = |message| Trouble { code: Some(rank), message };
        let said = || {
            let fetched = if probed.is_fetched { "fetched for it, and " } else { "" };
            let must = probed.reason.map_or("refused", Reason::code);
            format!(
                "{fetched}{} ({}), and must be refused as {must}: {} ({}). {} {}",
                probed.outcome.name(),
                probed.answer,
                row.summary,
                row.source,
                row.weakness.means(),
                row.weakness.mend()
            )
        };
        let outcome = match (seen.finding(), probed.outcome) {
            (Some(_), _) if terms.fails(&seen) => CaseOutcome::Failed(trouble(said())),
            (Some(_), _) => {
                let why =
                    if terms.is_known(&seen) { "known".to_owned() } else { format!("below {}", terms.fail_on.name()) };
                CaseOutcome::Skipped(format!("{rank}, {why}: {}", said()))
            }
            (None, ProbeOutcome::Failed) => {
                CaseOutcome::Broken(trouble(format!("neither accepted nor refused: {}", probed.answer)))
            }
            (None, ProbeOutcome::Accepted | ProbeOutcome::Refused) => CaseOutcome::Passed,
        };
        Case::new(format!("{} ({rank}, {kind})", row.name), outcome)
    });
    let skipped = report.skipped.iter().map(|(flaw, why)| {
        let (name, rank, kind) = (flaw.name(), flaw.row().rank.name(), flaw.row().kind.name());
        Case::new(format!("{name} ({rank}, {kind})"), CaseOutcome::Skipped(why.to_string()))
    });
    probed.chain(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Skipped;
    use crate::core::forge::Flaw;

    fn report() -> ProbeReport {
        let probed = |flaw: Flaw, reason, outcome, is_fetched| Probed {
            flaw,
            reason,
            outcome,
            answer: if outcome == ProbeOutcome::Refused { "401" } else { "200" }.to_owned(),
            is_fetched,
        };
        ProbeReport {
            probed: vec![
                probed(Flaw::Valid, None, ProbeOutcome::Accepted, false),
                probed(Flaw::WrongTyp, Some(Reason::TypeMismatch), ProbeOutcome::Accepted, false),
                probed(Flaw::Expired, Some(Reason::Expired), ProbeOutcome::Accepted, false),
                probed(Flaw::NoExp, Some(Reason::Expired), ProbeOutcome::Refused, false),
                probed(Flaw::JkuUrl, Some(Reason::BadSignature), ProbeOutcome::Refused, true),
                probed(Flaw::AlgNone, Some(Reason::AlgorithmNotAllowed), ProbeOutcome::Accepted, false),
                probed(Flaw::AlgNoneUpper, Some(Reason::AlgorithmNotAllowed), ProbeOutcome::Accepted, false),
                probed(Flaw::Deep, Some(Reason::Malformed), ProbeOutcome::Failed, false),
            ],
            skipped: vec![(Flaw::Huge, Skipped::TooLong)],
            is_blind: false,
        }
    }

    fn terms() -> Terms {
        Terms { fail_on: Rank::High, known: Vec::new() }
    }

    #[test]
    fn a_report_is_as_wide_as_the_terminal() {
        let report = report();
        let text = |columns| ProbeView { report: &report, terms: &terms(), columns }.text(Paint::NONE);
        for columns in [60, 80, 120, 200] {
            assert!(text(columns).lines().all(|line| line.width() <= columns), "{}", text(columns));
        }
        assert!(text(120).lines().count() < text(80).lines().count(), "what there is room for is used");
    }

    #[test]
    fn findings_stand_below_each_other_the_gravest_first_within_80_columns() {
        let report = report();
        let text = ProbeView { report: &report, terms: &terms(), columns: WIDTH }.text(Paint::NONE);
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        insta::assert_snapshot!(text, @r#"
        RANK      FLAW            ANSWER   WHAT IT MEANS, AND WHAT TO SET
        critical  alg-none        200      A token without a signature is taken: anybody
        critical  alg-none-upper  200      writes one, for any user.
                                           → name the algorithms of your issuer in the
                                           verifier, as in algorithms: ["RS256"], and
                                           none beside them: never none, no HS beside
                                           RS, PS, ES or Ed
        high      expired         200      A token is taken outside its time: what was
                                           stolen or withdrawn once opens for longer.
                                           → have exp required and checked, and nbf too,
                                           with a leeway of seconds
        high      jku-url         fetched  The token says what the service fetches,
                                           before anything in it is known to be true:
                                           strangers reach through it what only it can
                                           (SSRF).
                                           → take keys from the jwks_uri of the issuer
                                           alone, and never from jwk, jku, x5c or x5u of
                                           a token
        medium    wrong-typ       200      Another kind of token is taken for an access
                                           token, as an ID token, which every browser is
                                           given.
                                           → require the typ at+jwt (in
                                           express-oauth2-jwt-bearer: strict: true)

        No answer that says anything (200): deep
        Not tried: too long for a variable: it is tried where the command reads the file
        $TOKEN_FILE: huge
        bad: 5 findings, 4 that fail (--fail-on high); 2 refused, 1 without an answer, 1
        not tried
        "#);
    }

    #[test]
    fn only_what_fails_is_a_failure_and_the_rest_is_said() {
        let cases = cases(&report(), &terms());
        let words: Vec<_> = cases
            .iter()
            .map(|case| {
                let word = match &case.outcome {
                    CaseOutcome::Passed => "passed",
                    CaseOutcome::Failed(_) => "failed",
                    CaseOutcome::Broken(_) => "broken",
                    CaseOutcome::Skipped(_) => "skipped",
                };
                format!("{word} {}", case.name)
            })
            .collect();
        assert_eq!(
            words,
            [
                "passed valid (informative, stateless)",
                "skipped wrong-typ (medium, stateless)",
                "failed expired (high, stateless)",
                "passed no-exp (low, own-key)",
                "failed jku-url (high, stateless)",
                "failed alg-none (critical, stateless)",
                "failed alg-none-upper (critical, stateless)",
                "broken deep (low, own-key)",
                "skipped huge (low, own-key)",
            ]
        );
    }
}
