//! The lives of keys, along one line of time.

use maud::{Markup, html};

use super::scale::{Mark, TimeLine, Unit, fixed};
use super::words::{code, counted, day, hour, month_of, parts, short, short_day, time};
use crate::core::Timestamp;
use crate::core::picture::{KeyLine, Phase, Picture};

/// How far back a line of time goes, at most, and how far ahead, in seconds.
const BACK: i64 = 400 * 86_400;
/// How many keys are drawn.
const MOST: usize = 24;
/// How high the line of a key is, in tenths of a pixel; where its words stand in it, and how high its bar is.
const ROW: i64 = 520;
const WORDS: i64 = 180;
const BAR: (i64, i64) = (260, 120);
/// What stands above the first.
const HEAD: i64 = 260;

pub(super) fn section(picture: &Picture) -> Markup {
    html! {
        section aria-labelledby="keys" {
            h2 id="keys" { "Keys" }
            @if picture.keys.is_empty() {
                div class="empty" { p { "There is no key yet: " (code("mintage keys gen")) " makes one." } }
            } @else {
                (figure(picture))
            }
        }
    }
}

/// The time that is shown: from when the oldest of these was made to when the last of them ends, and some of the time ahead.
fn line_of(keys: &[&KeyLine], now: Timestamp) -> TimeLine {
    let earliest = keys.iter().map(|line| line.key.created_at).min().unwrap_or(now);
    let from = earliest.max(Timestamp(now.0.saturating_sub(BACK))).min(Timestamp(now.0.saturating_sub(3_600)));
    let ends = keys.iter().flat_map(|line| &line.stretches).filter_map(|stretch| stretch.until);
    let latest = ends.max().unwrap_or(now).min(Timestamp(now.0.saturating_add(BACK)));
    let ahead = from.seconds_until(now) / 8;
    let until = latest.max(now).0.saturating_add(ahead.max(600));
    TimeLine { from, until: Timestamp(until) }
}

fn figure(picture: &Picture) -> Markup {
    let now = picture.at;
    let begin = Timestamp(now.0.saturating_sub(BACK));
    let recent: Vec<&KeyLine> = picture.keys.iter().filter(|line| line.reaches(begin)).collect();
    let shown = &recent[..recent.len().min(MOST)];
    let line = line_of(shown, now);
    let rows = i64::try_from(shown.len()).unwrap_or_default();
    let bottom = HEAD + rows * ROW;
    let here = line.place(now);
    html! {
        figure {
            @if !shown.is_empty() {
                p class="legend" aria-hidden="true" {
                    span class="key-standby" { "stands by" } span class="key-signs" { "signs" } span class="key-verifies" { "only verifies" }
                }
                svg class="lives" role="img" aria-labelledby="lives-title lives-about" width="100%" height=(fixed(bottom + 40)) {
                    title id="lives-title" { "The lives of keys, and the rotations between them" }
                    desc id="lives-about" { "From " (day(line.from)) " to " (day(line.until)) ". The table below says the same." }
                    @for mark in line.marks() {
                        @let x = line.place(mark.at);
                        line class="rule" x1=(x) x2=(x) y1="18" y2=(fixed(bottom)) {}
                        @if line.are_apart(mark.at, now) { text class="tick mark" x=(x) y="12" { (named(mark)) } }
                    }
                    line class="now" x1=(here) x2=(here) y1="18" y2=(fixed(bottom)) {}
                    text class="tick now-word" x=(here) y="12" { "now" }
                    (rotations(shown, &line))
                    @for (place, key) in (0..).zip(shown) { (life(key, HEAD + place * ROW, &line, now)) }
                }
            }
            @if recent.len() > shown.len() {
                p class="quiet" { "And " (counted((recent.len() - shown.len()) as u64, "older key")) ", in the table." }
            }
            details {
                summary { "The keys in a table" }
                div class="scroll" tabindex="0" role="region" aria-label="The lives of keys, as a table" {
                    table class="data" {
                        thead { tr {
                            th scope="col" { "Key" } th scope="col" { "Algorithm" } th scope="col" { "State" } th scope="col" { "Life" }
                        } }
                        tbody { @for key in &picture.keys { tr {
                            th scope="row" { (code(key.key.kid.as_str())) }
                            td { (key.key.algorithm) }
                            td { (key.key.state.name()) }
                            td { (told(key)) }
                        } } }
                    }
                }
            }
        }
    }
}

