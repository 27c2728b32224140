//! The pages of commands, made of what is known of them.

use clap::Command;

use super::book;
use super::entry::Entry;
use super::facts::{EVERYWHERE, Facts, Row};
use super::groups::{Group, STARTS};
use super::lines::command;
use super::page::{Block, Page, Section, Span, joined};

/// How wide a command is on a page, so that it fits 80 columns with what stands before it.
const TYPED: usize = 66;
/// How many flags a synopsis tells one by one.
const MOST_FLAGS: usize = 12;

/// Every page: one for each command, whether it does something or only has commands under it, then those of files.
pub fn pages(mut tree: Command, entries: &[&Entry]) -> Vec<Page> {
    tree.build();
    let all = Facts::all(&tree, entries);
    let names: Vec<String> = all.iter().map(|facts| facts.path.clone()).collect();
    let mut pages: Vec<Page> = all.iter().map(|facts| of_command(facts, &names)).collect();
    pages.extend(book::pages());
    pages
}

/// The name of the page of a command.
pub fn name(path: &str) -> String {
    format!("mintage {path}").trim_end().replace(' ', "-")
}

fn of_command(facts: &Facts<'_>, names: &[String]) -> Page {
    let mut sections = vec![Section::new("Synopsis", synopsis(facts)), Section::new("Description", description(facts))];
    if !facts.commands().is_empty() {
        sections.push(Section::new("Commands", commands(facts)));
    }
    if facts.path.is_empty() {
        let starts = STARTS.iter().flat_map(|(who, typed)| {
            let lines = typed.iter().flat_map(|one| command(one, TYPED)).collect();
            [Block::Title((*who).to_owned()), Block::Lines(lines)]
        });
        sections.push(Section::new("Where to start", starts.collect()));
    }
    sections.push(Section::new("Options", options(facts)));
    let examples = facts.entry.map(|entry| entry.examples).or(facts.group.map(|group| group.examples));
    let examples = examples.unwrap_or_default().iter().map(|one| Block::Lines(command(one, TYPED)));
    sections.push(Section::new("Examples", examples.collect()));
    if let Some(more) = facts.entry.and_then(|entry| entry.more) {
        let mut blocks = vec![Block::text(more.text)];
        if !more.example.is_empty() {
            blocks.push(Block::Lines(more.example.lines().map(str::to_owned).collect()));
        }
        sections.push(Section::new(more.title, blocks));
        let row = |row: &crate::core::forge::FlawRow| {
            let what = format!("{} ({}, {}; {})", row.summary, row.rank.name(), row.kind.name(), row.source);
            Block::typed(row.name, what)
        };
        if !more.rows.is_empty() {
            sections.push(Section::new(more.table, more.rows.iter().map(row).collect()));
        }
    }
    if facts.path.is_empty() {
        sections.extend(book::of_root());
    } else if let Some(entry) = facts.entry {
        let ends = entry.ends().map(|(code, meaning)| Block::typed(code.to_string(), meaning));
        sections.push(Section::new("Exit status", ends.collect()));
    }
    sections.push(Section::new("See also", vec![Block::text(see_also(facts, names).join(", "))]));
    Page { name: name(&facts.path), number: 1, summary: facts.purpose(), sections }
}

/// A flag in a synopsis: `[--app NAME]`.
fn call(row: &Row) -> Vec<Span> {
    let name = row.long.as_ref().map(|long| Span::Typed(format!("--{long}")));
    let values = (!row.values.is_empty()).then(|| Span::Value(row.values.clone()));
    let words: Vec<Vec<Span>> = name.into_iter().chain(values).map(|span| vec![span]).collect();
    let all = joined(words);
    if row.is_required || row.long.is_none() {
        return all;
    }
    let bracket = |text: &str| Span::Plain(text.to_owned());
    [vec![bracket("[")], all, vec![bracket("]")]].concat()
}

fn synopsis(facts: &Facts<'_>) -> Vec<Block> {
    let own = facts.own();
    let is_told = facts.entry.is_some_and(|entry| entry.usage.is_empty()) && own.len() <= MOST_FLAGS;
    if is_told {
        let typed = vec![Span::Typed(facts.typed())];
        let required = own.iter().filter(|row| row.is_required);
        let places = own.iter().filter(|row| !row.is_required && row.long.is_none());
        let other = own.iter().filter(|row| !row.is_required && row.long.is_some());
        let words = required.chain(places).chain(other).map(call);
        return vec![Block::Way(std::iter::once(typed).chain(words).collect())];
    }
    facts.usage().iter().map(|way| Block::Way(way_words(way, &facts.typed()))).collect()
}

