//! What is around the page: its head, what it is of, and the numbers that come first.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::found::Found;
use super::words::{code, counted, day, grouped, minute, time};
use crate::core::Ttl;
use crate::core::picture::Picture;
use crate::core::risk::Grade;

/// The colours are those of the pages of the server too.
const STYLE: &str = concat!(include_str!("palette.css"), include_str!("style.css"));

/// What a browser lets the page do (CSP 3): nothing but look as it looks.
pub static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'")
});

pub(super) fn around(picture: &Picture, found: Option<&[Found]>, kept: Option<Ttl>, content: &Markup) -> Markup {
    let issuer = picture.issuer.as_str();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(*POLICY);
                title { "Tokens of " (issuer) ", " (day(picture.at)) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                meta name="referrer" content="no-referrer";
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p class="kind" { "Token report" }
                    h1 { bdi { (issuer) } }
                    p class="lead" {
                        (minute(picture.buckets.begin())) " to " (time(picture.at)) " UTC"
                    }
                    (numbers(picture, found))
                }
                main { (content) }
                footer {
                    p {
                        "Made by " (code("mintage audit report")) " as of " (time(picture.at)) " UTC."
                        @if let Some(kept) = kept { " This page is made anew after " (kept) " at the earliest." }
                        " It has no script, and nothing in it was loaded from elsewhere."
                    }
                    p { "Tokens that were pruned from the ledger are not counted." }
                }
            }
        }
    }
}

/// The numbers that come first.
fn numbers(picture: &Picture, found: Option<&[Found]>) -> Markup {
    let of = |found: &[Found], grade| found.iter().filter(|one| one.grade == grade).count() as u64;
    let blocked = picture.apps.iter().filter(|line| line.app.is_shut()).count() as u64;
    html! {
        dl class="numbers" {
            @if let Some(found) = found {
                @let (high, medium) = (of(found, Grade::High), of(found, Grade::Medium));
                div {
                    dt { "To act on" }
                    dd {
                        span class=(if high > 0 { "big bad" } else { "big" }) { (grouped(high)) }
                        span class="unit" { @if medium == 0 { "nothing else to look at" } @else { (counted(medium, "finding")) " to look at" } }
                    }
                }
            }
            div {
                dt { "Live tokens" }
                dd { span class="big" { (grouped(picture.live.count())) } span class="unit" { (grouped(picture.live.until(3))) " end within a day" } }
            }
            div {
                dt { "Issued" }
                dd { span class="big" { (grouped(picture.issued_in_all())) } span class="unit" { "in this time" } }
            }
            @if let Some(access) = &picture.access {
                div {
                    dt { "Refused" }
                    dd {
                        span class="big" { (grouped(access.refused_in_all())) }
                        span class="unit" { "of " (grouped(access.refused_in_all() + access.accepted_in_all())) " shown" }
                    }
                }
            }
            div {
                dt { "Apps" }
                dd {
                    span class="big" { (grouped(picture.apps.len() as u64)) }
                    span class="unit" { @if blocked > 0 { (grouped(blocked)) " blocked" } @else { "none blocked" } }
                }
            }
        }
    }
}
