//! What every help has in common.

use clap::{Command, CommandFactory as _};
use unicode_width::UnicodeWidthStr;

use super::facts::{EVERYWHERE, Facts};
use super::groups::{GROUPS, STARTS};
use super::help::{MOST_LINES, long, short};
use super::lines::shell_words;
use crate::cli::args::Cli;
use crate::cli::entries::ENTRIES;
use crate::cli::exit::Exit;
use crate::cli::paint::Paint;

fn tree() -> Command {
    let mut tree = Cli::command();
    tree.build();
    tree
}

/// Does this for every command and every group.
fn for_each(look: impl Fn(&Facts<'_>)) {
    let tree = tree();
    let all = Facts::all(&tree, ENTRIES);
    assert!(all.len() > 80, "{}", all.len());
    all.iter().for_each(look);
}

#[test]
fn every_short_help_fits_the_smallest_terminal() {
    let tree = tree();
    let mut wrong = Vec::new();
    for facts in Facts::all(&tree, ENTRIES) {
        let text = short(&facts, Paint::NONE, 80);
        let (lines, widest) =
            (text.lines().count(), text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default());
        if lines > MOST_LINES || widest > 80 {
            wrong.push(format!("{}: {lines} lines, {widest} columns", facts.typed()));
        }
        assert!(
            text.contains("Usage: mintage") && text.contains("Examples:\n  ") && text.contains("\nmore: "),
            "{text}"
        );
    }
    assert!(wrong.is_empty(), "let `few` name fewer flags, or say them in fewer words:\n{}", wrong.join("\n"));
}

#[test]
fn a_long_help_fits_its_columns_but_for_what_a_shell_must_take_whole() {
    for_each(|facts| {
        let text = long(facts, Paint::NONE, 80);
        let wide: Vec<&str> =
            text.lines().filter(|line| line.width() > 80 && !line.contains(['\'', '"', '+'])).collect();
        assert!(wide.is_empty(), "{}: {wide:?}", facts.typed());
    });
}

/// Its folder can be missing or closed, whatever the command does.
#[test]
fn a_command_that_writes_a_file_where_it_is_told_says_how_that_can_end() {
    let tree = tree();
    let all = Facts::all(&tree, ENTRIES);
    let writes = |facts: &&Facts<'_>| facts.command.get_arguments().any(|arg| arg.get_id() == "out");
    let mut seen = 0;
    for facts in all.iter().filter(writes) {
        let exits = facts.entry.map(|entry| entry.exits).unwrap_or_default();
        for exit in [Exit::NotFound, Exit::Denied] {
            assert!(exits.contains(&exit), "{}: {exit:?}", facts.typed());
        }
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn a_long_help_has_every_flag_and_ends_with_those_of_every_command() {
    for_each(|facts| {
        let text = long(facts, Paint::NONE, 80);
        for row in facts.own() {
            assert!(text.contains(&row.called()), "{}: {}", facts.typed(), row.called());
        }
        assert_eq!(facts.parts().last().unwrap().heading, EVERYWHERE);
        assert!(
            facts.parts().iter().all(|part| part.heading == EVERYWHERE || part.rows.len() <= 16),
            "{}",
            facts.typed()
        );
    });
}

#[test]
fn every_flag_that_a_short_help_or_a_usage_names_is_there() {
    for_each(|facts| {
        let own = facts.own();
        let has = |name: &str| own.iter().any(|row| row.long.as_deref() == Some(name));
        let few = facts.entry.map_or(&[][..], |entry| entry.few);
        assert!(few.iter().all(|name| has(name)), "{}: {few:?}", facts.typed());
        for way in facts.usage() {
            let flags = way.split(' ').filter_map(|word| word.trim_matches(['[', ']']).strip_prefix("--"));
            assert!(flags.into_iter().all(has), "{way}");
        }
    });
}

#[test]
fn every_group_is_told_of_and_every_command_of_the_root_once() {
    let tree = tree();
    let all = Facts::all(&tree, ENTRIES);
    let mut groups: Vec<&str> = all.iter().filter(|facts| facts.entry.is_none()).map(|facts| &*facts.path).collect();
    let mut told: Vec<&str> = GROUPS.iter().map(|group| group.path).collect();
    groups.sort_unstable();
    told.sort_unstable();
    assert_eq!(groups, told);
    for facts in all.iter().filter(|facts| facts.entry.is_none()) {
        let group = facts.group.unwrap();
        let names: Vec<&str> = facts.commands().iter().map(|(name, _)| *name).collect();
        assert!(group.few.iter().all(|name| names.contains(name)), "{}", facts.typed());
        let mut sorted: Vec<&str> = group.sets.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        sorted.sort_unstable();
        let mut names = names;
        names.sort_unstable();
        assert!(sorted.is_empty() || sorted == names, "{sorted:?}, {names:?}");
    }
}

#[test]
fn every_example_of_a_group_and_every_start_parses() {
    let starts = STARTS.iter().flat_map(|(_, commands)| *commands);
    for example in GROUPS.iter().flat_map(|group| group.examples).chain(starts) {
        let words: Vec<String> = shell_words(example).iter().map(|word| word.replace(['\'', '"'], "")).collect();
        assert!(Cli::command().try_get_matches_from(&words).is_ok(), "{words:?}");
    }
}

#[test]
fn headings_are_painted_and_what_is_typed_is() {
    let tree = tree();
    let facts = Facts::of(&tree, "keys gen", ENTRIES).unwrap();
    let text = long(&facts, Paint(true), 80);
    assert!(text.contains("\u{1b}[1;4mExamples:\u{1b}[0m") && text.contains("\u{1b}[36m--alg\u{1b}[0m ALG"), "{text}");
    assert!(!long(&facts, Paint::NONE, 80).contains('\u{1b}'));
}
