//! Numbers and times in words.

use maud::{Markup, html};

use crate::core::Timestamp;

/// A space that is narrow and never broken.
const NARROW: char = '\u{202f}';
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A number in groups of three.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == first {
            text.push(NARROW);
        }
        text.push(digit);
    }
    text
}

/// So many things: `1 token`, `12 tokens`.
pub(super) fn counted(count: u64, thing: &str) -> String {
    format!("{}\u{a0}{thing}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// The year, the month and the day, the hour and the minute of a time in UTC; none past the calendar.
pub(super) fn parts(at: Timestamp) -> Option<[usize; 5]> {
    let text = at.rfc3339()?;
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse().ok();
    Some([number(0..4)?, number(5..7)?, number(8..10)?, number(11..13)?, number(14..16)?])
}

fn month(number: usize) -> &'static str {
    MONTHS.get(number.wrapping_sub(1)).copied().unwrap_or("?")
}

/// A day: `27 Nov 2026`.
pub(super) fn day(at: Timestamp) -> String {
    parts(at).map_or_else(|| at.to_string(), |[year, m, day, ..]| format!("{day}\u{a0}{}\u{a0}{year}", month(m)))
}

/// A day of a year that is known: `27 Nov`.
pub(super) fn short_day(at: Timestamp) -> String {
    parts(at).map_or_else(|| at.to_string(), |[_, m, day, ..]| format!("{day}\u{a0}{}", month(m)))
}

/// A month: `Nov 2026`.
pub(super) fn month_of(at: Timestamp) -> String {
    parts(at).map_or_else(|| at.to_string(), |[year, m, ..]| format!("{}\u{a0}{year}", month(m)))
}

/// An hour of a day that is known: `21:40`.
pub(super) fn hour(at: Timestamp) -> String {
    parts(at).map_or_else(|| at.to_string(), |[.., hour, minute]| format!("{hour:02}:{minute:02}"))
}

/// A time to the minute: `27 Nov 2026, 21:40`.
pub(super) fn minute(at: Timestamp) -> String {
    format!("{}, {}", day(at), hour(at))
}

/// A time as people and programs read it.
pub(super) fn time(at: Timestamp) -> Markup {
    html! { time datetime=[at.rfc3339()] { (minute(at)) } }
}

/// What somebody chose: whichever way it is written, it does not turn around what is beside it.
pub(super) fn name(text: &str) -> Markup {
    html! { bdi class="name" { (text) } }
}

/// What a machine says, or a person types.
pub(super) fn code(text: &str) -> Markup {
    html! { code { bdi { (text) } } }
}

/// A text of at most so many letters.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('\u{2026}');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_well() {
        assert_eq!((grouped(0), grouped(1_234_567)), ("0".to_owned(), "1\u{202f}234\u{202f}567".to_owned()));
        let at: Timestamp = "2026-03-07T09:05:59Z".parse().unwrap();
        assert_eq!(minute(at), "7\u{a0}Mar\u{a0}2026, 09:05");
        assert_eq!((short_day(at), month_of(at)), ("7\u{a0}Mar".to_owned(), "Mar\u{a0}2026".to_owned()));
        assert_eq!(minute(Timestamp(1 << 40)), "1099511627776, 1099511627776");
        assert_eq!((short("abc", 3), short("abcd", 3)), ("abc".to_owned(), "ab\u{2026}".to_owned()));
    }
}
