//! What was issued, and what was made of tokens that were shown, over time.

use maud::{Markup, html};

use super::scale::{fixed, nice, percent};
use super::words::{code, counted, day, grouped, hour, minute, month_of, short_day};
use crate::core::Timestamp;
use crate::core::picture::{Buckets, Picture, Volume};

/// How high a figure is, in pixels, in tenths: without the words under it.
const HEIGHT: i64 = 1_800;
/// Where the words under it stand.
const UNDER: i64 = 2_000;
/// What is kept free above the highest column.
const ABOVE: i64 = 180;

/// Numbers of one kind, in the parts of a time.
struct Series<'a> {
    /// What they are, as a word of the style.
    class: &'static str,
    /// What they are.
    name: &'static str,
    numbers: &'a [u64],
}

pub(super) fn section(picture: &Picture) -> Markup {
    let buckets = &picture.buckets;
    html! {
        section aria-labelledby="use" {
            h2 id="use" { "Use over time" }
            p class="lead" { "By the " (buckets.unit()) ", UTC. The last one is not over." }
            @match &picture.access {
                Some(access) => (shown(access, picture)),
                None => div class="empty" {
                    p { "No use of a token was recorded in this time, so that nobody can say which were taken, which were refused, and from where." }
                    p { "Record it where tokens are verified: " (code("mintage token verify --record")) }
                },
            }
            h3 { "Issued: " (counted(picture.issued_in_all(), "token")) }
            @if picture.issued_in_all() == 0 {
                p class="quiet" { "None in this time. " (code("mintage token issue --app NAME --user NAME")) " issues one." }
            } @else {
                (figure("issued", "Tokens issued", buckets, &[Series { class: "issued", name: "issued", numbers: &picture.issued }]))
            }
        }
    }
}

fn shown(access: &Volume, picture: &Picture) -> Markup {
    let (accepted, refused) = (access.accepted_in_all(), access.refused_in_all());
    let series = [
        Series { class: "accepted", name: "accepted", numbers: &access.accepted },
        Series { class: "refused", name: "refused", numbers: &access.refused },
    ];
    html! {
        h3 {
            "Shown: " span class="accepted-word" { (grouped(accepted)) " accepted" } ", "
            span class="refused-word" { (grouped(refused)) " refused" }
        }
        (figure("shown", "Tokens that were shown, accepted and refused", &picture.buckets, &series))
        @if refused > 0 {
            h3 { "Why they were refused" }
            table class="ranks" {
                thead class="read" { tr { th scope="col" { "Reason" } th scope="col" { "Share" } th scope="col" { "Tokens" } } }
                tbody {
                    @for (reason, count) in access.reasons() {
                        tr {
                            th scope="row" { (code(reason.code())) " " span class="quiet" { (reason.row().summary) } }
                            td class="bar" { (super::apps::bar("refused", count, refused)) }
                            td class="number" { (grouped(count)) }
                        }
                    }
                }
            }
        }
    }
}

