//! One document: a line for each member.

use serde::Serialize;
use serde_json::Value;

use super::View;
use super::render::{json_of, lines};
use crate::cli::paint::Paint;
use crate::core::Timestamp;

/// One document.
pub struct Record<D> {
    document: D,
    bare: &'static str,
    now: Option<Timestamp>,
    bare_in_text: bool,
    secret: Option<&'static str>,
}

impl<D: Serialize> Record<D> {
    /// A document whose bare value is at this place: a JSON pointer (RFC 6901).
    pub fn new(document: D, bare: &'static str) -> Self {
        Self { document, bare, now: None, bare_in_text: false, secret: None }
    }

    /// The same, whose times are compared with this one in text.
    pub fn at(self, now: Timestamp) -> Self {
        Self { now: Some(now), ..self }
    }

    /// The same, with a secret at this place where there is one.
    pub fn holding(self, secret: &'static str) -> Self {
        Self { secret: Some(secret), ..self }
    }

    /// The same, of which text shows the bare value alone.
    pub fn bare_in_text(self) -> Self {
        Self { bare_in_text: true, ..self }
    }
}

impl<D: Serialize> View for Record<D> {
    fn json(&self) -> Value {
        json_of(&self.document)
    }

    fn text(&self, paint: Paint) -> String {
        if self.bare_in_text {
            return self.bare();
        }
        self.json().as_object().map(|members| lines(members, self.now, paint)).unwrap_or_default()
    }

    fn bare(&self) -> String {
        self.json().pointer(self.bare).map(bare).unwrap_or_default()
    }

    fn secrets(&self) -> Vec<String> {
        let secret = self.secret.and_then(|place| self.json().pointer(place)?.as_str().map(str::to_owned));
        secret.into_iter().collect()
    }
}

/// A value for `$( )`: a text as it is; nothing where there is nothing.
pub fn bare(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
