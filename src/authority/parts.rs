//! A home at work: what every verb has at hand.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use super::documents::Documents;
use super::error::Result;
use super::issuers::{Fetching, Issuers};
use super::memory::{Memory, Watched};
use super::polls::Polls;
use super::recorder::Recorder;
use super::reserve::Reserve;
use super::signers::Signers;
use crate::core::policy::Defaults;
use crate::core::proof::Nonces;
use crate::core::risk::Geography;
use crate::core::{Directory, FamilyId, GrantId, Jti, Timestamp};
use crate::host::clock::Clock;
use crate::host::entropy::{Entropy, EntropyError, random};
use crate::keys::{KeyRing, LogRing, PassphraseSource};
use crate::store::{AccessLog, Budgets, Stamp, Store};

/// What an authority is made of.
pub struct Parts {
    /// What the home says where nobody else does.
    pub defaults: Defaults,
    /// The ledger.
    pub store: Box<dyn Store>,
    /// What the home remembers of it.
    pub memory: Arc<Memory>,
    /// The space that it keeps for an emergency.
    pub reserve: Arc<Reserve>,
    /// What is kept of the use of tokens; none where nothing is, as in memory.
    pub access: Option<Arc<dyn AccessLog>>,
    /// The buckets of call budgets.
    pub budgets: Arc<dyn Budgets>,
    /// The private keys.
    pub ring: KeyRing,
    /// The key of the audit log.
    pub log: LogRing,
    /// What opens the private keys.
    pub passphrases: Box<dyn PassphraseSource + Send + Sync>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub entropy: Arc<dyn Entropy>,
}

/// A home at work: its ledger, its keys, its defaults, and the machine it runs on. Any number of threads may ask it.
pub struct Authority {
    pub(in crate::authority) defaults: Defaults,
    pub(in crate::authority) store: Box<dyn Store>,
    /// The same ledger, for the little that may be done where it is in doubt.
    pub(in crate::authority) ledger: Arc<dyn Store>,
    pub(in crate::authority) memory: Arc<Memory>,
    pub(in crate::authority) reserve: Arc<Reserve>,
    pub(in crate::authority) access: Option<Arc<dyn AccessLog>>,
    pub(in crate::authority) budgets: Arc<dyn Budgets>,
    pub(in crate::authority) ring: KeyRing,
    pub(in crate::authority) log: LogRing,
    pub(in crate::authority) passphrases: Box<dyn PassphraseSource + Send + Sync>,
    pub(in crate::authority) clock: Arc<dyn Clock>,
    pub(in crate::authority) entropy: Arc<dyn Entropy>,
    pub(in crate::authority) signers: Signers,
    /// What proofs are asked to say; made when the first one comes.
    pub(in crate::authority) nonces: OnceLock<Nonces>,
    /// The keys of other issuers.
    pub(in crate::authority) issuers: Issuers,
    /// When devices that wait asked last.
    pub(in crate::authority) polls: Polls,
    /// The documents of apps that nobody registered.
    pub(in crate::authority) documents: Documents,
    /// What records the use of tokens that are shown here; none where that is not recorded.
    pub(in crate::authority) recorder: Option<Arc<Recorder>>,
    /// Who knows places, for the one who looks for risk by itself.
    pub(in crate::authority) map: Option<Arc<dyn Geography + Send + Sync>>,
    /// Whether a transaction of this authority was kept.
    pub(in crate::authority) changed: Arc<AtomicBool>,
}

impl Authority {
    /// Puts the parts to work. Nothing is opened before it is asked for.
    pub fn new(parts: Parts) -> Self {
        let Parts { defaults, store, memory, reserve, access, budgets, ring, log, passphrases, clock, entropy } = parts;
        let ledger: Arc<dyn Store> = Arc::from(store);
        let store = Box::new(Watched { ledger: Arc::clone(&ledger), memory: Arc::clone(&memory) });
        let (signers, nonces, issuers) = (Signers::default(), OnceLock::new(), Issuers::default());
        let (changed, documents) = (Arc::default(), Documents::default());
        Self {
            defaults,
            store,
            ledger,
            memory,
            reserve,
            access,
            budgets,
            ring,
            log,
            passphrases,
            clock,
            entropy,
            signers,
            nonces,
            issuers,
            polls: Polls::default(),
            documents,
            recorder: None,
            map: None,
            changed,
        }
    }

    /// The same, which also tells whether anything was changed: before a transaction is known to be kept it says nothing.
    #[must_use]
    pub fn telling(self, changed: Arc<AtomicBool>) -> Self {
        Self { changed, ..self }
    }

    /// The same, which records with this what is shown to it.
    #[must_use]
    pub fn recording(self, recorder: Arc<Recorder>) -> Self {
        Self { recorder: Some(recorder), ..self }
    }

    /// The same, which knows places by this map when it looks for risk by itself.
    #[must_use]
    pub fn with_map(self, map: Option<Arc<dyn Geography + Send + Sync>>) -> Self {
        Self { map, ..self }
    }

    /// The same, of whose users a file says this.
    #[must_use]
    pub fn with_people(mut self, people: Arc<Directory>) -> Self {
        self.defaults.people = people;
        self
    }

    /// The same, which asks other issuers for their keys so.
    #[must_use]
    pub fn fetching(mut self, fetching: Fetching) -> Self {
        self.documents.proxies = fetching.proxies.clone();
        self.issuers.fetching = fetching;
        self
    }

    /// What the home says where nobody else does.
    pub fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    /// What opens the private keys, for those who protect a new one.
    pub fn passphrases(&self) -> &dyn PassphraseSource {
        &*self.passphrases
    }

    /// The files of the private keys, for those who show where they are.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// What is kept of the use of tokens; none where nothing is.
    pub fn access(&self) -> Option<Arc<dyn AccessLog>> {
        self.access.clone()
    }

    /// What the home remembers of its ledger, for those who tell whether it fits.
    pub fn memory(&self) -> Arc<Memory> {
        Arc::clone(&self.memory)
    }

    /// The space that the home keeps for an emergency, for those who tell whether it was needed.
    pub fn reserve(&self) -> Arc<Reserve> {
        Arc::clone(&self.reserve)
    }

    /// What time it is, to the second.
    pub(in crate::authority) fn now(&self) -> Timestamp {
        Timestamp::from_epoch(self.clock.since_epoch())
    }

    /// What shows that the ledger is the one that was read, told in a microsecond: whoever keeps what was read with this one
    /// may go on with it as long as it stays equal. Nothing where a change could be hidden by it.
    pub fn stamp(&self) -> Option<Stamp> {
        self.store.stamp().filter(|stamp| stamp.is_settled(self.clock.since_epoch()))
    }

    /// The milliseconds and the chance that a time-ordered id is made of.
    fn id_parts(&self) -> std::result::Result<(u64, [u8; 10]), EntropyError> {
        let unix_ms = u64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(u64::MAX);
        Ok((unix_ms, random(&*self.entropy)?))
    }

    /// The id of a token that nobody has seen.
    pub(in crate::authority) fn new_jti(&self) -> Result<Jti> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(Jti::from_parts(unix_ms, chance))
    }

    /// The id of a consent that nobody has seen.
    pub(in crate::authority) fn new_grant_id(&self) -> Result<GrantId> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(GrantId::from_parts(unix_ms, chance))
    }

    /// The id of a family that nobody has seen.
    pub(in crate::authority) fn new_family_id(&self) -> Result<FamilyId> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(FamilyId::from_parts(unix_ms, chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_can_be_shared_by_threads() {
        fn is_shared<T: Send + Sync + 'static>() {}
        is_shared::<Authority>();
    }
}
