//! One issuer as it is served now: its authority, and the writer that its requests share. A reload puts another in its place.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use tokio::sync::Mutex;

use super::actions::Actions;
use super::dev::Dev;
use super::kept::{Document, Kept};
use super::login::Login;
use super::writer::Writer;
use crate::authority::{Authority, Error, Result, Snapshot};
use crate::core::security::SecurityProfile;
use crate::core::{Audience, Issuer};

/// What of a server is decided by its settings, for one issuer.
#[derive(Debug, Clone)]
pub struct Served {
    /// The `iss` of its tokens, which is the base of every address in the metadata.
    pub issuer: Issuer,
    /// Where browsers reach it, where that is another address.
    pub browser_url: Option<String>,
    /// Whether it serves a developer alone, on this machine.
    pub is_dev: bool,
    /// What tests of that developer decide.
    pub dev: Option<Arc<Dev>>,
    /// The resources whose metadata it gives (RFC 9728).
    pub resources: Vec<Audience>,
    /// Who may log in, and by what.
    pub login: Login,
    /// What jobs of GitHub Actions would be given; none where nobody plays one.
    pub actions: Option<Arc<Actions>>,
    /// Those of them that are servers of MCP.
    pub mcp: Vec<Audience>,
    /// What is asked of every app.
    pub security: SecurityProfile,
}

/// The path of an address, which the paths below it begin with; empty where it has none. Nothing where it could not be served:
/// see [`is_servable`].
pub fn path_of(address: &str) -> Option<&str> {
    let after = address.split_once("://").map_or(address, |(_, after)| after);
    let (host, path) = after.find('/').map_or((after, ""), |at| after.split_at(at));
    let path = path.trim_end_matches('/');
    (!host.is_empty() && !host.contains(['?', '#', '@']) && is_servable(path)).then_some(path)
}

/// Whether a path, or none, can be served: plain words, of which none begins with a dot, so that it stands for itself in the
/// router and lies beside what is well known.
pub fn is_servable(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_word = |word: &str| !word.is_empty() && !word.starts_with('.') && word.bytes().all(is_plain);
    path.is_empty() || path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_word))
}

/// One issuer at work.
pub struct Realm {
    authority: Arc<Authority>,
    writer: Writer,
    served: Served,
    key_set: Kept<Document>,
    metadata: Kept<Document>,
    revocations: Kept<Published>,
    last_published: Mutex<Option<Arc<Published>>>,
    report: Mutex<Option<KeptReport>>,
}

/// How the home stood a short time ago, as a page.
pub(super) struct KeptReport {
    /// Until when it is shown.
    pub until: Instant,
    /// The page.
    pub page: Bytes,
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
        let writer = Writer::begin(Arc::clone(&authority), served.dev.clone())?;
        Some(Self::of(authority, writer, served))
    }

    /// The same for one that is in memory and one of many: it has no thread.
    pub(super) fn throw_away(authority: Arc<Authority>, served: Served) -> Self {
        let writer = Writer::alone(Arc::clone(&authority), served.dev.clone());
        Self::of(authority, writer, served)
    }

    fn of(authority: Arc<Authority>, writer: Writer, served: Served) -> Self {
        Self {
            authority,
            writer,
            served,
            key_set: Kept::default(),
            metadata: Kept::default(),
            revocations: Kept::default(),
            last_published: Mutex::default(),
            report: Mutex::default(),
        }
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

    /// What it says of itself.
    pub(super) fn metadata(&self) -> &Kept<Document> {
        &self.metadata
    }

    /// What is revoked, as it is published.
    pub(super) fn revocations(&self) -> &Kept<Published> {
        &self.revocations
    }

    /// What was published last, for the one who makes the next.
    pub(super) fn last_published(&self) -> &Mutex<Option<Arc<Published>>> {
        &self.last_published
    }

    /// How the home stands, as a page, for the one who makes the next: others wait for it.
    pub(super) fn report(&self) -> &Mutex<Option<KeptReport>> {
        &self.report
    }

    /// What was kept is made anew: the clock that it depends on was turned.
    pub(super) fn forget_kept(&self) {
        self.key_set.forget();
        self.metadata.forget();
        self.revocations.forget();
        // One that is being made is of the clock as it was; it is soon made anew.
        if let Ok(mut report) = self.report.try_lock() {
            *report = None;
        }
    }

    /// How it is served.
    pub(super) fn served(&self) -> &Served {
        &self.served
    }

    /// What tests decided of it, where it serves a developer alone.
    pub fn dev(&self) -> Option<&Dev> {
        self.served.dev.as_deref()
    }

    /// The path of the issuer, which the paths of its endpoints begin with; empty where it has none.
    pub(super) fn path(&self) -> &str {
        path_of(self.served.issuer.as_str()).unwrap_or_default()
    }

    /// The address by which browsers reach it, without a slash at its end.
    pub(super) fn browser_base(&self) -> &str {
        let issuer = || self.served.issuer.as_str();
        self.served.browser_url.as_deref().unwrap_or_else(issuer).trim_end_matches('/')
    }

    /// What the paths of its pages begin with, as browsers see them.
    pub(super) fn browser_path(&self) -> &str {
        path_of(self.browser_base()).unwrap_or_default()
    }

    /// The address of a path, as browsers reach it.
    pub(super) fn browser_url(&self, path: &str) -> String {
        format!("{}{path}", self.browser_base())
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
