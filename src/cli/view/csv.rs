//! A list as comma-separated values, for spreadsheets.

use serde::Serialize;
use serde_json::Value;

use super::View;
use super::render::values;
use super::table::Table;
use crate::cli::paint::Paint;

/// A list as comma-separated values (RFC 4180): every property that any of the things has, in order.
pub struct Csv<D>(pub Table<D>);

impl<D: Serialize> View for Csv<D> {
    fn json(&self) -> Value {
        self.0.json()
    }

    fn text(&self, _: Paint) -> String {
        let mut names: Vec<String> = Vec::new();
        let rows: Vec<Vec<(String, String)>> = self.0.members().iter().map(values).collect();
        for (name, _) in rows.iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        if names.is_empty() {
            names = self.0.columns.iter().map(|&name| name.to_owned()).collect();
        }
        let mut text = line(names.iter().map(String::as_str));
        for row in &rows {
            let find = |name: &String| row.iter().find(|(column, _)| column == name);
            text += &line(names.iter().map(|name| find(name).map_or("", |(_, value)| value.as_str())));
        }
        text
    }

    fn bare(&self) -> String {
        self.0.bare()
    }
}

fn line<'a>(values: impl Iterator<Item = &'a str>) -> String {
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
    fn rows_with_different_properties_share_one_head() {
        let csv = |rows| Csv(Table { document: rows, rows: "things", columns: &["x", "y"], bare: "x", now: None });
        let rows = json!({"things": [{"x": "1"}, {"x": "2", "y": "3,4", "z": {"at": null}}]});
        assert_eq!(csv(rows).text(Paint::NONE), "x,y,z.at\r\n1,,\r\n2,\"3,4\",\r\n");
        assert_eq!(csv(json!({"things": []})).text(Paint::NONE), "x,y\r\n");
    }
}
