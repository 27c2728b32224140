//! Documents of a server: from the cache while they are good, else fetched. What is no longer good is never used:
//! a key that its owner took back must not vouch for a token because a server is down.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::error::SourceError;
use crate::core::Timestamp;
use crate::core::verify::Warning;
use crate::host::cache::{Cache, Kept};
use crate::host::clock::{Clock, RunningClock};
use crate::host::http::{Allowance, HttpClient, TIMEOUT};
use crate::host::proxy::Proxies;
use crate::host::url::Url;

/// How long a document is good whose server does not say, in seconds.
const UNSAID: i64 = 5 * 60;
/// How long a document is good at most, whatever its server says: a key that leaked must go out of use.
const LONGEST: i64 = 24 * 60 * 60;
/// How long a server is left alone before it is asked again for a key that it did not have. Anyone can write any kid
/// into a token, and must not make us a flood.
pub(super) const PAUSE: i64 = 30;

/// How long what was fetched may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheRule {
    /// As its server says, within bounds.
    Server,
    /// At most so many seconds, whatever its server says.
    Seconds(i64),
    /// Not at all.
    Never,
}

/// Who fetches and keeps.
pub(super) struct Remote {
    client: HttpClient,
    cache: Option<Cache>,
    rule: CacheRule,
    clock: RunningClock,
    /// Whom the connection trusted: what one authority vouched for is not what another would.
    trust: [u8; 32],
    unsafe_cache: OnceLock<String>,
}

/// A document that was read, and when it came.
pub(super) struct Loaded<T> {
    pub value: T,
    fetched_at: i64,
    tried_at: i64,
}

impl Remote {
    pub fn new(
        authorities: Option<Vec<Vec<u8>>>,
        proxies: Proxies,
        cache: Option<Cache>,
        rule: CacheRule,
        clock: RunningClock,
    ) -> Self {
        let mut trust = Sha256::new();
        for der in authorities.iter().flatten() {
            trust.update(Sha256::digest(der));
        }
        let cache = cache.filter(|_| rule != CacheRule::Never);
        let trust = trust.finalize().into();
        let client = HttpClient::new(authorities, proxies);
        Self { client, cache, rule, clock, trust, unsafe_cache: OnceLock::new() }
    }

    /// Why the cache is not used, where it is not safe.
    pub fn warning(&self) -> Option<Warning> {
        self.unsafe_cache.get().cloned().map(Warning::CacheUnused)
    }

    /// A document, kept or fetched. What `read` refuses is not kept.
    pub fn load<T>(
        &self,
        url: &Url,
        allowance: &mut Allowance,
        read: impl Fn(&[u8]) -> Result<T, SourceError>,
    ) -> Result<Loaded<T>, SourceError> {
        let now = self.now();
        if let Some(kept) = self.kept(url).filter(|kept| self.is_good(kept, now))
            && let Ok(value) = read(kept.body.as_bytes())
        {
            return Ok(Loaded { value, fetched_at: kept.fetched_at, tried_at: kept.tried_at });
        }
        self.fetch(url, allowance, read)
    }

    /// The document as it is now, because the one at hand lacks something. None where it is too fresh for that.
    pub fn again<T>(
        &self,
        url: &Url,
        at_hand: &mut Loaded<T>,
        read: impl Fn(&[u8]) -> Result<T, SourceError>,
    ) -> Result<Option<Loaded<T>>, SourceError> {
        // Processes that miss the same key ask one after the other, and all but the first find it in the cache.
        let _lock = self.cache.as_ref().map(|cache| cache.lock(&self.name(url), TIMEOUT));
        let kept = self.kept(url);
        let now = self.now();
        if let Some(kept) = kept.as_ref().filter(|kept| kept.fetched_at > at_hand.fetched_at && self.is_good(kept, now))
            && let Ok(value) = read(kept.body.as_bytes())
        {
            return Ok(Some(Loaded { value, fetched_at: kept.fetched_at, tried_at: kept.tried_at }));
        }
        if is_recent(at_hand.fetched_at, now) {
            return Ok(None);
        }
        let tried_at = kept.as_ref().map_or(at_hand.tried_at, |kept| kept.tried_at.max(at_hand.tried_at));
        if is_recent(tried_at, now) {
            return Err(SourceError::AskedInVain { url: url.to_string(), ago: now - tried_at });
        }
        at_hand.tried_at = now;
        if let (Some(cache), Some(kept)) = (&self.cache, kept) {
            let _ = cache.put(&self.name(url), &Kept { tried_at: now, ..kept });
        }
        self.fetch(url, &mut Allowance::default(), read).map(Some)
    }

    /// The document from its server, whatever is kept.
    pub fn fetch<T>(
        &self,
        url: &Url,
        allowance: &mut Allowance,
        read: impl Fn(&[u8]) -> Result<T, SourceError>,
    ) -> Result<Loaded<T>, SourceError> {
        let fetched = self.client.get(url, allowance)?;
        let value = read(&fetched.body)?;
        let now = self.now();
        if let Some(cache) = self.cache.as_ref().filter(|_| fetched.keep.store)
            && let Ok(body) = String::from_utf8(fetched.body)
        {
            let kept = Kept { fetched_at: now, tried_at: now, seconds: fetched.keep.seconds, body };
            // A cache that cannot be written costs time and nothing else.
            let _ = cache.put(&self.name(url), &kept);
        }
        Ok(Loaded { value, fetched_at: now, tried_at: now })
    }

    fn kept(&self, url: &Url) -> Option<Kept> {
        self.cache.as_ref()?.get(&self.name(url)).unwrap_or_else(|error| {
            let _ = self.unsafe_cache.set(error.to_string());
            None
        })
    }

    fn is_good(&self, kept: &Kept, now: i64) -> bool {
        let longest = match self.rule {
            CacheRule::Server => kept.seconds.unwrap_or(UNSAID).min(LONGEST),
            CacheRule::Seconds(seconds) => seconds,
            CacheRule::Never => 0,
        };
        // From the future: the clock was set back, and nobody knows how old it is.
        (0..longest).contains(&(now.saturating_sub(kept.fetched_at)))
    }

    fn name(&self, url: &Url) -> String {
        let digest = Sha256::new().chain_update(self.trust).chain_update(url.as_str()).finalize();
        let start = digest.iter().take(16).fold(0, |start, byte| start << 8 | u128::from(*byte));
        format!("{start:032x}")
    }

    fn now(&self) -> i64 {
        Timestamp::from_epoch(self.clock.since_epoch()).0
    }
}

fn is_recent(at: i64, now: i64) -> bool {
    (0..PAUSE).contains(&now.saturating_sub(at))
}
