//! A table of a file, read name by name. Everything that is wrong in it is found at once, each with its line.

use std::fmt::Display;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::fields::unknown;
use crate::core::{Timestamp, Ttl, When};

/// What is wrong, and in which line, from 1.
pub type Fault = (usize, String);

/// A table of a file.
pub(super) struct Section<'t> {
    text: &'t str,
    table: DeTable<'t>,
    /// The line of its head.
    pub line: usize,
    /// The names that were asked for, in their order.
    names: Vec<&'static str>,
    /// What is wrong so far.
    pub faults: Vec<Fault>,
}

/// A value that was read, and in which line it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub value: T,
    pub line: usize,
}

impl<'t> Section<'t> {
    /// The whole text. What is no TOML is among the faults, and what is around it is read.
    pub fn whole(text: &'t str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let fault = |error: &toml::de::Error| {
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            (line_of(text, error.span().map_or(0, |span| span.start)), message)
        };
        let mut faults: Vec<Fault> = errors.iter().map(fault).collect();
        // One slip of the pen in a line has several consequences.
        faults.dedup_by_key(|(line, _)| *line);
        Self { text, table: table.into_inner(), line: 1, names: Vec::new(), faults }
    }

    /// A table within a text, whose head is in this line.
    pub fn of(text: &'t str, table: DeTable<'t>, line: usize) -> Self {
        Self { text, table, line, names: Vec::new(), faults: Vec::new() }
    }

    /// A value as it is, and its line.
    pub fn value(&mut self, name: &'static str) -> Option<(usize, DeValue<'t>)> {
        let value = self.take(name)?;
        Some((self.line_at(&value), value.into_inner()))
    }

    /// The table of this name, as `[name]` writes it.
    pub fn section(&mut self, name: &'static str) -> Option<Self> {
        match self.value(name)? {
            (line, DeValue::Table(table)) => Some(Self::of(self.text, table, line)),
            (line, other) => {
                self.wrong(line, name, "a table, as [name] begins one", &other);
                None
            }
        }
    }

    /// All that is in it, each name with its line.
    pub fn into_members(self) -> Vec<(usize, String, Spanned<DeValue<'t>>)> {
        let text = self.text;
        let line = |name: &Spanned<DeString<'t>>| line_of(text, name.span().start);
        let mut all: Vec<_> =
            self.table.into_iter().map(|(name, value)| (name.span().start, line(&name), name, value)).collect();
        // In the order in which they were written.
        all.sort_by_key(|(place, ..)| *place);
        all.into_iter().map(|(_, line, name, value)| (line, name.into_inner().into_owned(), value)).collect()
    }

    /// The tables of this name, as `[[name]]` writes them.
    pub fn sections(&mut self, name: &'static str) -> Vec<Self> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let line = self.line_at(&value);
        let text = self.text;
        match value.into_inner() {
            DeValue::Array(all) if all.iter().all(|one| one.get_ref().is_table()) => {
                let section = |value: Spanned<DeValue<'t>>| {
                    let line = line_of(text, value.span().start);
                    match value.into_inner() {
                        DeValue::Table(table) => {
                            Some(Self { text, table, line, names: Vec::new(), faults: Vec::new() })
                        }
                        _ => None,
                    }
                };
                all.into_iter().filter_map(section).collect()
            }
            _ => {
                self.faults.push((line, format!("{name} is written as [[{name}]], one block each")));
                Vec::new()
            }
        }
    }

    /// One text or a list of texts, each read.
    pub fn each<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Vec<T> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let line = self.line_at(&value);
        let mut texts = Vec::new();
        match value.into_inner() {
            DeValue::String(text) => texts.push((line, text.into_owned())),
            DeValue::Array(values) => {
                for value in values {
                    let line = self.line_at(&value);
                    match value.into_inner() {
                        DeValue::String(text) => texts.push((line, text.into_owned())),
                        other => self.wrong(line, name, "a text or a list of texts", &other),
                    }
                }
            }
            other => self.wrong(line, name, "a text or a list of texts", &other),
        }
        let mut read = Vec::with_capacity(texts.len());
        for (line, text) in texts {
            if text.trim().is_empty() {
                self.faults.push((line, format!("{name} has an empty text, which would check nothing")));
                continue;
            }
            match text.parse() {
                Ok(value) => read.push(value),
                Err(error) => self.faults.push((line, format!("{name} {text:?} {error}"))),
            }
        }
        read
    }

    /// A text, read.
    pub fn one<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Option<T> {
        self.by(name, |text| text.parse().map_err(|error: T::Err| format!("{name} {text:?} {error}")))
            .map(|one| one.value)
    }

    /// A length of time. A number alone has no unit, which is said of it and not of its type.
    pub fn length(&mut self, name: &'static str) -> Option<Ttl> {
        let read = |text: &str| text.parse().map_err(|error| format!("{name} {text:?} {error}"));
        self.number_or_text(name, read).map(|length| length.value)
    }

    /// A point in time, which may be told from now, as text, as a number of epoch seconds or as TOML writes it.
    pub fn time(&mut self, name: &'static str, now: Timestamp) -> Option<Timestamp> {
        let read = |text: &str| {
            let when: When = text.parse().map_err(|error| format!("{name} {text:?} {error}"))?;
            when.at(now).map_err(|error| format!("{name} {text:?} {error}"))
        };
        self.number_or_text(name, read).map(|time| time.value)
    }

    /// A text that may be written without quotes where it is a number or a time.
    fn number_or_text<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<Placed<T>> {
        if let Some(value) = self.table.get_mut(name) {
            let bare = match value.get_ref() {
                DeValue::Integer(number) => Some(number.to_string()),
                DeValue::Float(number) => Some(number.to_string()),
                DeValue::Datetime(time) => Some(time.to_string()),
                _ => None,
            };
            if let Some(text) = bare {
                *value.get_mut() = DeValue::String(text.into());
            }
        }
        self.by(name, read)
    }

    /// A text, read by a function that says what is wrong.
    pub fn by<T>(&mut self, name: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<Placed<T>> {
        let value = self.take(name)?;
        let line = self.line_at(&value);
        let text = match value.into_inner() {
            DeValue::String(text) => text,
            other => {
                self.wrong(line, name, "a text", &other);
                return None;
            }
        };
        if text.trim().is_empty() {
            self.faults.push((line, format!("{name} is empty, which would check nothing")));
            return None;
        }
        read(&text).map_err(|problem| self.faults.push((line, problem))).ok().map(|value| Placed { value, line })
    }

    /// Yes or no; no where nothing is said.
    pub fn is_on(&mut self, name: &'static str) -> bool {
        let Some(value) = self.take(name) else { return false };
        let line = self.line_at(&value);
        match value.into_inner() {
            DeValue::Boolean(on) => on,
            other => {
                self.wrong(line, name, "true or false", &other);
                false
            }
        }
    }

    /// What is wrong in it, with every name that nobody asked for, and the names that may be there.
    pub fn end(mut self) -> (Vec<Fault>, Vec<&'static str>) {
        for name in self.table.keys() {
            let line = line_of(self.text, name.span().start);
            self.faults.push((line, unknown(name.get_ref(), &self.names)));
        }
        (self.faults, self.names)
    }

    fn take(&mut self, name: &'static str) -> Option<Spanned<DeValue<'t>>> {
        self.names.push(name);
        // What is put in the place of a value that is no TOML stands nowhere, and was told already.
        self.table.remove(name).filter(|value| !value.span().is_empty())
    }

    pub fn wrong(&mut self, line: usize, name: &str, wanted: &str, found: &DeValue<'_>) {
        self.faults.push((line, format!("{name}: expected {wanted}, found {}", found.type_str())));
    }

    pub fn line_at(&self, value: &Spanned<DeValue<'t>>) -> usize {
        line_of(self.text, value.span().start)
    }
}

/// In which line a place of a text is, from 1.
pub(super) fn line_of(text: &str, place: usize) -> usize {
    text.get(..place).map_or(0, |before| before.matches('\n').count()) + 1
}
