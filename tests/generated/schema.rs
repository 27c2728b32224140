//! `docs/schemas/`: a JSON Schema (draft 2020-12) for each document that a command prints, from the shapes that it is written by.

use std::collections::BTreeMap;

use mintage::wire::{MemberShape, Shape, ValueKind};
use serde_json::{Map, Value, json};

use crate::page::titles;
use crate::story::Example;

/// The files, by name.
pub fn files(examples: &[Example]) -> BTreeMap<String, String> {
    let of_a_chapter = examples.iter().filter(|example| titles().contains(example.shape.title));
    of_a_chapter.map(|example| (file(example.shape.title), format!("{:#}\n", schema(&example.shape)))).collect()
}

/// The name of the file for a document.
pub fn file(title: &str) -> String {
    format!("{}.json", slug(title))
}

/// A document, with all that is within it under `$defs`.
pub fn schema(shape: &Shape) -> Value {
    let mut within = BTreeMap::new();
    let Value::Object(body) = object(shape, &mut within) else { unreachable!("an object") };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.extend(body);
    if !within.is_empty() {
        schema.insert("$defs".to_owned(), within.into_iter().collect::<Map<_, _>>().into());
    }
    Value::Object(schema)
}

fn object(shape: &Shape, within: &mut BTreeMap<String, Value>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for member in &shape.members {
        properties.insert(member.name.to_owned(), property(member, within));
        if let Some(twin) = member.twin {
            let kind = if member.null { json!(["integer", "null"]) } else { json!("integer") };
            properties.insert(
                twin.to_owned(),
                json!({"type": kind, "description": format!("The same as `{}`, in seconds.", member.name)}),
            );
        }
        required.extend(member.names().into_iter().filter(|_| member.always));
    }
    json!({
        "title": shape.title, "description": shape.about, "type": "object", "properties": properties, "required": required,
    })
}

fn property(member: &MemberShape, within: &mut BTreeMap<String, Value>) -> Value {
    // A year past 9999 is null beside its number.
    let may_be_null = member.null || matches!(member.kind, ValueKind::Time);
    let mut schema = kind(&member.kind, within);
    if may_be_null && let Some(one) = schema.get("type").cloned() {
        schema["type"] = json!([one, "null"]);
    } else if may_be_null && schema.get("$ref").is_some() {
        schema = json!({"anyOf": [schema, {"type": "null"}]});
    }
    schema["description"] = member.about.into();
    schema
}

fn kind(kind_of: &ValueKind, within: &mut BTreeMap<String, Value>) -> Value {
    match kind_of {
        ValueKind::Text | ValueKind::Duration => json!({"type": "string"}),
        ValueKind::Time => json!({"type": "string", "format": "date-time"}),
        ValueKind::Number => json!({"type": "integer"}),
        ValueKind::Flag => json!({"type": "boolean"}),
        ValueKind::Anything => json!({}),
        ValueKind::Object => json!({"type": "object"}),
        ValueKind::Null => json!({"type": "null"}),
        ValueKind::List(of) => json!({"type": "array", "items": kind(of, within)}),
        ValueKind::ByName(of) => json!({"type": "object", "additionalProperties": kind(of, within)}),
        ValueKind::Document(shape) => {
            let (shape, name) = (shape(), slug(shape().title));
            if !within.contains_key(&name) {
                within.insert(name.clone(), Value::Null);
                let schema = object(&shape, within);
                within.insert(name.clone(), schema);
            }
            json!({"$ref": format!("#/$defs/{name}")})
        }
    }
}

fn slug(title: &str) -> String {
    title.replace(", ", "-").replace(' ', "-")
}
