//! Apps whose client_id is the address of a document: fetched where it is not known, before anything is decided about the app.

use axum::http::StatusCode;

use super::asking::Asking;
use super::oauth_error::OAuthError;
use crate::authority::{DocumentFault, DocumentedFault, is_address};
use crate::core::App;
use crate::core::caller::Who;

/// The app of a client_id that is an address; none where it is no address. What is wrong with the document is told, because whoever
/// wrote it is the one who can mend it.
pub(super) async fn app(asking: &Asking, client_id: &str) -> Result<Option<App>, OAuthError> {
    if !is_address(client_id) {
        return Ok(None);
    }
    let (caller, address, is_dev) = (asking.caller(Who::Anyone), client_id.to_owned(), asking.realm.served().is_dev);
    let resources = asking.realm.served().resources.clone();
    let known = asking.realm.apart(move |authority| {
        let audiences = authority.audiences_of_strangers(is_dev, &resources);
        authority.documented(&caller, &address, is_dev, audiences)
    });
    let known = known.await?;
    known.map(Some).map_err(|fault| refused(&fault))
}

fn refused(fault: &DocumentedFault) -> OAuthError {
    let reason = Some(fault.to_string());
    match fault {
        DocumentedFault::Off | DocumentedFault::Address | DocumentedFault::Host(_) => {
            OAuthError { reason, ..OAuthError::invalid_client(false) }
        }
        DocumentedFault::Document(DocumentFault::Busy) => {
            let why = "the document of the client could not be fetched now; ask again later";
            let error = OAuthError::new(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", why);
            OAuthError { reason, retry_after: Some(1), ..error }
        }
        // What a server of somebody else said is for the log: told, it would show what can be reached from here.
        DocumentedFault::Document(DocumentFault::NotFetched(_)) => {
            let why = "the document of the client could not be fetched";
            OAuthError { reason, ..OAuthError::new(StatusCode::BAD_REQUEST, "invalid_client", why) }
        }
        fault => OAuthError::new(StatusCode::BAD_REQUEST, "invalid_client", fault.to_string()),
    }
}
