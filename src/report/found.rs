//! What stands out.

use maud::{Markup, html};

use super::next::act;
use super::words::{code, counted, time};
use crate::core::Timestamp;
use crate::core::risk::Grade;

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

pub(super) fn section(found: &[Found]) -> Markup {
    html! {
        section aria-labelledby="found" {
            h2 id="found" { "What stands out" }
            @if found.is_empty() {
                div class="empty" { p { "Nothing in the record of access and in the ledger looks like a risk." } }
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
