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

impl<D: Serialize> View for Table<D> {
    fn json(&self) -> Value {
        json_of(&self.document)
    }

    fn text(&self, paint: Paint) -> String {
        let cells = |row: &Map<String, Value>| self.columns.iter().map(|name| cell(row, name, self.now)).collect();
        table(self.columns, self.members().iter().map(cells).collect(), paint)
    }

    fn bare(&self) -> String {
        self.members().iter().map(|row| row.get(self.bare).map(bare).unwrap_or_default() + "\n").collect()
    }
}

/// Cells below each other, under the names of their columns. Nothing where there are none.
pub fn table(columns: &[&str], body: Vec<Vec<String>>, paint: Paint) -> String {
    if body.is_empty() {
        return String::new();
    }
    let head: Vec<String> = columns.iter().map(|name| name.replace('_', " ").to_uppercase()).collect();
    let table: Vec<Vec<String>> = std::iter::once(head).chain(body).collect();
    let width = |column: usize| widest(table.iter().map(|row| row[column].as_str()), usize::MAX);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for (number, row) in table.iter().enumerate() {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        let line = cells.join("  ");
        let line = line.trim_end();
        text.push_str(&if number == 0 { paint.label(line) } else { line.to_owned() });
        text.push('\n');
    }
    text
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
