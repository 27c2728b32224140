//! Keys without a home: a file, or a server. Parsed once, and asked from as many threads as there are.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::discovery;
use super::error::SourceError;
use super::remote::{CacheRule, Loaded, Remote};
use super::revocations::{HeededFile, RevocationFile};
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::Header;
use crate::core::verify::{KeyLookup, Knowledge, Source, Warning};
use crate::core::{Algorithm, Issuer};
use crate::host::cache::Cache;
use crate::host::clock::RunningClock;
use crate::host::files::{self, FileError};
use crate::host::http::{Allowance, read_authorities};
use crate::host::proxy::Proxies;
use crate::host::url::Url;
use crate::keys::import::{Asked, SecretForm, VerifierReading};
use crate::keys::{KeySet, Origin, PassphraseSource, VerificationKey, import};

/// Which keys judge, where there is no home.
#[derive(Debug, Clone)]
pub struct SourceSpec {
    /// Where they are.
    pub place: KeyPlace,
    /// The only algorithm that is taken, and that of keys that do not say theirs.
    pub algorithm: Option<Algorithm>,
    /// That the one key is an HMAC secret, and how it is written.
    pub secret: Option<SecretForm>,
    /// The authorities that a server must be known to; those of the machine where no file is named.
    pub ca_file: Option<PathBuf>,
    /// How long what is fetched may be kept.
    pub keep: CacheRule,
    /// What says which tokens are revoked.
    pub revocations: Option<RevocationFile>,
}

/// Where keys are.
#[derive(Debug, Clone)]
pub enum KeyPlace {
    /// One key, in a file.
    Key(PathBuf),
    /// A set, in a file.
    KeySet(PathBuf),
    /// A set, at an address.
    Address(Url),
    /// Wherever the metadata of an OpenID provider says.
    Provider {
        /// Its name, as an address.
        url: Url,
        /// Its name, as it is in tokens.
        issuer: Issuer,
    },
}

/// What of the machine an offline source needs.
pub struct Machine<'a> {
    /// What opens a key file.
    pub passphrases: &'a dyn PassphraseSource,
    /// Where fetched documents are kept; nowhere where there is no place for them.
    pub cache: Option<Cache>,
    /// Through whom servers elsewhere are asked.
    pub proxies: Proxies,
    /// What time it is, for any thread.
    pub clock: RunningClock,
}

/// Keys that judge without a home.
pub struct OfflineSource {
    keys: Keys,
    algorithm: Option<Algorithm>,
    issuer: Option<Issuer>,
    warnings: Vec<Warning>,
    revocations: Option<HeededFile>,
}

enum Keys {
    One(Arc<VerificationKey>),
    Set(KeySet),
    Remote(Box<RemoteKeys>),
}

/// The keys of a server. Nothing is fetched before the first key is wanted.
struct RemoteKeys {
    remote: Remote,
    url: Url,
    provider: bool,
    algorithm: Option<Algorithm>,
    /// The only algorithm of the provider, as its metadata says.
    listed: RwLock<Option<Algorithm>>,
    /// What threads read.
    set: RwLock<Option<Arc<KeySet>>>,
    /// Held while fetching: one thread asks, the others wait and look again.
    fetching: Mutex<Option<(Url, Loaded<Arc<KeySet>>)>>,
}

impl OfflineSource {
    /// Reads what is in files. What is on a server is fetched when it is needed: at once, where revocations were handed
    /// over, because its keys must vouch for them.
    pub fn open(mut spec: SourceSpec, machine: Machine<'_>) -> Result<Self, SourceError> {
        let Some(revocations) = spec.revocations.take() else { return Self::read(spec, machine) };
        let authorities = spec.ca_file.as_deref().filter(|_| revocations.is_remote()).map(authorities).transpose()?;
        let remote = Remote::new(authorities, machine.proxies.clone(), machine.cache.clone(), spec.keep, machine.clock);
        let mut source = Self::read(spec, machine)?;
        source.revocations = Some(revocations.heed(&source, source.issuer(), &remote)?);
        source.warnings.extend(remote.warning());
        Ok(source)
    }

