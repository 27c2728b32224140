//! Judging many tokens on several threads: each has a view of the ledger of its own, and shares what is read once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::offline::OfflineSource;
use super::{Authority, Error, Expected, Result};
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::{Header, Reader};
use crate::core::revocations::RevocationSnapshot;
use crate::core::verify::{Expectations, KeyLookup, LedgerEntry, LedgerFacts, Report, Source, Trace, verify_as_read};
use crate::core::{Jti, KeyRecord, Kid, Timestamp, TokenDigest};
use crate::host::clock::{Clock, RunningClock};
use crate::keys::{KeyError, PassphraseError, PassphraseFor, VerificationKey};
use crate::store::{Read, Store};

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

type Verifier = Arc<dyn VerifySignature + Send + Sync>;

/// Keys of a source, each with a copy that one thread alone uses: a key is used for every token, and what threads share,
/// even to count who uses it, they wait for.
type OwnKeys = Vec<(Verifier, Verifier)>;

/// More copies than this are of keys that went long ago.
const MOST_OWN: usize = 64;

/// Keys that were parsed, with the public half they were parsed from.
type ParsedKeys = HashMap<Kid, (Vec<u8>, Arc<VerificationKey>)>;

struct Home<'a> {
    store: Box<dyn Store>,
    secrets: &'a HashMap<Kid, Arc<VerificationKey>>,
    keys: ParsedKeys,
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

/// A source without a home, as one thread sees it. The last key is looked up once.
struct Apart<'v> {
    source: &'v OfflineSource,
    own: RefCell<&'v mut OwnKeys>,
    last: RefCell<Option<(Header, KeyLookup)>>,
}

impl Apart<'_> {
    fn own(&self, shared: Verifier) -> Verifier {
        let mut own = self.own.borrow_mut();
        if let Some((_, copy)) = own.iter().find(|(known, _)| Arc::ptr_eq(known, &shared)) {
            return Arc::clone(copy);
        }
        let Some(copy) = shared.copy() else { return shared };
        if own.len() >= MOST_OWN {
            own.clear();
        }
        own.push((shared, Arc::clone(&copy)));
        copy
    }
}

impl Source for Apart<'_> {
    type Error = Error;

    fn has_ledger(&self) -> bool {
        self.source.has_ledger()
    }

    fn key(&self, header: &Header) -> Result<KeyLookup> {
        if let Some((_, found)) = self.last.borrow().as_ref().filter(|(last, _)| last == header) {
            return Ok(found.clone());
        }
        let found = match self.source.key(header)? {
            KeyLookup::Found { key, record, succeeded_at } => {
                KeyLookup::Found { key: self.own(key), record, succeeded_at }
            }
            // Asked again for the next token: a server may know the key by then.
            other => return Ok(other),
        };
        self.last.replace(Some((header.clone(), found.clone())));
        Ok(found)
    }

    fn ledger(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        self.source.ledger(jti)
    }

    fn revocations(&self, issuer: Option<&str>) -> Result<Option<&RevocationSnapshot>> {
        self.source.revocations(issuer)
    }
}

/// One view of the ledger. Each key is looked up in it once.
struct View<'v> {
    read: Box<dyn Read + 'v>,
    secrets: &'v HashMap<Kid, Arc<VerificationKey>>,
    keys: RefCell<&'v mut ParsedKeys>,
    found: RefCell<HashMap<String, KeyLookup>>,
    now: Timestamp,
}

impl View<'_> {
    fn parsed(&self, record: &KeyRecord) -> Result<Arc<VerificationKey>> {
        let kid = &record.kid;
        let Some(spki) = &record.public else {
            let locked = || KeyError::Passphrase(PassphraseError::NoSource(PassphraseFor::Open(kid.clone())));
            return Ok(Arc::clone(self.secrets.get(kid).ok_or_else(locked)?));
        };
        let mut keys = self.keys.borrow_mut();
        if let Some((_, key)) = keys.get(kid).filter(|(known, key)| known == spki && same_algorithm(key, record)) {
            return Ok(Arc::clone(key));
        }
        let bad = || KeyError::BadPublic { kid: kid.clone() };
        let key = Arc::new(VerificationKey::from_public(record.algorithm, spki).ok_or_else(bad)?);
        keys.insert(kid.clone(), (spki.clone(), Arc::clone(&key)));
        Ok(key)
    }
}

fn same_algorithm(key: &VerificationKey, record: &KeyRecord) -> bool {
    key.algorithm() == record.algorithm
}

impl Source for View<'_> {
    type Error = Error;

    fn has_ledger(&self) -> bool {
        true
    }

    fn key(&self, header: &Header) -> Result<KeyLookup> {
        if let Some(found) = header.kid.as_ref().and_then(|kid| self.found.borrow().get(kid).cloned()) {
            return Ok(found);
        }
        let found = super::verify::find_key(&*self.read, header, self.now, &|record| self.parsed(record))?;
        if let Some(kid) = header.kid.as_ref().filter(|_| matches!(found, KeyLookup::Found { .. })) {
            self.found.borrow_mut().insert(kid.clone(), found.clone());
        }
        Ok(found)
    }

    fn ledger(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        Ok(self.read.facts(jti)?)
    }

    fn opaque(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        Ok(self.read.entry_by_digest(digest)?)
    }
}
