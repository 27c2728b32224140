//! One thing with its properties, in order.

use serde_json::{Map, Value, json};
use std::borrow::Cow;

use super::View;
use super::render::lines;
use crate::cli::paint::Paint;
use crate::core::Timestamp;

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
}

impl Document {
    /// What its times are compared with in text.
    pub fn now(&self) -> Option<Timestamp> {
        self.fields.iter().find_map(|(_, field)| if let Field::Time(_, now) = field { *now } else { None })
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
                Field::Nested(document) => document.json(),
            };
            map.insert(name.to_string(), value);
        }
        Value::Object(map)
    }

    fn text(&self, paint: Paint) -> String {
        match self.json() {
            Value::Object(map) => lines(&map, self.now(), paint),
            _ => String::new(),
        }
    }

    fn bare(&self) -> String {
        self.bare.clone()
    }
}
