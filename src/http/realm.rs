//! One issuer as it is served now: its authority, and the writer that its requests share. A reload puts another in its place.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::kept::{Document, Kept};
use super::writer::Writer;
use crate::authority::{Authority, Error, Result, Snapshot};
use crate::core::Issuer;

/// What of a server is decided by its settings, for one issuer.
#[derive(Debug, Clone)]
pub struct Served {
    /// The `iss` of its tokens, which is the base of every address in the metadata.
    pub issuer: Issuer,
    /// Whether it serves a developer alone, on this machine.
    pub is_dev: bool,
}

/// One issuer at work.
pub struct Realm {
    authority: Arc<Authority>,
    writer: Writer,
    served: Served,
    key_set: Kept<Document>,
    revocations: Kept<Published>,
    last_published: Mutex<Option<Arc<Published>>>,
}

/// A revocation snapshot that was given to somebody.
pub(super) struct Published {
    /// It.
    pub snapshot: Snapshot,
    /// What is answered.
    pub document: Document,
}

impl Realm {
    /// Puts an authority to work, with a writer of its own. Nothing where no thread is to be had for that.
    pub fn new(authority: Arc<Authority>, served: Served) -> Option<Self> {
        let writer = Writer::begin(Arc::clone(&authority))?;
        let (key_set, revocations, last_published) = (Kept::default(), Kept::default(), Mutex::default());
        Some(Self { authority, writer, served, key_set, revocations, last_published })
    }

    /// What it decides with.
    pub(super) fn authority(&self) -> &Authority {
        &self.authority
    }

    /// What issues and refreshes.
    pub(super) fn writer(&self) -> &Writer {
        &self.writer
    }

    /// The set of its keys.
    pub(super) fn key_set(&self) -> &Kept<Document> {
        &self.key_set
    }

    /// What is revoked, as it is published.
    pub(super) fn revocations(&self) -> &Kept<Published> {
        &self.revocations
    }

    /// What was published last, for the one who makes the next.
    pub(super) fn last_published(&self) -> &Mutex<Option<Arc<Published>>> {
        &self.last_published
    }

    /// How it is served.
    pub(super) fn served(&self) -> &Served {
        &self.served
    }

    /// The path of the issuer, which the paths of its endpoints begin with; empty where it has none.
    pub(super) fn path(&self) -> &str {
        let issuer = self.served.issuer.as_str();
        let after = issuer.split_once("://").map_or(issuer, |(_, after)| after);
        after.find('/').map_or("", |at| after[at..].trim_end_matches('/'))
    }

    /// The address of a path below the issuer.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.served.issuer.as_str().trim_end_matches('/'))
    }

    /// Does on a thread of its own what may take long: what changes the ledger elsewhere than through the writer, or reads much.
    pub(super) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Authority) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let authority = Arc::clone(&self.authority);
        tokio::task::spawn_blocking(move || work(&authority)).await.unwrap_or(Err(Error::KeyChanges))
    }
}
