//! Pushed authorization requests (RFC 9126): an app hands in what it will ask for, and its browser brings a reference to it.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

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
    pushed(&asking, body).await.unwrap_or_else(|error| error.into_response())
}

async fn pushed(asking: &Asking, body: Body) -> Result<Response, OAuthError> {
    let bytes = raw_form(&asking.headers, body).await?;
    let unreadable = |fault| OAuthError::invalid_request(format!("the body is not acceptable: {fault}"));
    let form = Form::parse(&bytes).map_err(unreadable)?;
    let app = client_auth::app(asking, &form).await?;
    if form.get("request_uri").is_some() {
        return Err(OAuthError::invalid_request("a pushed request has no request_uri (RFC 9126, 2.1)"));
    }
    if form.get("client_id").is_some_and(|said| said != app.client_id.as_str()) {
        return Err(OAuthError::invalid_request("the client_id is not the one that authenticated"));
    }
    let own = ("client_id".to_owned(), app.client_id.to_string());
    let others = pairs(&bytes).map_err(unreadable)?.into_iter().filter(|(name, _)| name != "client_id");
    let parameters = Parameters::of(std::iter::once(own).chain(others));
    let required = Requirements { is_dev: asking.realm.served().is_dev, ..Requirements::default() };
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
