//! Who asks: an app that shows who it is (RFC 6749, 2.3), by one way and no more.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::asking::Asking;
use super::form::{Form, decoded};
use super::oauth_error::OAuthError;
use crate::core::{App, ClientId};

/// What an app showed.
struct Shown {
    client_id: String,
    secret: Option<String>,
    /// Whether it came in the header, so that a refusal must challenge.
    by_header: bool,
}

/// The app that asks. An app with secrets must have shown one; one that can keep none says its client_id alone.
pub(super) fn app(asking: &Asking, form: &Form) -> Result<App, OAuthError> {
    let shown = shown(&asking.headers, form)?;
    let refused = || OAuthError::invalid_client(shown.by_header);
    let client_id = ClientId::new(shown.client_id.as_str()).map_err(|_| refused())?;
    let app = asking.realm.authority().authenticate(&client_id, shown.secret.as_deref());
    let app = app.map_err(OAuthError::from)?.ok_or_else(refused)?;
    asking.noted.note(|outcome| outcome.app = Some(app.client_id.clone()));
    Ok(app)
}

fn shown(headers: &HeaderMap, form: &Form) -> Result<Shown, OAuthError> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let in_body = form.get("client_secret").is_some();
    match (given.next(), given.next()) {
        (Some(_), Some(_)) => Err(OAuthError::invalid_request("Authorization is there twice")),
        (Some(_), None) if in_body => {
            Err(OAuthError::invalid_request("the client authenticates in two ways, of which one is enough"))
        }
        (Some(value), None) => {
            let shown = value.to_str().ok().and_then(basic).ok_or_else(|| OAuthError::invalid_client(true))?;
            match form.get("client_id") {
                Some(other) if other != shown.client_id => {
                    Err(OAuthError::invalid_request("client_id is not that of the Authorization header"))
                }
                _ => Ok(shown),
            }
        }
        (None, _) => {
            let client_id = form.get("client_id").ok_or_else(|| OAuthError::invalid_client(true))?.to_owned();
            Ok(Shown { client_id, secret: form.get("client_secret").map(str::to_owned), by_header: false })
        }
    }
}

/// `Basic`, with both halves as forms write them (RFC 6749, 2.3.1).
fn basic(value: &str) -> Option<Shown> {
    let (scheme, rest) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = STANDARD.decode(rest.trim()).ok()?;
    let at = pair.iter().position(|byte| *byte == b':')?;
    let (client_id, secret) = (decoded(&pair[..at]).ok()?, decoded(&pair[at + 1..]).ok()?);
    Some(Shown { client_id, secret: Some(secret).filter(|secret| !secret.is_empty()), by_header: true })
}
