//! What was found so far: one finding for each subject of a rule, which grows.

use std::collections::HashMap;

use super::cause::Cause;
use super::finding::{Finding, Grade, Rule, Subject};
use crate::core::access::AccessRow;

/// So many of the uses that show a finding are kept with it.
pub const MOST_ROWS: usize = 6;
/// So many findings of a rule are kept, and no more than so many notes.
const MOST: usize = 10_000;
const MOST_NOTES: usize = 1_000;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    all: HashMap<(Rule, Subject), Finding>,
    counts: HashMap<(Rule, bool), usize>,
    /// How many are not kept.
    pub more: u64,
}

impl Found {
    /// Adds a finding, or lets the one of this rule and subject grow.
    pub fn add(&mut self, finding: Finding) {
        let key = (finding.rule, finding.subject);
        if let Some(known) = self.all.get_mut(&key) {
            grow(known, finding);
            return;
        }
        let is_note = finding.grade == Grade::Note;
        let kept = self.counts.entry((finding.rule, is_note)).or_default();
        if *kept >= if is_note { MOST_NOTES } else { MOST } {
            self.more += 1;
            return;
        }
        *kept += 1;
        self.all.insert(key, finding);
    }

    /// One more use that shows what is known.
    pub fn again(&mut self, rule: Rule, subject: Subject, row: &AccessRow) {
        if let Some(known) = self.all.get_mut(&(rule, subject)) {
            known.count += 1;
            known.last = known.last.max(row.at_ms);
            keep(&mut known.rows, row);
        }
    }

    /// What is known of this.
    pub fn get_mut(&mut self, rule: Rule, subject: Subject) -> Option<&mut Finding> {
        self.all.get_mut(&(rule, subject))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.all.values()
    }
}

/// Lets a finding grow by more of the same. A note is no evidence for what is graver, and what was a note before is none either.
fn grow(known: &mut Finding, mut more: Finding) {
    if (known.grade == Grade::Note) != (more.grade == Grade::Note) {
        if more.grade > known.grade {
            *known = more;
        }
        return;
    }
    known.first = known.first.min(more.first);
    known.last = known.last.max(more.last);
    known.count += more.count;
    if more.grade > known.grade {
        // What shows the graver one stays among the rows.
        std::mem::swap(&mut known.rows, &mut more.rows);
    }
    if more.grade > known.grade || (more.grade == known.grade && is_worse(&more.cause, &known.cause)) {
        (known.grade, known.cause, known.sure, known.act) = (more.grade, more.cause, more.sure, more.act);
    }
    for row in &more.rows {
        keep(&mut known.rows, row);
    }
}

/// Whether of two that are the same by grade one says more.
fn is_worse(one: &Cause, than: &Cause) -> bool {
    match (one, than) {
        (Cause::Failed { failures: one, .. }, Cause::Failed { failures: than, .. }) => one > than,
        (Cause::Volume(one), Cause::Volume(than)) => one.score.abs() > than.score.abs(),
        _ => false,
    }
}

/// Keeps a row in the order of time, where there is room.
pub(super) fn keep(rows: &mut Vec<AccessRow>, row: &AccessRow) {
    if rows.len() < MOST_ROWS && !rows.contains(row) {
        let place = rows.partition_point(|kept| kept.at_ms <= row.at_ms);
        rows.insert(place, *row);
    }
}
