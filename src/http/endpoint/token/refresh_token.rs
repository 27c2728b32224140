//! A refresh token for a new pair (RFC 6749, 6).

use super::asked::{scopes, targets};
use crate::authority::{Error, Issued, Proven, RefreshRequest, Refreshed};
use crate::core::app::AppRef;
use crate::core::family::LOST_ANSWER;
use crate::core::verify::Reason;
use crate::core::{App, SecretText};
use crate::http::asking::Asking;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;
use crate::http::writer::Unanswered;

pub(super) const NAME: &str = "refresh_token";

pub(super) async fn issue(
    asking: &Asking,
    app: &App,
    form: &Form,
    proven: Option<String>,
) -> Result<Issued, OAuthError> {
    let token = form.get("refresh_token").ok_or_else(|| OAuthError::invalid_request("there is no refresh_token"))?;
    let request = RefreshRequest {
        token: SecretText::new(token.to_owned()),
        app: Some(AppRef::ClientId(app.client_id.clone())),
        scopes: scopes(form)?,
        audiences: targets(form)?,
        proven: proven.map_or(Proven::Nothing, Proven::Key),
        context: asking.from.clone(),
        arrived: Some(asking.realm.authority().arrival()),
    };
    let came = asking.realm.writer().refresh(asking.caller_of(app), request).await;
    saw(asking, app, token, &came);
    match came? {
        Refreshed::Issued(issued) => Ok(*issued),
        Refreshed::Replayed { used_at, lost, count } => {
            let looks = if lost { format!("; it {LOST_ANSWER}") } else { String::new() };
            let why = format!(
                "the refresh token was used before, at {used_at}; its family is revoked ({} tokens){looks}",
                count.revoked
            );
            Err(refused(why))
        }
        Refreshed::OfAnother { .. } => Err(refused("the refresh token was issued to another app".to_owned())),
    }
}

/// What whoever shows it is told is the same whatever is wrong with it; the log has why.
fn refused(why: String) -> OAuthError {
    let told = OAuthError::invalid_grant("the refresh token is not valid, was used, or was not issued to this client");
    OAuthError { reason: Some(why), ..told }
}

/// Has it recorded that the refresh token was shown. What failed for another reason than the token is none of its uses.
fn saw(asking: &Asking, app: &App, token: &str, came: &Result<Refreshed, Unanswered>) {
    let came = match came {
        Ok(Refreshed::Issued(issued)) => Ok(&issued.record),
        Ok(Refreshed::Replayed { .. }) => Err(Reason::Revoked),
        Ok(Refreshed::OfAnother { .. }) => Err(Reason::ClaimMismatch),
        Err(Unanswered::Error(Error::Token { fault, .. })) => Err(fault.reason()),
        Err(_) => return,
    };
    asking.realm.authority().saw_refresh(token.as_bytes(), &app.client_id, &asking.from, came);
}
