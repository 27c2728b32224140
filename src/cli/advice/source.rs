//! What to do where keys could not be had.

use super::file::file;
use super::{fetch, import};
use crate::cli::command_line::CommandLine;
use crate::cli::escape::escape;
use crate::core::revocations::SnapshotFault;
use crate::verifier::offline::SourceError;

/// What to do about it, where anything can be done.
pub(super) fn hint(error: &SourceError, command: Option<CommandLine<'_>>) -> Option<String> {
    Some(match error {
        SourceError::File(error) => return file(error),
        SourceError::KeyFile { fault, .. } => import::hint(fault),
        SourceError::KeySetFile { .. } => "give a JWK set; a single key goes to --key".into(),
        SourceError::Revocations { fault, .. } => revocations(fault),
        SourceError::Authorities { .. } => "give the certificates of authorities in PEM".into(),
        SourceError::Fetch(error) => fetch::fetch(error, command),
        SourceError::AskedInVain { .. } => "try again later, or at once with --no-cache".into(),
        SourceError::KeySet { url, .. } => fetch::no_set(url, command),
        SourceError::Metadata { .. } | SourceError::JwksUri { .. } => {
            "check the address; --jwks URL takes the address of the keys themselves".into()
        }
        SourceError::OtherIssuer(other) => fetch::other_issuer(other, command),
    })
}

/// The token was not judged in any of these cases.
fn revocations(fault: &SnapshotFault) -> String {
    const ANEW: &str = "mintage token revocations export";
    match fault {
        SnapshotFault::Empty | SnapshotFault::Stale { .. } | SnapshotFault::TooOld { .. } => {
            format!("the token was not judged; get a new one, made where the home is with `{ANEW}`")
        }
        SnapshotFault::TooLarge | SnapshotFault::Malformed(_) | SnapshotFault::Typ(_) | SnapshotFault::Claims(_) => {
            format!("the token was not judged; give the file that `{ANEW}` wrote")
        }
        SnapshotFault::Key(_) => {
            format!(
                "the token was not judged; give the keys of the home as they are now, or sign with another key: `{ANEW} --alg ALG`"
            )
        }
        SnapshotFault::Signature => "the token was not judged; do not use the file, and find out who changed it".into(),
        SnapshotFault::SelfRevoked(_) => {
            "the token was not judged; do not use the file: whoever has the leaked key may have made it".into()
        }
        SnapshotFault::OtherIssuer { .. } => {
            "the token was not judged; give the snapshot of that issuer, or check --iss".into()
        }
        SnapshotFault::NotOfToken { found, .. } => {
            format!("with --iss {} a token of another issuer is refused", escape(found.as_str()))
        }
        SnapshotFault::Future { .. } => {
            "the token was not judged; check the clock and --at, or forgive a small difference with --leeway".into()
        }
    }
}
