//! A set of keys that verify: parsed once, asked for by the header of a token. What of a set cannot be used is set aside, and
//! never fails the whole (RFC 7517, 5): others publish keys of kinds that are not ours.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::VerificationKey;
use super::certificate_digest::CertificateDigests;
use super::import::{ImportError, Origin, SetMember, of_utf16, pem_by_kid, verifier_of_jwk, verifier_of_pem};
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::Header;
use crate::core::json::{JsonError, Object, parse_value};
use crate::core::verify::{Excerpt, KeyLookup, OddNumber, Offered, Unusable};

/// Why a text is no set of keys. Holds no part of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// Not JSON, or JSON that is ambiguous.
    #[error("is not acceptable JSON: {0}")]
    Json(JsonError),
    /// JSON, but no set.
    #[error("is not a JWK set: it has no list named keys")]
    NotASet,
}

/// A set of keys that verify.
pub struct KeySet {
    entries: Vec<Entry>,
    by_kid: HashMap<String, Vec<usize>>,
    has_private: bool,
    has_published_secret: bool,
    odd: Vec<OddNumber>,
}

/// One member.
struct Entry {
    state: State,
    kid: Option<String>,
    /// The public half, or a digest of the secret: by it the same key is known again.
    identity: Option<Vec<u8>>,
    certificate: CertificateDigests,
}

/// What became of a member.
enum State {
    Ready(Arc<VerificationKey>),
    /// An RSA key that does not say its algorithm: several could be meant, so none is.
    Open(Unusable),
    Ignored(Unusable),
}

/// The members that hold the private half of a public key (RFC 7518, 6.2.2 and 6.3.2; RFC 9964, 4).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"];

impl KeySet {
    /// Reads a JWKS. `asked` is the algorithm of keys that do not say theirs.
    pub fn parse(bytes: &[u8], asked: Option<Algorithm>, origin: Origin) -> Result<Self, KeySetError> {
        let wide = of_utf16(bytes);
        let bytes = wide.as_deref().map_or(bytes, Vec::as_slice);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut set = Self {
            entries: Vec::new(),
            by_kid: HashMap::new(),
            has_private: false,
            has_published_secret: false,
            odd: Vec::new(),
        };
        let keys = match parse_value(bytes).map_err(KeySetError::Json)? {
            // A list of keys is a set without its name.
            Value::Array(keys) if keys.iter().any(Value::is_object) => keys,
            Value::Object(mut object) => match object.remove("keys") {
                Some(Value::Array(keys)) => keys,
                None => {
                    for (kid, pem) in pem_by_kid(&object).ok_or(KeySetError::NotASet)? {
                        set.add_pem(kid, pem, asked);
                    }
                    return Ok(set);
                }
                Some(_) => return Err(KeySetError::NotASet),
            },
            _ => return Err(KeySetError::NotASet),
        };
        for (place, key) in (1..).zip(keys) {
            if let Value::Object(jwk) = key {
                set.add(place, jwk, asked, origin);
            }
        }
        Ok(set)
    }

    /// A key or a certificate in PEM, as Google publishes them by their ids.
    fn add_pem(&mut self, kid: &str, pem: &str, asked: Option<Algorithm>) {
        let (state, identity) = match verifier_of_pem(pem, asked) {
            Ok((key, is_private)) => {
                self.has_private |= is_private;
                let public = key.public();
                (State::Ready(Arc::new(key.named(Some(kid.to_owned())))), public)
            }
            Err(error) => (State::of(&error), None),
        };
        self.enter(Entry { state, kid: Some(kid.to_owned()), identity, certificate: CertificateDigests::default() });
    }

    /// Enters one member.
    fn enter(&mut self, entry: Entry) {
        if let Some(kid) = &entry.kid {
            self.by_kid.entry(kid.clone()).or_default().push(self.entries.len());
        }
        self.entries.push(entry);
    }

    fn add(&mut self, place: usize, mut jwk: Object, asked: Option<Algorithm>, origin: Origin) {
        let kid = match jwk.remove("kid") {
            None | Some(Value::Null) => None,
            Some(Value::String(kid)) => Some(kid),
            // No header can name it, and the key may be good only for what its name says.
            Some(_) => return,
        };
        let is_secret = jwk.get("kty").is_some_and(|kty| kty == "oct");
        let certificate = CertificateDigests::take(&mut jwk);
        let (state, identity) = if is_secret && origin == Origin::Fetched {
            self.has_published_secret = true;
            (State::Ignored(Unusable::PublishedSecret), None)
        } else {
            for name in PRIVATE.iter().filter(|_| !is_secret) {
                self.has_private |= jwk.remove(*name).is_some_and(|value| !value.is_null());
            }
            let SetMember { key, public, odd } = verifier_of_jwk(&jwk, asked);
            let named = || kid.as_deref().filter(|kid| !kid.is_empty()).map(Excerpt::of);
            self.odd.extend(odd.into_iter().map(|member| OddNumber { member, place, kid: named() }));
            let state = match key {
                Ok(key) => State::Ready(Arc::new(key.named(kid.clone()))),
                Err(error) => State::of(&error),
            };
            let secret = || Some(Sha256::digest(jwk.get("k")?.as_str()?).to_vec());
            (state, public.or_else(|| secret().filter(|_| is_secret)))
        };
        self.enter(Entry { state, kid, identity, certificate });
    }

