//! Introspection (RFC 7662): of a token, by an app that shows who it is, and that the token concerns.

use std::net::IpAddr;

use axum::body::Body;
use axum::response::Response;

use crate::authority::Withheld;
use crate::core::AccessContext;
use crate::http::answer::json;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::client_auth;
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/introspect";

/// Whoever asks must have shown who it is: an app that can keep no secret could be anybody who scans for tokens (RFC 7662, 2.1
/// and 4). A resource may say from which `ip` the token came, and with which `user_agent` and `device`: one that is bound asks for it.
pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Result<Response, OAuthError> {
    let form = form(&asking.headers, body).await?;
    let app = client_auth::app(&asking, &form).await?;
    if app.public {
        let reason = Some("a public client asked for introspection".to_owned());
        return Err(OAuthError { reason, ..OAuthError::invalid_client(false) });
    }
    let token = form.get("token").ok_or_else(|| OAuthError::invalid_request("there is no token"))?;
    let ip = form.get("ip").map(str::parse::<IpAddr>).transpose();
    let ip = ip.map_err(|_| OAuthError::invalid_request("ip is no address"))?;
    let said = |name: &str| form.get(name).map(str::to_owned);
    let from = AccessContext { ip, user_agent: said("user_agent"), device: said("device") };
    let told = asking.realm.authority().introspect_for(&app, token.as_bytes(), &from)?;
    asking.noted.note(|outcome| {
        outcome.jti = told.jti;
        outcome.reason = told.withheld.as_ref().map(ToString::to_string);
    });
    if let Some(Withheld::OverBudget(over)) = &told.withheld {
        return Err(over.into());
    }
    Ok(json(&told.answer))
}
