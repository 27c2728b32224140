//! The token endpoint (RFC 6749, 3.2): a file for each grant.

mod asked;
mod client_credentials;
mod document;
mod refresh_token;

use axum::body::Body;
use axum::response::Response;

use self::document::TokenDocument;
use crate::http::answer::json;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::client_auth;
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/token";

/// The grants that are served, as the metadata names them.
pub(in crate::http) const GRANTS: [&str; 2] = [client_credentials::NAME, refresh_token::NAME];

pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Result<Response, OAuthError> {
    let form = form(&asking.headers, body).await?;
    let asked = form.get("grant_type").ok_or_else(|| OAuthError::invalid_request("there is no grant_type"))?;
    let grant = GRANTS.into_iter().find(|grant| *grant == asked).ok_or_else(OAuthError::unsupported_grant_type)?;
    asking.noted.note(|outcome| outcome.grant = Some(grant));
    let app = client_auth::app(&asking, &form).await?;
    let issued = match grant {
        refresh_token::NAME => refresh_token::issue(&asking, &app, &form).await?,
        _ => client_credentials::issue(&asking, &app, &form).await?,
    };
    asking.noted.note(|outcome| outcome.jti = Some(issued.record.jti));
    Ok(json(&TokenDocument::of(&issued)))
}
