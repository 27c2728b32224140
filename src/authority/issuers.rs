//! The keys of other issuers whose word is taken for who a user is.

use std::sync::{Arc, Mutex, PoisonError};

use crate::core::jose::compact::Header;
use crate::core::trusted_issuer::IssuerKeys;
use crate::core::verify::{KeyLookup, Knowledge, Source};
use crate::core::{Timestamp, TrustedIssuer};
use crate::host::cache::Cache;
use crate::host::clock::{Clock, RunningClock};
use crate::host::proxy::Proxies;
use crate::keys::{KeySet, Origin, Passphrase, PassphraseError, PassphraseFor, PassphraseSource};
use crate::verifier::offline::{CacheRule, KeyPlace, Machine, OfflineSource, SourceError, SourceSpec};

/// How long keys that were fetched are used before their server, or what is kept of it, is asked again, in seconds.
const FRESH: i64 = 5 * 60;

/// How other issuers are asked for their keys.
#[derive(Clone, Default)]
pub struct Fetching {
    /// Where fetched keys are kept; nowhere where there is no place for them.
    pub cache: Option<Cache>,
    /// Through whom they are asked.
    pub proxies: Proxies,
}

/// The keys of other issuers, each opened when the first assertion of that issuer comes.
#[derive(Default)]
pub(in crate::authority) struct Issuers {
    opened: Mutex<Vec<Opened>>,
    pub(in crate::authority) fetching: Fetching,
}

struct Opened {
    of: String,
    at: Timestamp,
    keys: Arc<OpenKeys>,
}

/// The keys of one issuer.
pub(in crate::authority) enum OpenKeys {
    /// Of a file.
    Set(KeySet, Option<crate::core::Algorithm>),
    /// Of a server, fetched when one is wanted.
    Remote(Box<OfflineSource>),
}

impl Issuers {
    /// The keys of an issuer, as they are at this time.
    pub fn keys(
        &self,
        issuer: &TrustedIssuer,
        now: Timestamp,
        clock: &dyn Clock,
    ) -> Result<Arc<OpenKeys>, SourceError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |one: &Opened| (0..FRESH).contains(&one.at.seconds_until(now));
        if let Some(one) = opened.iter().find(|one| one.of == issuer.issuer.as_str() && is_fresh(one)) {
            return Ok(Arc::clone(&one.keys));
        }
        // Nothing is fetched yet, so that nobody waits for it here.
        let keys = Arc::new(self.open(issuer, clock)?);
        opened.retain(|one| one.of != issuer.issuer.as_str());
        opened.push(Opened { of: issuer.issuer.to_string(), at: now, keys: Arc::clone(&keys) });
        Ok(keys)
    }

    fn open(&self, issuer: &TrustedIssuer, clock: &dyn Clock) -> Result<OpenKeys, SourceError> {
        match &issuer.keys {
            IssuerKeys::Set { text, .. } => {
                let set = KeySet::parse(text.as_bytes(), issuer.algorithm, Origin::Fetched);
                let set = set.map_err(|fault| SourceError::KeySet { url: issuer.issuer.to_string(), fault })?;
                Ok(OpenKeys::Set(set, issuer.algorithm))
            }
            IssuerKeys::Address(url) => {
                let refused = |fault| SourceError::JwksUri { url: issuer.issuer.to_string(), fault };
                let spec = SourceSpec {
                    place: KeyPlace::Address(url.parse().map_err(refused)?),
                    algorithm: issuer.algorithm,
                    secret: None,
                    ca_file: None,
                    keep: CacheRule::Server,
                    revocations: None,
                };
                let Fetching { cache, proxies } = self.fetching.clone();
                let machine = Machine { passphrases: &Nobody, cache, proxies, clock: RunningClock::from(clock) };
                Ok(OpenKeys::Remote(Box::new(OfflineSource::open(spec, machine)?)))
            }
        }
    }
}

impl Source for OpenKeys {
    type Error = SourceError;

    fn key(&self, header: &Header) -> Result<KeyLookup, SourceError> {
        match self {
            Self::Set(_, Some(only)) if !only.is_named(&header.alg) => Ok(KeyLookup::NotAllowed(*only)),
            Self::Set(set, _) => Ok(set.find(header)),
            Self::Remote(source) => source.key(header),
        }
    }

    fn knowledge(&self) -> Knowledge<'_, SourceError> {
        Knowledge::Nothing
    }
}

/// No passphrase: the keys of others are public.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}
