//! Several things of one kind.

use serde_json::{Map, Value, json};

use super::View;
use super::document::Document;
use super::render::{cell, values};
use crate::cli::paint::Paint;

/// Several things of one kind, as a table for people.
#[derive(Debug)]
pub struct List {
    /// The name of the list in JSON.
    pub name: &'static str,
    /// The properties that the table shows.
    pub columns: &'static [&'static str],
    /// The things.
    pub rows: Vec<Document>,
    /// Whether this is all.
    pub next: Next,
}

/// Whether a list comes in parts.
#[derive(Debug)]
pub enum Next {
    /// It comes whole.
    Whole,
    /// It comes in parts; this is where the next one starts, if there is one.
    Part(Option<String>),
}

impl View for List {
    fn json(&self) -> Value {
        let mut map = Map::new();
        map.insert(self.name.to_owned(), self.rows.iter().map(View::json).collect());
        if let Next::Part(next) = &self.next {
            map.insert("next".to_owned(), json!(next));
        }
        Value::Object(map)
    }

    fn text(&self, paint: Paint) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let head: Vec<String> = self.columns.iter().map(|name| name.replace('_', " ").to_uppercase()).collect();
        let body = self.rows.iter().map(|row| {
            let (members, now) = (members(row), row.now());
            self.columns.iter().map(|name| cell(&members, name, now)).collect::<Vec<_>>()
        });
        let table: Vec<Vec<String>> = std::iter::once(head).chain(body).collect();
        let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        for (number, row) in table.iter().enumerate() {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            let line = cells.join("  ");
            let line = line.trim_end();
            text.push_str(&if number == 0 { paint.label(line) } else { line.to_owned() });
            text.push('\n');
        }
        text
    }

    fn bare(&self) -> String {
        self.rows.iter().map(|row| row.bare() + "\n").collect()
    }
}

fn members(row: &Document) -> Map<String, Value> {
    match row.json() {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A list as comma-separated values (RFC 4180): every property that any of the things has, in order.
#[derive(Debug)]
pub struct Csv(pub List);

impl View for Csv {
    fn json(&self) -> Value {
        self.0.json()
    }

    fn text(&self, _: Paint) -> String {
        let mut names: Vec<String> = Vec::new();
        let rows: Vec<Vec<(String, String)>> = self.0.rows.iter().map(|row| values(&members(row))).collect();
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
        let rows = vec![Document::of("a").text("x", "1"), Document::of("b").text("x", "2").text("y", "3,4")];
        let csv = Csv(List { name: "things", columns: &["x"], rows, next: Next::Whole });
        assert_eq!(csv.text(Paint::NONE), "x,y\r\n1,\r\n2,\"3,4\"\r\n");
        let none = Csv(List { name: "things", columns: &["x", "y"], rows: vec![], next: Next::Whole });
        assert_eq!(none.text(Paint::NONE), "x,y\r\n");
    }
}
