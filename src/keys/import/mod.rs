//! Keys from elsewhere: PEM in its forms, JWK and JWKS, told apart by content and read strictly.

mod jwk;
mod kind;
mod pem;

use curve25519_dalek::edwards::CompressedEdwardsY;
use zeroize::Zeroizing;

pub use kind::{Kind, KindError};

use super::jwk::thumbprint;
use super::passphrase::{PassphraseError, PassphraseFor, PassphraseSource};
use super::{SigningKey, VerificationKey};
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::core::json::Object;

/// The most bytes that are read: more than any set of keys that a person imports.
pub const MOST: u64 = 1024 * 1024;

/// The forms that are read.
pub const KNOWN_FORMS: &str = "give a key in PEM (PKCS#8, PKCS#1, SEC1, SPKI), a JWK or a JWKS";

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

/// Why a text is no key that can be imported. Never holds a part of it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing at all.
    #[error("the input is empty")]
    Empty,
    /// Neither PEM of a key nor a JWK.
    #[error("the input is {what}")]
    Form {
        /// What it is.
        what: &'static str,
        /// What makes a key of it that can be read.
        way: &'static str,
    },
    /// PEM that is damaged.
    #[error("the PEM block is cut off or damaged")]
    DamagedPem,
    /// More than one PEM block.
    #[error("the input has {0} PEM blocks; a key is one")]
    Blocks(usize),
    /// JSON that is damaged or ambiguous.
    #[error("the JSON is not acceptable: {0}")]
    Json(crate::core::json::JsonError),
    /// A member of a JWK that is missing, of the wrong type, or out of range.
    #[error("the JWK's `{member}` {problem}")]
    Member {
        /// Which member.
        member: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Several keys with the same id.
    #[error("the set has the same kid twice")]
    RepeatedKid,
    /// Secrets among public keys.
    #[error("the set mixes private keys or secrets with public keys: whoever published it may have published secrets")]
    MixedSet,
    /// More than one key, where one is meant.
    #[error("the set has {0} keys, and one is wanted")]
    Several(usize),
    /// A set without keys.
    #[error("the set has no keys")]
    EmptySet,
    /// A key of a kind that cannot be used.
    #[error(transparent)]
    Kind(#[from] KindError),
    /// An algorithm that the key is not for.
    #[error("the key is {kind}, which {algorithm} cannot use")]
    WrongAlgorithm {
        /// What it is.
        kind: Kind,
        /// What was asked of it.
        algorithm: Algorithm,
    },
    /// Two algorithms for one key.
    #[error("the key says it is for {of_key}, not {asked}; one key has one algorithm")]
    OtherAlgorithm {
        /// What it says.
        of_key: Algorithm,
        /// What was asked.
        asked: Algorithm,
    },
    /// An algorithm must be chosen.
    #[error("the key is {0}, which several algorithms can use, and it does not say which")]
    OpenAlgorithm(Kind),
    /// The parts do not make a key.
    #[error("the key is damaged: its parts do not belong together")]
    Inconsistent,
    /// Coordinates of nothing.
    #[error("the key is damaged: it is not a point of its curve")]
    OffCurve,
    /// A point under which anyone can sign.
    #[error("the key is a point of small order: anyone can make signatures that it verifies")]
    SmallOrder,
    /// The passphrase is wrong, or the file damaged.
    #[error("the passphrase does not open this key, or the file is damaged")]
    WrongPassphrase,
    /// Decrypting would take too long.
    #[error("the file asks for an unreasonable amount of work to decrypt it")]
    TooCostly,
    /// An encryption that is too old or unknown.
    #[error("the key is encrypted in a way that mintage does not read")]
    Encryption,
    /// No passphrase could be had.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
}

/// What a text is, by its first bytes.
enum Form {
    Json,
    Pem,
}

fn form(bytes: &[u8]) -> Result<(Form, &[u8]), ImportError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    match bytes {
        [] => Err(ImportError::Empty),
        [b'{', ..] => Ok((Form::Json, bytes)),
        [0x30, ..] => Err(ImportError::Form { what: "DER", way: "convert it to PEM with `openssl pkey -inform DER`" }),
        _ if bytes.starts_with(b"ssh-") || bytes.starts_with(b"ecdsa-sha2-") => Err(ImportError::Form {
            what: "an OpenSSH public key",
            way: "of RSA and ECDSA keys, `ssh-keygen -e -m PKCS8` makes PEM",
        }),
        _ if bytes.windows(11).any(|window| window == b"-----BEGIN ") => Ok((Form::Pem, bytes)),
        _ => Err(ImportError::Form { what: "neither PEM nor a JWK", way: KNOWN_FORMS }),
    }
}

/// Reads every key of a text. `asked` settles the algorithm of keys that leave it open.
pub fn read(
    bytes: &[u8],
    asked: Option<Algorithm>,
    passphrases: &dyn PassphraseSource,
) -> Result<Vec<ImportedKey>, ImportError> {
    let found = match form(bytes)? {
        (Form::Json, json) => jwk::read(json, asked)?,
        (Form::Pem, text) => vec![pem::read(text, &PassphraseFor::Import, passphrases)?],
    };
    found.into_iter().map(|material| settle(material, asked)).collect()
}

