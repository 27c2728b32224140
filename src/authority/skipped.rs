//! Why no token of a flaw was made, or tried.

use std::sync::Arc;

use crate::core::AppName;
use crate::keys::KeyError;

/// Why no token of a flaw was made, or tried.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Skipped {
    /// Somebody has let the app work that test tokens need blocked.
    #[error("the app {0} is not blocked; block it with `mintage app block {0}`")]
    NotBlocked(AppName),
    /// The home has no key of the kind.
    #[error("the home has no active ES256, ES384, ES512 or ES256K key")]
    NoEcdsaKey,
    /// The home has no key of ML-DSA.
    #[error("the home has no active ML-DSA-44, ML-DSA-65 or ML-DSA-87 key")]
    NoMlDsaKey,
    /// What signs for the app has no curve, and no choice of parameters.
    #[error("the app signs with neither ECDSA nor ML-DSA")]
    NoCurve,
    /// The home has the key, and cannot use it.
    #[error(transparent)]
    Key(#[from] Arc<KeyError>),
    /// What signs for the app is a shared secret.
    #[error("the key is a secret: it has no public half")]
    NoPublicHalf,
    /// No key was made for it.
    #[error("its key is not here")]
    NoKey,
    /// A service asks for a nonce of its own.
    #[error("a service asks for a nonce of its own, and nobody knows which: try it by hand")]
    OwnNonce,
    /// Only a probe can try it.
    #[error("only a probe can try it")]
    OnlyProbed,
    /// It needs rows in the ledger.
    #[error("only one who asks the ledger, or remembers, could tell: it is tried with --stateful")]
    Stateful,
    /// Nobody makes certificates of such a key.
    #[error("a key of this algorithm has no certificate here")]
    NoCertificate,
    /// A service that takes no good proof, and must not be judged by bad ones.
    #[error("the service does not take a good proof (dpop-valid: {0})")]
    NoProofs(String),
    /// No header of HTTP is as long.
    #[error("too long for a header of HTTP")]
    TooLongForHeader,
    /// A command that takes tokens from its variables would not be started with it.
    #[error("too long for a variable: it is tried where the command reads the file $TOKEN_FILE")]
    TooLong,
}
