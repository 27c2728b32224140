//! A list as comma-separated values, for spreadsheets.

use serde_json::{Map, Value};

use super::render::values;
use crate::wire::{Document, ValueKind};

/// The names of every value that things of a list can have, in order. A column is there whether or not a thing has a
/// value for it, so that whoever reads many lists finds each where it was.
pub fn names<D: Document>(rows: &str) -> Vec<String> {
    let list = D::shape().members.into_iter().find(|member| member.name == rows).map(|member| member.kind);
    let Some(ValueKind::List(of)) = list else { return Vec::new() };
    within(&of)
}

fn within(kind: &ValueKind) -> Vec<String> {
    let ValueKind::Document(shape) = kind else { return Vec::new() };
    let names = shape().members.into_iter().flat_map(|member| match member.kind {
        document @ ValueKind::Document(_) => {
            within(&document).into_iter().map(|inner| format!("{}.{inner}", member.name)).collect()
        }
        _ => vec![member.name.to_owned()],
    });
    names.collect()
}

/// A thing of a list: its values under these names.
pub fn row(names: &[String], thing: &Map<String, Value>) -> String {
    let values = values(thing);
    let find = |name: &String| values.iter().find(|(column, _)| column == name);
    line(names.iter().map(|name| find(name).map_or("", |(_, value)| value.as_str())))
}

/// Values in a line (RFC 4180).
pub fn line<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A value that holds a comma, a quote or a line end is quoted. One that a spreadsheet would take for a formula, and a
/// stranger may have chosen it, gets an apostrophe before it, as OWASP advises against CSV injection.
fn quoted(value: &str) -> String {
    let guarded = match value.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{value}"),
        _ => value.to_owned(),
    };
    if guarded.contains([',', '"', '\r', '\n']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::TokenList;

    #[test]
    fn values_are_quoted_and_formulas_are_not_computed() {
        for (value, expected) in [
            ("plain text", "plain text"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""),
            ("@sum", "'@sum"),
            ("-1", "'-1"),
            ("+1", "'+1"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }

    #[test]
    fn every_thing_has_a_place_for_every_value_that_one_can_have() {
        let names = names::<TokenList<'_>>("tokens");
        assert_eq!(names[..3], ["jti", "kind", "app"]);
        for name in ["refreshed_at", "revoked.cause", "revoked.at", "revoked.reason"] {
            assert!(names.iter().any(|known| known == name), "{name} is not in {names:?}");
        }
        let names = ["x", "y", "z.at"].map(str::to_owned);
        let thing = |value: Value| row(&names, value.as_object().unwrap());
        assert_eq!(thing(json!({"x": "1"})), "1,,\r\n");
        assert_eq!(thing(json!({"x": "2", "y": "3,4", "z": {"at": "5"}})), "2,\"3,4\",5\r\n");
    }
}
