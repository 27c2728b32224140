//! What to do where keys could not be had.

use crate::authority::offline::SourceError;
use crate::host::http::{FetchError, FetchFault};

/// What to do about it, where anything can be done.
pub(super) fn hint(error: &SourceError) -> Option<String> {
    Some(match error {
        SourceError::File(error) => return super::file(error),
        SourceError::KeyFile { fault, .. } => super::import::hint(fault),
        SourceError::KeySetFile { .. } => "give a JWK set; a single key goes to --key".into(),
        SourceError::Authorities { .. } => "give the certificates of authorities in PEM".into(),
        SourceError::Fetch(FetchError { fault, .. }) => fetch(fault).into(),
        SourceError::AskedInVain { .. } => "try again later, or at once with --no-cache".into(),
        SourceError::KeySet { .. } => "check the address: it must answer with a JWK set".into(),
        SourceError::Metadata { .. } | SourceError::JwksUri { .. } => {
            "check the address; --jwks URL takes the address of the keys themselves".into()
        }
        SourceError::OtherIssuer { .. } => "give --issuer-url exactly as the provider writes its name".into(),
    })
}

fn fetch(fault: &FetchFault) -> &'static str {
    match fault {
        FetchFault::Name(_) => "check the name; the token was not judged",
        FetchFault::Connection(_) | FetchFault::Late | FetchFault::Protocol(_) => {
            "the token was not judged; try again when the server answers"
        }
        FetchFault::Tls(_) => "if its authority is your own, name it with --ca-file FILE",
        FetchFault::NoRoots => "install ca-certificates, or name an authority with --ca-file FILE",
        FetchFault::Status(_) => "check the address; the token was not judged",
        FetchFault::Redirect(_) => "if that is where the keys are, give that address",
        FetchFault::TooLarge => "check the address: a key set is far smaller",
    }
}
