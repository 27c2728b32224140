//! Settings: as they are, what one means, and what was changed.

use std::fmt::Write as _;

use serde_json::Value;

use super::View;
use super::record::bare;
use super::render::json_of;
use super::table::table;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::settings::edit::{Origin, Said, SettingChange};
use crate::settings::reference::Setting;
use crate::wire::{ChangedSetting, ChangedSettings, ExplainedSetting, Maybe, SettingDocument, SettingList};

/// A setting as it is.
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Option<Value>,
    /// Where that comes from.
    pub source: &'static str,
    /// The flag or the variable.
    pub by: Option<&'static str>,
    /// The line of the file.
    pub line: Option<usize>,
    /// Whether its value is not told.
    pub secret: bool,
}

impl Listed {
    /// One that config.toml can say.
    pub fn of_home(said: Said) -> Self {
        let (source, line) = match said.origin {
            Origin::Line(line) => ("file", Some(line)),
            Origin::Default => ("default", None),
            Origin::Nowhere => ("unset", None),
        };
        let secret = said.setting.secret;
        Self { name: said.name, value: said.value.filter(|_| !secret), source, by: None, line, secret }
    }

    fn document(&self) -> SettingDocument<'_> {
        SettingDocument {
            name: &self.name,
            value: Maybe(self.value.as_ref()),
            source: self.source,
            by: Maybe(self.by),
            line: Maybe(self.line.map(|line| line as u64)),
            secret: self.secret,
        }
    }

    /// Its value in one line.
    fn shown(&self) -> String {
        match &self.value {
            None if self.secret && self.line.is_some() => "(not shown)".to_owned(),
            value => value.as_ref().map(in_line).unwrap_or_default(),
        }
    }

    fn place(&self) -> String {
        match (self.line, self.by) {
            (Some(line), _) => format!("config.toml:{line}"),
            (None, Some(by)) => by.to_owned(),
            (None, None) => self.source.to_owned(),
        }
    }
}

/// A value in one line: a text as it is, a list with its texts beside each other.
fn in_line(value: &Value) -> String {
    match value {
        Value::Array(all) if all.iter().all(Value::is_string) => {
            all.iter().filter_map(Value::as_str).map(escape).collect::<Vec<_>>().join(" ")
        }
        other => escape(&bare(other)),
    }
}

fn list(home: &str, all: &[Listed]) -> Value {
    json_of(&SettingList { home, settings: all.iter().map(Listed::document).collect() })
}

fn pairs(all: &[Listed]) -> String {
    all.iter().fold(String::new(), |mut text, one| {
        let _ = writeln!(text, "{}={}", one.name, one.shown());
        text
    })
}

/// Many settings as they are.
pub struct ListedSettings {
    /// The folder of the home.
    pub home: String,
    /// Each.
    pub all: Vec<Listed>,
}

impl View for ListedSettings {
    fn json(&self) -> Value {
        list(&self.home, &self.all)
    }

    fn text(&self, paint: Paint) -> String {
        let rows = self.all.iter().map(|one| vec![one.name.clone(), one.shown(), one.place()]).collect();
        table(&["name", "value", "source"], rows, paint)
    }

    /// As shells write it.
    fn bare(&self) -> String {
        pairs(&self.all)
    }
}

/// One setting that was asked for.
pub struct GotSetting(pub Listed);

impl View for GotSetting {
    fn json(&self) -> Value {
        json_of(&self.0.document())
    }

    fn text(&self, _: Paint) -> String {
        self.bare()
    }

    fn bare(&self) -> String {
        match &self.0.value {
            Some(Value::Array(all)) if all.iter().all(Value::is_string) => {
                all.iter().filter_map(Value::as_str).map(|text| escape(text) + "\n").collect()
            }
            value => value.as_ref().map(|value| escape(&bare(value))).unwrap_or_default(),
        }
    }
}

/// What is in a table that was asked for.
pub struct GotSettings {
    /// The folder of the home.
    pub home: String,
    /// What has a value in it.
    pub all: Vec<Listed>,
}

impl View for GotSettings {
    fn json(&self) -> Value {
        list(&self.home, &self.all)
    }

    fn text(&self, _: Paint) -> String {
        pairs(&self.all)
    }

    fn bare(&self) -> String {
        pairs(&self.all)
    }
}

