//! A home, as one thread sees it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::authority::verify::find_key;
use crate::authority::{Error, Result};
use crate::core::jose::VerifySignature as _;
use crate::core::jose::compact::Header;
use crate::core::verify::{KeyLookup, LedgerEntry, LedgerFacts, Source};
use crate::core::{Jti, KeyRecord, Kid, Timestamp, TokenDigest};
use crate::keys::{KeyError, PassphraseError, PassphraseFor, VerificationKey};
use crate::store::{Read, Store};

/// Keys that were parsed, with the public half they were parsed from.
type ParsedKeys = HashMap<Kid, (Vec<u8>, Arc<VerificationKey>)>;

pub(super) struct Home<'a> {
    pub(super) store: Box<dyn Store>,
    pub(super) secrets: &'a HashMap<Kid, Arc<VerificationKey>>,
    pub(super) keys: ParsedKeys,
}

/// One view of the ledger. Each key is looked up in it once.
pub(super) struct View<'v> {
    pub(super) read: Box<dyn Read + 'v>,
    pub(super) secrets: &'v HashMap<Kid, Arc<VerificationKey>>,
    pub(super) keys: RefCell<&'v mut ParsedKeys>,
    pub(super) found: RefCell<HashMap<String, KeyLookup>>,
    pub(super) now: Timestamp,
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
