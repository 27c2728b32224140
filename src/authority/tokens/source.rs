//! The home as a source of keys and standings: for one token, and for many of one thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::jose::VerifySignature as _;
use crate::core::jose::compact::Header;
use crate::core::verify::{KeyLookup, LedgerEntry, LedgerFacts, Source};
use crate::core::{Jti, KeyRecord, KeyState, Kid, Timestamp, TokenDigest};
use crate::keys::{KeyError, PassphraseError, PassphraseFor, VerificationKey};
use crate::store::{Read, Store};
use crate::verifier::{LaneSource, Sources};

/// The home as a source of keys and standings.
pub(super) struct HomeSource<'a> {
    authority: &'a Authority<'a>,
    read: Box<dyn Read + 'a>,
    now: Timestamp,
}

impl<'a> HomeSource<'a> {
    pub(super) fn open(authority: &'a Authority<'_>, now: Timestamp) -> Result<Self> {
        Ok(Self { authority, read: authority.store.read()?, now })
    }
}

/// The key that a header names: the one of exactly this kid; without a kid, the only key that could be meant. `parsed` makes a
/// record ready to verify.
fn find_key(
    read: &dyn Read,
    header: &Header,
    now: Timestamp,
    parsed: &dyn Fn(&KeyRecord) -> Result<Arc<VerificationKey>>,
) -> Result<KeyLookup> {
    let found = |record: KeyRecord, succeeded_at| {
        let over = !record.is_published(now) && !matches!(record.state, KeyState::Revoked(_));
        // A secret that was destroyed verifies nothing any more; a public key still tells that its token was revoked.
        let gone = record.public.is_none() && !record.has_private();
        if over || gone {
            return Ok(KeyLookup::Over(Arc::new(record)));
        }
        let key = parsed(&record)?;
        Ok(KeyLookup::Found { key, record: Some(Arc::new(record)), succeeded_at })
    };
    if let Some(kid) = &header.kid {
        let Ok(kid) = Kid::new(kid.as_str()) else { return Ok(KeyLookup::Unknown) };
        let known = read.key_with_successor(&kid)?;
        return known.map_or(Ok(KeyLookup::Unknown), |(record, succeeded_at)| found(record, succeeded_at));
    }
    let mut keys = read.keys()?;
    keys.retain(|key| key.is_published(now) && key.algorithm.name() == header.alg);
    match (keys.pop(), keys.len()) {
        // Where there is no other key, there is none to take over.
        (Some(only), 0) => found(only, None),
        (None, _) => Ok(KeyLookup::Unknown),
        (Some(_), others) => Ok(KeyLookup::Ambiguous(others + 1)),
    }
}

impl Source for HomeSource<'_> {
    type Error = Error;

    fn has_ledger(&self) -> bool {
        true
    }

    fn key(&self, header: &Header) -> Result<KeyLookup> {
        let Self { authority, .. } = self;
        let parsed = |record: &KeyRecord| Ok(Arc::new(authority.ring.verifier(record, &*authority.passphrases)?));
        find_key(&*self.read, header, self.now, &parsed)
    }

    fn ledger(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        Ok(self.read.facts(jti)?)
    }

    fn opaque(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        Ok(self.read.entry_by_digest(digest)?)
    }
}

/// Keys that were parsed, with the public half they were parsed from.
type ParsedKeys = HashMap<Kid, (Vec<u8>, Arc<VerificationKey>)>;

/// A home, for as many threads as want to judge by it.
pub(super) struct HomeSources<'a> {
    /// Makes a handle on the ledger for a thread.
    pub store: Box<dyn Fn() -> Box<dyn Store> + Send + Sync + 'a>,
    /// Secrets are in files that may need a passphrase: they are opened once, before the threads start.
    pub secrets: HashMap<Kid, Arc<VerificationKey>>,
}

impl Sources<Error> for HomeSources<'_> {
    fn lane(&self) -> Box<dyn LaneSource<Error> + '_> {
        Box::new(HomeLane { store: (self.store)(), secrets: &self.secrets, keys: HashMap::new() })
    }
}

/// What one thread has of a home.
struct HomeLane<'a> {
    store: Box<dyn Store>,
    secrets: &'a HashMap<Kid, Arc<VerificationKey>>,
    keys: ParsedKeys,
}

impl LaneSource<Error> for HomeLane<'_> {
    fn view(&mut self, now: Timestamp, show: &mut dyn FnMut(&dyn Source<Error = Error>)) -> Result<()> {
        let (keys, found) = (RefCell::new(&mut self.keys), RefCell::default());
        show(&View { read: self.store.read()?, secrets: self.secrets, keys, found, now });
        Ok(())
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
        let found = find_key(&*self.read, header, self.now, &|record| self.parsed(record))?;
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
