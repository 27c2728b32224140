//! Examples that are short enough to be read.

use std::fmt::Write as _;

use mintage::wire::Shape;
use serde_json::{Map, Value};

use crate::page::{document_of, titles};

/// How wide an example may be.
const WIDTH: usize = 100;
/// What stands for a document that has an example of its own.
const ELSEWHERE: &str = "{…}";

/// A document of which lists have their first entry, and documents with an example of their own are only there.
pub fn shortened(shape: &Shape, value: &Value) -> Value {
    let mut value = value.clone();
    for member in &shape.members {
        let Some(value) = value.get_mut(member.name) else { continue };
        let within = document_of(&member.kind);
        let brief = |value: &Value| match &within {
            Some(within) if titles().contains(within.title) => Value::from(ELSEWHERE),
            Some(within) => shortened(within, value),
            None => value.clone(),
        };
        match value {
            Value::Array(values) => {
                values.truncate(if within.is_some() { 1 } else { 3 });
                *values = values.iter().map(brief).collect();
            }
            Value::Object(_) => *value = brief(value),
            _ => {}
        }
    }
    value
}

/// JSON that fills its lines: short enough to be read, whatever it has.
pub fn filled(value: &Value) -> String {
    match value {
        Value::Object(members) if one_line(value).chars().count() > WIDTH => broken(members, 2),
        other => one_line(other),
    }
}

fn broken(members: &Map<String, Value>, indent: usize) -> String {
    let mut text = String::from("{\n");
    let mut line = " ".repeat(indent);
    for (place, (name, value)) in members.iter().enumerate() {
        let comma = if place + 1 == members.len() { "" } else { "," };
        let whole = format!("\"{name}\": {}{comma}", one_line(value));
        let is_first = line.trim().is_empty();
        if !is_first && line.chars().count() + 1 + whole.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = " ".repeat(indent);
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        let is_long = indent + whole.chars().count() > WIDTH;
        match value {
            Value::Object(within) if is_long => {
                let _ = write!(line, "\"{name}\": {}{comma}", broken(within, indent + 2));
            }
            Value::Array(values) if is_long && values.first().is_some_and(Value::is_object) => {
                let each =
                    values.iter().map(|value| value.as_object().map_or(String::new(), |it| broken(it, indent + 2)));
                let _ = write!(line, "\"{name}\": [{}]{comma}", each.collect::<Vec<_>>().join(", "));
            }
            _ => line.push_str(&whole),
        }
        if line.contains('\n') {
            let _ = writeln!(text, "{line}");
            line = " ".repeat(indent);
        }
    }
    if !line.trim().is_empty() {
        let _ = writeln!(text, "{line}");
    }
    text + &" ".repeat(indent - 2) + "}"
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("\"{name}\": {}", one_line(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Value::String(text) if text == ELSEWHERE => text.clone(),
        other => other.to_string(),
    }
}