/// What a setting means.
pub struct Explained {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// What it takes.
    pub takes: &'static str,
    /// Whether it cannot be left out.
    pub required: bool,
    /// What it is by default.
    pub default: Option<Value>,
    /// What it means that it is not set.
    pub unset: Option<&'static str>,
    /// How it is written.
    pub example: String,
    /// What a change of it means.
    pub change: Option<&'static str>,
    /// The flag that says it.
    pub flag: Option<&'static str>,
    /// The variable that says it.
    pub variable: Option<&'static str>,
    /// Whether it is not told.
    pub secret: bool,
    /// What is in it.
    pub members: Vec<&'static Setting>,
}

impl View for Explained {
    fn json(&self) -> Value {
        json_of(&ExplainedSetting {
            name: self.name,
            meaning: self.meaning,
            takes: self.takes,
            required: self.required,
            default: Maybe(self.default.as_ref()),
            unset: Maybe(self.unset),
            example: &self.example,
            change: Maybe(self.change),
            flag: Maybe(self.flag),
            variable: Maybe(self.variable),
            secret: self.secret,
        })
    }

    fn text(&self, paint: Paint) -> String {
        let mut text = format!("{}\n\n", self.meaning);
        let mut line = |label: &str, value: &str| {
            let mut lines = value.lines();
            let label = paint.label(&format!("{label:<9}"));
            let _ = writeln!(text, "{label} {}", lines.next().unwrap_or_default());
            lines.for_each(|more| _ = writeln!(text, "{:10}{more}", ""));
        };
        line("takes", self.takes);
        let default = match (&self.default, self.unset) {
            _ if self.required => Some("none: it must be set".to_owned()),
            (Some(value), _) => Some(in_line(value)),
            (None, Some(means)) => Some(format!("not set: {means}")),
            (None, None) => None,
        };
        if let Some(default) = default {
            line("default", &default);
        }
        line("example", &self.example);
        if let Some(flag) = self.flag {
            line("flag", flag);
        }
        if let Some(variable) = self.variable {
            line("variable", variable);
        }
        if let Some(change) = self.change {
            line("changed", change);
        }
        if !self.members.is_empty() {
            let rows = self.members.iter().map(|one| vec![one.name.to_owned(), one.takes.to_owned()]).collect();
            text.push('\n');
            text.push_str(&table(&["within", "takes"], rows, paint));
        }
        text
    }

    fn bare(&self) -> String {
        self.example.clone()
    }
}

/// What was changed.
pub struct ChangedView {
    /// The file.
    pub file: String,
    /// Whether it is only told.
    pub is_plan: bool,
    /// What is no longer as it was.
    pub changes: Vec<SettingChange>,
}

impl View for ChangedView {
    fn json(&self) -> Value {
        json_of(&ChangedSettings {
            file: &self.file,
            plan: Maybe(self.is_plan.then_some("config")),
            changes: self
                .changes
                .iter()
                .map(|change| {
                    let secret = is_secret(change);
                    ChangedSetting {
                        name: &change.name,
                        before: Maybe(change.before.as_ref().map(|(value, _)| value).filter(|_| !secret)),
                        after: Maybe(change.after.as_ref().map(|(value, _)| value).filter(|_| !secret)),
                        default: is_default(change),
                        secret,
                    }
                })
                .collect(),
        })
    }

    fn text(&self, _: Paint) -> String {
        let side = |change: &SettingChange, side: &Option<(Value, Origin)>| match side {
            None if change.setting.is_none() => "(no setting)".to_owned(),
            None => "(not set)".to_owned(),
            Some(_) if is_secret(change) => "(not shown)".to_owned(),
            Some((value, Origin::Default)) => format!("{} (default)", in_line(value)),
            Some((value, _)) => in_line(value),
        };
        let line = |change: &SettingChange| {
            let (before, after) = (side(change, &change.before), side(change, &change.after));
            let after = if change.setting.is_none() { "(taken out)".to_owned() } else { after };
            format!("{}: {before} -> {after}\n", escape(&change.name))
        };
        self.changes.iter().map(line).collect()
    }

    fn bare(&self) -> String {
        let value = |change: &SettingChange| {
            let (value, _) = change.after.as_ref().filter(|_| !is_secret(change))?;
            Some(in_line(value) + "\n")
        };
        self.changes.iter().filter_map(value).collect()
    }
}

fn is_secret(change: &SettingChange) -> bool {
    change.setting.is_some_and(|setting| setting.secret)
}

fn is_default(change: &SettingChange) -> bool {
    matches!(change.after, Some((_, Origin::Default)))
}
