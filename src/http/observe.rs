//! Around every request: it gets a name, and the log is told what came of it.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as Extract};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::connection::ClientAddress;
use super::connection::Peer;
use super::log::Answered;
use super::noted::Noted;
use super::oauth_error::Reason;
use super::state::Server;

/// The header that names a request in its answer.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn observe(Extract(server): Extract<Arc<Server>>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = server.request_ids.next();
    let method = request.method().clone();
    let endpoint = request.extensions().get::<MatchedPath>().cloned();
    let peer = request.extensions().get::<Peer>().copied();
    let noted = Noted::default();
    request.extensions_mut().insert(noted.clone());
    request.extensions_mut().insert(ClientAddress(peer.and_then(Peer::ip)));
    let mut response = next.run(request).await;
    let (mut outcome, peer) = (noted.taken(), peer.as_ref().map(ToString::to_string));
    if let Some(Reason(reason)) = response.extensions_mut().remove::<Reason>() {
        outcome.reason = Some(reason);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let endpoint = endpoint.as_ref().map_or("-", MatchedPath::as_str);
    server.log.tell(&Answered {
        id: &id,
        peer: peer.as_deref(),
        method: method.as_str(),
        endpoint,
        status: response.status().as_u16(),
        took: began.elapsed(),
        outcome: &outcome,
    });
    response
}
