//! Help at a terminal: `-h` on one screen, `--help` with all there is.

use super::facts::{Facts, Part, Row};
use super::groups::{Group, STARTS};
use super::lines::{Term, command, defined, folded, headline};
use crate::cli::paint::Paint;

/// How many lines `-h` has at most, which is what the smallest terminals show.
#[cfg(test)]
pub const MOST_LINES: usize = 24;

/// What a help is written onto.
struct Page {
    paint: Paint,
    width: usize,
    lines: Vec<String>,
}

/// `-h`: what it is for, how it is called, what people need, two examples.
pub fn short(facts: &Facts<'_>, paint: Paint, width: usize) -> String {
    let mut page = Page { paint, width, lines: Vec::new() };
    page.text(&facts.purpose());
    page.usage(&facts.usage());
    let few = facts.entry.map_or(&[][..], |entry| entry.few);
    let own = facts.own();
    let rows: Vec<Row> = if few.is_empty() {
        own
    } else {
        let is_it = |row: &Row, name: &str| row.long.as_deref() == Some(name);
        let places = own.iter().filter(|row| row.long.is_none());
        let flags = few.iter().filter_map(|name| own.iter().find(|row| is_it(row, name)));
        places.chain(flags).cloned().collect()
    };
    if !rows.is_empty() {
        page.blank();
        page.rows(&rows, false);
    }
    page.few_commands(facts);
    let examples = facts.entry.map(|entry| entry.examples).or(facts.group.map(|group| group.examples));
    let examples = examples.unwrap_or_default();
    if !examples.is_empty() {
        page.heading("Examples");
        page.commands(&examples[..examples.len().min(2)]);
    }
    page.blank();
    let typed = facts.typed();
    let more = if facts.path.is_empty() {
        "more: mintage --help, mintage COMMAND -h, mintage man".to_owned()
    } else {
        format!("more: {typed} --help")
    };
    page.lines.push(more);
    page.end()
}

/// `--help`: all flags by what they are for, all examples, the exit codes of this command.
pub fn long(facts: &Facts<'_>, paint: Paint, width: usize) -> String {
    let mut page = Page { paint, width, lines: Vec::new() };
    for (number, text) in facts.description().iter().enumerate() {
        if number > 0 {
            page.blank();
        }
        page.text(text);
    }
    page.usage(&facts.usage());
    page.all_commands(facts);
    if facts.path.is_empty() {
        for (who, commands) in STARTS {
            page.heading(who);
            page.commands(commands);
        }
    }
    for Part { heading, rows } in facts.parts() {
        page.heading(&heading);
        page.rows(&rows, true);
    }
    if let Some(entry) = facts.entry {
        page.heading("Examples");
        page.commands(entry.examples);
        if let Some(more) = entry.more {
            if !more.rows.is_empty() {
                page.heading(more.table);
                let rows: Vec<_> =
                    more.rows.iter().map(|row| (page.term(row.name, ""), row.summary.to_owned())).collect();
                page.lines.extend(defined(&rows, 2, width));
            }
            page.heading(more.title);
            page.lines.extend(folded(more.text, width - 2).into_iter().map(|line| format!("  {line}")));
            page.lines.extend(more.example.lines().map(|line| format!("    {line}").trim_end().to_owned()));
        }
        page.heading("Exit codes");
        let term = |code: u8| Term { text: format!("{code:>2}"), painted: format!("{code:>2}") };
        let rows: Vec<_> = entry.ends().map(|(code, meaning)| (term(code), meaning.to_owned())).collect();
        page.lines.extend(defined(&rows, 2, width));
    } else if let Some(group) = facts.group.filter(|group| !group.path.is_empty()) {
        page.heading("Examples");
        page.commands(group.examples);
    }
    page.blank();
    let page_of = if facts.path.is_empty() { "mintage man".to_owned() } else { format!("mintage man {}", facts.path) };
    if facts.entry.is_none() {
        page.text(&format!("More of a command: {} COMMAND -h", facts.typed()));
    }
    page.text(&format!("The manual: {page_of}"));
    page.end()
}

