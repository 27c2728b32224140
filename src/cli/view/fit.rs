//! A table that fits a terminal: ids by the start that names them, times as seen from now, states in colour, and where that is not
//! enough, long texts cut or wrapped and the least important columns left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::columns::{cut, cut_before, padded, widest, wrapped};
use super::render::{cell, time};
use crate::cli::paint::Paint;
use crate::core::Timestamp;
use crate::core::time::in_one_unit;

/// Between two columns.
const GAP: usize = 2;
/// A column of texts is made no narrower than this, unless it is the only one.
const NARROWEST: usize = 10;
/// A text that is wrapped has no more lines than this.
const MOST_LINES: usize = 4;

/// Columns that are left out before others, the first of them first. Of all others, the later ones are.
const LEAST: [&str; 22] = [
    "thumbprint",
    "user_agent",
    "client_id",
    "bits",
    "curve",
    "use",
    "private",
    "granted_at",
    "created_at",
    "issued_at",
    "revoked_at",
    "trusted_at",
    "changed",
    "resource",
    "door",
    "ip",
    "kind",
    "key",
    "kid_of",
    "burst",
    "exit_code",
    "actor",
];

/// Columns whose texts are sentences or lists, and are wrapped between words.
const WRAPPED: [&str; 10] =
    ["summary", "why", "scopes", "scope", "claims", "what_is_good", "seen", "departs", "audiences", "detail"];

/// Columns whose texts say the most at their end, where the line of a file is.
const ENDS: [&str; 2] = ["place", "file"];

/// Columns of words and ids that mean another thing, or nothing, where they are cut.
const WHOLE: [&str; 13] = [
    "client_id",
    "verb",
    "kind",
    "alg",
    "reason",
    "rule",
    "step",
    "exit_code",
    "flaw",
    "thumbprint",
    "status",
    "check",
    "count",
];

/// Columns whose words say whether something is well.
const STATES: [&str; 5] = ["state", "outcome", "grade", "verdict", "rank"];

/// The terminal that a table is shown on.
#[derive(Debug)]
pub struct Fit {
    /// How many columns it has.
    pub columns: usize,
    /// How many letters of an id or a kid name it.
    pub starts: BTreeMap<String, usize>,
    /// What times are seen from.
    pub now: Timestamp,
    /// Whether its letters are those of Unicode.
    pub unicode: bool,
}

/// A table on a terminal, which may come in parts: the first decides on its columns and how wide they are.
#[derive(Debug, Default)]
pub struct Fitted {
    /// The columns that are shown, by their places, each with its width.
    shown: Vec<(usize, usize)>,
    /// The names of those that are not.
    left_out: Vec<String>,
}

/// One value of a table.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    /// Whether it would mean another thing if it were cut.
    is_whole: bool,
}

