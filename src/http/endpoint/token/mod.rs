//! The token endpoint (RFC 6749, 3.2): a file for each grant.

pub(super) mod asked;
mod authorization_code;
mod client_credentials;
mod device_code;
mod document;
mod exchange;
mod flawed;
mod jwt_bearer;
pub(in crate::http::endpoint) mod proven;
mod refresh_token;

use axum::body::Body;
use axum::response::Response;

use self::document::TokenDocument;
use crate::core::{App, GrantType};
use crate::http::answer::json;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::client_auth;
use crate::http::oauth_error::OAuthError;
use crate::http::realm::Realm;

pub(in crate::http) const PATH: &str = "/token";

/// The grants that can be served; [`grants`] says which an issuer serves.
pub(in crate::http) const GRANTS: [&str; 6] = [
    authorization_code::NAME,
    client_credentials::NAME,
    refresh_token::NAME,
    device_code::NAME,
    exchange::NAME,
    jwt_bearer::NAME,
];

/// The grants that this issuer serves, as the metadata names them.
pub(in crate::http) fn grants(realm: &Realm) -> impl Iterator<Item = &'static str> {
    let trusts = realm.authority().trusts_issuers();
    GRANTS.into_iter().filter(move |grant| trusts || *grant != jwt_bearer::NAME)
}

pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Response {
    let granted = granted(&asking, body).await;
    proven::with_nonce(&asking, granted)
}

/// Refuses an app what it is not registered for. What no such app can is told by the grant itself.
fn may_use(app: &App, grant: &str) -> Result<(), OAuthError> {
    let is_its_own = GrantType::from_name(grant).is_some_and(|grant| app.profile.client.may_use(grant, false));
    let why = || OAuthError::unauthorized_client(format!("this client is not registered for the grant type {grant}"));
    if is_its_own { Ok(()) } else { Err(why()) }
}

async fn granted(asking: &Asking, body: Body) -> Result<Response, OAuthError> {
    let form = form(&asking.headers, body).await?;
    let asked = form.get("grant_type").ok_or_else(|| OAuthError::invalid_request("there is no grant_type"))?;
    let grant = grants(&asking.realm).find(|grant| *grant == asked).ok_or_else(OAuthError::unsupported_grant_type)?;
    asking.noted.note(|outcome| outcome.grant = Some(grant));
    let app = client_auth::app(asking, &form).await?;
    may_use(&app, grant)?;
    let key = proven::key(asking, &app, PATH).await?;
    let issued = match grant {
        authorization_code::NAME => authorization_code::issue(asking, &app, &form, key).await?,
        refresh_token::NAME => refresh_token::issue(asking, &app, &form, key).await?,
        device_code::NAME => device_code::issue(asking, &app, &form, key).await?,
        exchange::NAME => exchange::issue(asking, &app, &form, key).await?,
        jwt_bearer::NAME => jwt_bearer::issue(asking, &app, &form, key).await?,
        _ => client_credentials::issue(asking, &app, &form, key).await?,
    };
    asking.noted.note(|outcome| outcome.jti = Some(issued.record.jti));
    let issued = flawed::instead(asking, &app, issued).await?;
    let kind = (grant == exchange::NAME).then_some(exchange::ACCESS_TOKEN);
    Ok(json(&TokenDocument::of(&issued, kind)))
}
