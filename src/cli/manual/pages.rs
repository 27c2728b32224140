//! Manual pages.

use std::fmt::Write as _;
use std::io;

use clap::Command;
use clap_mangen::Man;

use super::entry::Entry;
use crate::cli::exit::GENERAL;

fn entry<'e>(path: &str, entries: &[&'e Entry]) -> Option<&'e Entry> {
    entries.iter().copied().find(|entry| entry.path == path)
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
        for (code, meaning) in entry.ends() {
            let _ = writeln!(text, ".TP\n.B {code}\n{}", roff_escape(meaning));
        }
    }
    if path.is_empty() {
        text.push_str(".SH \"EXIT STATUS\"\n");
        for (exit, meaning) in GENERAL {
            let _ = writeln!(text, ".TP\n.B {}\n{}", exit.code(), roff_escape(meaning));
        }
    }
    Ok(text)
}

/// Text that roff must take as it is: a backslash, a hyphen, and a dot or quote at the start of a line mean something.
fn roff_escape(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
