//! What expires next.

use maud::{Markup, html};

use super::words::{code, counted, grouped, hour, name, short_day, time};
use crate::core::Timestamp;
use crate::core::picture::{Due, DueWhat, Picture};
use crate::core::time::in_words;

/// The command that does what is due; none where it happens by itself.
pub fn command(due: &Due) -> Option<String> {
    match due.what {
        DueWhat::TakesOver => Some("mintage keys rotate --due".to_owned()),
        DueWhat::TooOld => Some(format!("mintage keys rotate --alg {}", due.algorithm)),
        DueWhat::StopsVerifying => None,
    }
}

pub(super) fn section(picture: &Picture) -> Markup {
    let now = picture.at;
    html! {
        section aria-labelledby="next" {
            h2 id="next" { "What expires next" }
            div class="pair inner" {
                div {
                    h3 { "Keys" }
                    @if picture.due.is_empty() {
                        p class="quiet" {
                            "Nothing is due. " (code("max_key_age")) " in config.toml says how old a key may become, and "
                            (code("mintage keys rotate --if-older-than 80d")) " keeps it so from cron."
                        }
                    } @else {
                        ul class="dues" { @for due in &picture.due { li { (told(due, now, command(due))) } } }
                    }
                }
                div {
                    h3 { "Tokens" }
                    @if picture.ending.is_empty() {
                        p class="quiet" { "No token is live." }
                    } @else {
                        div class="scroll" tabindex="0" role="region" aria-label="The tokens that end next" { table class="data ends" {
                            thead { tr { th scope="col" { "End" } th scope="col" { "App" } th scope="col" { "Kind" } th scope="col" class="number" { "Tokens" } } }
                            tbody { @for ending in &picture.ending { tr {
                                td { time datetime=[ending.at.rfc3339()] { (short_day(ending.at)) ", " (hour(ending.at)) } " " span class="quiet below" { (away(ending.at, now)) } }
                                td { (name(ending.app.as_str())) }
                                td { (ending.kind.name()) }
                                td class="number" { (grouped(ending.count)) }
                            } } }
                        } }
                        p class="quiet" {
                            (counted(picture.live.until(3), "token")) " within a day: " (code("mintage token list --expiring 1d"))
                        }
                    }
                }
            }
        }
    }
}

fn told(due: &Due, now: Timestamp, command: Option<String>) -> Markup {
    let is_overdue = due.is_overdue(now);
    let what = match (due.what, is_overdue) {
        (DueWhat::TakesOver, false) => "takes over",
        (DueWhat::TakesOver, true) => "should have taken over",
        (DueWhat::TooOld, false) => "becomes older than max_key_age allows",
        (DueWhat::TooOld, true) => "is older than max_key_age allows",
        (DueWhat::StopsVerifying, _) => "stops verifying",
    };
    html! {
        p {
            @if is_overdue { strong class="grade medium" { "overdue" } " " }
            span class="alg" { (due.algorithm) } " " (code(due.kid.as_str())) " " (what)
        }
        p class="quiet" { (time(due.at)) ", " (away(due.at, now)) }
        @if let Some(command) = command.filter(|_| is_overdue || due.what == DueWhat::TooOld) { (act(&command)) }
    }
}

/// A command to copy.
pub(super) fn act(command: &str) -> Markup {
    html! { p class="act" { (code(command)) } }
}

/// How far away a time is.
fn away(at: Timestamp, now: Timestamp) -> String {
    match now.seconds_until(at) {
        ahead @ 0.. => format!("in {}", in_words(ahead)),
        behind => format!("{} ago", in_words(behind)),
    }
}
