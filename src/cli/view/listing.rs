//! A long list, given part by part, so that it needs no more memory than a part.

use std::fmt::Write as _;

use super::csv::{self, line};
use super::fit::{Fit, Fitted};
use super::render::json_of;
use super::table::{Grid, Table};
use crate::cli::escape::{escape_json, json_line};
use crate::cli::paint::Paint;
use crate::wire::Document;

/// In which form a list is given.
#[derive(Debug, Clone, Copy)]
pub enum ListForm {
    /// A table for people.
    Text(Paint),
    /// One document.
    Json,
    /// A document a line.
    JsonLines,
    /// A bare value a line.
    Bare,
    /// Comma-separated values.
    Csv,
}

/// A list of which some parts were given.
pub struct Listing {
    form: ListForm,
    /// How many rows were given.
    rows: usize,
    grid: Grid,
    fitted: Fitted,
    /// The names of the values, where these are separated by commas.
    names: Vec<String>,
    has_begun: bool,
}

impl Listing {
    /// A list of which nothing was given yet.
    pub fn new(form: ListForm) -> Self {
        Self { form, rows: 0, grid: Grid::default(), fitted: Fitted::default(), names: Vec::new(), has_begun: false }
    }

    /// In which form it is given.
    pub fn form(&self) -> ListForm {
        self.form
    }

    /// How many rows were given.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns that no place was found for on a terminal.
    pub fn left_out(&self) -> &[String] {
        self.fitted.left_out()
    }

    /// The next part. The first one brings what stands above a list, also where it is empty. A terminal may have to be fitted.
    pub fn part<D: Document + serde::Serialize>(&mut self, part: &Table<D>, fit: Option<&Fit>) -> String {
        let mut text = if self.has_begun { String::new() } else { self.begin(part) };
        self.has_begun = true;
        let rows = part.members();
        match self.form {
            ListForm::Text(paint) => match fit {
                Some(fit) => text += &self.fitted.rows(part.columns, &rows, fit, paint),
                None => text += &self.grid.rows(part.columns, part.cells(&rows), paint),
            },
            ListForm::Bare => rows.iter().for_each(|row| text = std::mem::take(&mut text) + &part.bare_of(row) + "\n"),
            ListForm::Csv => rows.iter().for_each(|row| text += &csv::row(&self.names, row)),
            ListForm::JsonLines => {
                for row in &rows {
                    let _ = writeln!(text, "{}", json_line(row));
                }
            }
            ListForm::Json => {
                for (number, row) in rows.iter().enumerate() {
                    let before = if self.rows + number == 0 { "\n" } else { ",\n" };
                    let row = escape_json(&serde_json::to_string_pretty(row).unwrap_or_default());
                    let _ = write!(text, "{before}    {}", row.replace('\n', "\n    "));
                }
            }
        }
        self.rows += rows.len();
        text
    }

    /// What stands below a list; `next` is where a later part starts, if it was cut.
    pub fn end(&self, next: Option<&str>) -> String {
        match (self.form, next) {
            (ListForm::Json, next) => {
                let close = if self.rows == 0 { "]" } else { "\n  ]" };
                format!("{close},\n  \"next\": {}\n}}\n", json_of(&next))
            }
            (ListForm::Text(paint), Some(next)) => paint.label(&self.cut_at(next)) + "\n",
            (ListForm::Text(_) | ListForm::Bare | ListForm::Csv | ListForm::JsonLines, _) => String::new(),
        }
    }

    /// That a limit cut it, and how it goes on.
    pub fn cut_at(&self, next: &str) -> String {
        format!("there are more than these {}: --cursor {next} goes on, --limit none gives all", self.rows)
    }

    fn begin<D: Document + serde::Serialize>(&mut self, part: &Table<D>) -> String {
        match self.form {
            ListForm::Text(_) | ListForm::Bare | ListForm::JsonLines => String::new(),
            ListForm::Json => format!("{{\n  \"{}\": [", part.rows),
            ListForm::Csv => {
                self.names = csv::names::<D>(part.rows);
                line(self.names.iter().map(String::as_str))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::{PrunedDocument, PrunedList};

    fn part<'a>(names: &[&'a str]) -> Table<PrunedList<'a>> {
        let pruned = names.iter().map(|&name| PrunedDocument { kind: "key", name }).collect();
        let document = PrunedList { pruned };
        Table { document, rows: "pruned", columns: &["name", "kind"], bare: "name", now: None }
    }

    fn given(form: ListForm, parts: &[&[&str]], next: Option<&str>) -> String {
        let mut listing = Listing::new(form);
        let text: String = parts.iter().map(|names| listing.part(&part(names), None)).collect();
        text + &listing.end(next)
    }

    #[test]
    fn a_list_in_parts_is_what_the_same_list_in_one_piece_would_be() {
        let (text, cut) = (ListForm::Text(Paint::NONE), Some("c"));
        let lines = given(ListForm::JsonLines, &[&["a"], &["b"]], cut);
        assert_eq!(lines, "{\"kind\":\"key\",\"name\":\"a\"}\n{\"kind\":\"key\",\"name\":\"b\"}\n");
        assert_eq!(given(ListForm::Bare, &[&["a", "b"], &["c"]], None), "a\nb\nc\n");
        assert_eq!(given(ListForm::Csv, &[&["a"], &["b,c"]], cut), "kind,name\r\nkey,a\r\nkey,\"b,c\"\r\n");
        assert_eq!(given(text, &[&["a", "b"], &["c"]], None), "NAME  KIND\na     key\nb     key\nc     key\n");
        assert!(
            given(text, &[&["a"]], cut)
                .ends_with("\nthere are more than these 1: --cursor c goes on, --limit none gives all\n")
        );
        for (parts, next) in [(&[&["a", "b"][..], &["\u{1b}\n"]][..], None), (&[&["a"]], cut), (&[&[]], None)] {
            let names: Vec<Value> = parts.concat().iter().map(|name| json!({"kind": "key", "name": name})).collect();
            let whole = escape_json(&format!("{:#}", json!({"pruned": names, "next": next})));
            assert_eq!(given(ListForm::Json, parts, next), whole + "\n");
        }
        assert_eq!(given(text, &[&[]], None), "");
        assert_eq!(given(ListForm::Csv, &[&[]], None), "kind,name\r\n");
    }
}
