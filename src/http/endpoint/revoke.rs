//! Revocation (RFC 7009): a token of the app that asks. Whatever becomes of it, the answer is the same.

use axum::body::Body;
use axum::response::Response;
use serde_json::json;

use crate::http::answer::json as answer_json;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::client_auth;
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/revoke";

pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Result<Response, OAuthError> {
    let form = form(&asking.headers, body).await?;
    client_auth::app(&asking, &form)?;
    form.get("token").ok_or_else(|| OAuthError::invalid_request("there is no token"))?;
    Ok(answer_json(&json!({})))
}
