//! A batch of verdicts as a report for a CI system.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::report_form::{ReportForm, summarise};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::view::case::{Case, CaseCounts, CaseOutcome, Place};
use crate::cli::view::github::{self, MOST_ROWS};
use crate::cli::view::junit::Suite;

/// So many bytes of a JUnit report are held until its counts are known. A longer one is written as it goes, without counts.
const MOST_HELD: usize = 64 * 1024 * 1024;

/// A report that is made line by line, on many threads.
pub struct BatchReport<'a> {
    form: ReportForm,
    suite: Suite,
    file: Option<&'a str>,
    seen: Mutex<Seen>,
}

/// The lines of a report that are not written yet.
pub struct Held(Option<Vec<u8>>);

/// What its end tells.
#[derive(Default)]
struct Seen {
    counts: CaseCounts,
    /// The first of those that did not go as they should.
    troubles: BTreeMap<u64, Case>,
}

impl<'a> BatchReport<'a> {
    /// A report in this form, if it is one, of tokens in this file; `-` is none.
    pub fn new(form: ReportForm, suite: Suite, file: &'a str) -> Option<Self> {
        let file = Some(file).filter(|file| *file != "-");
        let report = Self { form, suite, file, seen: Mutex::default() };
        form.is_its_own().then_some(report)
    }

    /// What is written of a line.
    pub fn line(&self, number: u64, case: Case) -> String {
        let case = case.at(self.file.map(|file| Place { file: file.to_owned(), line: number }));
        let text = match self.form {
            ReportForm::Junit => self.suite.case(&case),
            ReportForm::Github => github::line_of(&case).unwrap_or_default(),
            ReportForm::Text => String::new(),
        };
        let mut seen = self.seen();
        seen.counts.add(&case);
        if matches!(case.outcome, CaseOutcome::Failed(_) | CaseOutcome::Broken(_)) {
            seen.troubles.insert(number, case);
            if seen.troubles.len() > MOST_ROWS {
                seen.troubles.pop_last();
            }
        }
        text
    }

    /// What holds its lines, where they wait for its head.
    pub fn hold(&self) -> Held {
        Held((self.form == ReportForm::Junit).then(Vec::new))
    }

    /// Takes the next part of the lines, in order. Gives what can be written now.
    pub fn take(&self, held: &mut Held, part: &[u8]) -> Vec<u8> {
        match &mut held.0 {
            Some(all) if all.len() + part.len() <= MOST_HELD => {
                all.extend_from_slice(part);
                Vec::new()
            }
            Some(_) => [self.suite.head(None).as_bytes(), &held.0.take().unwrap_or_default(), part].concat(),
            None => part.to_vec(),
        }
    }

    /// Writes what is left of it.
    pub fn end(self, held: Held, cx: &mut Context<'_>) -> Result<(), Error> {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        if self.form == ReportForm::Github {
            let troubles: Vec<Case> = seen.troubles.into_values().collect();
            summarise(&github::summary(self.suite.name, &seen.counts, &troubles), cx);
            return Ok(());
        }
        if let Some(held) = held.0 {
            cx.ui.lines(&self.suite.head(Some(&seen.counts))).map_err(Error::Output)?;
            cx.ui.bytes(&held).map_err(Error::Output)?;
        }
        cx.ui.lines(&Suite::end()).map_err(Error::Output)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
