//! What the tree of commands says of one command: what it is for, how it is called, and what it takes.

use std::fmt::Write as _;

use clap::builder::PossibleValue;
use clap::{Arg, Command};

use super::entry::Entry;
use super::groups::{GROUPS, Group};

/// What stands over the flags that every command has.
pub const EVERYWHERE: &str = "Everywhere";

/// What is known of one command.
pub struct Facts<'t> {
    /// The command, without `mintage`; empty for mintage itself.
    pub path: String,
    /// The command as it is parsed.
    pub command: &'t Command,
    /// What it is besides, where it does something.
    pub entry: Option<&'t Entry>,
    /// What it is besides, where it has commands under it.
    pub group: Option<&'static Group>,
}

/// One argument.
#[derive(Debug, Clone)]
pub struct Row {
    /// `-q`
    pub short: Option<char>,
    /// `--quiet`, without its hyphens.
    pub long: Option<String>,
    /// What follows the flag, or what stands in the place of an argument without one: `NAME`, `[FILE]`, `COMMAND...`.
    pub values: String,
    /// What it is for, in one paragraph.
    pub text: String,
    /// What else is to be known of it, a paragraph each.
    pub rest: Vec<String>,
    /// Its default, and what it can be.
    pub notes: String,
    /// Whether nothing is done without it.
    pub is_required: bool,
}

/// Arguments of one purpose.
#[derive(Debug, Clone)]
pub struct Part {
    /// What stands over them.
    pub heading: String,
    /// The arguments.
    pub rows: Vec<Row>,
}

impl<'t> Facts<'t> {
    /// What is known of the command of this path, without `mintage`; none where there is no such command. The tree is built.
    pub fn of(tree: &'t Command, path: &str, entries: &[&'t Entry]) -> Option<Self> {
        let mut command = tree;
        for word in path.split_whitespace() {
            command = command.find_subcommand(word)?;
        }
        let entry = entries.iter().copied().find(|entry| entry.path == path);
        let group = GROUPS.iter().find(|group| group.path == path);
        Some(Self { path: path.to_owned(), command, entry, group })
    }

    /// Everything that there is to know, of the command and of those under it.
    pub fn all(tree: &'t Command, entries: &[&'t Entry]) -> Vec<Self> {
        let mut paths = vec![String::new()];
        let mut place = 0;
        while let Some(path) = paths.get(place).cloned() {
            let found = path.split_whitespace().try_fold(tree, |command, word| command.find_subcommand(word));
            let below = found.into_iter().flat_map(Command::get_subcommands);
            paths.extend(below.map(|sub| format!("{path} {}", sub.get_name()).trim_start().to_owned()));
            place += 1;
        }
        paths.iter().filter_map(|path| Self::of(tree, path, entries)).collect()
    }

    /// The command as it is typed.
    pub fn typed(&self) -> String {
        format!("mintage {}", self.path).trim_end().to_owned()
    }

    /// What it is for, in one line of any length.
    pub fn purpose(&self) -> String {
        self.command.get_about().map(ToString::to_string).unwrap_or_default()
    }

    /// What it is for, in all paragraphs.
    pub fn description(&self) -> Vec<String> {
        let text = self.command.get_long_about().or_else(|| self.command.get_about());
        paragraphs(&text.map(ToString::to_string).unwrap_or_default())
    }

    /// The commands under it: name and purpose.
    pub fn commands(&self) -> Vec<(&'t str, String)> {
        let shown = self.command.get_subcommands().filter(|sub| !sub.is_hide_set());
        shown.map(|sub| (sub.get_name(), sub.get_about().map(ToString::to_string).unwrap_or_default())).collect()
    }

    /// The flags and arguments by their purpose, those that every command has last.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut put = |heading: &str, row: Row| match parts.iter_mut().find(|part| part.heading == heading) {
            Some(part) => part.rows.push(row),
            None => parts.push(Part { heading: heading.to_owned(), rows: vec![row] }),
        };
        let shown = || self.command.get_arguments().filter(|arg| !arg.is_hide_set());
        shown().filter(|arg| arg.is_positional()).for_each(|arg| put("Arguments", row(arg)));
        let own = || shown().filter(|arg| !arg.is_positional() && !is_global(arg));
        let plain = own().filter(|arg| arg.get_help_heading().is_none());
        plain.for_each(|arg| put("Options", row(arg)));
        own().for_each(|arg| {
            if let Some(heading) = arg.get_help_heading() {
                put(heading, row(arg));
            }
        });
        shown().filter(|arg| is_global(arg)).for_each(|arg| put(EVERYWHERE, row(arg)));
        parts
    }

    /// Every argument that the command has and others have not.
    pub fn own(&self) -> Vec<Row> {
        self.parts().into_iter().filter(|part| part.heading != EVERYWHERE).flat_map(|part| part.rows).collect()
    }

    /// The ways to call it.
    pub fn usage(&self) -> Vec<String> {
        let typed = self.typed();
        if let Some(entry) = self.entry.filter(|entry| !entry.usage.is_empty()) {
            return entry.usage.iter().map(|way| format!("{typed} {way}").trim_end().to_owned()).collect();
        }
        if self.entry.is_none() && self.command.has_subcommands() {
            return vec![format!("{typed} COMMAND [OPTIONS]")];
        }
        let own = self.own();
        let (required, other): (Vec<_>, Vec<_>) = own.iter().partition(|row| row.is_required);
        let mut words = vec![typed];
        words.extend(required.iter().map(|row| row.called()));
        words.extend(other.iter().filter(|row| row.long.is_none()).map(|row| row.called()));
        if other.iter().any(|row| row.long.is_some()) {
            words.push("[OPTIONS]".to_owned());
        }
        vec![words.join(" ")]
    }
}

