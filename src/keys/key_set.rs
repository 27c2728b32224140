//! A set of keys that verify: parsed once, asked for by kid. What of a set cannot be used is set aside, and never
//! fails the whole (RFC 7517, 5): others publish keys of kinds that are not ours.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::VerificationKey;
use super::import::{ImportError, pem_by_kid, verifier_of_jwk, verifier_of_pem};
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::Header;
use crate::core::json::{JsonError, Object, parse_value};
use crate::core::verify::{KeyLookup, Unusable};

/// Where a set comes from, which decides whether a secret in it can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A file of the verifier's own.
    File,
    /// A server: what it says is public, and a public secret proves nothing.
    Fetched,
}

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
}

/// What became of one member.
enum Entry {
    Ready(Arc<VerificationKey>),
    /// An RSA key that does not say its algorithm: several could be meant, so none is.
    Open(Unusable),
    Ignored(Unusable),
}

/// The members that hold the private half of a public key (RFC 7518, 6.2.2 and 6.3.2).
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

impl KeySet {
    /// Reads a JWKS. `asked` is the algorithm of keys that do not say theirs.
    pub fn parse(bytes: &[u8], asked: Option<Algorithm>, origin: Origin) -> Result<Self, KeySetError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut set =
            Self { entries: Vec::new(), by_kid: HashMap::new(), has_private: false, has_published_secret: false };
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
        for key in keys {
            if let Value::Object(jwk) = key {
                set.add(jwk, asked, origin);
            }
        }
        Ok(set)
    }

    /// A key or a certificate in PEM, as Google publishes them by their ids.
    fn add_pem(&mut self, kid: &str, pem: &str, asked: Option<Algorithm>) {
        let entry = match verifier_of_pem(pem, asked) {
            Ok((key, is_private)) => {
                self.has_private |= is_private;
                Entry::Ready(Arc::new(key.named(Some(kid.to_owned()))))
            }
            Err(error @ ImportError::OpenAlgorithm(_)) => Entry::Open(Unusable::OpenAlgorithm(error.to_string())),
            Err(error) => Entry::Ignored(Unusable::Unfit(error.to_string())),
        };
        self.by_kid.entry(kid.to_owned()).or_default().push(self.entries.len());
        self.entries.push(entry);
    }

    fn add(&mut self, mut jwk: Object, asked: Option<Algorithm>, origin: Origin) {
        let kid = match jwk.remove("kid") {
            None => None,
            Some(Value::String(kid)) => Some(kid),
            // No header can name it, and the key may be good only for what its name says.
            Some(_) => return,
        };
        let is_secret = jwk.get("kty").is_some_and(|kty| kty == "oct");
        let entry = if is_secret && origin == Origin::Fetched {
            self.has_published_secret = true;
            Entry::Ignored(Unusable::PublishedSecret)
        } else {
            for name in PRIVATE.iter().filter(|_| !is_secret) {
                self.has_private |= jwk.remove(*name).is_some();
            }
            match verifier_of_jwk(&jwk, asked) {
                Ok(key) => Entry::Ready(Arc::new(key.named(kid.clone()))),
                Err(error @ ImportError::OpenAlgorithm(_)) => Entry::Open(Unusable::OpenAlgorithm(error.to_string())),
                Err(error) => Entry::Ignored(Unusable::Unfit(error.to_string())),
            }
        };
        if let Some(kid) = kid {
            self.by_kid.entry(kid).or_default().push(self.entries.len());
        }
        self.entries.push(entry);
    }

    /// Whether private keys were among the public ones. Their private halves were not read.
    pub fn has_private(&self) -> bool {
        self.has_private
    }

    /// Whether a shared secret was among fetched keys. It was not read.
    pub fn has_published_secret(&self) -> bool {
        self.has_published_secret
    }

    /// The key of exactly this kid; without a kid, the only key that could be meant.
    pub fn find(&self, header: &Header) -> KeyLookup {
        match &header.kid {
            Some(kid) => {
                let entries = self.by_kid.get(kid).map(Vec::as_slice).unwrap_or_default();
                one_of(entries.iter().map(|place| &self.entries[*place]))
            }
            None => one_of(self.entries.iter().filter(|entry| entry.could_be(&header.alg))),
        }
    }
}

impl Entry {
    /// Whether a token without a kid, of this algorithm, could mean it.
    fn could_be(&self, alg: &str) -> bool {
        match self {
            Self::Ready(key) => key.algorithm().is_named(alg),
            Self::Open(_) => Algorithm::from_header(alg).is_some_and(|alg| alg.family() == AlgorithmFamily::Rsa),
            Self::Ignored(_) => false,
        }
    }
}

/// The only one of some entries. What was set aside counts only where there is nothing else.
fn one_of<'a>(entries: impl Iterator<Item = &'a Entry>) -> KeyLookup {
    let (mut ready, mut open, mut ignored, mut count) = (None, None, None, 0);
    for entry in entries {
        match entry {
            Entry::Ready(key) => ready = Some(key),
            Entry::Open(why) => open = Some(why),
            Entry::Ignored(why) => {
                ignored = Some(why);
                continue;
            }
        }
        count += 1;
    }
    match (ready, open.or(ignored)) {
        _ if count > 1 => KeyLookup::Ambiguous(count),
        (Some(key), _) => KeyLookup::Found { key: Arc::clone(key) as Arc<_>, record: None, succeeded_at: None },
        (None, Some(why)) => KeyLookup::Unusable(why.clone()),
        (None, None) => KeyLookup::Unknown,
    }
}
