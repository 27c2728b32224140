//! Why keys could not be had. Never a verdict: a token is not bad because a server is down.

use std::path::PathBuf;

use crate::core::revocations::SnapshotFault;
use crate::host::FileError;
use crate::host::http::{AuthoritiesError, FetchError};
use crate::host::url::{Url, UrlError};
use crate::keys::{ImportError, KeySetError};

/// Why keys could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file that was named.
    #[error(transparent)]
    File(#[from] FileError),
    /// It has no key that can be used.
    #[error("{}: {fault}", path.display())]
    KeyFile {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        fault: ImportError,
    },
    /// It is no set of keys.
    #[error("{} {fault}", path.display())]
    KeySetFile {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        fault: KeySetError,
    },
    /// It does not say what is revoked, or not of these tokens, or not any more.
    #[error("{} {fault}", path.display())]
    Revocations {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        fault: SnapshotFault,
    },
    /// It names no authorities to trust.
    #[error("{} {fault}", path.display())]
    Authorities {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        fault: AuthoritiesError,
    },
    /// Nothing came.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// What came is no set of keys.
    #[error("the answer of {url} {fault}")]
    KeySet {
        /// Where it came from.
        url: String,
        /// What is wrong.
        fault: KeySetError,
    },
    /// What came does not say where the keys are.
    #[error("the answer of {url} is not the metadata of an OpenID provider: {fault}")]
    Metadata {
        /// Where it came from.
        url: String,
        /// What is wrong.
        fault: String,
    },
    /// The keys are at an address that is not asked.
    #[error("the metadata at {url} has a jwks_uri that is not asked: {fault}")]
    JwksUri {
        /// Where the metadata came from.
        url: String,
        /// What is wrong.
        fault: UrlError,
    },
    /// It speaks for another issuer.
    #[error("the metadata at {} is that of the issuer {}, not of {}", .0.url, .0.found, .0.wanted)]
    OtherIssuer(Box<OtherIssuer>),
    /// A key is unknown, and its server was asked in vain a moment ago.
    #[error("the key is not among those kept of {url}, which did not answer {ago}s ago and is not asked again yet")]
    AskedInVain {
        /// Where the keys come from.
        url: String,
        /// How many seconds ago.
        ago: i64,
    },
}

/// Metadata that speaks for another issuer than the one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherIssuer {
    /// Where it came from.
    pub url: String,
    /// Whom it speaks for. With a part in braces it is a pattern for many, as Entra writes for every tenant at once.
    pub found: String,
    /// Who was meant.
    pub wanted: String,
    /// Where it says that the keys are, if they can be asked for there.
    pub keys: Option<Url>,
    /// Whom the token names, where one was to be judged; nobody vouches for that.
    pub claimed: Option<String>,
}
