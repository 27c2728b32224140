//! Introspection (RFC 7662): of a token, by an app that shows who it is.

use axum::body::Body;
use axum::response::Response;

use crate::http::answer::json;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::client_auth;
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/introspect";

pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Result<Response, OAuthError> {
    let form = form(&asking.headers, body).await?;
    client_auth::app(&asking, &form)?;
    let token = form.get("token").ok_or_else(|| OAuthError::invalid_request("there is no token"))?;
    Ok(json(&asking.realm.authority().introspect(token.as_bytes(), None)?))
}