impl Page {
    fn end(self) -> String {
        self.lines.join("\n") + "\n"
    }

    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn text(&mut self, text: &str) {
        self.lines.extend(folded(text, self.width));
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        let heading = format!("{text}:");
        self.lines.extend(folded(&heading, self.width).into_iter().map(|line| self.paint.heading(&line)));
    }

    fn usage(&mut self, ways: &[String]) {
        self.blank();
        for (number, way) in ways.iter().enumerate() {
            let start = if number == 0 { self.paint.heading("Usage:") } else { "      ".to_owned() };
            let mut lines = command_ways(way, self.width - 7).into_iter();
            let first = lines.next().unwrap_or_default();
            self.lines.push(format!("{start} {}", self.paint.literal(&first)));
            self.lines.extend(lines.map(|line| format!("       {}", self.paint.literal(&line))));
        }
    }

    fn commands(&mut self, commands: &[&str]) {
        for text in commands {
            let lines = command(text, self.width - 2);
            self.lines.extend(lines.into_iter().map(|line| format!("  {line}")));
        }
    }

    fn term(&self, name: &str, values: &str) -> Term {
        let gap = if name.is_empty() || values.is_empty() { "" } else { " " };
        let painted = [self.paint.literal(name), gap.to_owned(), values.to_owned()].concat();
        let painted = if name.is_empty() { values.to_owned() } else { painted };
        Term { text: format!("{name}{gap}{values}"), painted }
    }

    fn rows(&mut self, rows: &[Row], with_rest: bool) {
        let has_short = rows.iter().any(|row| row.short.is_some());
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                let name = match (has_short && row.short.is_none() && row.long.is_some(), row.names()) {
                    (true, name) => format!("    {name}"),
                    (false, name) => name,
                };
                (self.term(&name, &row.values), if with_rest { row.full() } else { row.brief() })
            })
            .collect();
        self.lines.extend(defined(&rows, 2, self.width));
    }

    /// The commands that people need, each in one line, and the names of the others.
    fn few_commands(&mut self, facts: &Facts<'_>) {
        let all = facts.commands();
        if all.is_empty() {
            return;
        }
        let few = facts.group.map_or(&[][..], |group| group.few);
        let is_few = |name: &str| few.is_empty() || few.contains(&name);
        let mut shown: Vec<_> = all.iter().filter(|(name, _)| is_few(name)).collect();
        shown.sort_by_key(|(name, _)| few.iter().position(|one| one == name));
        self.blank();
        let column = shown.iter().map(|(name, _)| name.len()).max().unwrap_or_default() + 4;
        for (name, purpose) in shown {
            let purpose = headline(purpose, self.width.saturating_sub(column));
            let gap = column - 2 - name.len();
            self.lines.push(format!("  {}{:gap$}{purpose}", self.paint.literal(name), ""));
        }
        let others: Vec<&str> = all.iter().map(|(name, _)| *name).filter(|name| !is_few(name)).collect();
        if !others.is_empty() {
            let lines = folded(&format!("also: {}", others.join(", ")), self.width - 2);
            self.lines.extend(lines.into_iter().map(|line| format!("  {line}")));
        }
    }

    /// All commands, by what they are for.
    fn all_commands(&mut self, facts: &Facts<'_>) {
        let all = facts.commands();
        let rows = |names: &dyn Fn(&str) -> bool| -> Vec<(Term, String)> {
            let those = all.iter().filter(|(name, _)| names(name));
            those.map(|(name, purpose)| (self.term(name, ""), purpose.clone())).collect()
        };
        let sets = facts.group.map_or(&[][..], |group: &Group| group.sets);
        let mut blocks: Vec<(&str, Vec<(Term, String)>)> =
            sets.iter().map(|(heading, names)| (*heading, rows(&|name| names.contains(&name)))).collect();
        let other = rows(&|name| !sets.iter().any(|(_, names)| names.contains(&name)));
        blocks.push(("Commands", other));
        for (heading, rows) in blocks.iter().filter(|(_, rows)| !rows.is_empty()) {
            self.heading(heading);
            self.lines.extend(defined(rows, 2, self.width));
        }
    }
}

/// One way to call a command, in lines.
fn command_ways(way: &str, width: usize) -> Vec<String> {
    let lines = folded(way, width);
    lines.into_iter().enumerate().map(|(number, line)| if number > 0 { format!("  {line}") } else { line }).collect()
}
