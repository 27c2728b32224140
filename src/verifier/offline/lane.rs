//! A source without a home, as one thread sees it.

use std::cell::RefCell;
use std::sync::Arc;

use super::error::SourceError;
use super::source::OfflineSource;
use crate::core::Timestamp;
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::Header;
use crate::core::verify::{KeyLookup, Knowledge, Source};
use crate::verifier::lanes::LaneSource;

type Verifier = Arc<dyn VerifySignature + Send + Sync>;

/// Keys of a source, each with a copy that one thread alone uses: a key is used for every token, and what threads share,
/// even to count who uses it, they wait for.
type OwnKeys = Vec<(Verifier, Verifier)>;

/// More copies than this are of keys that went long ago.
const MOST_OWN: usize = 64;

/// What one thread has of a source.
pub(super) struct OfflineLane<'a> {
    source: &'a OfflineSource,
    own: OwnKeys,
}

impl<'a> OfflineLane<'a> {
    /// Nothing of it yet.
    pub fn of(source: &'a OfflineSource) -> Self {
        Self { source, own: Vec::new() }
    }

    /// A look at it.
    pub fn look(&mut self) -> OfflineView<'_> {
        OfflineView { source: self.source, own: RefCell::new(&mut self.own), last: RefCell::default() }
    }
}

impl LaneSource<SourceError> for OfflineLane<'_> {
    fn view(
        &mut self,
        _: Timestamp,
        show: &mut dyn FnMut(&dyn Source<Error = SourceError>),
    ) -> Result<(), SourceError> {
        show(&self.look());
        Ok(())
    }
}

/// A source without a home, as one thread sees it. The last key is looked up once.
pub(super) struct OfflineView<'v> {
    source: &'v OfflineSource,
    own: RefCell<&'v mut OwnKeys>,
    last: RefCell<Option<(Header, KeyLookup)>>,
}

impl OfflineView<'_> {
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

impl Source for OfflineView<'_> {
    type Error = SourceError;

    fn key(&self, header: &Header) -> Result<KeyLookup, SourceError> {
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

    fn knowledge(&self) -> Knowledge<'_, SourceError> {
        self.source.knowledge()
    }
}
