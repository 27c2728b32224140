//! The token of a job of GitHub Actions, as the runner of GitHub gives it to one that asks.
//!
//! <https://docs.github.com/actions/reference/security/oidc>; the official toolkit's `getIDToken()` asks so.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::authority::{IssueRequest, Issued};
use crate::core::app::AppRef;
use crate::core::claims::ClaimsRequest;
use crate::core::claims::profile::{Model, SetArg};
use crate::core::{Audience, SecretText, Shape, Subject};
use crate::http::actions::Actions;
use crate::http::answer::json as answer_json;
use crate::http::asking::Asking;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

pub(in crate::http) use crate::http::actions::PATH;

/// Whom the token is for.
const AUDIENCE: &str = "audience";
/// What the address of GitHub has too.
const VERSION: &str = "api-version";

pub(in crate::http) async fn answer(asking: Asking, asked: Uri) -> Response {
    let Some(actions) = asking.realm.served().actions.clone() else { return OAuthError::nowhere().into_response() };
    if !is_shown(&actions.bearer, &asking.headers) {
        return unknown();
    }
    match issue(&asking, &actions, asked.query().unwrap_or_default()).await {
        Ok(issued) => {
            asking.noted.note(|outcome| outcome.jti = Some(issued.record.jti));
            let token = issued.access.reveal();
            answer_json(&json!({"count": token.len(), "value": token}))
        }
        Err(error) => error.into_response(),
    }
}

/// Whether the header shows what the server said when it was ready. Digests are compared, in constant time.
fn is_shown(bearer: &SecretText, headers: &HeaderMap) -> bool {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (given.next(), given.next()) else { return false };
    let Some((scheme, shown)) = value.to_str().ok().and_then(|value| value.split_once(' ')) else { return false };
    scheme.eq_ignore_ascii_case("bearer") && SecretText::new(shown.trim().to_owned()).digest() == bearer.digest()
}

fn unknown() -> Response {
    let why = "Authorization: Bearer must have what the server said as ACTIONS_ID_TOKEN_REQUEST_TOKEN, which is another at each \
               start";
    let mut response = OAuthError::new(StatusCode::UNAUTHORIZED, "invalid_token", why).into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""));
    response
}

/// A token of the profile, whose values may be said in the address: each job has its own.
async fn issue(asking: &Asking, actions: &Actions, query: &str) -> Result<Issued, OAuthError> {
    let form = Form::parse(query.as_bytes()).map_err(|fault| OAuthError::invalid_request(fault.to_string()))?;
    let mut audiences = Vec::new();
    if form.all(AUDIENCE).nth(1).is_some() {
        return Err(OAuthError::invalid_request("audience is there twice"));
    }
    if let Some(audience) = form.get(AUDIENCE) {
        let wrong = |error| OAuthError::invalid_request(format!("audience {error}"));
        audiences.push(Audience::new(audience).map_err(wrong)?);
    }
    let values = form.pairs().filter(|(name, _)| ![AUDIENCE, VERSION].contains(name));
    let set: Vec<_> = values.map(|(name, value)| SetArg { name: name.to_owned(), value: value.to_owned() }).collect();
    let mut profile = std::sync::Arc::clone(&actions.profile);
    if !set.is_empty() {
        let own = actions.profile.as_ref().clone().with(&set);
        profile = own.map_err(|error| OAuthError::invalid_request(error.to_string()))?.into();
    }
    let request = IssueRequest {
        audiences,
        claims: ClaimsRequest { extra: actions.claims.clone(), ..ClaimsRequest::default() },
        context: asking.from.clone(),
        shape: Shape {
            issuer: Some(asking.realm.served().issuer.clone()),
            algorithm: Some(actions.algorithm),
            ..Shape::default()
        },
        model: Some(Model { profile: Some(profile), like: None }),
        ..IssueRequest::plain(AppRef::ClientId(actions.app.clone()), Subject::App)
    };
    let caller = asking.caller(crate::core::caller::Who::App(actions.app.clone()));
    Ok(asking.realm.writer().issue(caller, request).await?)
}
