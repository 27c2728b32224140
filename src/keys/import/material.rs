//! A key from elsewhere, as it was found and as it is when it is checked.

use zeroize::Zeroizing;

use super::kind::Kind;
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;

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
