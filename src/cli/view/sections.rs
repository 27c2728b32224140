//! Members of a token below each other, times told as times.

use std::fmt::Write as _;

use serde_json::Value;

use super::columns::{padded, widest};
use super::render::{claim_text, relative};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::Timestamp;
use crate::core::claims::ClaimMap;

/// The claims that are times.
pub const TIMES: [&str; 5] = ["exp", "nbf", "iat", "auth_time", "updated_at"];

/// A claim as a point in time, if that is what it says. Fractions are dropped, as people read them.
pub fn time(name: &str, value: &Value) -> Option<Timestamp> {
    if !TIMES.contains(&name) {
        return None;
    }
    let whole = value.as_i64().or_else(|| {
        let seconds = value.as_f64().filter(|seconds| seconds.abs() < 1e15)?;
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        Some(seconds.floor() as i64)
    });
    // A number past the calendar is shown as the number it is.
    whole.map(Timestamp).filter(|time| time.rfc3339().is_some())
}

/// A title, and the members below it; with the time of reading, times are told beside their numbers.
pub fn section(text: &mut String, title: &str, members: &ClaimMap, now: Option<Timestamp>, paint: Paint) {
    let _ = writeln!(text, "{}", paint.label(title));
    let members = members.iter().map(|(name, value)| {
        let time = now.and_then(|now| Some((time(name, value)?, now)));
        let words = match time {
            Some((time, now)) => format!("{value} ({time}, {})", relative(time, now)),
            None => claim_text(value),
        };
        (escape(name), words)
    });
    lines(text, 2, members, str::to_owned);
}

/// Names and values, the values below each other.
pub fn lines(
    text: &mut String,
    indent: usize,
    entries: impl Iterator<Item = (String, String)>,
    label: impl Fn(&str) -> String,
) {
    /// A name that is longer moves its own value alone.
    const MOST: usize = 32;
    let entries: Vec<_> = entries.collect();
    let width = widest(entries.iter().map(|(name, _)| name.as_str()), MOST);
    for (name, words) in &entries {
        let _ = writeln!(text, "{:indent$}{}  {words}", "", label(&padded(name, width)));
    }
}
