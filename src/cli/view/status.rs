//! How a home stands, on one screen of 80 columns.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use super::View;
use super::columns::padded;
use super::figures::counted;
use super::render::{json_of, relative};
use super::risk::{risks, unread};
use super::spark::{grouped, sparkline};
use crate::authority::{LedgerStanding, RiskReport};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::key::KeyState;
use crate::core::mark::ClockSight;
use crate::core::picture::{Due, KeyLine, Picture, WITHIN};
use crate::core::risk::Grade;
use crate::core::time::in_words;
use crate::core::{KeyRecord, Timestamp, TokenKind, Ttl};
use crate::report::{Found, command};
use crate::wire::{Inline, LedgerDocument, PictureDocument, PictureParts, StatusDocument};

/// How wide it is, at most.
pub const COLUMNS: usize = 80;
/// How many keys are told of.
const KEYS: usize = 5;
/// How many findings are told of.
const RISKS: usize = 3;
/// How many apps are named.
const APPS: usize = 3;
/// How wide the first words of a line are.
const LABEL: usize = 10;
/// What stands where a text is cut.
const DOTS: &str = "..";

/// How a home stands.
pub struct Status<'a> {
    /// The picture of the last 24 hours.
    pub picture: &'a Picture,
    /// How the ledger stands.
    pub ledger: &'a LedgerStanding,
    /// What stands out in the use of tokens, the gravest first.
    pub risk: &'a RiskReport,
    /// The same in words.
    pub found: &'a [Found],
    /// The home, where the person named it.
    pub home: Option<&'a Path>,
    /// Whether a part of the record of access could not be read.
    pub is_unread: bool,
    /// How often a server looks for that by itself, as the settings say.
    pub looks: Option<Ttl>,
    /// How many columns there are.
    pub columns: usize,
    /// Whether there may be more than ASCII.
    pub unicode: bool,
}

impl View for Status<'_> {
    fn json(&self) -> Value {
        let parts = PictureParts::of(self.picture);
        let clock = match self.ledger.clock {
            ClockSight::Fits => "fits",
            ClockSight::Ahead { .. } => "ahead",
            ClockSight::Behind { .. } => "behind",
        };
        let doubt = self.ledger.doubt.map(|doubt| doubt.to_string());
        let found = (risks(self.risk, self.home), unread(self.risk));
        json_of(&StatusDocument {
            picture: Inline(PictureDocument::of(self.picture, &parts, found, command)),
            ledger: LedgerDocument { generation: self.ledger.mark.generation, doubt, clock },
        })
    }

    fn text(&self, paint: Paint) -> String {
        let mut lines = Lines { text: String::new(), paint, columns: self.columns };
        let (issuer, at) = (escape(self.picture.issuer.as_str()), self.picture.at.to_string());
        let issuer = cut(&issuer, self.columns);
        lines.text.push_str(&paint.label(&issuer));
        let gap = self.columns.saturating_sub(issuer.width() + at.len());
        if gap == 0 {
            lines.text.push('\n');
        }
        let _ = writeln!(lines.text, "{:gap$}{at}\n", "");
        self.keys(&mut lines);
        self.tokens(&mut lines);
        self.volume(&mut lines);
        self.risk(&mut lines);
        self.standing(&mut lines);
        lines.text
    }

    /// How many tokens are live.
    fn bare(&self) -> String {
        self.picture.live.count().to_string()
    }
}

/// Lines that begin with a word.
struct Lines {
    text: String,
    paint: Paint,
    columns: usize,
}

impl Lines {
    /// A line about something else than the one before.
    fn about(&mut self, label: &str, said: &str) {
        let label = padded(label, LABEL);
        let said = cut(said, self.columns.saturating_sub(LABEL));
        let _ = writeln!(self.text, "{}{said}", self.paint.label(&label));
    }

    /// A line about the same; the word is painted by how bad it is.
    fn more(&mut self, label: &str, said: &str, paint: impl Fn(&str) -> String) {
        let mut label = format!("  {}", padded(label, LABEL - 2));
        if !label.ends_with(' ') {
            label.push(' ');
        }
        let said = cut(said, self.columns.saturating_sub(label.width()));
        let _ = writeln!(self.text, "{}{said}", paint(&label));
    }
}

