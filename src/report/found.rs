//! What stands out.

use maud::{Markup, html};

use super::next::act;
use super::words::{code, counted, time};
use crate::core::Timestamp;
use crate::core::access::{AccessRow, TextId};
use crate::core::reason::Reason;
use crate::core::risk::{Finding, Grade, Names};
use crate::core::shell::quoted;

/// How many are shown in full.
const MOST: usize = 20;

/// Something that stands out, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How grave it is.
    pub grade: Grade,
    /// How sure it is, in a word.
    pub sure: &'static str,
    /// What was found.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// What shows it, a line each.
    pub evidence: Vec<String>,
    /// When it was last so.
    pub last: Timestamp,
    /// The command that acts on it, where one does.
    pub command: Option<String>,
}

impl Found {
    /// A finding in words.
    pub fn of(finding: &Finding, names: &dyn Names) -> Self {
        let seconds = |ms: i64| Timestamp(ms.div_euclid(1_000));
        let use_of = |row: &AccessRow| {
            let text = |id: Option<TextId>| id.and_then(|id| names.text(id)).unwrap_or_default().to_owned();
            let outcome = row.outcome.map_or("ok", Reason::code);
            let address = row.ip.map(|ip| ip.to_string()).unwrap_or_default();
            let parts = [
                seconds(row.at_ms).to_string(),
                row.door.name().to_owned(),
                outcome.to_owned(),
                address,
                text(row.user_agent),
                text(row.device),
                text(row.resource),
            ];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
        };
        Self {
            grade: finding.grade,
            sure: finding.sure.name(),
            what: finding.what(names),
            why: sentence(finding.why()),
            evidence: finding.rows.iter().map(use_of).collect(),
            last: seconds(finding.last),
            command: finding.command(names).map(|words| command(&words)),
        }
    }
}

/// The command of these words, as a shell reads it.
fn command(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("mintage {}", words.join(" "))
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    format!("{}.", capital(clause))
}

pub(super) fn section(found: &[Found], is_unread: bool) -> Markup {
    html! {
        section aria-labelledby="found" {
            h2 id="found" { "What stands out" }
            @if is_unread {
                div class="empty" {
                    p { "Not all of the record of access can be read, so this is not all: " (code("mintage audit access")) " says what is missing." }
                }
            }
            @if found.is_empty() {
                @if !is_unread {
                    div class="empty" {
                        p {
                            "Nothing in the record of access and in the log looks like a risk. Whether tokens and keys are within policy: "
                            (code("mintage audit risk"))
                        }
                    }
                }
            } @else {
                ol class="found" { @for one in found.iter().take(MOST) { li { (told(one)) } } }
                @if found.len() > MOST {
                    p class="quiet" { "And " (counted((found.len() - MOST) as u64, "more")) ": " (code("mintage audit risk")) }
                }
            }
        }
    }
}

fn told(found: &Found) -> Markup {
    html! {
        p class="head" {
            strong class={ "grade " (found.grade.name()) } { (found.grade.name()) } " "
            span class="what" { (found.what) }
        }
        p { (found.why) " " span class="quiet" { (capital(found.sure)) ", last " (time(found.last)) "." } }
        @if !found.evidence.is_empty() {
            details open[found.grade >= Grade::High] {
                summary { "Evidence" }
                ul class="evidence" { @for line in &found.evidence { li { (code(line)) } } }
            }
        }
        @if let Some(command) = &found.command { (act(command)) }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
