//! Live tokens: of which apps they are, and when they end.

use maud::{Markup, html};

use super::scale::percent;
use super::words::{code, counted, grouped, name};
use crate::core::picture::{AppLine, Picture, WITHIN};
use crate::core::{TokenKind, Ttl};

/// How many apps have a line of their own.
const MOST: usize = 12;

/// A bar as long as a part of a whole. What it says stands beside it.
pub(super) fn bar(class: &str, part: u64, whole: u64) -> Markup {
    html! {
        svg class="rank" width="100%" height="10" aria-hidden="true" focusable="false" {
            rect class=(class) x="0" y="0" height="10" width=(percent(part.into(), whole.into())) {}
            @if part > 0 { rect class=(class) x="0" y="0" height="10" width="2" {} }
        }
    }
}

pub(super) fn by_app(picture: &Picture) -> Markup {
    let having: Vec<&AppLine> = picture.apps.iter().filter(|line| line.live.count() > 0).collect();
    let most = having.first().map_or(0, |line| line.live.count());
    // One more line for one more app would say less than the app.
    let shown = if having.len() > MOST + 1 { MOST } else { having.len() };
    let others: u64 = having.iter().skip(shown).map(|line| line.live.count()).sum();
    let idle = picture.apps.len() - having.len();
    html! {
        section aria-labelledby="apps" {
            h2 id="apps" { "Live tokens by app" }
            @if picture.apps.is_empty() {
                div class="empty" { p { "There is no app yet: " (code("mintage app register NAME")) " makes one." } }
            } @else if having.is_empty() {
                div class="empty" { p { "None of " (counted(picture.apps.len() as u64, "app")) " has a live token." } }
            } @else {
                (kinds(picture))
                table class="ranks" {
                    thead class="read" { tr { th scope="col" { "App" } th scope="col" { "Share" } th scope="col" { "Live tokens" } } }
                    tbody {
                        @for line in &having[..shown] { (app(line, most)) }
                        @if others > 0 {
                            tr {
                                th scope="row" { (counted((having.len() - shown) as u64, "other app")) }
                                td class="bar" { (bar("others", others, most.max(others))) }
                                td class="number" { (grouped(others)) }
                            }
                        }
                    }
                }
                @if idle > 0 { p class="quiet" { (counted(idle as u64, "app")) " without a live token." } }
            }
        }
    }
}

fn app(line: &AppLine, most: u64) -> Markup {
    let count = line.live.count();
    let is_shut = line.app.is_shut();
    html! {
        tr {
            th scope="row" { (name(line.app.name.as_str())) @if is_shut { " " span class="badge" { "blocked" } } }
            td class="bar" { (bar(if is_shut { "shut" } else { "live" }, count, most)) }
            td class="number" { (grouped(count)) }
        }
    }
}

/// Of what kind the live tokens are, in a sentence.
fn kinds(picture: &Picture) -> Markup {
    let kinds = TokenKind::ALL.into_iter().zip(picture.live.kinds).filter(|(_, count)| *count > 0);
    let kinds: Vec<_> = kinds.map(|(kind, count)| format!("{} {}", grouped(count), kind.name())).collect();
    html! { p class="lead" { (kinds.join(", ")) } }
}

pub(super) fn by_end(picture: &Picture) -> Markup {
    let live = &picture.live;
    let most = live.by_end.iter().copied().max().unwrap_or_default();
    let last = live.by_end.iter().rposition(|count| *count > 0).unwrap_or_default();
    html! {
        section aria-labelledby="ends" {
            h2 id="ends" { "Live tokens by when they end" }
            @if most == 0 {
                div class="empty" { p { "No token is live: nothing ends." } }
            } @else {
                p class="lead" { "From now on, each band without the one before it." }
                table class="ranks" {
                    thead class="read" { tr { th scope="col" { "End" } th scope="col" { "Share" } th scope="col" { "Live tokens" } } }
                    tbody {
                        @for (band, count) in live.by_end.iter().enumerate().take(last + 1) {
                            tr {
                                th scope="row" { (within(band)) }
                                td class="bar" { (bar("live", *count, most)) }
                                td class="number" { (grouped(*count)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a band is called.
fn within(band: usize) -> String {
    let words = |seconds: i64| match seconds {
        900 => "15 minutes".to_owned(),
        3_600 => "1 hour".to_owned(),
        21_600 => "6 hours".to_owned(),
        86_400 => "1 day".to_owned(),
        31_536_000 => "1 year".to_owned(),
        other if other % 86_400 == 0 => format!("{} days", other / 86_400),
        other => Ttl::from_seconds(other).map(|ttl| ttl.to_string()).unwrap_or_default(),
    };
    match WITHIN.get(band) {
        Some(within) => format!("within {}", words(*within)),
        None => format!("later than {}", words(WITHIN[WITHIN.len() - 1])),
    }
}
