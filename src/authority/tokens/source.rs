//! The home as a source of keys and standings: one view of its ledger after the other, for one thread or for many.
//!
//! Nobody is asked for a passphrase while a view is held: a view keeps whoever wants to commit waiting.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::budget::{Draw, Over};
use crate::core::jose::VerifySignature as _;
use crate::core::jose::compact::Header;
use crate::core::proof::ProofUse;
use crate::core::verify::{KeyLookup, Knowledge, Ledger, LedgerEntry, LedgerFacts, Source};
use crate::core::{ClientId, Issuer, Jti, KeyRecord, KeyState, Kid, Revocation, Timestamp, TokenDigest};
use crate::keys::{KeyError, PassphraseError, PassphraseFor, VerificationKey};
use crate::store::{Read, Store};
use crate::verifier::{LaneSource, Sources};

/// Secrets that were opened.
pub(super) type Secrets = HashMap<Kid, Arc<VerificationKey>>;

/// Keys that were parsed, with the public half they were parsed from.
type ParsedKeys = HashMap<Kid, (Vec<u8>, Arc<VerificationKey>)>;

impl Authority {
    /// Does work by a view of the home. Where it needs a secret, the view is closed, the secret is opened, and the work is
    /// begun again by a new view.
    pub(super) fn by_view<T>(&self, now: Timestamp, mut work: impl FnMut(&LedgerView<'_>) -> Result<T>) -> Result<T> {
        let (mut secrets, mut keys) = (Secrets::new(), ParsedKeys::new());
        loop {
            let view = LedgerView::open(self, &*self.store, &self.defaults.issuer, &secrets, &mut keys, now)?;
            let (done, over) = (work(&view), view.over.take());
            drop(view);
            self.block_over_budget(&over)?;
            match done {
                Err(Error::Key(KeyError::Passphrase(PassphraseError::NoSource(PassphraseFor::Open(kid)))))
                    if !secrets.contains_key(&kid) =>
                {
                    let record = self.store.read()?.key(&kid)?;
                    let record = record.ok_or_else(|| Error::UnknownKey(kid.clone()))?;
                    secrets.insert(kid, Arc::new(self.ring.verifier(&record, &*self.passphrases)?));
                }
                done => return done,
            }
        }
    }

    /// The secrets of the home that can be opened now. Only a token of one that cannot needs it.
    pub(super) fn open_secrets(&self) -> Result<Secrets> {
        let mut secrets = Secrets::new();
        for record in self.keys()?.into_iter().filter(|key| key.public.is_none() && key.has_private()) {
            match self.ring.verifier(&record, &*self.passphrases) {
                Ok(key) => drop(secrets.insert(record.kid, Arc::new(key))),
                Err(KeyError::Passphrase(PassphraseError::NoSource(_))) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(secrets)
    }
}

/// A home, for as many threads as want to judge by it.
pub(super) struct HomeSources<'a> {
    /// Keeps what is used up.
    pub authority: &'a Authority,
    /// Makes a handle on the ledger for a thread.
    pub store: Box<dyn Fn() -> Box<dyn Store> + Send + Sync + 'a>,
    /// Whose tokens are in the ledger.
    pub issuer: &'a Issuer,
    /// Opened before the threads start.
    pub secrets: Secrets,
}

impl Sources<Error> for HomeSources<'_> {
    fn lane(&self) -> Box<dyn LaneSource<Error> + '_> {
        Box::new(HomeLane {
            authority: self.authority,
            store: (self.store)(),
            issuer: self.issuer,
            secrets: &self.secrets,
            keys: HashMap::new(),
        })
    }
}

/// What one thread has of a home.
struct HomeLane<'a> {
    authority: &'a Authority,
    store: Box<dyn Store>,
    issuer: &'a Issuer,
    secrets: &'a Secrets,
    keys: ParsedKeys,
}

impl LaneSource<Error> for HomeLane<'_> {
    fn use_proof(&mut self, used: &ProofUse) -> Result<bool> {
        self.authority.use_proof(used)
    }

    fn view(&mut self, now: Timestamp, show: &mut dyn FnMut(&dyn Source<Error = Error>)) -> Result<()> {
        let view = LedgerView::open(self.authority, &*self.store, self.issuer, self.secrets, &mut self.keys, now)?;
        show(&view);
        let over = view.over.take();
        drop(view);
        self.authority.block_over_budget(&over)
    }
}

/// One view of the ledger. Each key is looked up in it once.
pub(super) struct LedgerView<'v> {
    authority: &'v Authority,
    /// Apps that are to be blocked when it is closed, because they are over their budget.
    over: RefCell<Vec<ClientId>>,
    read: Box<dyn Read + 'v>,
    issuer: &'v Issuer,
    secrets: &'v Secrets,
    keys: RefCell<&'v mut ParsedKeys>,
    found: RefCell<HashMap<String, KeyLookup>>,
    /// The opaque token that was looked up ahead of the verdict on it.
    ahead: RefCell<Option<(TokenDigest, LedgerEntry)>>,
    now: Timestamp,
}

