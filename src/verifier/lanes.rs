//! Judging many tokens on several threads: each has a view of its own of what judges, and shares what is read once.

use std::net::IpAddr;

use crate::core::Timestamp;
use crate::core::jose::compact::Reader;
use crate::core::verify::{Expectations, Report, Source, Trace, verify_as_read};
use crate::host::clock::{Clock, RunningClock};

/// What judges, for as many threads as want to.
pub trait Sources<E>: Sync {
    /// What one thread looks at.
    fn lane(&self) -> Box<dyn LaneSource<E> + '_>;
}

/// What judges, as one thread sees it.
pub trait LaneSource<E> {
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
    /// Judges some tokens by one view of the ledger. The view is held no longer: it would keep writers waiting.
    pub fn judge(&mut self, mut work: impl FnMut(&Judge<'_, E>)) -> Result<(), E> {
        let Self { judging, source, reader } = self;
        let now = judging.expectations.as_of(Timestamp::from_epoch(judging.clock.since_epoch()));
        let (expectations, trace) = (&judging.expectations, judging.trace);
        source.view(now, &mut |source| work(&Judge { source, reader, expectations, now, trace }))
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
    /// Judges what was shown as a token, from this address if it is known.
    pub fn judge(&self, token: &[u8], ip: Option<IpAddr>) -> Result<Report, E> {
        match ip {
            None => verify_as_read(token, self.reader, self.source, self.expectations, self.now, self.trace),
            Some(_) => {
                let expectations = Expectations { ip, ..self.expectations.clone() };
                verify_as_read(token, self.reader, self.source, &expectations, self.now, self.trace)
            }
        }
    }
}
