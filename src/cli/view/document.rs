//! One thing with its properties, in order.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::View;
use crate::cli::escape::{escape, json_line};
use crate::cli::paint::Paint;
use crate::core::time::in_words;
use crate::core::{Timestamp, Ttl};

/// One thing with its properties.
#[derive(Debug, Clone, Default)]
pub struct Document {
    fields: Vec<(Cow<'static, str>, Field)>,
    bare: String,
}

/// One property.
#[derive(Debug, Clone)]
pub enum Field {
    /// Not there: null in JSON, nothing in text.
    Nothing,
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
    /// A point in time, and the time it is compared with in text.
    Time(Timestamp, Option<Timestamp>),
    /// A length of time.
    Span(Ttl),
    /// A thing within.
    Nested(Document),
}

impl Document {
    /// A thing whose bare value is this.
    pub fn of(bare: impl Into<String>) -> Self {
        Self { fields: Vec::new(), bare: bare.into() }
    }

    /// Adds a property.
    #[must_use]
    pub fn with(mut self, name: &'static str, field: Field) -> Self {
        self.fields.push((name.into(), field));
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, name: &'static str, text: impl std::fmt::Display) -> Self {
        self.with(name, Field::Text(format!("{text}")))
    }

    /// Adds a text, or that there is none.
    #[must_use]
    pub fn maybe(self, name: &'static str, text: Option<impl ToString>) -> Self {
        self.with(name, text.map_or(Field::Nothing, |text| Field::Text(text.to_string())))
    }

    /// Adds a point in time.
    #[must_use]
    pub fn time(self, name: &'static str, time: Timestamp) -> Self {
        self.with(name, Field::Time(time, None))
    }

    /// Adds several texts.
    #[must_use]
    pub fn list(self, name: &'static str, texts: impl IntoIterator<Item = impl ToString>) -> Self {
        self.with(name, Field::List(texts.into_iter().map(|text| text.to_string()).collect()))
    }

    /// Adds a number under a name that is only known at run time.
    #[must_use]
    pub fn entry(mut self, name: impl std::fmt::Display, number: u64) -> Self {
        let number = Field::Number(i64::try_from(number).unwrap_or(i64::MAX));
        self.fields.push((format!("{name}").into(), number));
        self
    }

    /// A property as text in a table.
    pub fn cell(&self, name: &str) -> String {
        self.fields.iter().find(|(field, _)| *field == name).and_then(|(_, field)| field.line()).unwrap_or_default()
    }

    /// The properties as texts, for a table of values. What is within goes under a name of its own: `revoked.at`.
    pub fn record(&self) -> Vec<(String, String)> {
        let mut record = Vec::new();
        for (name, field) in &self.fields {
            match field {
                Field::Nested(document) => {
                    let within = document.record().into_iter().map(|(inner, value)| (format!("{name}.{inner}"), value));
                    record.extend(within);
                }
                // Without the distance to now, which nobody can compute with.
                Field::Time(time, _) => record.push((name.to_string(), time.to_string())),
                _ => record.push((name.to_string(), field.line().unwrap_or_default())),
            }
        }
        record
    }

    fn lines(&self, indent: usize, paint: Paint, text: &mut String) {
        let shown: Vec<_> = self.fields.iter().filter(|(_, field)| field.is_shown()).collect();
        let width = shown.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, field) in shown {
            let label = format!("{:indent$}{:width$}", "", name.replace('_', " "));
            if let Field::Nested(document) = field {
                let _ = writeln!(text, "{}", paint.label(label.trim_end()));
                document.lines(indent + 2, paint, text);
            } else if let Some(line) = field.line() {
                let _ = writeln!(text, "{}  {line}", paint.label(&label));
            }
        }
    }
}

impl Field {
    fn is_shown(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::List(list) => !list.is_empty(),
            Self::Nested(document) => !document.fields.is_empty(),
            _ => true,
        }
    }

    fn line(&self) -> Option<String> {
        Some(match self {
            Self::Nothing | Self::Nested(_) => return None,
            Self::Text(text) => escape(text),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Self::List(texts) => escape(&texts.join(" ")),
            Self::Time(time, None) => time.to_string(),
            Self::Time(time, Some(now)) => format!("{time} ({})", relative(*time, *now)),
            Self::Span(ttl) => ttl.to_string(),
        })
    }
}

/// A time as seen from another: `in 14m 30s`, `3h ago`.
pub fn relative(time: Timestamp, now: Timestamp) -> String {
    match now.seconds_until(time) {
        ahead @ 0.. => format!("in {}", in_words(ahead)),
        behind => format!("{} ago", in_words(behind)),
    }
}

impl View for Document {
    fn json(&self) -> Value {
        let mut map = Map::new();
        for (name, field) in &self.fields {
            let value = match field {
                Field::Nothing => Value::Null,
                Field::Text(text) => json!(text),
                Field::Number(number) => json!(number),
                Field::Flag(flag) => json!(flag),
                Field::List(texts) => json!(texts),
                Field::Time(time, _) => {
                    map.insert(name.to_string(), json!(time.rfc3339()));
                    map.insert(format!("{name}_unix"), json!(time));
                    continue;
                }
                Field::Span(ttl) => {
                    map.insert(name.to_string(), json!(ttl.to_string()));
                    map.insert(format!("{name}_seconds"), json!(ttl.seconds()));
                    continue;
                }
                Field::Nested(document) => document.json(),
            };
            map.insert(name.to_string(), value);
        }
        Value::Object(map)
    }

    fn text(&self, paint: Paint) -> String {
        let mut text = String::new();
        self.lines(0, paint, &mut text);
        text
    }

    fn bare(&self) -> String {
        self.bare.clone()
    }
}

/// A value of a token as text: a plain text as it is, everything else as JSON.
pub fn claim_text(value: &Value) -> String {
    match value {
        Value::String(text) => escape(text),
        other => json_line(other),
    }
}
