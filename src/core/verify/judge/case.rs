//! What is known of a token while it is judged, and the words that are made of it.

use std::sync::Arc;

use serde_json::Value;

use super::super::facts::LedgerFacts;
use super::super::report::{Evidence, Trace, Trail};
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::{Header, SignedToken, Times};
use crate::core::json::ClaimMap;
use crate::core::key::{KeyRecord, KeyState};
use crate::core::reason::Reason;
use crate::core::time::{Timestamp, Ttl, in_words};

/// Why the checks of the ledger are skipped where there is none.
pub(super) const NO_LEDGER: &str = "offline: there is no ledger to ask";

/// How near the retirement of a key must be to be warned of, where no longer time is asked for.
pub(super) const RETIRES_SOON: Ttl = Ttl::days(1);

/// What a revoked key was to the token.
pub(super) const SIGNING_KEY: &str = "the key that signed it";

/// Why judging stopped: at a verdict, or because the source could not be asked.
pub(super) enum Stop<E> {
    Verdict(Reason),
    Source(E),
}

impl<E> From<Reason> for Stop<E> {
    fn from(reason: Reason) -> Self {
        Self::Verdict(reason)
    }
}

/// A token and the key that vouched for it.
pub(super) type Vouched = (SignedToken, Meant);

/// What is known once it is known who speaks: the claims, the row of the key that signed them, and for opaque text what the
/// ledger has of it.
pub(super) struct Spoken {
    pub(super) claims: ClaimMap,
    pub(super) key: Option<Arc<KeyRecord>>,
    pub(super) facts: Option<LedgerFacts>,
}

/// The key that a header means, before it was asked.
pub(super) struct Meant {
    pub(super) key: Arc<dyn VerifySignature + Send + Sync>,
    pub(super) record: Option<Arc<KeyRecord>>,
    pub(super) succeeded_at: Option<Timestamp>,
}

/// What is known of the token while it is judged.
pub(super) struct Case {
    pub(super) now: Timestamp,
    pub(super) trail: Trail,
    /// The header that a key vouched for.
    pub(super) header: Option<Arc<Header>>,
    pub(super) times: Times,
    pub(super) cause: Option<Evidence>,
    /// The key that vouched for it.
    pub(super) key: Option<Arc<dyn VerifySignature + Send + Sync>>,
    pub(super) warnings: Vec<String>,
}

impl Case {
    pub(super) fn new(trace: Trace, now: Timestamp) -> Self {
        let (trail, times) = (Trail::new(trace), Times::default());
        Self { now, trail, header: None, times, cause: None, key: None, warnings: Vec::new() }
    }
}

/// Since when a key is retired, in words that follow its name.
pub(super) fn retired(key: &KeyRecord, now: Timestamp) -> String {
    match key.state {
        KeyState::Retired { since, .. } => format!(", retired {}", ago(since, now)),
        _ => String::new(),
    }
}

/// How long ago something was, and when.
pub(super) fn ago(at: Timestamp, now: Timestamp) -> String {
    format!("{} ago ({at})", in_words(at.seconds_until(now).max(0)))
}

/// A claim as a message may show it: as JSON, which escapes, and never long.
pub(super) fn shown(value: Option<&Value>) -> String {
    value.map_or("missing".to_owned(), |value| brief(&value.to_string()))
}

/// A key as a header names it.
pub(super) fn named(kid: Option<&str>) -> String {
    kid.map_or("a header without kid".to_owned(), |kid| format!("kid {}", brief(kid)))
}

pub(super) fn brief(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(MOST).collect::<String>())
    }
}
