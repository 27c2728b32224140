//! A refresh token for a new pair (RFC 6749, 6).

use super::asked::scopes;
use crate::authority::{Issued, RefreshRequest, Refreshed};
use crate::core::app::AppRef;
use crate::core::{App, SecretText};
use crate::http::asking::Asking;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

pub(super) const NAME: &str = "refresh_token";

pub(super) async fn issue(asking: &Asking, app: &App, form: &Form) -> Result<Issued, OAuthError> {
    let token = form.get("refresh_token").ok_or_else(|| OAuthError::invalid_request("there is no refresh_token"))?;
    let request = RefreshRequest {
        token: SecretText::new(token.to_owned()),
        app: Some(AppRef::ClientId(app.client_id.clone())),
        scopes: scopes(form)?,
        context: asking.from.clone(),
    };
    match asking.realm.writer().refresh(asking.caller_of(app), request).await? {
        Refreshed::Issued(issued) => Ok(*issued),
        Refreshed::Replayed { .. } | Refreshed::OfAnother { .. } => {
            Err(OAuthError::invalid_grant("the refresh token is not valid, was used, or was not issued to this client"))
        }
    }
}
