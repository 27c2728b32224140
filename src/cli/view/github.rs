//! What GitHub Actions shows: lines of a job's log that become annotations, and the summary of a job.
//!
//! A line that begins with `::` is a command to the runner, so nothing that others wrote may begin one. The runner reads both
//! streams.

use std::fmt::Write as _;

use super::alert::{Alert, Level};
use super::case::{Case, CaseCounts, CaseOutcome, Place};
use crate::cli::escape::escape;

/// So many rows of trouble are in a summary: GitHub takes 1 MiB of it.
pub const MOST_ROWS: usize = 200;

/// A line that GitHub shows beside the file that it names, in the log and on top of the job. The column is from 1.
fn annotation(level: Level, place: Option<&Place>, column: Option<u64>, title: &str, message: &str) -> String {
    let mut properties = Vec::new();
    if let Some(Place { file, line }) = place {
        properties.push(format!("file={}", property(file)));
        properties.push(format!("line={line}"));
        properties.extend(column.map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", property(title)));
    let word = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    format!("::{word} {}::{}\n", properties.join(","), data(message))
}

/// The line of something that was found.
pub fn line_of_alert(alert: &Alert) -> String {
    annotation(alert.rule.level, alert.place.as_ref(), alert.column, alert.rule.id, &alert.message)
}

/// The summary of a job: what was found.
pub fn summary_of_alerts(title: &str, alerts: &[Alert]) -> String {
    let mut text = format!("### {}\n\n", cell(title));
    if alerts.is_empty() {
        return text + "Nothing was found.\n\n";
    }
    let _ = writeln!(text, "| found | level | what | where |\n| --- | --- | --- | --- |");
    for alert in alerts.iter().take(MOST_ROWS) {
        let place = alert.place.as_ref().map_or(String::new(), |place| cell(&format!("{}:{}", place.file, place.line)));
        let (rule, message) = (&alert.rule, cell(&alert.message));
        let _ = writeln!(text, "| {} | {} | {message} | {place} |", cell(rule.id), rule.level.word());
    }
    let left = alerts.len().saturating_sub(MOST_ROWS);
    if left > 0 {
        let _ = writeln!(text, "\n{left} more are in the log of the job.");
    }
    text + "\n"
}

/// The line of a case that did not go as it should; none of others.
pub fn line_of(case: &Case) -> Option<String> {
    let (title, message) = match &case.outcome {
        CaseOutcome::Passed | CaseOutcome::Skipped(_) => return None,
        CaseOutcome::Failed(trouble) => (trouble.code.unwrap_or("failed"), &trouble.message),
        CaseOutcome::Broken(trouble) => (trouble.code.unwrap_or("not judged"), &trouble.message),
    };
    let message = format!("{}: {message}", case.name);
    Some(annotation(Level::Error, case.place.as_ref(), None, title, &message))
}

/// What tells the runner to print stars in the place of a secret from now on.
pub fn mask(secret: &str) -> String {
    let lines = secret.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("-----"));
    lines.fold(String::new(), |text, line| text + "::add-mask::" + &data(line) + "\n")
}

/// The summary of a job, in Markdown: what the cases come to, and the first of those that did not go as they should.
pub fn summary(title: &str, counts: &CaseCounts, troubles: &[Case]) -> String {
    let passed = counts.tests - counts.failures - counts.errors - counts.skipped;
    let mut text = format!("### {}\n\n| tests | passed | failed | errors | skipped |\n", cell(title));
    let _ = writeln!(text, "| ---: | ---: | ---: | ---: | ---: |");
    let CaseCounts { tests, failures, errors, skipped, .. } = counts;
    let _ = writeln!(text, "| {tests} | {passed} | {failures} | {errors} | {skipped} |\n");
    if !troubles.is_empty() {
        let _ = writeln!(text, "| case | why | where |\n| --- | --- | --- |");
    }
    for case in troubles {
        let (CaseOutcome::Failed(trouble) | CaseOutcome::Broken(trouble)) = &case.outcome else { continue };
        let place = case.place.as_ref().map_or(String::new(), |place| cell(&format!("{}:{}", place.file, place.line)));
        let _ = writeln!(text, "| {} | {} | {place} |", cell(&case.name), cell(&trouble.message));
    }
    let left = (failures + errors).saturating_sub(troubles.len() as u64);
    if left > 0 {
        let _ = writeln!(text, "\n{left} more are in the log of the job.");
    }
    text + "\n"
}

/// A text as the last part of a command.
fn data(text: &str) -> String {
    escape(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A text in a cell of a table, in which nothing is markup.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in escape(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '$' | '#' | '!' => safe.extend(['\\', c]),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::case::Trouble;
    use super::*;

    fn case(name: &str, message: &str, file: &str) -> Case {
        let trouble = Trouble { code: Some("expired"), message: message.to_owned() };
        let place = Place { file: file.to_owned(), line: 3 };
        Case::new(name, CaseOutcome::Failed(trouble)).at(Some(place))
    }

    #[test]
    fn nothing_that_others_wrote_becomes_a_command_or_a_property() {
        let line = line_of(&case("a\n::set-output name=x::y", "100% over,\r\nreally: yes", "a,b:c%.txt")).unwrap();
        assert_eq!(
            line,
            "::error file=a%2Cb%3Ac%25.txt,line=3,title=expired::a\\u{a}::set-output name=x::y: 100%25 over,\\u{d}\\u{a}really: yes\n"
        );
        assert_eq!(line_of(&Case::new("good", CaseOutcome::Passed)), None);
    }

    #[test]
    fn every_line_of_a_secret_is_masked_and_what_is_around_a_key_is_not() {
        assert_eq!(mask("a%b"), "::add-mask::a%25b\n");
        let pem = "-----BEGIN PRIVATE KEY-----\nMIIB\nAAAA\n-----END PRIVATE KEY-----\n";
        assert_eq!(mask(pem), "::add-mask::MIIB\n::add-mask::AAAA\n");
    }

    #[test]
    fn a_summary_is_a_table_in_which_nothing_is_markup() {
        let bad = case("<img src=x>|`b`", "expired: *long* ago", "t.txt");
        let counts = CaseCounts { tests: 4, failures: 2, errors: 0, skipped: 1, ..CaseCounts::default() };
        insta::assert_snapshot!(summary("mintage token verify", &counts, &[bad]), @r"
        ### mintage token verify

        | tests | passed | failed | errors | skipped |
        | ---: | ---: | ---: | ---: | ---: |
        | 4 | 1 | 2 | 0 | 1 |

        | case | why | where |
        | --- | --- | --- |
        | &lt;img src=x&gt;\|\`b\` | expired: \*long\* ago | t.txt:3 |

        1 more are in the log of the job.
        ");
    }
}