    fn read(spec: SourceSpec, machine: Machine<'_>) -> Result<Self, SourceError> {
        let SourceSpec { place, algorithm, secret, ca_file, keep, .. } = spec;
        let mut warnings = Vec::new();
        let remote = |url, provider| -> Result<Keys, SourceError> {
            let authorities = ca_file.as_deref().map(authorities).transpose()?;
            let remote = Remote::new(authorities, machine.proxies, machine.cache, keep, machine.clock);
            let (set, listed, fetching) = (RwLock::default(), RwLock::default(), Mutex::default());
            Ok(Keys::Remote(Box::new(RemoteKeys { remote, url, provider, algorithm, listed, set, fetching })))
        };
        let (keys, issuer) = match place {
            KeyPlace::Key(path) => {
                let bytes = zeroize::Zeroizing::new(files::read(&path, import::MOST)?);
                let read = import::read_verifier(&bytes, Asked { secret, ..algorithm.into() }, machine.passphrases);
                let VerifierReading { key, is_private, notes } =
                    read.map_err(|fault| SourceError::KeyFile { path: path.clone(), fault })?;
                warnings.extend(notes.iter().map(|note| Warning::KeyRead(note.to_string())));
                if is_private
                    && let Err(error @ FileError { fault: files::FileFault::Open { .. }, .. }) =
                        files::check_named_secret(&path)
                {
                    warnings.push(Warning::PrivateKeyOpen(error.to_string()));
                }
                (Keys::One(Arc::new(key)), None)
            }
            KeyPlace::KeySet(path) => {
                let bytes = zeroize::Zeroizing::new(files::read(&path, import::MOST)?);
                let read = KeySet::parse(&bytes, algorithm, Origin::File);
                let set = read.map_err(|fault| SourceError::KeySetFile { path: path.clone(), fault })?;
                warnings.extend(set_warnings(&set, &path.display()));
                (Keys::Set(set), None)
            }
            KeyPlace::Address(url) => (remote(url, false)?, None),
            KeyPlace::Provider { url, issuer } => (remote(url, true)?, Some(issuer)),
        };
        Ok(Self { keys, algorithm, issuer, warnings, revocations: None })
    }

    /// Who must have issued the token, where the source says so.
    pub fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    /// Whether a snapshot says what is revoked.
    pub fn heeds_revocations(&self) -> bool {
        self.revocations.is_some()
    }

    /// What should be known of the source, and decides nothing. Complete once a token was judged.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = self.warnings.clone();
        if let Keys::Remote(keys) = &self.keys {
            warnings.extend(keys.remote.warning());
            warnings.extend(keys.at_hand().iter().flat_map(|set| set_warnings(set, &keys.url)));
        }
        warnings
    }
}

/// How many odd numbers of a set are named.
const NAMED: usize = 4;

fn set_warnings(set: &KeySet, origin: &dyn std::fmt::Display) -> Vec<Warning> {
    let secret = match (set.has_private(), set.has_published_secret()) {
        (true, _) => Some(Warning::PrivateKeys(origin.to_string())),
        (false, true) => Some(Warning::PublishedSecrets(origin.to_string())),
        (false, false) => None,
    };
    let odd = set.odd_numbers();
    let (first, others) = odd.split_at(odd.len().min(NAMED));
    let odd = (!first.is_empty()).then(|| Warning::OddNumbers {
        set: origin.to_string(),
        first: first.to_vec(),
        more: others.len(),
    });
    secret.into_iter().chain(odd).collect()
}

pub(super) fn authorities(path: &Path) -> Result<Vec<Vec<u8>>, SourceError> {
    let bytes = files::read(path, import::MOST)?;
    read_authorities(&bytes).map_err(|fault| SourceError::Authorities { path: path.to_owned(), fault })
}

