//! Several things of one kind.

use serde_json::{Map, Value};

use super::View;
use super::document::Document;
use super::render::cell;
use super::table::table;
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
}

impl View for List {
    fn json(&self) -> Value {
        let mut map = Map::new();
        map.insert(self.name.to_owned(), self.rows.iter().map(View::json).collect());
        Value::Object(map)
    }

    fn text(&self, paint: Paint) -> String {
        let body = self.rows.iter().map(|row| {
            let (members, now) = (members(row), row.now());
            self.columns.iter().map(|name| cell(&members, name, now)).collect()
        });
        table(self.columns, body.collect(), paint)
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
