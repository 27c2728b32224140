//! What is told of a setting.

/// A setting, or a table of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name, with that of the table that it is in before a dot: `access.keep`.
    pub name: &'static str,
    /// What can stand behind its name.
    pub form: Form,
    /// What it takes, as the rest of a sentence: `a length of time, at most 5m`.
    pub takes: &'static str,
    /// What it is, in whole sentences.
    pub meaning: &'static str,
    /// What holds where nothing is said.
    pub usual: Usual,
    /// A value as a file writes it behind the `=`, which is not the default.
    pub example: &'static str,
    /// What a change of it means for what is there already, in whole sentences; none where it means nothing.
    pub change: Option<&'static str>,
    /// Whether a secret could stand in it, so that it is not shown.
    pub secret: bool,
}

/// What can stand behind the name of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// One text or a list of texts.
    Texts,
    /// A length of time, as a text with its unit.
    Length,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Switch,
    /// A table with settings of its own, as `[name]` begins it.
    Table,
    /// Any number of such tables, as `[[name]]` begins each.
    Tables,
    /// A table from names of its user's own to texts.
    Named,
}

/// What holds where a setting is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usual {
    /// This value, as a file writes it.
    Value(&'static str),
    /// It is not set, and this holds: a sentence without its capital and its end.
    Unset(&'static str),
    /// It cannot be left out: of the file, or of the table that it is in.
    Required,
}

impl Setting {
    /// Its name within its table.
    pub fn own_name(&self) -> &'static str {
        self.name.rsplit_once('.').map_or(self.name, |(_, name)| name)
    }
}

/// What every line of the table begins with.
pub(super) const PLAIN: Setting = Setting {
    name: "",
    form: Form::Text,
    takes: "",
    meaning: "",
    usual: Usual::Required,
    example: "",
    change: None,
    secret: false,
};