fn named(mark: Mark) -> String {
    match mark.unit {
        Unit::Hour => hour(mark.at),
        Unit::Day => short_day(mark.at),
        Unit::Month => month_of(mark.at),
        Unit::Year => parts(mark.at).map_or_else(String::new, |[year, ..]| year.to_string()),
    }
}

/// A thin line from the key that was relieved to the one that took over, when that was.
fn rotations(keys: &[&KeyLine], line: &TimeLine) -> Markup {
    let row = |place: usize| HEAD + i64::try_from(place).unwrap_or_default() * ROW + BAR.0;
    html! {
        @for (place, key) in keys.iter().enumerate() {
            @if let Some((at, previous)) = &key.took_over {
                @if let Some(from) = keys.iter().position(|other| other.key.kid == *previous).filter(|_| *at >= line.from) {
                    @let x = line.place(*at);
                    @let (top, bottom) = (row(place.min(from)), row(place.max(from)) + BAR.1);
                    line class="rotation" x1=(x) x2=(x) y1=(fixed(top)) y2=(fixed(bottom)) {}
                }
            }
        }
    }
}

fn life(key: &KeyLine, top: i64, line: &TimeLine, now: Timestamp) -> Markup {
    let kid = key.key.kid.as_str();
    // On a small screen there is room for the start alone.
    let (start, rest) = kid.split_at(kid.char_indices().nth(26).map_or(kid.len(), |(place, _)| place));
    html! {
        g {
            title { (kid) ": " (key.key.state.name()) }
            text class="kid" x="0" y=(fixed(top + WORDS)) {
                tspan class="alg" { (key.key.algorithm) } "  " (start) @if !rest.is_empty() { tspan class="cut" { "\u{2026}" } tspan class="rest" { (short(rest, 44)) } }
            }
            @for stretch in &key.stretches {
                @let until = stretch.until.unwrap_or(if stretch.phase == Phase::Standby { line.until } else { now });
                @if until > line.from && stretch.from < line.until {
                    @let class = match stretch.phase { Phase::Standby => "standby", Phase::Signs => "signs", Phase::Verifies => "verifies" };
                    rect class=(class) x=(line.place(stretch.from)) width=(line.width(stretch.from, until)) y=(fixed(top + BAR.0)) height=(fixed(BAR.1)) {}
                    // Nobody has said for how long it goes on.
                    @if stretch.until.is_none() && stretch.phase == Phase::Signs {
                        rect class="ahead" x=(line.place(now)) width=(line.width(now, line.until)) y=(fixed(top + BAR.0)) height=(fixed(BAR.1)) {}
                    }
                }
            }
            @if let Some(at) = key.revoked_at.filter(|at| *at >= line.from) {
                @let x = line.place(at);
                line class="revoked" x1=(x) x2=(x) y1=(fixed(top + BAR.0 - 40)) y2=(fixed(top + BAR.0 + BAR.1 + 40)) {}
            }
            @if let Some((at, _)) = key.took_over.as_ref().filter(|(at, _)| *at >= line.from) {
                circle class="took-over" cx=(line.place(*at)) cy=(fixed(top + BAR.0 + BAR.1 / 2)) r="3.5" {}
            }
        }
    }
}

/// The life of a key in words.
fn told(key: &KeyLine) -> Markup {
    html! {
        ul class="plain" {
            @for stretch in &key.stretches {
                li {
                    (stretch.phase.name()) " from " (time(stretch.from))
                    @if let Some(until) = stretch.until { " until " (time(until)) }
                }
            }
            @if let Some((at, previous)) = &key.took_over { li { "took over from " (code(previous.as_str())) " on " (time(*at)) } }
            @if let Some(at) = key.revoked_at { li { "revoked on " (time(at)) } }
        }
    }
}