impl Fitted {
    /// The rows of a part, below the names of the columns where it is the first.
    pub fn rows(&mut self, columns: &[&str], rows: &[Map<String, Value>], fit: &Fit, paint: Paint) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let cells: Vec<Vec<Cell>> =
            rows.iter().map(|row| columns.iter().map(|name| shown(row, name, fit)).collect()).collect();
        let mut text = String::new();
        if self.shown.is_empty() {
            self.decide(columns, &cells, fit);
            let head = self
                .shown
                .iter()
                .map(|(place, width)| padded(&cut(&head(columns[*place]), *width, fit.dots()), *width));
            let head: Vec<String> = head.collect();
            text = paint.label(head.join("  ").trim_end()) + "\n";
        }
        for row in &cells {
            self.row(columns, row, fit, paint, &mut text);
        }
        text
    }

    /// The columns that no place was found for.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    fn row(&self, columns: &[&str], row: &[Cell], fit: &Fit, paint: Paint, text: &mut String) {
        let parts: Vec<Vec<String>> = self
            .shown
            .iter()
            .map(|(place, width)| {
                let cell = &row[*place];
                match (cell.is_whole, WRAPPED.contains(&columns[*place])) {
                    (true, _) => vec![cell.text.clone()],
                    (false, true) => wrapped(&cell.text, *width, MOST_LINES, fit.dots()),
                    (false, false) if ENDS.contains(&columns[*place]) => {
                        vec![cut_before(&cell.text, *width, fit.dots())]
                    }
                    (false, false) => vec![cut(&cell.text, *width, fit.dots())],
                }
            })
            .collect();
        let height = parts.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let mut out = String::new();
            for ((place, width), part) in self.shown.iter().zip(&parts) {
                let word = part.get(line).map_or("", String::as_str);
                let is_state = STATES.contains(&columns[*place]);
                out += &if is_state { coloured(word, paint) } else { word.to_owned() };
                out += &padded("", width.saturating_sub(widest([word], usize::MAX)));
                out += "  ";
            }
            text.push_str(out.trim_end());
            text.push('\n');
        }
    }

    /// Which columns are shown, and how wide.
    fn decide(&mut self, columns: &[&str], cells: &[Vec<Cell>], fit: &Fit) {
        let width = |place: usize| {
            let body = widest(cells.iter().map(|row| row[place].text.as_str()), usize::MAX);
            body.max(widest([head(columns[place]).as_str()], usize::MAX))
        };
        let is_word = |name: &str| STATES.contains(&name) || WHOLE.contains(&name);
        let is_rigid = |place: usize| is_word(columns[place]) || cells.iter().any(|row| row[place].is_whole);
        let natural: Vec<usize> = (0..columns.len()).map(width).collect();
        let least = |place: usize| if is_rigid(place) { natural[place] } else { natural[place].min(NARROWEST) };
        let mut kept: Vec<usize> = (0..columns.len()).collect();
        let needs = |kept: &[usize], of: &dyn Fn(usize) -> usize| {
            kept.iter().map(|place| of(*place)).sum::<usize>() + GAP * kept.len().saturating_sub(1)
        };
        while kept.len() > 1 && needs(&kept, &least) > fit.columns {
            // One without anything in it tells the least.
            let is_empty = |place: usize| cells.iter().all(|row| row[place].text.is_empty());
            let rank = |place: &usize| {
                let named = LEAST.iter().position(|name| *name == columns[*place]);
                (!is_empty(*place), named.unwrap_or(LEAST.len() + columns.len() - place))
            };
            let Some(gone) = kept.iter().skip(1).copied().min_by_key(rank) else { break };
            kept.retain(|place| *place != gone);
            self.left_out.push(head(columns[gone]));
        }
        let mut widths: Vec<usize> = kept.iter().map(|place| natural[*place]).collect();
        while widths.iter().sum::<usize>() + GAP * (widths.len() - 1) > fit.columns {
            // The widest gives way, but no id.
            let may =
                (0..widths.len()).filter(|at| !is_rigid(kept[*at]) && widths[*at] > least(kept[*at]).min(fit.columns));
            let Some(widest) = may.max_by_key(|at| widths[*at]) else { break };
            widths[widest] -= 1;
        }
        if let [only] = &mut widths[..] {
            *only = (*only).min(fit.columns);
        }
        self.shown = kept.into_iter().zip(widths).collect();
    }
}

impl Fit {
    /// What stands for the rest of a text that was cut.
    pub fn dots(&self) -> &'static str {
        if self.unicode { "…" } else { ".." }
    }

    /// An id by the start that names it.
    pub fn id(&self, id: &str) -> String {
        self.starts.get(id).map_or_else(|| id.to_owned(), |length| id.chars().take(*length).collect())
    }

    /// A time as seen from now.
    pub fn time(&self, time: Timestamp) -> String {
        seen_from(time, self.now)
    }
}

fn head(name: &str) -> String {
    name.replace('_', " ").to_uppercase()
}

/// One value as a terminal shows it.
fn shown(row: &Map<String, Value>, name: &str, fit: &Fit) -> Cell {
    if let Some(time) = row.get(name).and_then(|value| time(row, name, value)) {
        return Cell { text: seen_from(time, fit.now), is_whole: true };
    }
    let text = tame(&cell(row, name, None));
    Cell { text: fit.id(&text), is_whole: fit.starts.contains_key(&text) }
}

/// A time as seen from another, to its largest unit: `in 14 m`, `3 h ago`.
fn seen_from(time: Timestamp, now: Timestamp) -> String {
    match now.seconds_until(time) {
        0 => "now".to_owned(),
        ahead @ 1.. => format!("in {}", in_one_unit(ahead)),
        behind => format!("{} ago", in_one_unit(behind)),
    }
}

/// A text without what has no width of its own and changes that of others: a row with it may break.
fn tame(text: &str) -> String {
    let joins = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}');
    let mut tamed = String::with_capacity(text.len());
    for c in text.chars() {
        if joins(c) {
            let _ = write!(tamed, "\\u{{{:x}}}", u32::from(c));
        } else {
            tamed.push(c);
        }
    }
    tamed
}