    /// Whether private keys were among the public ones. Their private halves were not read.
    pub fn has_private(&self) -> bool {
        self.has_private
    }

    /// Whether a shared secret was among fetched keys. It was not read.
    pub fn has_published_secret(&self) -> bool {
        self.has_published_secret
    }

    /// The numbers that are not in their normal form.
    pub fn odd_numbers(&self) -> &[OddNumber] {
        &self.odd
    }

    /// The key of exactly this kid; without a kid, the one of the certificate that is named, else the only key that could be
    /// meant. Of several, those are looked at whose own algorithm is the header's: it never gives a key one.
    pub fn find(&self, header: &Header) -> KeyLookup {
        let found = match header.kid.as_ref().and_then(|kid| self.by_kid.get(kid)) {
            Some(places) => {
                let entries = || places.iter().map(|place| &self.entries[*place]);
                let fitting = one_of(entries().filter(|entry| entry.could_be(&header.alg)));
                // None fits: what there is says why.
                if matches!(fitting, KeyLookup::Unknown(_)) { any_of(entries()) } else { fitting }
            }
            None if header.key_id().is_some() => KeyLookup::Unknown(None),
            None => {
                // An empty kid is none, and never that of a key which has one.
                let may_be = |entry: &&Entry| header.kid.is_none() || entry.kid.as_deref().is_none_or(str::is_empty);
                let fitting = || self.entries.iter().filter(may_be).filter(|entry| entry.could_be(&header.alg));
                let names = |entry: &&Entry| entry.certificate.is_named_by(header);
                if header.certificate.iter().all(Option::is_none) {
                    one_of(fitting())
                } else if fitting().any(|entry| names(&entry) == Some(true)) {
                    one_of(fitting().filter(|entry| names(entry) == Some(true)))
                } else {
                    // Whose certificate is another is not meant; who has none may be.
                    one_of(fitting().filter(|entry| names(entry).is_none()))
                }
            }
        };
        if matches!(found, KeyLookup::Unknown(_)) { KeyLookup::Unknown(Some(self.offered())) } else { found }
    }

    /// The keys that there are, for one who looks for another.
    fn offered(&self) -> Offered {
        let mut kids: Vec<&str> = Vec::new();
        for kid in self.entries.iter().filter_map(|entry| entry.kid.as_deref()).filter(|kid| !kid.is_empty()) {
            if kids.len() < Offered::MOST && !kids.contains(&kid) {
                kids.push(kid);
            }
        }
        let is_told = |entry: &&Entry| entry.kid.as_deref().is_some_and(|kid| kids.contains(&kid));
        let more = self.entries.len() - self.entries.iter().filter(is_told).count();
        Offered { kids: kids.into_iter().map(Excerpt::of).collect(), more }
    }
}

impl State {
    /// Of a member that is not used.
    fn of(error: &ImportError) -> Self {
        match error {
            ImportError::OpenAlgorithm(_) => Self::Open(Unusable::OpenAlgorithm(error.to_string())),
            _ => Self::Ignored(Unusable::Unfit(error.to_string())),
        }
    }
}

impl Entry {
    /// Whether a token of this algorithm could mean it.
    fn could_be(&self, alg: &str) -> bool {
        match &self.state {
            State::Ready(key) => key.algorithm().is_named(alg),
            State::Open(_) => Algorithm::from_header(alg).is_some_and(|alg| alg.family() == AlgorithmFamily::Rsa),
            State::Ignored(_) => false,
        }
    }

    /// Whether it is the same key, though not in all it says of itself.
    fn is_same(&self, other: &Self) -> bool {
        let same_algorithm = match (&self.state, &other.state) {
            (State::Ready(one), State::Ready(other)) => one.algorithm().is_same_as(other.algorithm()),
            _ => true,
        };
        same_algorithm && self.identity.is_some() && self.identity == other.identity
    }
}

fn found(key: &Arc<VerificationKey>) -> KeyLookup {
    KeyLookup::Found { key: Arc::clone(key) as Arc<_>, record: None, succeeded_at: None }
}

/// The only one of entries that could be meant. The same key twice is one, and says of itself what either does.
fn one_of<'a>(entries: impl Iterator<Item = &'a Entry>) -> KeyLookup {
    let mut different: Vec<&Entry> = Vec::new();
    for entry in entries {
        match different.iter_mut().find(|known| known.is_same(entry)) {
            Some(known) if matches!(known.state, State::Open(_)) => *known = entry,
            Some(_) => {}
            None => different.push(entry),
        }
    }
    match different[..] {
        [] => KeyLookup::Unknown(None),
        [only] => any_of(std::iter::once(only)),
        _ => KeyLookup::Ambiguous(different.len()),
    }
}

/// One of entries of which it does not matter which: one that is ready tells what it is for, another why it is not used.
fn any_of<'a>(entries: impl Iterator<Item = &'a Entry>) -> KeyLookup {
    let mut why = None;
    for entry in entries {
        match &entry.state {
            State::Ready(key) => return found(key),
            State::Open(open) => why = Some(open),
            State::Ignored(unfit) => why = why.or(Some(unfit)),
        }
    }
    why.map_or(KeyLookup::Unknown(None), |why| KeyLookup::Unusable(why.clone()))
}
