//! Pushed authorization requests (RFC 9126): an app hands in what it will ask for, and its browser brings a reference to it.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::token::proven;
use crate::authority::Authority;
use crate::core::authorization::{
    AuthorizationFault, AuthorizationRequest, Parameters, Pushed, RequestFault, Requirements,
};
use crate::http::answer::json_with;
use crate::http::asking::Asking;
use crate::http::body::raw_form;
use crate::http::client_auth;
use crate::http::form::{Form, pairs};
use crate::http::oauth_error::OAuthError;

pub(in crate::http) const PATH: &str = "/par";

pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Response {
    let pushed = pushed(&asking, body).await;
    proven::with_nonce(&asking, pushed)
}

async fn pushed(asking: &Asking, body: Body) -> Result<Response, OAuthError> {
    let bytes = raw_form(&asking.headers, body).await?;
    let unreadable = |fault| OAuthError::invalid_request(format!("the body is not acceptable: {fault}"));
    let form = Form::parse(&bytes).map_err(unreadable)?;
    let app = client_auth::app(asking, &form).await?;
    if form.get("request_uri").is_some() {
        return Err(OAuthError::invalid_request("a pushed request has no request_uri (RFC 9126, 2.1)"));
    }
    if form.get("client_id").is_some_and(|said| !app.is_called(said)) {
        return Err(OAuthError::invalid_request("the client_id is not the one that authenticated"));
    }
    let own = ("client_id".to_owned(), app.client_id.to_string());
    // A key that is proven here is the one that the code is bound to (RFC 9449, 10.1).
    let key = proven::shown(asking, PATH).await?;
    if key.is_some() && form.get("dpop_jkt").is_some_and(|said| Some(said) != key.as_deref()) {
        return Err(OAuthError::invalid_dpop_proof("dpop_jkt is not the key of the proof"));
    }
    let key = key.map(|key| ("dpop_jkt".to_owned(), key));
    let is_said = |name: &str| name == "client_id" || (name == "dpop_jkt" && key.is_some());
    let others: Vec<_> = pairs(&bytes).map_err(unreadable)?.into_iter().filter(|(name, _)| !is_said(name)).collect();
    let parameters = Parameters::of(std::iter::once(own).chain(key).chain(others));
    let served = asking.realm.served();
    let challenge = served.security.requires_challenge();
    let required = Requirements { is_dev: served.is_dev, challenge, ..Requirements::default() };
    AuthorizationRequest::of(&parameters, &app, required).map_err(refused)?;
    let text =
        asking.realm.writer().perform(asking.caller_of(&app), Authority::push(app.client_id.clone(), parameters));
    let uri = format!("{}{}", Pushed::URN, text.await?.reveal());
    Ok(json_with(StatusCode::CREATED, &json!({"request_uri": uri, "expires_in": Pushed::LIFE})))
}

fn refused(fault: RequestFault) -> OAuthError {
    match fault {
        RequestFault::Unanswerable(fault) => OAuthError::invalid_request(fault.to_string()),
        RequestFault::Told(_, fault, why) => match fault {
            AuthorizationFault::InvalidScope => OAuthError::invalid_scope(why),
            AuthorizationFault::InvalidTarget => OAuthError::invalid_target(why),
            AuthorizationFault::UnauthorizedClient => OAuthError::unauthorized_client(why),
            fault => OAuthError::new(StatusCode::BAD_REQUEST, fault.code(), why),
        },
    }
}
