//! What was changed last.

use maud::{Markup, html};

use super::words::{code, name, time};
use crate::core::audit::Recorded;

pub(super) fn section(changes: &[Recorded]) -> Markup {
    html! {
        section aria-labelledby="changes" {
            h2 id="changes" { "Last changes" }
            @if changes.is_empty() {
                div class="empty" { p { "Nothing was ever changed." } }
            } @else {
                div class="scroll whole" tabindex="0" role="region" aria-label="The last changes, as a table" {
                    table class="data roomy" {
                        thead { tr { th scope="col" { "When" } th scope="col" { "What" } th scope="col" { "Of" } th scope="col" { "By" } } }
                        tbody { @for change in changes { tr {
                            td class="when" { (time(change.at)) }
                            td {
                                (change.verb.replace('_', " "))
                                @if let Some(refused) = &change.refused { " " span class="badge" { "refused: " (refused.replace('_', " ")) } }
                                @if let Some(reason) = &change.reason { br; span class="quiet" { (name(reason.as_str())) } }
                            }
                            td { (of(change)) }
                            td { bdi { (change.actor) } }
                        } } }
                    }
                }
                p class="quiet" { "All of them: " (code("mintage audit log")) }
            }
        }
    }
}

fn of(change: &Recorded) -> Markup {
    html! {
        @if let Some(members) = &change.members { (members.count) " together" }
        @else if let Some(subject) = &change.subject { (change.kind.as_deref().unwrap_or_default()) " " (code(subject)) }
    }
}
