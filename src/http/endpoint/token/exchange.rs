//! A token for one for another service (RFC 8693): the app acts for whoever its token speaks for, and the new token says so.

use super::asked::{scopes, targets};
use crate::authority::{ExchangeRequest, Issued};
use crate::core::app::AppRef;
use crate::core::{App, SecretText};
use crate::http::asking::Asking;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

pub(super) const NAME: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// The one type of token that is taken and given (RFC 8693, 3).
pub(super) const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

pub(super) async fn issue(
    asking: &Asking,
    app: &App,
    form: &Form,
    proven: Option<String>,
) -> Result<Issued, OAuthError> {
    if form.get("requested_token_type").is_some_and(|kind| kind != ACCESS_TOKEN) {
        return Err(OAuthError::invalid_request(format!("requested_token_type can only be {ACCESS_TOKEN}")));
    }
    let subject = token(form, "subject_token", "subject_token_type")?;
    let subject = subject.ok_or_else(|| OAuthError::invalid_request("there is no subject_token"))?;
    let request = ExchangeRequest {
        app: AppRef::ClientId(app.client_id.clone()),
        subject,
        actor: token(form, "actor_token", "actor_token_type")?,
        scopes: scopes(form)?,
        targets: targets(form)?,
        key: proven,
        context: asking.from.clone(),
    };
    let exchange = asking.realm.apart(move |authority| authority.judge_exchange(request)).await?;
    Ok(asking.realm.writer().exchange(asking.caller_of(app), exchange).await?)
}

/// A token, which is there with its type or not at all (RFC 8693, 2.1).
fn token(form: &Form, name: &'static str, kind: &'static str) -> Result<Option<SecretText>, OAuthError> {
    match (form.get(name), form.get(kind)) {
        (None, None) => Ok(None),
        (Some(token), Some(ACCESS_TOKEN)) => Ok(Some(SecretText::new(token.to_owned()))),
        (Some(_), Some(_)) => Err(OAuthError::invalid_request(format!("{kind} can only be {ACCESS_TOKEN}"))),
        (Some(_), None) => Err(OAuthError::invalid_request(format!("there is no {kind}"))),
        (None, Some(_)) => Err(OAuthError::invalid_request(format!("there is no {name}"))),
    }
}