/// A text that fits into so many columns: of a longer one the start, and two dots.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(DOTS.len());
    let ends = text.char_indices().map(|(start, letter)| start + letter.len_utf8());
    let end = ends.take_while(|end| text[..*end].width() <= room).last().unwrap_or_default();
    // After a full stop they would be three.
    let shown = text[..end].trim_end_matches(['.', ' ', ',']);
    format!("{shown}{}", &DOTS[..columns.min(DOTS.len())])
}

/// As many of these as fit into so many columns, and how many others there are. At least one is named.
fn named(names: &[String], all: usize, columns: usize) -> String {
    let said = |shown: usize| {
        let others = (all > shown).then(|| counted((all - shown) as u64, "other app"));
        names.iter().take(shown).cloned().chain(others).collect::<Vec<_>>().join(", ")
    };
    let fits = (2..=names.len()).rev().map(said).find(|text| text.width() <= columns);
    fits.unwrap_or_else(|| said(1))
}

impl Status<'_> {
    /// Whether somebody should act: a key is overdue, something grave stands out, or nobody knows.
    pub fn calls_for_somebody(&self) -> bool {
        let is_overdue = self.picture.due.iter().any(|due| due.is_overdue(self.picture.at));
        let is_grave = self.found.iter().any(|found| matches!(found.grade, Grade::High | Grade::Medium));
        is_overdue || is_grave || self.is_unread || self.ledger.doubt.is_some()
    }

    fn keys(&self, lines: &mut Lines) {
        let (picture, now) = (self.picture, self.picture.at);
        let is_due = |key: &KeyRecord| picture.due.iter().find(|due| due.kid == key.kid);
        let count = |is: &dyn Fn(&KeyState) -> bool| picture.keys.iter().filter(|line| is(&line.key.state)).count();
        let verifies =
            |state: &KeyState| matches!(state, KeyState::Retired { verify_until, .. } if *verify_until >= now);
        let counts = [
            (count(&|state| matches!(state, KeyState::Active { .. })), "signing"),
            (count(&|state| matches!(state, KeyState::Standby { .. })), "standing by"),
            (count(&verifies), "verifying only"),
            (count(&|state| matches!(state, KeyState::Revoked(_))), "revoked"),
        ];
        let said: Vec<_> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        match (picture.keys.is_empty(), said.is_empty()) {
            (true, _) => lines.about("keys", "none: `mintage keys gen` makes one"),
            (false, true) => lines.about("keys", "none is of use any more: `mintage keys gen` makes one"),
            (false, false) => lines.about("keys", &said.join(", ")),
        }
        // What is overdue first, then those that do something.
        let mut shown: Vec<&KeyLine> = picture.keys.iter().filter(|line| line.key.is_published(now)).collect();
        let is_overdue = |line: &KeyLine| is_due(&line.key).is_some_and(|due| due.is_overdue(now));
        shown.sort_by_key(|line| (!is_overdue(line), !line.key.is_active()));
        let paint = lines.paint;
        for line in shown.iter().take(KEYS) {
            let (word, is_bad) = stands(&line.key, is_due(&line.key), now);
            let algorithm = line.key.algorithm.name();
            // Longer names take their room from the words after them, so that all kids stand below each other.
            let room = 24 - (algorithm.len() + 3).saturating_sub(LABEL);
            let said = format!("{}  {}", padded(&word, room), escape(line.key.kid.as_str()));
            lines.more(algorithm, &said, |label| if is_bad { paint.warning(label) } else { label.to_owned() });
        }
        if shown.len() > KEYS {
            let others = format!("and {}: `mintage keys list`", counted((shown.len() - KEYS) as u64, "other key"));
            lines.more("", &others, str::to_owned);
        }
        for due in picture.due.iter().filter(|due| due.is_overdue(now)).take(2) {
            if let Some(command) = command(due) {
                lines.more("do", &format!("`{command}`"), |label| paint.warning(label));
            }
        }
    }

    fn tokens(&self, lines: &mut Lines) {
        let picture = self.picture;
        let of = |state: &str| picture.apps.iter().filter(|line| line.app.state.name() == state).count();
        let states = ["active", "blocked", "registered"].map(|state| (of(state), state));
        let said: Vec<_> = states
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, state)| format!("{count} {state}"))
            .collect();
        let none = "none: `mintage app register NAME` makes one".to_owned();
        lines.about("apps", &if said.is_empty() { none } else { said.join(", ") });
        let live = &picture.live;
        let kinds = TokenKind::ALL.into_iter().zip(live.kinds).filter(|(_, count)| *count > 0);
        let kinds: Vec<_> = kinds.map(|(kind, count)| format!("{} {}", grouped(count), kind.name())).collect();
        if live.count() == 0 {
            lines.about("tokens", "none is live");
            return;
        }
        lines.about("tokens", &format!("{} live: {}", grouped(live.count()), kinds.join(", ")));
        let ends = WITHIN.iter().enumerate().skip(1).filter(|(band, _)| live.until(*band) > 0);
        let mut told = Vec::new();
        let mut before = 0;
        for (band, within) in ends {
            let until = live.until(band);
            if until > before {
                let within = Ttl::from_seconds(*within).map(|within| within.to_string()).unwrap_or_default();
                told.push(format!("{} within {within}", grouped(until)));
                before = until;
            }
        }
        told.truncate(4);
        if !told.is_empty() {
            lines.more("end", &told.join(", "), str::to_owned);
        }
        let having: Vec<_> = picture.apps.iter().filter(|line| line.live.count() > 0).collect();
        let name = |line: &&crate::core::picture::AppLine| {
            let blocked = if line.app.is_shut() { " (blocked)" } else { "" };
            format!("{}{blocked} {}", escape(line.app.name.as_str()), grouped(line.live.count()))
        };
        let names: Vec<String> = having.iter().copied().take(APPS).map(|line| name(&line)).collect();
        lines.more("of", &named(&names, having.len(), lines.columns.saturating_sub(LABEL)), str::to_owned);
    }

    fn volume(&self, lines: &mut Lines) {
        let picture = self.picture;
        lines.about("24 hours", &format!("by the {}, UTC, the last one until now", picture.buckets.unit()));
        let paint = lines.paint;
        let mut series = |name: &str, numbers: &[u64], more: &str| {
            let all: u64 = numbers.iter().sum();
            let spark = sparkline(numbers, self.unicode);
            lines.more(name, &format!("{spark}  {}{more}", grouped(all)), str::to_owned);
        };
        series("issued", &picture.issued, &most(&picture.issued, picture));
        match &picture.access {
            None if self.is_unread => {
                lines.more("shown", "what was recorded cannot be read: `mintage audit access`", |label| {
                    paint.bad(label)
                });
            }
            None => {
                lines.more("shown", "no use was recorded: `mintage token verify --record` records", str::to_owned);
            }
            Some(access) => {
                series("good", &access.accepted, &most(&access.accepted, picture));
                let reasons = access.reasons().into_iter().take(2);
                let reasons: Vec<_> =
                    reasons.map(|(reason, count)| format!("{} {}", reason.code(), grouped(count))).collect();
                let why = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join(", ")) };
                let all = access.refused_in_all();
                let said = format!("{}  {}{why}", sparkline(&access.refused, self.unicode), grouped(all));
                lines.more("refused", &said, |label| if all > 0 { paint.warning(label) } else { label.to_owned() });
            }
        }
    }

    fn risk(&self, lines: &mut Lines) {
        let of = |grade| self.found.iter().filter(|found| found.grade == grade).count();
        let grades = Grade::ALL.into_iter().rev().map(|grade| (of(grade), grade.name()));
        let said: Vec<_> =
            grades.filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
        let said = match (said.is_empty(), self.is_unread) {
            (true, true) => "unknown: not all uses can be read, see `mintage audit access`".to_owned(),
            // Whether all tokens are within policy asks for a look at each.
            (true, false) => "nothing stands out in what was done; policy: `mintage audit risk`".to_owned(),
            (false, true) => format!("{}, and not all uses can be read: `mintage audit risk`", said.join(", ")),
            (false, false) => format!("{}: `mintage audit risk`", said.join(", ")),
        };
        lines.about("risk", &said);
        if let Some(every) = self.looks {
            lines.more(
                "served",
                &format!("looked for every {every}, and acted on as config.toml allows"),
                str::to_owned,
            );
        }
        let paint = lines.paint;
        for found in self.found.iter().take(RISKS) {
            lines.more(found.grade.name(), &escape(&found.what), |label| match found.grade {
                Grade::High => paint.bad(label),
                Grade::Medium => paint.warning(label),
                Grade::Low | Grade::Note => label.to_owned(),
            });
        }
    }

    fn standing(&self, lines: &mut Lines) {
        let LedgerStanding { mark, doubt, clock, .. } = self.ledger;
        let doubt = if doubt.is_some() { "NOT the one that its home knows" } else { "as its home knows it" };
        let clock = match clock {
            ClockSight::Fits => "",
            ClockSight::Ahead { .. } => ", the clock is ahead",
            ClockSight::Behind { .. } => ", the clock is behind",
        };
        let said = format!("generation {}, {doubt}{clock}: `mintage doctor`", mark.generation);
        lines.about("ledger", &said);
    }
}

