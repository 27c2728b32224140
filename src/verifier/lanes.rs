//! Judging many tokens on several threads: each has a view of its own of what judges, and shares what is read once.

use crate::core::jose::compact::Reader;
use crate::core::proof::{Presented, ProofUse};
use crate::core::verify::{Expectations, Report, Source, Trace, verify_as_read};
use crate::core::{AccessContext, Timestamp};
use crate::host::clock::{Clock, RunningClock};

/// What judges, for as many threads as want to.
pub trait Sources<E>: Sync {
    /// What one thread looks at.
    fn lane(&self) -> Box<dyn LaneSource<E> + '_>;
}

/// What judges, as one thread sees it.
pub trait LaneSource<E> {
    /// Keeps that a proof of possession was used, and says whether it was not before. Where nobody remembers, none was.
    fn use_proof(&mut self, used: &ProofUse) -> Result<bool, E> {
        let _ = used;
        Ok(true)
    }
    /// Opens a view as of a moment, shows it, and closes it again.
    fn view(&mut self, now: Timestamp, show: &mut dyn FnMut(&dyn Source<Error = E>)) -> Result<(), E>;
}

/// How tokens are judged, for as many threads as want to.
pub struct Judging<'a, E> {
    sources: Box<dyn Sources<E> + 'a>,
    expectations: Expectations,
    clock: RunningClock,
    trace: Trace,
}

impl<'a, E> Judging<'a, E> {
    /// Prepares to judge many tokens by these sources: as of the expected time, or as of each moment.
    pub fn by(sources: impl Sources<E> + 'a, expectations: Expectations, clock: &dyn Clock, trace: Trace) -> Self {
        Self { sources: Box::new(sources), expectations, clock: RunningClock::from(clock), trace }
    }

    /// What one thread judges with.
    pub fn lane(&self) -> Lane<'_, E> {
        Lane { source: self.sources.lane(), judging: self, reader: Reader::default() }
    }
}

/// What one thread judges with.
pub struct Lane<'a, E> {
    judging: &'a Judging<'a, E>,
    source: Box<dyn LaneSource<E> + 'a>,
    reader: Reader,
}

impl<E> Lane<'_, E> {
    /// Judges a token that a proof was shown with: its use is kept when the view is closed, and before the verdict is told.
    pub fn judge_alone(&mut self, token: &[u8], shown: &ShownWith) -> Result<Report, E> {
        loop {
            let mut judged = None;
            self.judge(|judge| judged = Some(judge.judge(token, shown)))?;
            let Some(report) = judged.transpose()? else { continue };
            match report.proof.filter(|_| report.is_valid()) {
                // Another was faster: the ledger knows the proof now.
                Some(used) if !self.source.use_proof(&used)? => {}
                _ => return Ok(report),
            }
        }
    }

    /// Judges some tokens by one view of the ledger, none of which was shown with a proof. The view is held no longer: it would keep writers waiting.
    pub fn judge(&mut self, mut work: impl FnMut(&Judge<'_, E>)) -> Result<(), E> {
        let Self { judging, source, reader } = self;
        let now = judging.expectations.as_of(Timestamp::from_epoch(judging.clock.since_epoch()));
        let (expectations, trace) = (&judging.expectations, judging.trace);
        source.view(now, &mut |source| work(&Judge { source, reader, expectations, now, trace }))
    }
}

/// How one of many tokens was shown, where that is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShownWith {
    /// From where, and with which program.
    pub from: AccessContext,
    /// When, where that is not now.
    pub at: Option<Timestamp>,
    /// With what beside it.
    pub presented: Presented,
}

impl ShownWith {
    fn is_empty(&self) -> bool {
        self.from == AccessContext::default() && self.at.is_none() && self.presented.is_empty()
    }
}

/// Judges tokens as of one moment.
pub struct Judge<'a, E> {
    source: &'a dyn Source<Error = E>,
    reader: &'a Reader,
    expectations: &'a Expectations,
    /// As of when.
    pub now: Timestamp,
    trace: Trace,
}

impl<E> Judge<'_, E> {
    /// Judges what was shown as a token, with what is known of how it was shown.
    pub fn judge(&self, token: &[u8], shown: &ShownWith) -> Result<Report, E> {
        if shown.is_empty() {
            return verify_as_read(token, self.reader, self.source, self.expectations, self.now, self.trace);
        }
        let expectations = self.expectations.clone().shown_from(&shown.from);
        let presented = shown.presented.clone().over(expectations.presented);
        let (at, counts) = (shown.at.or(expectations.at), expectations.counts && shown.at.is_none());
        let expectations = Expectations { at, presented, counts, ..expectations };
        verify_as_read(token, self.reader, self.source, &expectations, self.now, self.trace)
    }
}