impl Row {
    /// What it is for, in one paragraph, with its default and what it can be.
    pub fn brief(&self) -> String {
        format!("{}{}", self.text, self.notes)
    }

    /// The same with all that is to be known.
    pub fn full(&self) -> String {
        let sentence = |text: &str| text.trim_end_matches('.').to_owned();
        let all: Vec<String> = std::iter::once(&self.text).chain(&self.rest).map(|text| sentence(text)).collect();
        format!("{}{}", all.join(". "), self.notes)
    }

    /// As it stands in a list of flags: `-q, --quiet`, `--app NAME`, `TOKEN`.
    pub fn names(&self) -> String {
        let names: Vec<String> = self
            .short
            .map(|short| format!("-{short}"))
            .into_iter()
            .chain(self.long.as_ref().map(|long| format!("--{long}")))
            .collect();
        names.join(", ")
    }

    /// As it stands in a command: `--app NAME`, `[TOKEN]`.
    pub fn called(&self) -> String {
        match &self.long {
            Some(long) => format!("--{long} {}", self.values).trim_end().to_owned(),
            None => self.values.clone(),
        }
    }
}

fn is_global(arg: &Arg) -> bool {
    arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version")
}

fn row(arg: &Arg) -> Row {
    let text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let mut rest = paragraphs(&arg.get_long_help().map(ToString::to_string).unwrap_or_default());
    if !rest.is_empty() {
        rest.remove(0);
    }
    let text = if arg.get_id() == "help" { "Print this help; -h prints the short one".to_owned() } else { text };
    let mut notes = String::new();
    if !arg.is_hide_default_value_set() && arg.get_action().takes_values() {
        let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !default.is_empty() {
            let _ = write!(notes, " [default: {}]", default.join(" "));
        }
    }
    if !arg.is_hide_possible_values_set() && arg.get_action().takes_values() {
        let possible = arg.get_possible_values();
        let names: Vec<&str> = possible.iter().filter(|one| !one.is_hide_set()).map(PossibleValue::get_name).collect();
        if !names.is_empty() {
            let _ = write!(notes, " [{}]", names.join(", "));
        }
        let with_help = possible.iter().filter_map(|one| Some((one.get_name(), one.get_help()?.to_string())));
        rest.extend(with_help.map(|(name, help)| format!("{name}: {help}")));
    }
    Row {
        short: arg.get_short(),
        long: arg.get_long().map(str::to_owned),
        values: values(arg),
        text,
        rest,
        notes,
        is_required: arg.is_required_set(),
    }
}

/// What stands for the values of an argument.
fn values(arg: &Arg) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let count = arg.get_num_args();
    if count.is_some_and(|count| !count.takes_values()) {
        return String::new();
    }
    let names = arg.get_value_names().map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>());
    let name = names.unwrap_or_else(|| vec![arg.get_id().to_string().to_uppercase()]).join(" ");
    let many = arg.is_positional() && count.is_some_and(|count| count.max_values() > 1);
    let name = if many { format!("{name}...") } else { name };
    let may_lack =
        if arg.is_positional() { !arg.is_required_set() } else { count.is_some_and(|count| count.min_values() == 0) };
    if may_lack { format!("[{name}]") } else { name }
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|one| !one.is_empty())
        .collect()
}