/// Columns, of which the kinds stand one on the other; and a table that says the same.
fn figure(id: &str, title: &str, buckets: &Buckets, series: &[Series<'_>]) -> Markup {
    let sum = |place: usize| series.iter().map(|one| one.numbers.get(place).copied().unwrap_or_default()).sum::<u64>();
    let sums: Vec<u64> = (0..buckets.count()).map(sum).collect();
    let most = sums.iter().copied().max().unwrap_or_default();
    let top = nice(most);
    let highest = sums.iter().position(|sum| *sum == most).unwrap_or_default();
    let (title_id, about_id) = (format!("{id}-title"), format!("{id}-about"));
    html! {
        figure {
            div class="plot" {
            (axis(top))
            svg class="columns" role="img" aria-labelledby={ (title_id) " " (about_id) } width="100%" height=(fixed(UNDER + 60)) {
                title id=(title_id) { (title) }
                desc id=(about_id) {
                    "The most are " (grouped(most)) " in the " (buckets.unit()) " that begins on " (minute(buckets.start(highest)))
                    ". The table below has every number."
                }
                (rules(top))
                @for (place, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
                    g {
                        title { (minute(buckets.start(place))) ": " (told(series, place, *sum)) }
                        (column(series, place, sums.len(), top))
                    }
                }
                (dates(buckets))
            }
            }
            details {
                summary { "The numbers" }
                div class="scroll" tabindex="0" role="region" aria-label={ (title) ", the numbers" } {
                    table class="data" {
                        thead { tr {
                            th scope="col" { "Begins" }
                            @for one in series { th scope="col" class="number" { (capital(one.name)) } }
                        } }
                        tbody { @for place in 0..buckets.count() { tr {
                            th scope="row" { (minute(buckets.start(place))) }
                            @for one in series { td class="number" { (grouped(one.numbers.get(place).copied().unwrap_or_default())) } }
                        } } }
                    }
                }
            }
        }
    }
}

fn told(series: &[Series<'_>], place: usize, sum: u64) -> String {
    let told = series
        .iter()
        .map(|one| format!("{} {}", grouped(one.numbers.get(place).copied().unwrap_or_default()), one.name));
    if series.len() == 1 { format!("{} {}", grouped(sum), series[0].name) } else { told.collect::<Vec<_>>().join(", ") }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How high so many are, in tenths of a pixel.
fn height(number: u64, top: u64) -> i64 {
    let height = i128::from(number) * i128::from(HEIGHT - ABOVE) / i128::from(top.max(1));
    i64::try_from(height).unwrap_or(HEIGHT)
}

/// The three numbers that have a line, the lowest first.
fn marks(top: u64) -> [(u64, i64); 3] {
    [0, top / 2, top].map(|number| (number, HEIGHT - height(number, top)))
}

/// What the lines stand for, beside them and as wide as the longest of them.
fn axis(top: u64) -> Markup {
    let letters = marks(top).iter().map(|(number, _)| grouped(*number).chars().count()).max().unwrap_or_default();
    let width = letters * 7 + 10;
    html! {
        svg class="axis" aria-hidden="true" focusable="false" width=(width) height=(fixed(UNDER + 60)) {
            @for (number, y) in marks(top) { text class="tick" x=(width - 8) y=(fixed(y + 40)) { (grouped(number)) } }
        }
    }
}

/// Three thin lines.
fn rules(top: u64) -> Markup {
    html! {
        @for (number, y) in marks(top) {
            line class=(if number == 0 { "base" } else { "rule" }) x1="0" x2="100%" y1=(fixed(y)) y2=(fixed(y)) {}
        }
    }
}

/// The column of one part of the time. Of what there is any, something is seen.
fn column(series: &[Series<'_>], place: usize, count: usize, top: u64) -> Markup {
    let at = |place: usize| i128::try_from(place).unwrap_or_default();
    let (x, width) = (percent(at(place) * 100 + 12, at(count) * 100), percent(76, at(count) * 100));
    let mut y = HEIGHT;
    html! {
        @for one in series {
            @let number = one.numbers.get(place).copied().unwrap_or_default();
            @if number > 0 {
                @let tall = height(number, top).max(15);
                @let above = { y -= tall; y };
                rect class=(one.class) x=(x) width=(width) y=(fixed(above)) height=(fixed(tall)) {}
            }
        }
    }
}

/// The dates under the columns: so many as fit; of those, every second one on a small screen.
fn dates(buckets: &Buckets) -> Markup {
    let count = buckets.count();
    let every = count.div_ceil(8).max(1);
    let whole = |place: usize| i128::try_from(place).unwrap_or_default();
    html! {
        @for (number, place) in (0..count).step_by(every).enumerate().filter(|(_, place)| place * 100 < count * 96) {
            text class=(if number % 2 == 0 { "tick" } else { "tick wide" }) x=(percent(whole(place), whole(count))) y=(fixed(UNDER)) {
                (date(buckets, buckets.start(place)))
            }
        }
    }
}

fn date(buckets: &Buckets, at: Timestamp) -> String {
    match buckets.step() {
        step if step < 86_400 && buckets.begin().seconds_until(buckets.end()) <= 2 * 86_400 => hour(at),
        step if step < 86_400 => short_day(at),
        step if step <= 7 * 86_400 => short_day(at),
        step if step <= 30 * 86_400 => month_of(at),
        _ => day(at),
    }
}
