//! Documents as text, from the very value that programs read. The only renderer of documents there is.
//!
//! It knows what every document keeps to: `x_unix` beside `x` marks a point in time and `x_seconds` a length of time,
//! so that the twins are not shown; null is not shown; texts of a list stand beside each other; who did something is shown by
//! its `text`, and so is each thing that was done.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value};

use super::columns::{padded, widest};
use crate::cli::escape::{escape, json_line};
use crate::cli::paint::Paint;
use crate::core::Timestamp;
use crate::core::json::to_value;
use crate::core::time::in_words;

/// The times that people compare with now.
const AHEAD: [&str; 3] = ["expires_at", "activate_at", "safe_to_retire_at"];

/// The member with claims as a token has them: users chose their names, and no twins are among them.
const CLAIMS: &str = "claims";

/// The members of an event whose own members depend on what was done.
const FACTS: [&str; 3] = ["facts", "before", "after"];

/// A member as text shows it.
enum Shown<'v> {
    /// In one line.
    Line(String),
    /// As a document of its own.
    Within(&'v Map<String, Value>),
    /// In a line each.
    Lines(Vec<String>),
}

/// A document as programs read it.
pub fn json_of(document: &impl Serialize) -> Value {
    to_value(document).unwrap_or_default()
}

/// The members of a document, one a line. With a time, what lies ahead is compared with it.
pub fn lines(document: &Map<String, Value>, now: Option<Timestamp>, paint: Paint) -> String {
    let mut text = String::new();
    indented(document, now, 0, paint, &mut text);
    text
}

fn indented(document: &Map<String, Value>, now: Option<Timestamp>, indent: usize, paint: Paint, text: &mut String) {
    // Some names are those of users.
    let label = |name: &str| escape(&name.replace('_', " "));
    let shown: Vec<_> = members(document).filter_map(|name| Some((label(name), shown(document, name, now)?))).collect();
    let width = widest(shown.iter().map(|(label, _)| label.as_str()), usize::MAX);
    for (label, shown) in shown {
        let label = format!("{:indent$}{}", "", padded(&label, width));
        let _ = match shown {
            Shown::Line(line) => writeln!(text, "{}  {line}", paint.label(&label)),
            Shown::Within(within) => {
                let written = writeln!(text, "{}", paint.label(label.trim_end()));
                indented(within, None, indent + 2, paint, text);
                written
            }
            Shown::Lines(lines) => {
                let written = writeln!(text, "{}", paint.label(label.trim_end()));
                lines.iter().fold(written, |written, line| written.and(writeln!(text, "{:1$}{line}", "", indent + 2)))
            }
        };
    }
}

/// One member as a cell of a table, `revoked.at` one of a member; empty where there is nothing.
pub fn cell(document: &Map<String, Value>, name: &str, now: Option<Timestamp>) -> String {
    if let Some((outer, inner)) = name.split_once('.') {
        return document
            .get(outer)
            .and_then(Value::as_object)
            .map_or_else(String::new, |within| cell(within, inner, now));
    }
    match shown(document, name, now) {
        Some(Shown::Line(line)) => line,
        // A table has no room for values.
        Some(Shown::Lines(_)) if name == CLAIMS => {
            let names = document.get(name).and_then(Value::as_object);
            names.map_or_else(String::new, |names| names.keys().map(|name| escape(name)).collect::<Vec<_>>().join(" "))
        }
        Some(Shown::Within(_) | Shown::Lines(_)) | None => String::new(),
    }
}

/// The members as texts, for a table of values. What is within goes under a name of its own: `revoked.at`.
pub fn values(document: &Map<String, Value>) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for name in members(document) {
        match document.get(name) {
            // Names that users chose, or that depend on what it is, are no columns.
            Some(claims @ Value::Object(_)) if name == CLAIMS || FACTS.contains(&name) => {
                values.push((name.to_owned(), claim_text(claims)));
            }
            Some(Value::Object(within)) => {
                values
                    .extend(self::values(within).into_iter().map(|(inner, value)| (format!("{name}.{inner}"), value)));
            }
            // Without the distance to now, which nobody can compute with.
            _ => values.push((name.to_owned(), cell(document, name, None))),
        }
    }
    values
}

