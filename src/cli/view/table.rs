//! A list: a table for people.

use serde::Serialize;
use serde_json::{Map, Value};

use super::View;
use super::columns::{padded, widest};
use super::record::bare;
use super::render::{cell, json_of};
use crate::cli::paint::Paint;
use crate::core::Timestamp;

/// A list.
pub struct Table<D> {
    /// The document with the list.
    pub document: D,
    /// The member that is the list.
    pub rows: &'static str,
    /// The members of each thing that the table shows.
    pub columns: &'static [&'static str],
    /// The member of each thing that is its bare value.
    pub bare: &'static str,
    /// What times are compared with.
    pub now: Option<Timestamp>,
}

impl<D: Serialize> Table<D> {
    /// The members of each thing.
    pub fn members(&self) -> Vec<Map<String, Value>> {
        let list = self.json().get_mut(self.rows).map(Value::take);
        let Some(Value::Array(rows)) = list else { return Vec::new() };
        rows.into_iter().filter_map(|row| if let Value::Object(members) = row { Some(members) } else { None }).collect()
    }
}

impl<D: Serialize> Table<D> {
    /// What the table shows of these things.
    pub fn cells(&self, rows: &[Map<String, Value>]) -> Vec<Vec<String>> {
        let cells = |row: &Map<String, Value>| self.columns.iter().map(|name| cell(row, name, self.now)).collect();
        rows.iter().map(cells).collect()
    }

    /// The bare value of one of the things.
    pub fn bare_of(&self, row: &Map<String, Value>) -> String {
        row.get(self.bare).map(bare).unwrap_or_default()
    }
}

impl<D: Serialize> View for Table<D> {
    fn json(&self) -> Value {
        json_of(&self.document)
    }

    fn items(&self) -> Option<&'static str> {
        Some(self.rows)
    }

    fn text(&self, paint: Paint) -> String {
        table(self.columns, self.cells(&self.members()), paint)
    }

    fn bare(&self) -> String {
        self.members().iter().map(|row| self.bare_of(row) + "\n").collect()
    }
}

/// Cells below each other, under the names of their columns. Nothing where there are none.
pub fn table(columns: &[&str], body: Vec<Vec<String>>, paint: Paint) -> String {
    Grid::default().rows(columns, body, paint)
}

/// A table that may come in parts. A later part keeps the columns of those before it as wide as they were, or wider.
#[derive(Debug, Default)]
pub struct Grid {
    /// How wide the columns are; none before the first row.
    widths: Vec<usize>,
}

impl Grid {
    /// Cells below those that were given before; under the names of their columns, where they are the first.
    pub fn rows(&mut self, columns: &[&str], body: Vec<Vec<String>>, paint: Paint) -> String {
        if body.is_empty() {
            return String::new();
        }
        let is_first = self.widths.is_empty();
        let head = columns.iter().map(|name| name.replace(['_', '.'], " ").to_uppercase()).collect();
        let table: Vec<Vec<String>> = is_first.then_some(head).into_iter().chain(body).collect();
        self.widths.resize(columns.len(), 0);
        for (column, width) in self.widths.iter_mut().enumerate() {
            *width = widest(table.iter().map(|row| row[column].as_str()), usize::MAX).max(*width);
        }
        let mut text = String::new();
        for (number, row) in table.iter().enumerate() {
            let cells: Vec<String> = row.iter().zip(&self.widths).map(|(cell, width)| padded(cell, *width)).collect();
            let line = cells.join("  ");
            let line = line.trim_end();
            text.push_str(&if is_first && number == 0 { paint.label(line) } else { line.to_owned() });
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_below_each_other_whatever_their_letters() {
        let row = |user: &str| vec![user.to_owned(), "active".to_owned()];
        let users = ["alice", "漢字山田太郎", "Zoe\u{308}"].map(row).to_vec();
        let expected =
            ["USER          STATE", "alice         active", "漢字山田太郎  active", "Zoe\u{308}           active"];
        assert_eq!(table(&["user", "state"], users, Paint::NONE).lines().collect::<Vec<_>>(), expected);
        assert_eq!(table(&["user"], Vec::new(), Paint::NONE), "");
    }
}
