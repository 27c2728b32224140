//! The bodies of requests, read with a cap.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};

use super::form::Form;
use super::oauth_error::OAuthError;

/// The longest body that is read, in bytes.
const MOST: usize = 64 * 1024;

/// The form in a body. Nothing but a form is taken: what a page in a browser sends without asking is another type.
pub(super) async fn form(headers: &HeaderMap, body: Body) -> Result<Form, OAuthError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(OAuthError::invalid_request("the body must be application/x-www-form-urlencoded"));
    }
    let bytes = to_bytes(body, MOST).await.map_err(|_| OAuthError::invalid_request("the body is over 64 KiB"))?;
    Form::parse(&bytes).map_err(|fault| OAuthError::invalid_request(format!("the body is not acceptable: {fault}")))
}
