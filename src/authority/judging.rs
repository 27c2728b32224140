//! Judging many tokens on several threads: each has a view of the ledger of its own, and shares what is read once.

mod apart;
mod home;

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;

use apart::{Apart, OwnKeys};
use home::{Home, View};

use super::offline::OfflineSource;
use super::{Authority, Error, Expected, Result};
use crate::core::jose::compact::Reader;
use crate::core::verify::{Expectations, Report, Source, Trace, verify_as_read};
use crate::core::{Kid, Timestamp};
use crate::host::clock::{Clock, RunningClock};
use crate::keys::{KeyError, PassphraseError, VerificationKey};
use crate::store::Store;

/// How tokens are judged, for as many threads as want to.
pub struct Judging<'a> {
    from: Origin<'a>,
    expectations: Expectations,
    at: Option<Timestamp>,
    clock: RunningClock,
    trace: Trace,
}

enum Origin<'a> {
    Home {
        /// Makes a handle on the ledger for a thread.
        store: Box<dyn Fn() -> Box<dyn Store> + Send + Sync + 'a>,
        /// Secrets are in files that may need a passphrase: they are opened once, before the threads start.
        secrets: HashMap<Kid, Arc<VerificationKey>>,
    },
    Offline(&'a OfflineSource),
}

impl Authority<'_> {
    /// Prepares to judge many tokens by this home, on so many threads.
    pub fn judging(&self, expected: Expected, trace: Trace, threads: NonZeroUsize) -> Result<Judging<'_>> {
        let mut secrets = HashMap::new();
        for record in self.keys()?.into_iter().filter(|key| key.public.is_none() && key.has_private()) {
            match self.ring.verifier(&record, &*self.passphrases) {
                Ok(key) => drop(secrets.insert(record.kid, Arc::new(key))),
                // Only a token of this key needs it.
                Err(KeyError::Passphrase(PassphraseError::NoSource(_))) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let at = expected.at;
        let from = Origin::Home { store: self.store.another(threads), secrets };
        let clock = RunningClock::from(self.clock);
        Ok(Judging { from, expectations: self.expectations(expected), at, clock, trace })
    }
}

impl<'a> Judging<'a> {
    /// Prepares to judge many tokens without a home.
    pub fn offline(source: &'a OfflineSource, expected: Expected, clock: &dyn Clock, trace: Trace) -> Self {
        let at = expected.at;
        let expectations = expected.offline(source);
        Self { from: Origin::Offline(source), expectations, at, clock: RunningClock::from(clock), trace }
    }

    /// What one thread judges with.
    pub fn lane(&self) -> Lane<'_> {
        let sight = match &self.from {
            Origin::Home { store, secrets } => Sight::Home(Home { store: store(), secrets, keys: HashMap::new() }),
            Origin::Offline(source) => Sight::Offline { source, own: Vec::new() },
        };
        Lane { judging: self, sight, reader: Reader::default() }
    }
}

/// What one thread judges with.
pub struct Lane<'a> {
    judging: &'a Judging<'a>,
    sight: Sight<'a>,
    reader: Reader,
}

/// Where a thread looks.
enum Sight<'a> {
    Home(Home<'a>),
    Offline { source: &'a OfflineSource, own: OwnKeys },
}

impl Lane<'_> {
    /// Judges some tokens by one view of the ledger. The view is held no longer: it would keep writers waiting.
    pub fn judge<R>(&mut self, work: impl FnOnce(&Judge<'_>) -> R) -> Result<R> {
        let judging = self.judging;
        let seconds = judging.clock.since_epoch().as_secs();
        let now = judging.at.unwrap_or(Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX)));
        let (expectations, trace, reader) = (&judging.expectations, judging.trace, &self.reader);
        match &mut self.sight {
            Sight::Home(home) => {
                let keys = RefCell::new(&mut home.keys);
                let found = RefCell::default();
                let source = View { read: home.store.read()?, secrets: home.secrets, keys, found, now };
                Ok(work(&Judge { source: &source, reader, expectations, now, trace }))
            }
            Sight::Offline { source, own } => {
                let source = Apart { source, own: RefCell::new(own), last: RefCell::default() };
                Ok(work(&Judge { source: &source, reader, expectations, now, trace }))
            }
        }
    }
}

/// Judges tokens as of one moment.
pub struct Judge<'a> {
    source: &'a dyn Source<Error = Error>,
    reader: &'a Reader,
    expectations: &'a Expectations,
    /// As of when.
    pub now: Timestamp,
    trace: Trace,
}

impl Judge<'_> {
    /// Judges what was shown as a token, from this address if it is known.
    pub fn judge(&self, token: &[u8], ip: Option<IpAddr>) -> Result<Report> {
        match ip {
            None => verify_as_read(token, self.reader, self.source, self.expectations, self.now, self.trace),
            Some(_) => {
                let expectations = Expectations { ip, ..self.expectations.clone() };
                verify_as_read(token, self.reader, self.source, &expectations, self.now, self.trace)
            }
        }
    }
}