/// A key that only verifies, from a text that has one key, and whether the text has its private half too.
pub fn read_verifier(
    bytes: &[u8],
    asked: Option<Algorithm>,
    passphrases: &dyn PassphraseSource,
) -> Result<(VerificationKey, bool), ImportError> {
    let material = match form(bytes)? {
        (Form::Json, json) => jwk::only(json, asked)?,
        (Form::Pem, text) => pem::read(text, &PassphraseFor::KeyFile, passphrases)?,
    };
    let is_private = material.private.is_some();
    Ok((verifier(material, asked)?, is_private))
}

/// The key of one member of a key set, whatever its id.
pub(super) fn verifier_of_jwk(jwk: &Object, asked: Option<Algorithm>) -> Result<VerificationKey, ImportError> {
    verifier(jwk::nameless(jwk, asked)?, asked)
}

/// The algorithm of a key: what it says, what was asked, or the only one that can use it.
fn algorithm(material: &Material, asked: Option<Algorithm>) -> Result<Algorithm, ImportError> {
    let kind = material.kind;
    let algorithm = match (material.algorithm, asked) {
        (Some(of_key), Some(asked)) if of_key != asked => {
            return Err(ImportError::OtherAlgorithm { of_key, asked });
        }
        (Some(algorithm), _) | (None, Some(algorithm)) => algorithm,
        (None, None) => kind.only_algorithm().ok_or(ImportError::OpenAlgorithm(kind))?,
    };
    kind.check(algorithm)?;
    Ok(algorithm)
}

/// The public half that belongs to a private one; none for a secret.
fn derived(algorithm: Algorithm, private: &[u8]) -> Result<Option<Vec<u8>>, ImportError> {
    let probe = Kid::new("import").map_err(|_| ImportError::Inconsistent)?;
    let signer = SigningKey::from_pkcs8(probe, algorithm, private).ok_or(ImportError::Inconsistent)?;
    Ok(signer.public())
}

/// The half that verifies. A private half next to it must belong to it.
fn verifier(material: Material, asked: Option<Algorithm>) -> Result<VerificationKey, ImportError> {
    let algorithm = algorithm(&material, asked)?;
    let Material { public, private, .. } = material;
    let key = match (&public, &private) {
        (Some(spki), None) => Some(checked(algorithm, spki)?),
        (None, None) => None,
        (public, Some(private)) => match derived(algorithm, private)? {
            None => VerificationKey::from_secret(algorithm, private),
            Some(derived) => VerificationKey::from_public(algorithm, &derived).filter(|key| {
                let said = public.as_ref().map(|spki| VerificationKey::from_public(algorithm, spki));
                said.is_none_or(|said| said.is_some_and(|said| said.public() == key.public()))
            }),
        },
    };
    key.ok_or(ImportError::Inconsistent)
}

/// A public half, if it is one.
fn checked(algorithm: Algorithm, spki: &[u8]) -> Result<VerificationKey, ImportError> {
    let key = VerificationKey::from_public(algorithm, spki).ok_or(ImportError::Inconsistent)?;
    if algorithm == Algorithm::EdDSA {
        check_edwards_point(spki)?;
    }
    Ok(key)
}

/// AWS-LC takes any 32 bytes for an Ed25519 key. Bytes that are no point verify nothing; a point of small order verifies what
/// nobody signed (RFC 8032, 5.1.3 and 8.9).
fn check_edwards_point(spki: &[u8]) -> Result<(), ImportError> {
    let bytes = spki.last_chunk::<32>().ok_or(ImportError::Inconsistent)?;
    let point = CompressedEdwardsY(*bytes).decompress().filter(|point| point.compress().0 == *bytes);
    match point {
        None => Err(ImportError::OffCurve),
        Some(point) if point.is_small_order() => Err(ImportError::SmallOrder),
        Some(_) => Ok(()),
    }
}

/// Settles the algorithm, and checks that the halves are a key for it.
fn settle(material: Material, asked: Option<Algorithm>) -> Result<ImportedKey, ImportError> {
    let algorithm = algorithm(&material, asked)?;
    let Material { kind, kid, public, private, .. } = material;
    // A point can be written in several forms, and a key must have one name.
    let public = match public {
        None => None,
        Some(spki) => {
            let key = checked(algorithm, &spki)?;
            Some(key.public().ok_or(ImportError::Inconsistent)?)
        }
    };
    let public = match &private {
        None => public,
        Some(private) => {
            let derived = derived(algorithm, private)?;
            if public.is_some() && public != derived {
                return Err(ImportError::Inconsistent);
            }
            derived
        }
    };
    let kid = kid.or_else(|| thumbprint(algorithm, public.as_ref()?));
    Ok(ImportedKey { kid, algorithm, bits: kind.bits(), public, private })
}
