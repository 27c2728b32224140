//! Reading a row from left to right: each table knows its own columns, and rows of several tables can follow each other.
//! And what is written into one.

use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, Value};
use rusqlite::{Error, Result, Row};

use super::table::Table;
use crate::core::{Actor, AppState, Audience, Cause, Note, Revocation, Shape, Timestamp};

/// A row, and how far it was read.
pub(super) struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
    /// Where the checksum is, which is no column to read.
    checksum: Option<usize>,
}

impl<'r> Columns<'r> {
    pub(super) fn of(row: &'r Row<'r>) -> Self {
        Self { row, next: 0, checksum: None }
    }

    /// A whole row of a table (`SELECT *`), once it is seen to be what was written.
    pub(super) fn intact(row: &'r Row<'r>, table: &Table) -> Result<Self> {
        table.check(row)?;
        Ok(Self::whole(row, table))
    }

    /// A whole row of a table, whether it is what was written or not.
    pub(super) fn whole(row: &'r Row<'r>, table: &Table) -> Self {
        Self { row, next: 0, checksum: Some(table.before_checksum) }
    }

    /// Passes over the next columns.
    pub(super) fn skip(&mut self, columns: usize) {
        for _ in 0..columns {
            self.place();
        }
    }

    /// The place of the next column, which is then the one after it.
    fn place(&mut self) -> usize {
        if Some(self.next) == self.checksum {
            self.next += 1;
        }
        self.next += 1;
        self.next - 1
    }

    /// The next column as SQLite keeps it.
    pub(super) fn plain<T: FromSql>(&mut self) -> Result<T> {
        let place = self.place();
        self.row.get(place)
    }

    /// The next column as the text that it is, where the row has it.
    pub(super) fn text(&mut self) -> Result<Option<&'r str>> {
        let place = self.place();
        let text = self.row.get_ref(place)?.as_str_or_null();
        self.convert(text.ok())
    }

    /// The next column, parsed. A text that does not parse was written by something else than mintage.
    pub(super) fn parsed<T: FromStr>(&mut self) -> Result<T> {
        let text = self.text()?;
        self.convert(text.and_then(|text| text.parse().ok()))
    }

    /// The next column, parsed, if it is not empty.
    pub(super) fn maybe<T: FromStr>(&mut self) -> Result<Option<T>> {
        let text = self.text()?;
        text.map(|text| self.convert(text.parse().ok())).transpose()
    }

    /// The next column as a word that a function knows.
    pub(super) fn word<T>(&mut self, known: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        let text = self.text()?;
        self.convert(text.and_then(known))
    }

    pub(super) fn time(&mut self) -> Result<Timestamp> {
        self.plain().map(Timestamp)
    }

    pub(super) fn maybe_time(&mut self) -> Result<Option<Timestamp>> {
        self.plain::<Option<i64>>().map(|seconds| seconds.map(Timestamp))
    }

    pub(super) fn audiences(&mut self) -> Result<Vec<Audience>> {
        let text: String = self.plain()?;
        let names = serde_json::from_str::<Vec<String>>(&text).ok();
        self.convert(names.and_then(|names| names.into_iter().map(|name| Audience::new(name).ok()).collect()))
    }

    /// How a test token, or a family of them, departs from others.
    pub(super) fn departs(&mut self) -> Result<Option<Box<Shape>>> {
        Ok(self.maybe::<Shape>()?.map(Box::new))
    }

    /// Four columns: when, by whom, through what, why. All empty where nothing was revoked.
    pub(super) fn revocation(&mut self) -> Result<Option<Revocation>> {
        let at = self.maybe_time()?;
        let by: Option<Actor> = self.maybe()?;
        let cause = self.text()?;
        let note: Option<Note> = self.maybe()?;
        let (Some(at), Some(by), Some(cause)) = (at, by, cause) else { return Ok(None) };
        let cause = self.convert(Cause::from_name(cause))?;
        Ok(Some(Revocation { at, by, cause, note }))
    }

    /// Four columns: the state of an app, since when, why and by whom.
    pub(super) fn app_state(&mut self) -> Result<AppState> {
        let state = self.text()?.unwrap_or_default();
        let (since, note): (Option<Timestamp>, Option<Note>) = (self.maybe_time()?, self.maybe()?);
        let by: Option<Actor> = self.maybe()?;
        self.convert(match (state, since, note, by) {
            ("registered", None, None, None) => Some(AppState::Registered),
            ("active", Some(since), None, None) => Some(AppState::Active { since }),
            ("blocked", Some(since), Some(note), by) => Some(AppState::Blocked { since, note, by }),
            ("deleted", Some(since), note, Some(by)) => Some(AppState::Deleted { since, by, note }),
            _ => None,
        })
    }

    /// Turns "this is none of ours" into the error that names the column.
    pub(super) fn convert<T>(&self, value: Option<T>) -> Result<T> {
        let column = self.next.saturating_sub(1);
        let kind = rusqlite::types::Type::Text;
        value.ok_or_else(|| Error::FromSqlConversionFailure(column, kind, Box::new(FromSqlError::InvalidType)))
    }
}

/// Audiences as the store writes them.
pub(super) fn audiences_text(audiences: &[Audience]) -> String {
    serde_json::json!(audiences).to_string()
}

/// A text as the store writes it.
pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A text, or nothing.
pub(super) fn maybe_text(maybe: Option<&str>) -> Value {
    maybe.map_or(Value::Null, text)
}

/// When, by whom, through what, why: the four columns of a revocation, all empty where nothing was revoked.
pub(super) fn revocation_values(revocation: Option<&Revocation>) -> [Value; 4] {
    [
        revocation.map(|revocation| revocation.at.0).into(),
        revocation.map(|revocation| revocation.by.kept()).into(),
        maybe_text(revocation.map(|revocation| revocation.cause.name())),
        maybe_text(revocation.and_then(|revocation| revocation.note.as_ref()).map(Note::as_str)),
    ]
}
