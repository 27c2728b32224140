//! Revocation (RFC 7009): a token of the app that asks. Whatever becomes of it, the answer is the same.

use axum::body::Body;
use axum::response::Response;

use crate::authority::HandedIn;
use crate::http::answer::nothing;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::client_auth;
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/revoke";

/// What kind of token it is, its text says; `token_type_hint` would only say where to look first (RFC 7009, 2.1).
pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Result<Response, OAuthError> {
    let form = form(&asking.headers, body).await?;
    let app = client_auth::app(&asking, &form).await?;
    let token = form.get("token").ok_or_else(|| OAuthError::invalid_request("there is no token"))?.to_owned();
    let (caller, client_id) = (asking.caller_of(&app), app.client_id);
    let ended = asking.realm.apart(move |authority| authority.hand_in(&caller, &client_id, &token)).await?;
    asking.noted.note(|outcome| match &ended {
        HandedIn::Ended { jti, count } => {
            outcome.jti = *jti;
            outcome.reason = (count.revoked == 0).then(|| "it was no longer good".to_owned());
        }
        HandedIn::OfAnother { jti, client_id } => {
            outcome.jti = *jti;
            outcome.reason = Some(match client_id {
                Some(other) => format!("nothing was revoked: the token was issued to {other}"),
                None => "nothing was revoked: the token does not say to which app it was issued".to_owned(),
            });
        }
        HandedIn::NotOurs(fault) => outcome.reason = Some(format!("nothing was revoked: {fault}")),
    });
    Ok(nothing())
}
