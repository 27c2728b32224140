//! A key from elsewhere, as it was found and as it is when it is checked.

use zeroize::Zeroizing;

use super::kind::Kind;
use super::note::Note;
use super::secret_form::SecretForm;
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::keys::VerificationKey;

/// What is asked of a text besides what it says itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// The algorithm of keys that leave it open.
    pub algorithm: Option<Algorithm>,
    /// Whether the key is given another id, so that its own does not matter.
    pub is_named: bool,
    /// That it is an HMAC secret, and how it is written.
    pub secret: Option<SecretForm>,
}

/// Asks for nothing but an algorithm.
impl From<Option<Algorithm>> for Asked {
    fn from(algorithm: Option<Algorithm>) -> Self {
        Self { algorithm, ..Self::default() }
    }
}

/// Where a text comes from, which decides whether a secret in it can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A file of the verifier's own.
    File,
    /// A server: what it says is public, and a public secret proves nothing.
    Fetched,
}

/// What a text was read as.
pub struct Reading {
    /// Its keys: at least one.
    pub keys: Vec<ImportedKey>,
    /// What was done to it on the way in.
    pub notes: Vec<Note>,
}

/// What a text with one key was read as, for one who only verifies.
pub struct VerifierReading {
    /// The key.
    pub key: VerificationKey,
    /// Whether the text has its private half too.
    pub is_private: bool,
    /// What was done to the text on the way in.
    pub notes: Vec<Note>,
}

/// A key from elsewhere, checked: its halves belong together, and it is of the kind that its algorithm needs.
pub struct ImportedKey {
    /// The id it came with, else its thumbprint; none for a secret without an id.
    pub kid: Option<Kid>,
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// Its size.
    pub bits: u32,
    /// The public half: SPKI DER; none for a secret.
    pub public: Option<Vec<u8>>,
    /// The private half: PKCS#8 DER; none for a public key.
    pub private: Option<Zeroizing<Vec<u8>>>,
}

/// What a reader found: a key whose algorithm may still be open.
pub(super) struct Material {
    pub kind: Kind,
    pub kid: Option<Kid>,
    pub algorithm: Option<Algorithm>,
    pub public: Option<Vec<u8>>,
    pub private: Option<Zeroizing<Vec<u8>>>,
}
