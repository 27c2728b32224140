//! Documents by which apps say what they are, fetched once for all who ask, and kept for as long as their server says, within bounds.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::core::json::parse_object;
use crate::core::registration::Description;
use crate::core::{ClientId, Timestamp};
use crate::host::http::{Allowance, FetchError, FetchFault, HttpClient, TIMEOUT};
use crate::host::proxy::Proxies;
use crate::host::url::Url;

/// The largest document, in bytes. The draft has 5 KB; those of some carry their keys.
const MOST: u64 = 16 * 1024;
/// How long one is good whose server does not say, in seconds.
const UNSAID: i64 = 60 * 60;
/// How long it is good at least, whatever its server says: each page of a login would ask again.
const SHORTEST: i64 = 60;
/// How long at most.
const LONGEST: i64 = 24 * 60 * 60;
/// How long nobody is asked again who had none.
const IN_VAIN: i64 = 30;
/// How many are kept.
const KEPT: usize = 1_024;
/// How many are fetched at once.
const AT_ONCE: usize = 8;

/// Whether a client_id is meant as the address of a document.
pub fn is_address(client_id: &str) -> bool {
    client_id.starts_with("https://") || client_id.starts_with("http://")
}

/// The name towards OAuth of the app that a document at this address describes: always the same, and that of no other.
pub(in crate::authority) fn id_of_document(address: &str) -> ClientId {
    let digest = Sha256::digest(address.as_bytes());
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    ClientId::from_random(first)
}

/// The client_id of the ledger that one in a request stands for.
pub(in crate::authority) fn client_id_of(said: &str) -> Option<ClientId> {
    if is_address(said) { Some(id_of_document(said)) } else { ClientId::new(said).ok() }
}

/// Why there is no description of an app. Holds nothing of what was fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// It could not be fetched.
    #[error("{0}")]
    NotFetched(String),
    /// It is too large.
    #[error("the document of the client is larger than {} KiB", MOST / 1024)]
    TooLarge,
    /// It is none.
    #[error("the document of the client is not acceptable: {0}")]
    NotRead(String),
    /// Too many are fetched now.
    #[error("too many documents are being fetched")]
    Busy,
}

type Read = Result<Arc<Description>, DocumentFault>;

enum Entry {
    /// Somebody asks.
    Asked,
    /// It was asked for, and this came of it.
    Had(Read, Timestamp),
}

/// What was fetched, and who fetches.
#[derive(Default)]
pub(in crate::authority) struct Documents {
    kept: Mutex<HashMap<String, Entry>>,
    is_there: Condvar,
    public: OnceLock<HttpClient>,
    local: OnceLock<HttpClient>,
    pub(in crate::authority) proxies: Proxies,
}

impl Documents {
    /// What the document at an address says. Addresses that only this network has are not asked, but for this machine where
    /// `is_dev` says that it is a developer alone who is served.
    pub(in crate::authority) fn get(&self, url: &Url, is_dev: bool, now: Timestamp) -> Read {
        let mut kept = self.lock();
        loop {
            match kept.get(url.as_str()) {
                Some(Entry::Had(read, until)) if now < *until => return read.clone(),
                Some(Entry::Asked) => {
                    let waited = self.is_there.wait_timeout(kept, TIMEOUT + Duration::from_secs(1));
                    let (back, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
                    if timeout.timed_out() {
                        return Err(DocumentFault::Busy);
                    }
                    kept = back;
                }
                _ => break,
            }
        }
        if kept.values().filter(|entry| matches!(entry, Entry::Asked)).count() >= AT_ONCE {
            return Err(DocumentFault::Busy);
        }
        if kept.len() >= KEPT {
            kept.retain(|_, entry| !matches!(entry, Entry::Had(_, until) if *until <= now));
        }
        if kept.len() >= KEPT {
            kept.retain(|_, entry| matches!(entry, Entry::Asked));
        }
        kept.insert(url.as_str().to_owned(), Entry::Asked);
        drop(kept);
        let (read, seconds) = self.fetch(url, is_dev);
        self.lock().insert(url.as_str().to_owned(), Entry::Had(read.clone(), Timestamp(now.0.saturating_add(seconds))));
        self.is_there.notify_all();
        read
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The document from its server, and for how many seconds that is good.
    fn fetch(&self, url: &Url, is_dev: bool) -> (Read, i64) {
        let client = if is_dev && url.is_here() {
            self.local.get_or_init(|| HttpClient::new(None, Proxies::default()))
        } else {
            self.public.get_or_init(|| HttpClient::new(None, self.proxies.clone()).of_public_hosts())
        };
        match client.get(url, &mut Allowance::of(TIMEOUT, MOST)) {
            Err(FetchError { fault: FetchFault::TooLarge, .. }) => (Err(DocumentFault::TooLarge), IN_VAIN),
            Err(error) => (Err(DocumentFault::NotFetched(error.to_string())), IN_VAIN),
            Ok(fetched) => match read(&fetched.body, url.as_str()) {
                Err(why) => (Err(DocumentFault::NotRead(why)), IN_VAIN),
                Ok(described) => {
                    let seconds = if fetched.keep.store { fetched.keep.seconds.unwrap_or(UNSAID) } else { 0 };
                    (Ok(Arc::new(described)), seconds.clamp(SHORTEST, LONGEST))
                }
            },
        }
    }
}

fn read(body: &[u8], address: &str) -> Result<Description, String> {
    let json = parse_object(body).map_err(|error| format!("its JSON: {error}"))?;
    Description::read_document(json, address).map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_for_an_app_and_always_for_the_same() {
        assert_eq!(id_of_document("https://a.test/x"), id_of_document("https://a.test/x"));
        assert_ne!(id_of_document("https://a.test/x"), id_of_document("https://a.test/y"));
        assert_eq!(client_id_of("https://a.test/x"), Some(id_of_document("https://a.test/x")));
        assert_eq!(client_id_of("mtg_app_0000000000000000000000").unwrap().as_str(), "mtg_app_0000000000000000000000");
        assert_eq!(client_id_of("alice"), None);
    }
}
