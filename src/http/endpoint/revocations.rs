//! What is revoked, signed, for verifiers that ask nobody for each token.

use axum::response::{IntoResponse, Response};

use super::jwks::kept_while_same;
use crate::authority::SnapshotRequest;
use crate::core::Ttl;
use crate::core::caller::Who;
use crate::http::asking::Asking;
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/revocations";

/// How long a snapshot is good, in seconds.
const GOOD: i64 = 3_600;

pub(in crate::http) async fn answer(asking: Asking) -> Response {
    let caller = asking.caller(Who::Anyone);
    let Ok(ttl) = Ttl::from_seconds(GOOD) else { return OAuthError::invalid_request("").into_response() };
    let request = SnapshotRequest { ttl, algorithm: None };
    match asking.realm.apart(move |authority| authority.export_revocations(&caller, &request)).await {
        Ok(snapshot) => {
            let body = snapshot.text.reveal().as_bytes().to_vec();
            kept_while_same(&asking.headers, body, "application/revocations+jwt", "public, max-age=60")
        }
        Err(error) => OAuthError::from(error).into_response(),
    }
}