/// A way to call a command, in styles: the command and its flags are typed, what is in capitals stands for something.
fn way_words(way: &str, typed: &str) -> Vec<Vec<Span>> {
    let rest = way.strip_prefix(typed).unwrap_or(way);
    let style = |word: &str| {
        let inner = word.trim_matches(['[', ']', '.']);
        let span = if inner.starts_with('-') {
            Span::Typed(inner.to_owned())
        } else if inner.starts_with(|c: char| c.is_ascii_uppercase()) {
            Span::Value(inner.to_owned())
        } else {
            Span::Plain(inner.to_owned())
        };
        let (before, after) = word.split_once(inner).unwrap_or_default();
        let plain = |text: &str| (!text.is_empty()).then(|| Span::Plain(text.to_owned()));
        plain(before).into_iter().chain([span]).chain(plain(after)).collect::<Vec<_>>()
    };
    std::iter::once(vec![Span::Typed(typed.to_owned())]).chain(rest.split_whitespace().map(style)).collect()
}

fn description(facts: &Facts<'_>) -> Vec<Block> {
    let sentence = |text: String| if text.ends_with(['.', ':']) { text } else { format!("{text}.") };
    facts.description().into_iter().map(sentence).map(Block::Text).collect()
}

fn commands(facts: &Facts<'_>) -> Vec<Block> {
    let all = facts.commands();
    let term = |(below, purpose): &(&str, String)| {
        Block::typed(format!("{} {below}", facts.typed()), format!("{purpose}. See {}.", page_of(facts, below)))
    };
    let sets = facts.group.map_or(&[][..], |group: &Group| group.sets);
    if sets.is_empty() {
        return all.iter().map(term).collect();
    }
    let of_set = |(title, names): &(&str, &[&str])| {
        let those = all.iter().filter(|(name, _)| names.contains(name)).map(term);
        std::iter::once(Block::Title((*title).to_owned())).chain(those).collect::<Vec<_>>()
    };
    sets.iter().flat_map(of_set).collect()
}

fn page_of(facts: &Facts<'_>, below: &str) -> String {
    format!("{}(1)", name(format!("{} {below}", facts.path).trim_start()))
}

fn options(facts: &Facts<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in facts.parts() {
        if !matches!(&*part.heading, "Arguments" | "Options") || part.heading == EVERYWHERE {
            blocks.push(Block::Title(part.heading.clone()));
        }
        blocks.extend(part.rows.iter().map(|row| {
            let mut paragraphs = vec![format!("{}{}", row.text.trim_end_matches('.'), row.notes)];
            paragraphs.extend(row.rest.iter().cloned());
            Block::Term(term(row), paragraphs)
        }));
    }
    blocks
}

/// The names of a flag as a term: `-q, --quiet`, `--app NAME`.
fn term(row: &Row) -> Vec<Span> {
    let short = row.short.map(|short| Span::Typed(format!("-{short}")));
    let long = row.long.as_ref().map(|long| Span::Typed(format!("--{long}")));
    let mut spans: Vec<Span> = Vec::new();
    for name in short.into_iter().chain(long) {
        if !spans.is_empty() {
            spans.push(Span::Plain(", ".to_owned()));
        }
        spans.push(name);
    }
    if !row.values.is_empty() {
        if !spans.is_empty() {
            spans.push(Span::Plain(" ".to_owned()));
        }
        spans.push(Span::Value(row.values.clone()));
    }
    spans
}

/// The pages around this one: what is above it, beside it and below it, and those of files that it works with.
fn see_also(facts: &Facts<'_>, names: &[String]) -> Vec<String> {
    let path = &*facts.path;
    let above = path.rsplit_once(' ').map(|(above, _)| above);
    let parent = |of: &str| of.rsplit_once(' ').map_or("", |(above, _)| above).to_owned();
    let is_near = |other: &String| {
        let (other, own) = (other.as_str(), path);
        let is_below = parent(other) == own && other != own;
        let is_beside = above.is_some_and(|above| parent(other) == above) && other != own;
        is_below || is_beside || above == Some(other)
    };
    let mut pages: Vec<String> = names.iter().filter(|name| is_near(name)).map(|path| name(path)).collect();
    if !path.is_empty() {
        pages.push(name(""));
    }
    pages.sort();
    pages.dedup();
    let mut all: Vec<String> = pages.into_iter().map(|page| format!("{page}(1)")).collect();
    all.extend(book::beside(path).iter().map(|page| (*page).to_owned()));
    all
}
