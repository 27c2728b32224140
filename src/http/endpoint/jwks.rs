//! The keys that verifiers use.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::http::asking::Asking;
use crate::http::kept::Document;
use crate::http::oauth_error::OAuthError;
use crate::keys::jwk::public_set;

pub(in crate::http) const PATH: &str = "/jwks";

/// The same set that `keys export --jwks` prints. It is made again when the ledger was changed, so that the next request shows
/// what the command line did.
pub(in crate::http) async fn answer(asking: Asking) -> Response {
    let (authority, kept) = (asking.realm.authority(), asking.realm.key_set());
    let stamp = authority.stamp();
    if let Some(document) = kept.get(stamp) {
        return document.to(&asking.headers);
    }
    let set = authority.key_set().and_then(|(keys, seconds)| Ok((public_set(&keys)?, seconds)));
    let (set, seconds) = match set {
        Ok(set) => set,
        Err(error) => return OAuthError::from(error).into_response(),
    };
    let Ok(body) = serde_json::to_vec(&set) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let document = Arc::new(Document::new(body, "application/jwk-set+json", seconds));
    kept.keep(stamp, &document);
    document.to(&asking.headers)
}