impl RemoteKeys {
    fn at_hand(&self) -> Option<Arc<KeySet>> {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The key that a header names, from the set at hand; if it is not there, from the set as it is by now.
    fn find(&self, header: &Header) -> Result<KeyLookup, SourceError> {
        if let Some(set) = self.at_hand() {
            let found = set.find(header);
            if !matches!(found, KeyLookup::Unknown(_)) {
                return Ok(found);
            }
        }
        let mut fetching = self.fetching.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = match &mut *fetching {
            None => self.first()?,
            Some((url, loaded)) => {
                // Another thread may have fetched it meanwhile.
                let found = loaded.value.find(header);
                if !matches!(found, KeyLookup::Unknown(_)) {
                    return Ok(found);
                }
                let url = url.clone();
                match self.remote.again(&url, loaded, |bytes| self.read(bytes, &url))? {
                    Some(newer) => (url, newer),
                    None => return Ok(found),
                }
            }
        };
        let (url, loaded) = newer;
        let set = Arc::clone(&loaded.value);
        *self.set.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&set));
        let was_first = fetching.replace((url, loaded)).is_none();
        drop(fetching);
        let found = set.find(header);
        // The set may have come from the cache, and be older than the key.
        if was_first && matches!(found, KeyLookup::Unknown(_)) { self.find(header) } else { Ok(found) }
    }

    fn first(&self) -> Result<(Url, Loaded<Arc<KeySet>>), SourceError> {
        let keys = |url: Url, allowance: &mut Allowance| -> Result<_, SourceError> {
            let loaded = self.remote.load(&url, allowance, |bytes| self.read(bytes, &url))?;
            Ok((url, loaded))
        };
        // The metadata and the keys have one time and one size together: a verdict is waited for once.
        let mut allowance = Allowance::default();
        if !self.provider {
            return keys(self.url.clone(), &mut allowance);
        }
        let at = discovery::metadata_url(&self.url);
        let at = at.map_err(|fault| SourceError::JwksUri { url: self.url.to_string(), fault })?;
        let read = |bytes: &[u8]| Ok((discovery::read(bytes, &at, &self.url)?, discovery::algorithm(bytes)));
        let named = |(url, algorithm): (Url, Option<Algorithm>), allowance: &mut Allowance| {
            *self.listed.write().unwrap_or_else(PoisonError::into_inner) = algorithm;
            keys(url, allowance)
        };
        let said = self.remote.load(&at, &mut allowance, read)?.value;
        named(said.clone(), &mut allowance).or_else(|error| {
            // Metadata that was kept may name an address from which the keys have moved.
            match self.remote.fetch(&at, &mut allowance, read) {
                Ok(now) if now.value != said => named(now.value, &mut allowance),
                _ => Err(error),
            }
        })
    }

    fn read(&self, bytes: &[u8], url: &Url) -> Result<Arc<KeySet>, SourceError> {
        let listed = *self.listed.read().unwrap_or_else(PoisonError::into_inner);
        let set = KeySet::parse(bytes, self.algorithm.or(listed), Origin::Fetched);
        set.map(Arc::new).map_err(|fault| SourceError::KeySet { url: url.to_string(), fault })
    }
}

impl Source for OfflineSource {
    type Error = SourceError;

    fn key(&self, header: &Header) -> Result<KeyLookup, SourceError> {
        if let Some(only) = self.algorithm.filter(|only| !only.is_named(&header.alg)) {
            return Ok(KeyLookup::NotAllowed(only));
        }
        match &self.keys {
            // The caller chose the key; what the token calls it does not matter.
            Keys::One(key) => {
                let key: Arc<dyn VerifySignature + Send + Sync> = Arc::clone(key) as _;
                Ok(KeyLookup::Found { key, record: None, succeeded_at: None })
            }
            Keys::Set(set) => Ok(set.find(header)),
            Keys::Remote(keys) => Ok(keys.find(header)?),
        }
    }

    fn knowledge(&self) -> Knowledge<'_, SourceError> {
        self.revocations.as_ref().map_or(Knowledge::Nothing, |file| Knowledge::Snapshot(file))
    }
}
