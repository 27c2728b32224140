//! `/metrics`, on an address of its own: figures for those who watch the server.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, extract};

use super::health;
use crate::authority::Authority;
use crate::http::guard::{Called, Hosts};
use crate::http::metrics::{Metrics, Now};
use crate::http::places::Places;
use crate::http::state::State;

/// What OpenMetrics is called.
const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What there is to tell of.
#[derive(Clone)]
struct Told {
    metrics: Arc<Metrics>,
    places: Arc<Places>,
    issuers: Vec<State>,
}

/// The pages of the address that has the figures. Where it is this machine alone, it is called by no other name: a page in a browser
/// could ask it else.
pub(in crate::http) fn router(metrics: Arc<Metrics>, places: Arc<Places>, issuers: &[State], is_local: bool) -> Router {
    let told = Told { metrics, places, issuers: issuers.to_vec() };
    let ready = issuers.to_vec();
    Router::new()
        .route("/metrics", get(answer))
        .with_state(told)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(async move || health::ready(&ready)))
        .layer(from_fn_with_state(is_local, only_by_name))
}

async fn only_by_name(Extract(is_local): Extract<bool>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_this_machine = |host| Called::parse(host).is_ok_and(|called| Hosts::default().allow(called));
    if is_local && !is_this_machine(host) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    next.run(request).await
}

async fn answer(extract::State(told): extract::State<Told>) -> Response {
    let mut keys = Vec::new();
    for issuer in &told.issuers {
        let realm = issuer.realm();
        // A ledger that cannot be read now has no ages; `/readyz` says why.
        let ages = realm.apart(Authority::signing_ages).await.unwrap_or_default();
        let name = realm.served().issuer.as_str().to_owned();
        keys.extend(ages.into_iter().map(|(algorithm, age)| (name.clone(), algorithm.to_string(), age)));
    }
    match told.metrics.page(&Now { connections: told.places.open(), keys }) {
        Ok(page) => {
            let mut response = Response::new(Body::from(page));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(TYPE));
            response
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
