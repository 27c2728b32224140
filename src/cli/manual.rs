//! What help and manual pages say beyond the flags: examples, and the exit codes that a command can return.

use std::fmt::Write as _;
use std::io;

use clap::Command;
use clap_mangen::Man;

use super::exit::Exit;
use crate::core::forge::FlawRow;
use crate::core::verify::{REASONS, Reason};

/// What belongs to one command.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The command, without `mintage`.
    pub path: &'static str,
    /// Commands to type.
    pub examples: &'static [&'static str],
    /// How it can end, besides 0, 1 and 2.
    pub exits: &'static [Exit],
    /// Why it can say that a token is not good.
    pub reasons: &'static [Reason],
    /// What else must be known.
    pub more: Option<More>,
}

/// A text, and with it an example or a table of test tokens.
#[derive(Debug, Clone, Copy)]
pub struct More {
    /// What stands over the text.
    pub title: &'static str,
    /// The text.
    pub text: &'static str,
    /// A file as an example, line by line.
    pub example: &'static str,
    /// What stands over the table.
    pub table: &'static str,
    /// The table.
    pub rows: &'static [FlawRow],
}

/// Of a command that only reads, or that no state refuses.
pub const READS: &[Exit] = &[Exit::NotFound, Exit::Denied, Exit::Locked, Exit::Damaged];
/// Of a command that a state can refuse.
pub const WRITES: &[Exit] = &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged];
/// Why the text of a token is no name of one: it is not ours.
pub const NOT_OURS: &[Reason] =
    &[Reason::Malformed, Reason::AlgorithmNotAllowed, Reason::UnknownKey, Reason::BadSignature, Reason::UnknownToken];
/// Every reason that a verdict can have.
pub const VERDICTS: &[Reason] = &{
    let mut reasons = [Reason::Malformed; REASONS.len()];
    let mut row = 0;
    while row < REASONS.len() {
        reasons[row] = REASONS[row].reason;
        row += 1;
    }
    reasons
};

impl Entry {
    /// What nearly every command has.
    pub const fn new(path: &'static str, examples: &'static [&'static str], exits: &'static [Exit]) -> Self {
        Self { path, examples, exits, reasons: &[], more: None }
    }

    /// The same of a command that can say that a token is not good.
    pub const fn with(self, reasons: &'static [Reason]) -> Self {
        Self { reasons, ..self }
    }

    /// The same with what else must be known.
    pub const fn and(self, more: More) -> Self {
        Self { more: Some(more), ..self }
    }

    /// Every way to end.
    pub fn all_exits(&self) -> impl Iterator<Item = Exit> {
        let always = [Exit::Done, Exit::Failure, Exit::Usage].into_iter();
        always.chain(self.exits.iter().copied()).chain(self.reasons.iter().copied().map(Exit::Verdict))
    }

    fn help(&self) -> String {
        let mut text = String::from("Examples:\n");
        for example in self.examples {
            let _ = writeln!(text, "  {example}");
        }
        if let Some(more) = self.more {
            if !more.rows.is_empty() {
                let _ = writeln!(text, "\n{}:", more.table);
            }
            for row in more.rows {
                let _ = writeln!(text, "  {:19}  {}", row.name, row.summary);
            }
            let _ = writeln!(text, "\n{}:\n  {}", more.title, more.text);
            for line in more.example.lines() {
                let _ = writeln!(text, "{}", format!("    {line}").trim_end());
            }
        }
        text.push_str("\nExit codes:\n");
        for exit in self.all_exits() {
            let _ = writeln!(text, "  {:>2}  {}", exit.code(), exit.meaning());
        }
        text
    }
}

fn entry<'e>(path: &str, entries: &[&'e Entry]) -> Option<&'e Entry> {
    entries.iter().copied().find(|entry| entry.path == path)
}

/// The tree of commands with examples and exit codes, for help.
pub fn dressed(mut tree: Command, entries: &[&Entry]) -> Command {
    tree.build();
    dress(tree, "", entries)
}

fn dress(command: Command, path: &str, entries: &[&Entry]) -> Command {
    let command = match entry(path, entries) {
        Some(entry) => command.after_help(entry.help()),
        None => command,
    };
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        let path = join(path, &name);
        command.mut_subcommand(name, |sub| dress(sub, &path, entries))
    })
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

/// A manual page.
pub struct ManualPage {
    /// The command, without `mintage`; empty for mintage itself.
    pub path: String,
    /// Its text.
    pub roff: String,
}

impl ManualPage {
    /// The name of its file.
    pub fn file(&self) -> String {
        if self.path.is_empty() { "mintage.1".to_owned() } else { format!("mintage-{}.1", self.path.replace(' ', "-")) }
    }
}

/// Every manual page: one for each command, whether it does something or only has commands under it.
pub fn pages(mut tree: Command, entries: &[&Entry]) -> io::Result<Vec<ManualPage>> {
    tree.build();
    let mut pages = Vec::new();
    collect(&tree, "", entries, &mut pages)?;
    Ok(pages)
}

fn collect(command: &Command, path: &str, entries: &[&Entry], pages: &mut Vec<ManualPage>) -> io::Result<()> {
    pages.push(ManualPage { path: path.to_owned(), roff: render(command, path, entry(path, entries))? });
    command.get_subcommands().try_for_each(|sub| collect(sub, &join(path, sub.get_name()), entries, pages))
}

fn render(command: &Command, path: &str, entry: Option<&Entry>) -> io::Result<String> {
    let title = if path.is_empty() { "mintage".to_owned() } else { format!("mintage-{}", path.replace(' ', "-")) };
    let man = Man::new(command.clone()).title(title.to_uppercase()).source("mintage").manual("mintage manual");
    let mut roff = Vec::new();
    man.render_title(&mut roff)?;
    man.render_name_section(&mut roff)?;
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut roff)?;
    }
    let mut text = String::from_utf8_lossy(&roff).into_owned();
    if let Some(entry) = entry {
        text.push_str(".SH EXAMPLES\n");
        for example in entry.examples {
            let _ = writeln!(text, ".PP\n.nf\n{}\n.fi", roff_escape(example));
        }
        if let Some(more) = entry.more {
            let _ = writeln!(text, ".SH \"{}\"\n{}", more.title.to_uppercase(), roff_escape(more.text));
            if !more.example.is_empty() {
                let lines: Vec<String> = more.example.lines().map(roff_escape).collect();
                let _ = writeln!(text, ".PP\n.nf\n{}\n.fi", lines.join("\n"));
            }
            if !more.rows.is_empty() {
                let _ = writeln!(text, ".SH {}", more.table.to_uppercase());
            }
            for row in more.rows {
                let (summary, source) = (roff_escape(row.summary), roff_escape(row.source));
                let (rank, kind) = (row.rank.name(), roff_escape(row.kind.name()));
                let _ = writeln!(text, ".TP\n.B {}\n{summary} ({rank}, {kind}; {source})", roff_escape(row.name));
            }
        }
        text.push_str(".SH \"EXIT STATUS\"\n");
        for exit in entry.all_exits() {
            let _ = writeln!(text, ".TP\n.B {}\n{}", exit.code(), roff_escape(exit.meaning()));
        }
    }
    Ok(text)
}

/// Text that roff must take as it is: a backslash, a hyphen, and a dot or quote at the start of a line mean something.
fn roff_escape(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
