//! Why a text cannot be imported.

use super::der::Content;
use super::kind::{Kind, KindError};
use super::secret_form::{SecretForm, SecretReadings};
use crate::core::algorithm::Algorithm;
use crate::keys::passphrase::{PassphraseError, Seen};

/// The forms that are read.
pub const KNOWN_FORMS: &str =
    "give a key in PEM or DER (PKCS#8, PKCS#1, SEC1, SPKI, PKCS#12, a certificate), of OpenSSH, a JWK or a JWKS";

/// Why a text is no key that can be imported. Never holds a part of it, but for the ids of keys.
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
    /// Nothing that is known; as a secret it could be one of these.
    #[error("the input is no key in a form that mintage knows")]
    Unrecognised(SecretReadings),
    /// A secret that is not written as was said, and could be one of these.
    #[error("the secret is not written in {0}")]
    OtherSecretForm(SecretForm, SecretReadings),
    /// A key in PEM that is to be a secret.
    #[error("the input is a key in PEM, and no secret of HMAC")]
    KeyAsSecret,
    /// UTF-16 that is damaged.
    #[error("the input is in UTF-16, and damaged")]
    DamagedUtf16,
    /// DER that is damaged.
    #[error("the input is DER that is cut off, damaged, or of something else than a key")]
    DamagedDer,
    /// A certificate that is damaged.
    #[error("the certificate is damaged")]
    DamagedCertificate,
    /// A key store that is damaged.
    #[error("the key store is damaged")]
    DamagedStore,
    /// A key store without a private key.
    #[error("the key store has no private key")]
    NoKeyInStore,
    /// A key store with several.
    #[error("the key store has {0} private keys; one is wanted")]
    KeysInStore(usize),
    /// A key store whose parts are encrypted in an old way: this one.
    #[error("the key store is encrypted with {0}, which is not supported")]
    OldStore(&'static str),
    /// The passphrase does not open a part of a key store.
    #[error("the passphrase does not open the key in the key store, or the file is damaged")]
    StorePassphrase,
    /// A key store that is encrypted in a way that is not known.
    #[error("the key store is encrypted in a way that mintage does not read")]
    StoreEncryption,
    /// A key store that is protected against changes in a way that is not known.
    #[error("the key store is protected against changes in a way that mintage does not read")]
    StoreCheck,
    /// A JWE that is damaged.
    #[error("the input is a JWE, as for a key under a passphrase, and damaged")]
    DamagedJwe,
    /// A JWE for several readers.
    #[error("the JWE is for several recipients")]
    JweRecipients,
    /// A JWE in a JWE.
    #[error("the JWE has another JWE in it")]
    NestedJwe,
    /// A JWE that no passphrase opens.
    #[error("the JWE is encrypted in another way than with a passphrase (PBES2 with AES)")]
    JweForm,
    /// A cipher of OpenSSH that is not read.
    #[error("the OpenSSH key is encrypted with another cipher than AES in CTR mode")]
    OpensshCipher,
    /// Several lines of public keys.
    #[error("the input has several OpenSSH public keys; one is wanted")]
    SshLines,
    /// Several certificates of which none is the first.
    #[error("the input has {0} certificates, which are no chain: nothing says which key is meant")]
    Certificates(usize),
    /// A label of PEM that is wrong.
    #[error("the label says {label}, but the content is {content}")]
    Label {
        /// What the label says.
        label: &'static str,
        /// What the content is.
        content: Content,
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
    #[error("another key of the set has the same kid, and a home has one key of a kid")]
    RepeatedKid,
    /// A key of a set that must be taken whole.
    #[error("key {place} of the set{}: {why}", kid.as_ref().map_or(String::new(), |kid| format!(" ({kid})")))]
    OfSet {
        /// Its place, the first being 1.
        place: usize,
        /// Its id, if it has one.
        kid: Option<String>,
        /// What is wrong with it.
        why: Box<ImportError>,
    },
    /// A public set of which nothing can be used.
    #[error("none of the {count} keys of the set can be used: {members}")]
    NoneOfSet {
        /// How many it has.
        count: usize,
        /// The first of them, and what is wrong with each.
        members: String,
        /// What is wrong with the first.
        first: Box<ImportError>,
    },
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
    /// A key of ML-DSA that is written twice, and not the same.
    #[error("the key is damaged: its seed is that of another key than the one that is written out beside it")]
    SeedDisagrees,
    /// Coordinates of nothing.
    #[error("the key is damaged: it is not a point of its curve")]
    OffCurve,
    /// A point under which anyone can sign.
    #[error("the key is a point of small order: anyone can make signatures that it verifies")]
    SmallOrder,
    /// The passphrase is wrong, or the file damaged.
    #[error("the passphrase ({0}) does not open this key, or the file is damaged")]
    WrongPassphrase(Seen),
    /// The encryption is of PBES1 or older: this one.
    #[error("the key is encrypted with {0} (PBES1), which is not supported")]
    OldEncryption(&'static str),
    /// Decrypting would take too long.
    #[error("the file asks for an unreasonable amount of work to decrypt it")]
    TooCostly,
    /// The same, of what OpenSSL does not convert.
    #[error("the file asks for an unreasonable amount of work to decrypt it")]
    TooManyRounds,
    /// An encryption that is too old or unknown.
    #[error("the key is encrypted in a way that mintage does not read")]
    Encryption,
    /// No passphrase could be had.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
}
