//! What every request of one issuer has at hand, and what the whole server shares.

use std::sync::{Arc, PoisonError, RwLock};

use super::forwarded::Proxies;
use super::guard::Hosts;
use super::homes::Workshop;
use super::limits::{Counts, Limits, Logins};
use super::log::{Log, LogForm, Sink};
use super::metrics::Metrics;
use super::origin::Origin;
use super::realm::Realm;
use super::request_id::RequestIds;

/// What is decided for the whole server when it starts.
#[derive(Clone)]
pub struct Options {
    /// Which names it may be called by.
    pub hosts: Hosts,
    /// Who is let in, from where and how often.
    pub guard: Guard,
    /// Who takes the lines of the log.
    pub sink: Sink,
    /// How they are written.
    pub log: LogForm,
    /// What tells this process from others in the names of requests.
    pub process: u32,
    /// Who counts what it does.
    pub metrics: Option<Arc<Metrics>>,
    /// How throw-away homes are made, where it serves a developer alone.
    pub workshop: Option<Arc<Workshop>>,
}

/// Who is let in, from where and how often.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// Which pages may ask for tokens.
    pub cors: Vec<Origin>,
    /// Which proxies are believed about where a request came from.
    pub proxies: Proxies,
    /// How often callers may ask, and fail.
    pub limits: Limits,
}

/// What the whole server shares.
pub struct Server {
    pub(super) options: Options,
    pub(super) log: Log,
    pub(super) request_ids: RequestIds,
    pub(super) counts: Arc<Counts>,
    pub(super) logins: Arc<Logins>,
}

/// One of the issuers, whose endpoints these are.
#[derive(Clone)]
pub struct State(Arc<RwLock<Arc<Realm>>>);

impl Server {
    /// What a server shares.
    pub fn new(options: Options) -> Arc<Self> {
        let log = Log { sink: Arc::clone(&options.sink), form: options.log };
        let request_ids = RequestIds::new(options.process);
        let counts = Arc::new(Counts::new(&options.guard.limits));
        let logins = Arc::new(Logins::new(&options.guard.limits));
        Arc::new(Self { options, log, request_ids, counts, logins })
    }
}

impl State {
    /// An issuer, as it is served at first.
    pub fn new(realm: Realm) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(realm))))
    }

    /// The issuer as it is served now. A request takes it once, and ends with the one that it began with.
    pub(super) fn realm(&self) -> Arc<Realm> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From the next request on, this one is served.
    pub fn serve_instead(&self, realm: Realm) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(realm);
    }
}
