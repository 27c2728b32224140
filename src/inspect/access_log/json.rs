//! Lines of JSON.

use serde_json::Value;

use super::fields::Fields;
use crate::core::json::{Object, parse_object};

/// How deep objects within objects are read.
const DEPTH: usize = 4;

/// The members of an object, those of objects within under `outer.inner`. Of a list, the first.
pub(super) fn read(line: &str) -> Option<Fields> {
    let mut fields = Fields::default();
    add("", &parse_object(line.as_bytes()).ok()?, DEPTH, &mut fields);
    Some(fields)
}

fn add(prefix: &str, object: &Object, depth: usize, fields: &mut Fields) {
    for (name, value) in object {
        let name = format!("{prefix}{name}");
        match value {
            Value::Object(within) if depth > 0 => add(&format!("{name}."), within, depth - 1, fields),
            Value::Array(values) => {
                if let Some(first) = values.first() {
                    leaf(&name, first, fields);
                }
            }
            other => leaf(&name, other, fields),
        }
    }
}

fn leaf(name: &str, value: &Value, fields: &mut Fields) {
    match value {
        Value::String(text) => fields.add(name, text.as_str()),
        Value::Number(number) => fields.add(name, number.to_string()),
        _ => {}
    }
}
