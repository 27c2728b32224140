//! `mintage man`

use std::time::Duration;

use clap::{Args, Command};

use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::manual::{self, Entry, Page};
use super::path::PathArg;
use crate::core::near;
use crate::host::command::{Commands, missing};
use crate::host::files;
use crate::host::pager::{Pager, show};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "man",
    &[
        "mintage man token verify",
        "mintage man policy",
        "mintage man token issue > issue.txt",
        "mintage man --roff | man -l -",
    ],
    &[Exit::NotFound, Exit::Refused, Exit::Denied],
);

/// How wide a page is where no terminal says otherwise, and the widest that is read with ease.
const COLUMNS: (usize, usize) = (80, 100);
/// How long a program has to say which one it is.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub struct ManArgs {
    /// A command, as in `token issue`, or config, policy or home [default: mintage]
    ///
    /// Where a command and a file are called alike, a number tells them apart, as in `5 config`
    page: Vec<String>,
    /// Print the source of the page (man(7)), for man -l - and packages
    #[arg(long)]
    roff: bool,
    /// Write the source of every page into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with_all = ["page", "roff"])]
    out: Option<PathArg>,
}

/// Shows, prints or writes the manual of the tree of commands.
pub fn run(args: &ManArgs, tree: Command, entries: &[&Entry], cx: &mut Context<'_>) -> Answer {
    let pages = manual::pages(tree, entries);
    if let Some(folder) = &args.out {
        for page in &pages {
            files::write_public(&folder.join(page.file()), manual::source(page).as_bytes())?;
        }
        cx.ui.note(&format!("wrote {} pages into {}", pages.len(), folder.display()));
        return Ok(Exit::Done);
    }
    let (page, other) = find(&pages, &args.page)?;
    if args.roff {
        return cx.ui.raw(&manual::source(page));
    }
    if cx.ui.stdout_is_terminal() && !is_simple(cx) {
        if let Some(other) = other {
            cx.ui.note(&format!(
                "there is {} too: `mintage man {} {}`",
                other.reference(),
                other.number,
                args.page.join(" ")
            ));
        }
        if shown(page, cx) {
            return Ok(Exit::Done);
        }
    }
    let text = manual::plain(page, cx.ui.paint(), width(cx));
    cx.ui.raw(&text)
}

/// Whether the terminal can do nothing but print.
fn is_simple(cx: &Context<'_>) -> bool {
    cx.environment.get("TERM").is_none_or(|term| term == "dumb")
}

fn width(cx: &Context<'_>) -> usize {
    let size = if cx.ui.stdout_is_terminal() { crate::host::terminal::size() } else { None };
    size.map_or(COLUMNS.0, |(columns, _)| columns.clamp(40, COLUMNS.1))
}

/// The page that is meant, and another one of the same name.
fn find<'p>(pages: &'p [Page], words: &[String]) -> Result<(&'p Page, Option<&'p Page>), Error> {
    let wanted = words.join(" ");
    let (number, name) = numbered(&wanted);
    let name = name.replace([' ', '_'], "-");
    let name = name.strip_prefix("mintage").map_or(&*name, |rest| rest.trim_start_matches('-'));
    let full = format!("mintage-{name}");
    let is_it =
        |page: &&Page| page.name == full.trim_end_matches('-') && number.is_none_or(|number| number == page.number);
    let mut found = pages.iter().filter(is_it);
    match (found.next(), found.next()) {
        (Some(page), other) => Ok((page, other)),
        (None, _) => {
            Err(Error::usage(format!("there is no page of `mintage {}`", wanted.trim()), near_hint(&wanted, pages)))
        }
    }
}

fn near_hint(wanted: &str, pages: &[Page]) -> String {
    let names: Vec<String> = pages.iter().map(typed).collect();
    match &near_pages(wanted, names.iter().map(String::as_str))[..] {
        [] => "`mintage man` names all pages".to_owned(),
        near => {
            let near: Vec<String> = near.iter().map(|path| format!("`mintage man {path}`")).collect();
            format!("did you mean {}?", near::or(&near))
        }
    }
}

