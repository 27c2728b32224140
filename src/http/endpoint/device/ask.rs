//! Where a device begins (RFC 8628, 3.1 and 3.2): it is given a code to show and a code to ask with.

use axum::body::Body;
use axum::response::Response;
use serde::Serialize;

use crate::authority::{AskedDevice, Authority, DeviceRequest};
use crate::core::client::GrantType;
use crate::http::answer::json;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::client_auth;
use crate::http::endpoint::token::asked::{scopes, targets};
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/device";

/// What it answers (RFC 8628, 3.2).
#[derive(Serialize)]
struct DeviceDocument<'a> {
    device_code: &'a str,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: String,
    expires_in: i64,
    interval: i64,
}

/// Whoever asks shows who it is as at the token endpoint.
pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Result<Response, OAuthError> {
    let form = form(&asking.headers, body).await?;
    let app = client_auth::app(&asking, &form).await?;
    if !app.profile.client.may_use(GrantType::DeviceCode, app.public) {
        return Err(OAuthError::unauthorized_client("the client is not registered for devices"));
    }
    let request = DeviceRequest {
        app: app.client_id.clone(),
        scopes: scopes(&form)?,
        audiences: targets(&form)?,
        context: asking.from.clone(),
    };
    let asked = asking.realm.writer().perform(asking.caller_of(&app), Authority::ask_for_device(request)).await?;
    let AskedDevice { device_code, user_code, expires_in, interval } = asked;
    let verification_uri = asking.realm.browser_url(super::VERIFY);
    Ok(json(&DeviceDocument {
        device_code: device_code.reveal(),
        user_code: user_code.to_string(),
        verification_uri_complete: format!("{verification_uri}?user_code={user_code}"),
        verification_uri,
        expires_in,
        interval,
    }))
}
