//! Why keys could not be had. Never a verdict: a token is not bad because a server is down.

use std::path::PathBuf;

use crate::core::revocations::SnapshotFault;
use crate::host::FileError;
use crate::host::http::{AuthoritiesError, FetchError};
use crate::host::url::UrlError;
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
    #[error("the metadata at {url} is that of the issuer {found}, not of {wanted}")]
    OtherIssuer {
        /// Where it came from.
        url: String,
        /// Whom it speaks for.
        found: String,
        /// Who was meant.
        wanted: String,
    },
    /// A key is unknown, and its server was asked in vain a moment ago.
    #[error("the key is not among those kept of {url}, which did not answer {ago}s ago and is not asked again yet")]
    AskedInVain {
        /// Where the keys come from.
        url: String,
        /// How many seconds ago.
        ago: i64,
    },
}
