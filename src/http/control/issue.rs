//! Tokens without a request of an app: what a test of an API shows it.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::clock::dev;
use super::driven::{Control, Driven};
use super::members::Members;
use super::next::{flawed, shaping};
use crate::authority::{Authority, IssueRequest, Issued, Result as Done};
use crate::core::app::AppRef;
use crate::core::caller::{Door, Who};
use crate::core::claims::IdTokenRequest;
use crate::core::{AccessContext, Audience, Caller, Scopes, SecretText, Subject, UserId};
use crate::http::answer::json as answer;
use crate::http::oauth_error::OAuthError;

/// Issues them, as the members say that are named as the flags of `token issue`.
pub(super) async fn issue(
    driven: Driven,
    State(control): State<Control>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, OAuthError> {
    let mut members = Members::of_body(&headers, body).await?;
    let app = members.parsed::<AppRef>("app")?;
    let subject = members.parsed::<UserId>("user")?.map_or(Subject::App, Subject::User);
    let scopes = members.several::<Scopes>("scope")?.map(|all| all.into_iter().collect());
    let audiences = members.several::<Audience>("audience")?.unwrap_or_default();
    let with_refresh = members.flag("with_refresh")?.unwrap_or(false);
    let nonce = members.parsed::<String>("nonce")?;
    let id_token = members.flag("with_id_token")?.unwrap_or(nonce.is_some());
    let flawed = flawed(&mut members)?;
    let shaping = shaping(&mut members, &*control.homes.workshop.profile)?.unwrap_or_default();
    members.end()?;
    let standing = dev(&driven)?.standing();
    let caller = Caller { who: Who::Anyone, from: AccessContext::default(), door: Door::Http, note: None };
    let issued = driven.realm.apart(move |authority| {
        let Some(app) = app.map_or_else(|| only_app(authority), |app| Ok(Some(app)))? else { return Ok(None) };
        let request = IssueRequest {
            scopes,
            audiences,
            with_refresh,
            id_token: id_token.then(|| IdTokenRequest { nonce, ..IdTokenRequest::default() }),
            consent: true,
            ..IssueRequest::plain(app, subject)
        };
        let issued = authority.issue(&caller, &shaping.put_to(standing.put_to(request)))?;
        match flawed {
            Some(flawed) => authority.forge_instead(&caller, issued, flawed.flaw, flawed.of_id_token).map(Some),
            None => Ok(Some(issued)),
        }
    });
    // Whoever asks made the home, and is told what is wrong.
    let issued = issued.await.map_err(|error| {
        let why = error.to_string();
        if error.is_refusal() { OAuthError::invalid_request(why) } else { error.into() }
    })?;
    let issued = issued.ok_or_else(|| OAuthError::invalid_request("the home has several apps: name one with app"))?;
    Ok(answer(&told(&issued)))
}

/// The app of a home that has one.
fn only_app(authority: &Authority) -> Done<Option<AppRef>> {
    let apps = authority.apps()?;
    Ok(match &apps[..] {
        [only] => Some(AppRef::ClientId(only.client_id.clone())),
        _ => None,
    })
}

fn told(issued: &Issued) -> serde_json::Value {
    let mut told = json!({
        "access_token": issued.access.reveal(),
        "token_type": issued.token_type,
        "expires_in": issued.now.seconds_until(issued.record.expires_at),
        "scope": issued.record.scopes.to_string(),
        "jti": issued.record.jti,
    });
    for (name, text) in [("refresh_token", &issued.refresh), ("id_token", &issued.id)] {
        if let Some(text) = text.as_ref().map(SecretText::reveal) {
            told[name] = json!(text);
        }
    }
    told
}