/// The pages that are mostly meant by one that is none: what comes nearest, also by its last word alone.
fn near_pages<'p>(wanted: &str, names: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let near = near::meant(wanted, names.iter().copied());
    if !near.is_empty() {
        return near;
    }
    let last = |name: &'p str| name.rsplit(' ').next().unwrap_or(name);
    let word = wanted.rsplit(' ').next().unwrap_or(wanted);
    let near = near::meant(word, names.iter().map(|name| last(name)));
    let found = near.into_iter().flat_map(|word| names.iter().copied().filter(move |name| last(name) == word));
    let mut found: Vec<&str> = found.collect();
    found.dedup();
    found.truncate(near::MOST);
    found
}

/// What is typed for a page.
fn typed(page: &Page) -> String {
    let name = page.name.strip_prefix("mintage-").unwrap_or_default();
    // No command has a hyphen in its name.
    name.replace('-', " ")
}

/// A name without the number of a page, however that is written: `5 config`, `config.5`, `config(5)`.
fn numbered(wanted: &str) -> (Option<u8>, String) {
    let digit = |text: &str| text.parse().ok().filter(|number| (1..=9).contains(number));
    if let Some((number, name)) = wanted.split_once(' ').and_then(|(first, rest)| Some((digit(first)?, rest))) {
        return (Some(number), name.to_owned());
    }
    let bare = wanted.trim_end_matches(')');
    match bare.rsplit_once(['.', '(']).and_then(|(name, number)| Some((name, digit(number)?))) {
        Some((name, number)) => (Some(number), name.to_owned()),
        None => (None, wanted.to_owned()),
    }
}

/// Whether a program showed a page to a person.
fn shown(page: &Page, cx: &Context<'_>) -> bool {
    let environment = &*cx.environment;
    let is_there = |program: &str| missing(program, environment).is_none();
    let source = manual::source(page);
    // Others that are called man cannot read a page from standard input.
    let is_man_db = is_there("man") && {
        let said = Commands::new().run("man --version", environment, &[], PATIENCE);
        said.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).starts_with("man 2"))
    };
    let formatter = match (is_man_db, is_there("mandoc")) {
        (true, _) => Some(Pager::Program("man", &["-l", "-"])),
        (false, true) => Some(Pager::Program("mandoc", &["-a"])),
        (false, false) => None,
    };
    if let Some(formatter) = formatter {
        return show(formatter, source.as_bytes(), environment).is_ok_and(|is_good| is_good);
    }
    let text = manual::plain(page, cx.ui.paint(), width(cx));
    let named = ["MANPAGER", "PAGER"].into_iter().find_map(|name| environment.get(name)?.to_str());
    let pager = named.or_else(|| ["less", "more"].into_iter().find(|program| is_there(program)));
    let pager = pager.filter(|pager| !pager.trim().is_empty());
    pager.is_some_and(|pager| show(Pager::Shell(pager), text.as_bytes(), environment).is_ok_and(|is_good| is_good))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;
    use crate::cli::entries::ENTRIES;

    fn found(words: &[&str]) -> Result<String, String> {
        let pages = manual::pages(Cli::command(), ENTRIES);
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        find(&pages, &words).map(|(page, _)| page.file()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_page_is_found_however_its_name_is_written() {
        for words in
            [&["token", "verify"][..], &["token-verify"], &["mintage-token-verify"], &["mintage", "token", "verify"]]
        {
            assert_eq!(found(words).unwrap(), "mintage-token-verify.1");
        }
        for words in
            [&["5", "config"][..], &["config.5"], &["config(5)"], &["mintage-config.5"], &["mintage-config(5)"]]
        {
            assert_eq!(found(words).unwrap(), "mintage-config.5");
        }
        assert_eq!(found(&[]).unwrap(), "mintage.1");
        assert_eq!(found(&["mintage"]).unwrap(), "mintage.1");
        assert_eq!(found(&["home"]).unwrap(), "mintage-home.7");
        assert_eq!(found(&["policy"]).unwrap(), "mintage-policy.5");
        assert_eq!(found(&["1", "policy"]).unwrap_err(), "there is no page of `mintage 1 policy`");
    }
}
