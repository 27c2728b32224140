//! The keys that verifiers use.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::authority::ClockWord;
use crate::http::asking::Asking;
use crate::http::oauth_error::OAuthError;
use crate::keys::jwk::public_set;

pub(in crate::http) const PATH: &str = "/jwks";

/// The same set that `keys export --jwks` prints.
pub(in crate::http) async fn answer(asking: Asking) -> Response {
    let keys = match asking.realm.authority().published_keys(ClockWord::Unsaid) {
        Ok(keys) => keys,
        Err(error) => return OAuthError::from(error).into_response(),
    };
    let body = match public_set(&keys).map(|set| serde_json::to_vec(&set)) {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(error) => return OAuthError::from(crate::authority::Error::from(error)).into_response(),
    };
    kept_while_same(&asking.headers, body, "application/jwk-set+json", "public, max-age=300")
}

/// An answer that whoever has it already need not be sent again (RFC 9110, 13.1.2).
pub(super) fn kept_while_same(
    headers: &HeaderMap,
    body: Vec<u8>,
    kind: &'static str,
    caching: &'static str,
) -> Response {
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
    let has = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let same = has.flat_map(|list| list.split(',')).any(|one| {
        let one = one.trim();
        one == "*" || one.trim_start_matches("W/") == tag
    });
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}
