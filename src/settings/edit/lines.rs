//! Changing whole lines of a file, as a person would. Whether the text says what was meant afterwards is for the caller to see.

use std::ops::Range;

use toml_edit::{Document, Item, Table};

use super::name::Step;

/// The text with a line below the one that shows the setting as a comment, among what stands in the file itself.
pub(super) fn below_comment(text: &str, name: &str, line: &str) -> Option<String> {
    let shown = format!("# {name} = ");
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let above_tables = lines.iter().take_while(|line| !line.trim_start().starts_with('['));
    let place = above_tables.enumerate().find(|(_, line)| line.starts_with(&shown))?.0;
    // An example may go on in further lines of comment.
    let place = place
        + lines[place..]
            .iter()
            .position(|line| line.trim_end().ends_with(['"', '}', ']']) || !line.starts_with('#'))?;
    let end = if lines[place].ends_with("\r\n") { "\r\n" } else { "\n" };
    let new = format!("{line}{end}");
    lines.insert(place + 1, &new);
    Some(lines.concat())
}

/// The text with a block behind all else.
pub(super) fn at_end(text: &str, head: &str, line: &str) -> String {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{end}\n{head}\n{line}\n")
}

/// The text without the lines of what the steps lead to; none where it has no lines of its own.
pub(super) fn without(text: &str, steps: &[Step]) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let mut spans = Vec::new();
    spans_of(document.as_table(), steps, &mut spans)?;
    let start = |place: usize| text[..place].rfind('\n').map_or(0, |end| end + 1);
    let end = |place: usize| text[place..].find('\n').map_or(text.len(), |end| place + end + 1);
    let is_out =
        |line: &Range<usize>| spans.iter().any(|span| start(span.start) <= line.start && line.end <= end(span.end));
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !is_out(&(at..at + line.len())) {
            kept.push_str(line);
        }
        at += line.len();
    }
    Some(kept)
}

fn spans_of(table: &Table, steps: &[Step], spans: &mut Vec<Range<usize>>) -> Option<()> {
    let [Step::Into(name), rest @ ..] = steps else { return None };
    let (key, item) = table.get_key_value(name)?;
    match (rest, item) {
        ([], Item::Value(value)) => {
            spans.push(key.span()?.start..value.span()?.end);
            Some(())
        }
        ([], Item::Table(table)) => whole(table, spans),
        ([], Item::ArrayOfTables(all)) => all.iter().try_for_each(|table| whole(table, spans)),
        ([Step::Nth(number), rest @ ..], Item::ArrayOfTables(all)) => {
            let table = all.get(number.checked_sub(1)?)?;
            if rest.is_empty() { whole(table, spans) } else { spans_of(table, rest, spans) }
        }
        (rest, Item::Table(table)) => spans_of(table, rest, spans),
        _ => None,
    }
}

/// The lines of a whole table: its head, and all that is in it.
fn whole(table: &Table, spans: &mut Vec<Range<usize>>) -> Option<()> {
    if let Some(span) = table.span().filter(|_| !table.is_dotted() && !table.is_implicit()) {
        // The line of the head alone: what stands between values is no part of them.
        spans.push(span.start..span.start);
    }
    for (name, _) in table {
        spans_of(table, &[Step::Into(name.to_owned())], spans)?;
    }
    Some(())
}
