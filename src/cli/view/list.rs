//! Several things of one kind.

use serde_json::{Map, Value, json};

use super::View;
use super::document::Document;
use crate::cli::ui::Paint;

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
        let body = self.rows.iter().map(|row| self.columns.iter().map(|name| row.cell(name)).collect::<Vec<_>>());
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