/// In how many the most came, and when.
fn most(numbers: &[u64], picture: &Picture) -> String {
    let highest = numbers.iter().enumerate().max_by_key(|(place, number)| (**number, *place));
    match highest.filter(|(_, number)| **number > 0) {
        Some((place, number)) => {
            let hour = picture.buckets.start(place).to_string();
            format!(", most {} at {}", grouped(*number), hour.get(11..16).unwrap_or_default())
        }
        None => String::new(),
    }
}

/// How a key stands, in some words; and whether somebody has to act.
fn stands(key: &KeyRecord, due: Option<&Due>, now: Timestamp) -> (String, bool) {
    match (&key.state, due) {
        (KeyState::Standby { .. }, Some(due)) if due.is_overdue(now) => {
            (format!("DUE since {}", in_words(due.at.seconds_until(now))), true)
        }
        (KeyState::Standby { .. }, Some(due)) => (format!("takes over {}", relative(due.at, now)), false),
        (KeyState::Standby { .. }, None) => ("stands by".to_owned(), false),
        (KeyState::Active { since }, Some(due)) if due.is_overdue(now) => {
            (format!("TOO OLD, signs for {}", in_words(since.seconds_until(now))), true)
        }
        (KeyState::Active { since }, _) => (format!("signs for {}", in_words(since.seconds_until(now))), false),
        (KeyState::Retired { verify_until, .. }, _) => {
            (format!("verifies for {}", in_words(now.seconds_until(*verify_until))), false)
        }
        (KeyState::Revoked(_), _) => ("revoked".to_owned(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_cut_is_wider_than_there_is_room() {
        let texts = [
            "short",
            "漢字山田太郎",
            "e\u{301}\u{327}\u{301}\u{301}\u{301}\u{301}xyz",
            "user alice was in 192.0.2.0/24",
            "🔑🔑🔑🔑🔑",
            "",
        ];
        for text in texts {
            for columns in 0..text.width() + 2 {
                let shown = cut(text, columns);
                assert!(shown.width() <= columns, "{text} {columns}: {shown}");
                assert_eq!(shown == text, text.width() <= columns, "{text} {columns}");
            }
        }
        assert_eq!(cut("was in 192.0.2.0/24", 13), "was in 192..");
    }

    #[test]
    fn as_many_apps_are_named_as_fit_and_the_others_are_counted() {
        let names = ["a-long-name 9", "another 8", "c 7"].map(str::to_owned);
        assert_eq!(named(&names, 3, 40), "a-long-name 9, another 8, c 7");
        assert_eq!(named(&names, 3, 28), "a-long-name 9, 2 other apps");
        assert_eq!(named(&names, 9, 40), "a-long-name 9, another 8, 7 other apps");
        assert_eq!(named(&names[..1], 1, 5), "a-long-name 9", "the line is cut");
    }
}
