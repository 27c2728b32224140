//! What an app asks for itself (RFC 6749, 4.4).

use super::asked::{scopes, targets};
use crate::authority::{IssueRequest, Issued};
use crate::core::app::AppRef;
use crate::core::claims::ClaimsRequest;
use crate::core::proof::Binding;
use crate::core::{App, Scopes, Subject};
use crate::http::asking::Asking;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

pub(super) const NAME: &str = "client_credentials";

/// An app that can show nobody who it is gets nothing so.
pub(super) async fn issue(
    asking: &Asking,
    app: &App,
    form: &Form,
    proven: Option<String>,
) -> Result<Issued, OAuthError> {
    if app.public {
        return Err(OAuthError::unauthorized_client("a client without a secret cannot have tokens of its own"));
    }
    let extra = proven.map(|key| (Binding::CLAIM, Binding::Key(key).claim())).into_iter().collect();
    let request = IssueRequest {
        scopes: scopes(form)?.or_else(|| of_itself(app)),
        audiences: targets(form)?,
        claims: ClaimsRequest { extra, ..ClaimsRequest::default() },
        context: asking.from.clone(),
        ..IssueRequest::plain(AppRef::ClientId(app.client_id.clone()), Subject::App)
    };
    Ok(asking.realm.writer().issue(asking.caller_of(app), request).await?)
}

/// What is asked of users alone (OpenID Connect Core 1.0, 5.4 and 11).
const OF_USERS: &str = "openid profile email address phone offline_access";

/// What an app gets that asks for nothing in particular: all that it has but what is asked of users; none where that is all.
fn of_itself(app: &App) -> Option<Scopes> {
    let is_of_users = |scope: &str| OF_USERS.split(' ').any(|word| word == scope);
    let of_users = || OF_USERS.parse::<Scopes>().unwrap_or_default();
    app.profile.scopes.iter().any(is_of_users).then(|| of_users().missing(&app.profile.scopes))
}