impl<'v> LedgerView<'v> {
    fn open(
        authority: &'v Authority,
        store: &'v dyn Store,
        issuer: &'v Issuer,
        secrets: &'v Secrets,
        keys: &'v mut ParsedKeys,
        now: Timestamp,
    ) -> Result<Self> {
        let (keys, found, ahead) = (RefCell::new(keys), RefCell::default(), RefCell::default());
        let over = RefCell::default();
        Ok(Self { authority, over, read: store.read()?, issuer, secrets, keys, found, ahead, now })
    }

    /// Looks up an opaque token ahead of the verdict on it, which then need not look again, and tells of it.
    pub(super) fn look_ahead<T>(
        &self,
        digest: &TokenDigest,
        tell: impl FnOnce(&LedgerEntry) -> T,
    ) -> Result<Option<T>> {
        let Some(entry) = self.read.entry_by_digest(digest)? else { return Ok(None) };
        let told = tell(&entry);
        *self.ahead.borrow_mut() = Some((*digest, entry));
        Ok(Some(told))
    }

    /// The key of a row, ready to verify. A secret that is not open is an error that says so.
    fn parsed(&self, record: &KeyRecord) -> Result<Arc<VerificationKey>> {
        let kid = &record.kid;
        let Some(spki) = &record.public else {
            let closed = || KeyError::Passphrase(PassphraseError::NoSource(PassphraseFor::Open(kid.clone())));
            return Ok(Arc::clone(self.secrets.get(kid).ok_or_else(closed)?));
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

    /// The key that a header names: the one of exactly this kid; without a kid, the only key that could be meant.
    fn find(&self, header: &Header) -> Result<KeyLookup> {
        if let Some(kid) = &header.kid {
            let Ok(kid) = Kid::new(kid.as_str()) else { return Ok(KeyLookup::Unknown(None)) };
            let known = self.read.key_with_successor(&kid)?;
            return known
                .map_or(Ok(KeyLookup::Unknown(None)), |(record, succeeded_at)| self.usable(record, succeeded_at));
        }
        let mut keys = self.read.keys()?;
        keys.retain(|key| key.is_published(self.now) && key.algorithm.is_named(&header.alg));
        match (keys.pop(), keys.len()) {
            // Where there is no other key, there is none to take over.
            (Some(only), 0) => self.usable(only, None),
            (None, _) => Ok(KeyLookup::Unknown(None)),
            (Some(_), others) => Ok(KeyLookup::Ambiguous(others + 1)),
        }
    }

    fn usable(&self, record: KeyRecord, succeeded_at: Option<Timestamp>) -> Result<KeyLookup> {
        let over = !record.is_published(self.now) && !matches!(record.state, KeyState::Revoked(_));
        // A secret that was destroyed verifies nothing any more; a public key still tells that its token was revoked.
        let gone = record.public.is_none() && !record.has_private();
        if over || gone {
            return Ok(KeyLookup::Over(Arc::new(record)));
        }
        let key = self.parsed(&record)?;
        Ok(KeyLookup::Found { key, record: Some(Arc::new(record)), succeeded_at })
    }
}

fn same_algorithm(key: &VerificationKey, record: &KeyRecord) -> bool {
    key.algorithm() == record.algorithm
}

impl Source for LedgerView<'_> {
    type Error = Error;

    fn key(&self, header: &Header) -> Result<KeyLookup> {
        if let Some(found) = header.kid.as_ref().and_then(|kid| self.found.borrow().get(kid).cloned()) {
            return Ok(found);
        }
        let found = self.find(header)?;
        if let Some(kid) = header.kid.as_ref().filter(|_| matches!(found, KeyLookup::Found { .. })) {
            self.found.borrow_mut().insert(kid.clone(), found.clone());
        }
        Ok(found)
    }

    fn knowledge(&self) -> Knowledge<'_, Error> {
        Knowledge::Ledger(self)
    }
}

impl Ledger for LedgerView<'_> {
    type Error = Error;

    fn issuer(&self) -> &Issuer {
        self.issuer
    }

    fn knows_no_revocation(&self, of: &str) -> Result<()> {
        Err(Error::RevocationsElsewhere { issuer: of.chars().take(200).collect(), ours: self.issuer.clone() })
    }

    fn token(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        Ok(self.read.facts(jti)?)
    }

    fn shown_as(&self, jti: &str) -> Result<Option<(Jti, LedgerFacts)>> {
        let Some(jti) = self.read.shown_as(jti)? else { return Ok(None) };
        Ok(self.read.facts(&jti)?.map(|facts| (jti, facts)))
    }

    fn denied(&self, jti: &str) -> Result<Option<Revocation>> {
        Ok(self.read.denial(jti)?.map(|denial| denial.revocation))
    }

    fn is_proof_used(&self, digest: &TokenDigest) -> Result<bool> {
        Ok(self.read.is_proof_used(digest)?)
    }

    fn draw(&self, draw: &Draw<'_>) -> Result<Option<Over>> {
        let over = self.authority.draw(draw)?;
        if over.is_some() && draw.budget.blocks && !self.over.borrow().contains(draw.client_id) {
            self.over.borrow_mut().push(draw.client_id.clone());
        }
        Ok(over)
    }

    fn opaque(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        if let Some((_, entry)) = self.ahead.take().filter(|(known, _)| known == digest) {
            return Ok(Some(entry));
        }
        Ok(self.read.entry_by_digest(digest)?)
    }
}
