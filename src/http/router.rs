//! Which address leads where.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::answer::json_with;
use super::endpoint::{health, introspect, jwks, metadata, resource, revocations, revoke, token};
use super::observe::observe;
use super::state::{Server, State};

/// Everything that is served: each issuer below the path of its own address.
pub(super) fn router(server: &Arc<Server>, issuers: &[State]) -> Router {
    let mut all = Router::new();
    for issuer in issuers {
        all = all.merge(of_issuer(issuer));
    }
    let ready = issuers.to_vec();
    all.route("/healthz", get(health::alive))
        .route("/readyz", get(async move || health::ready(&ready)))
        .fallback(nowhere)
        .method_not_allowed_fallback(not_so)
        .layer(from_fn_with_state(Arc::clone(server), only_by_name))
        .layer(from_fn_with_state(Arc::clone(server), observe))
}

/// The endpoints of an issuer, and where its metadata is found: below its path as OpenID Connect has it, and before its path
/// as RFC 8414 (3.1) has it.
fn of_issuer(state: &State) -> Router {
    let realm = state.realm();
    let path = realm.path();
    let metadata = get(metadata::answer);
    let at = |place: &str| format!("{path}{place}");
    let mut router = Router::new()
        .route(&at(metadata::OPENID), metadata.clone())
        .route(&at(metadata::OAUTH), metadata.clone())
        .route(&at(jwks::PATH), get(jwks::answer))
        .route(&at(revocations::PATH), get(revocations::answer))
        .route(&at(token::PATH), post(token::answer))
        .route(&at(introspect::PATH), post(introspect::answer))
        .route(&at(revoke::PATH), post(revoke::answer));
    if !path.is_empty() {
        let before = |place: &str| format!("{place}{path}");
        router = router.route(&before(metadata::OPENID), metadata.clone()).route(&before(metadata::OAUTH), metadata);
    }
    for resource in &realm.served().resources {
        router = router.route(&resource::place(resource), get(resource::answer));
    }
    router.with_state(state.clone())
}

async fn nowhere() -> Response {
    json_with(StatusCode::NOT_FOUND, &serde_json::json!({"error": "not_found"}))
}

async fn not_so() -> Response {
    json_with(StatusCode::METHOD_NOT_ALLOWED, &serde_json::json!({"error": "method_not_allowed"}))
}

/// Turns away whoever calls this server by a name that it does not have.
async fn only_by_name(Extract(server): Extract<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(header::HOST).iter();
    let host = match (named.next(), named.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    };
    if host.is_some_and(|host| server.options.hosts.allow(host)) {
        return next.run(request).await;
    }
    let why = "this server is not called by that name; see --also-host";
    (StatusCode::MISDIRECTED_REQUEST, Body::from(why)).into_response()
}