/// A word that says how something stands. The word says it too, for who sees no colour.
fn coloured(cell: &str, paint: Paint) -> String {
    match cell {
        "active" | "done" | "accepted" | "valid" | "trusted" => paint.good(cell),
        "revoked" | "blocked" | "deleted" | "gone" | "replaced" | "critical" | "high" | "refused" | "failed" => {
            paint.bad(cell)
        }
        "standby" | "registered" | "canary" | "changed" | "medium" => paint.warning(cell),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::cli::view::View as _;
    use crate::cli::view::table::Table;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn table(rows: &[Value]) -> (Table<Value>, Vec<Map<String, Value>>) {
        let columns = &["jti", "state", "user", "expires_at", "scopes", "client_id"];
        let table = Table { document: json!({"tokens": rows}), rows: "tokens", columns, bare: "jti", now: None };
        let members = table.members();
        (table, members)
    }

    fn row(user: &str, scopes: &str) -> Value {
        json!({
            "jti": ID, "state": "active", "user": user, "expires_at": "1970-01-01T00:15:00Z", "expires_at_unix": 900,
            "scopes": scopes.split(' ').collect::<Vec<_>>(), "client_id": "mtg_app_0123456789abcdefghijkl",
        })
    }

    fn fit(columns: usize) -> Fit {
        Fit { columns, starts: BTreeMap::from([(ID.to_owned(), 10)]), now: Timestamp(60), unicode: true }
    }

    fn text(columns: usize, rows: &[Value]) -> (Vec<String>, Vec<String>) {
        let (table, members) = table(rows);
        let mut fitted = Fitted::default();
        let text = fitted.rows(table.columns, &members, &fit(columns), Paint::NONE);
        (text.lines().map(str::to_owned).collect(), fitted.left_out().to_vec())
    }

    #[test]
    fn a_table_fits_whatever_is_in_it() {
        let long = "x".repeat(300);
        let users = [
            "alice",
            "漢字山田太郎漢字山田太郎漢字山田太郎",
            "Zoe\u{308}",
            "a\u{200d}b",
            "\u{1f468}\u{200d}\u{1f469}",
            &long,
        ];
        let rows: Vec<Value> =
            users.iter().map(|user| row(user, "orders:read orders:write stock:read stock:write")).collect();
        for columns in [20, 40, 60, 80, 120, 200] {
            let (lines, _) = text(columns, &rows);
            for line in &lines {
                assert!(widest([line.as_str()], usize::MAX) <= columns.max(26), "{columns}: {line}");
            }
            assert!(lines.iter().filter(|line| line.starts_with("01890a5d-a")).count() == users.len());
        }
    }

    #[test]
    fn what_gives_way_is_told_and_what_names_a_thing_is_never_cut() {
        let (lines, left_out) = text(66, &[row("alice", "orders:read orders:write")]);
        assert_eq!(
            lines,
            [
                "JTI         STATE   USER   EXPIRES AT  SCOPES",
                "01890a5d-a  active  alice  in 14 m     orders:read orders:write",
            ]
        );
        assert_eq!(left_out, ["CLIENT ID"]);
        let (lines, _) = text(52, &[row("alice", "orders:read orders:write")]);
        assert_eq!(
            lines[1..],
            [
                "01890a5d-a  active  alice  in 14 m     orders:read",
                "                                       orders:write",
            ]
        );
        let (lines, left_out) = text(120, &[row("alice", "a")]);
        assert!(left_out.is_empty() && lines[1].ends_with("mtg_app_0123456789abcdefghijkl"), "{lines:?}");
    }

    #[test]
    fn a_later_part_keeps_the_columns_of_the_first() {
        let (table, members) = table(&[row("alice", "a"), row("a-user-with-a-name-that-is-rather-long", "a b c")]);
        let (mut fitted, fit) = (Fitted::default(), fit(60));
        let first = fitted.rows(table.columns, &members[..1], &fit, Paint::NONE);
        let later = fitted.rows(table.columns, &members[1..], &fit, Paint::NONE);
        let column = |line: &str| line.find("in 14 m");
        assert_eq!(
            column(first.lines().nth(1).unwrap()),
            later.lines().next().and_then(|line| line.replace('…', ".").find("in 14 m"))
        );
        assert!(later.contains("a-us…"), "{later}");
    }

    #[test]
    fn colour_is_never_all_that_says_how_something_stands() {
        let (table, members) = table(&[row("alice", "a")]);
        let painted = Fitted::default().rows(table.columns, &members, &fit(80), Paint(true));
        assert!(painted.contains("\u{1b}[32mactive\u{1b}[0m"), "{painted:?}");
        assert!(table.text(Paint::NONE).contains(ID), "who does not ask for a fit gets everything");
    }
}