/// The names of the members, without the twins.
fn members(document: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let is_twin = |name: &str| {
        let stem = name.strip_suffix("_unix").or_else(|| name.strip_suffix("_seconds"));
        stem.and_then(|stem| document.get(stem)).is_some_and(|value| value.is_string() || value.is_null())
            && document.get(name).is_some_and(|twin| twin.is_number() || twin.is_null())
    };
    document.keys().map(String::as_str).filter(move |name| !is_twin(name))
}

fn shown<'v>(document: &'v Map<String, Value>, name: &str, now: Option<Timestamp>) -> Option<Shown<'v>> {
    let value = document.get(name)?;
    if let Some(time) = time(document, name, value) {
        let line = match now.filter(|_| AHEAD.contains(&name)) {
            Some(now) => format!("{time} ({})", relative(time, now)),
            None => time.to_string(),
        };
        return Some(Shown::Line(line));
    }
    match value {
        Value::Null => None,
        Value::Object(actor) if actor.contains_key("text") && actor.contains_key("claimed") => {
            actor.get("text").map(|text| Shown::Line(word(text)))
        }
        Value::Object(claims) if name == CLAIMS && !claims.is_empty() => {
            let width = widest(claims.keys().map(String::as_str), usize::MAX);
            let line =
                |(name, value): (&String, &Value)| format!("{}  {}", escape(&padded(name, width)), claim_text(value));
            Some(Shown::Lines(claims.iter().map(line).collect()))
        }
        Value::Object(within) => (!within.is_empty()).then_some(Shown::Within(within)),
        Value::Array(values) if values.is_empty() => None,
        Value::Array(values) if values.iter().all(|value| value["verb"].is_string() && value["text"].is_string()) => {
            Some(Shown::Lines(values.iter().map(|value| word(&value["text"])).collect()))
        }
        Value::Array(values) => Some(Shown::Line(values.iter().map(word).collect::<Vec<_>>().join(" "))),
        one => Some(Shown::Line(word(one))),
    }
}

/// A member as a point in time, if its twin says that it is one. A year that RFC 3339 cannot write is null there.
pub(super) fn time(document: &Map<String, Value>, name: &str, value: &Value) -> Option<Timestamp> {
    if !value.is_string() && !value.is_null() {
        return None;
    }
    document.get(&format!("{name}_unix"))?.as_i64().map(Timestamp)
}

fn word(value: &Value) -> String {
    match value {
        Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        other => claim_text(other),
    }
}

/// A time as seen from another: `in 14m 30s`, `3h ago`.
pub fn relative(time: Timestamp, now: Timestamp) -> String {
    match now.seconds_until(time) {
        ahead @ 0.. => format!("in {}", in_words(ahead)),
        behind => format!("{} ago", in_words(behind)),
    }
}

/// A value of a token as text: a plain text as it is, everything else as JSON.
pub fn claim_text(value: &Value) -> String {
    match value {
        Value::String(text) => escape(text),
        other => json_line(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(map) = value else { panic!("no object: {value}") };
        map
    }

    #[test]
    fn twins_mark_times_and_durations_and_are_not_shown() {
        let document = object(json!({
            "expires_at": "1970-01-01T00:01:40Z", "expires_at_unix": 100,
            "retired_at": null, "retired_at_unix": 1_i64 << 40, "ttl": "15m", "ttl_seconds": 900, "never": null,
            "public": true, "scopes": ["a", "b\u{202e}"], "none": [],
            "within": {"at": "1970-01-01T00:00:00Z", "at_unix": 0},
        }));
        let text = lines(&document, Some(Timestamp(40)), Paint::NONE);
        let expected = [
            "expires at  1970-01-01T00:01:40Z (in 1m)",
            "retired at  1099511627776",
            "ttl         15m",
            "public      yes",
            "scopes      a b\\u{202e}",
            "within",
            "  at  1970-01-01T00:00:00Z",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
        let names: Vec<_> = values(&document).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["expires_at", "retired_at", "ttl", "never", "public", "scopes", "none", "within.at"]);
        assert_eq!(cell(&document, "expires_at", None), "1970-01-01T00:01:40Z");
        assert_eq!(cell(&document, "within", None), "");
    }

    #[test]
    fn numbers_under_names_that_users_chose_are_no_times() {
        let users = object(json!({"alice": 3, "alice_unix": 5, "bob_seconds": 1, "bob": 2}));
        assert_eq!(
            lines(&users, None, Paint::NONE),
            "alice        3\nalice unix   5\nbob seconds  1\nbob          2\n"
        );
    }
}
