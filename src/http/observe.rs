//! Around every request: it gets a name, and the log is told what came of it.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as Extract};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::connection::{ClientAddress, Passed, Peer};
use super::log::{Answered, harmless};
use super::noted::Noted;
use super::oauth_error::{Reason, Refused};
use super::recorded::Recorded;
use super::request_id::RequestId;
use super::state::Server;

/// The header that names a request in its answer.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn observe(Extract(server): Extract<Arc<Server>>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id: Arc<str> = server.request_ids.next().into();
    let method = request.method().clone();
    let endpoint = request.extensions().get::<MatchedPath>().cloned();
    let peer = request.extensions().get::<Peer>().copied();
    let noted = Noted::default();
    request.extensions_mut().insert(noted.clone());
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    let from = ClientAddress(server.options.guard.proxies.source(peer, request.headers()));
    request.extensions_mut().insert(from);
    request.extensions_mut().insert(Passed(server.options.guard.proxies.are(peer)));
    request.extensions_mut().insert(Arc::clone(&server.counts));
    request.extensions_mut().insert(Arc::clone(&server.logins));
    let mut response = next.run(request).await;
    let mut outcome = noted.taken();
    if let Some(Reason(reason)) = response.extensions_mut().remove::<Reason>() {
        outcome.reason = Some(reason);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let endpoint = endpoint.as_ref().map_or("-", MatchedPath::as_str);
    let error = response.extensions_mut().remove::<Refused>().map(|Refused(error)| error);
    let answered = Answered {
        id: &id,
        peer,
        from: from.0,
        method: method_name(&method),
        endpoint,
        status: response.status().as_u16(),
        took: began.elapsed(),
        outcome: &outcome,
    };
    if let Some(metrics) = &server.options.metrics {
        metrics.answered(&answered, error);
    }
    if let Some(recorded) = response.extensions_mut().remove::<Recorded>() {
        recorded.tell(came(&answered, error));
    }
    server.log.tell(&answered);
    response
}

/// What came of a request, for the test that looks at it: the same as the log is told.
fn came(answered: &Answered<'_>, error: Option<&str>) -> Map<String, Value> {
    let reason = answered.outcome.reason.as_deref().map(harmless);
    let pairs = [
        ("request_id", json!(answered.id)),
        ("status", json!(answered.status)),
        ("error", json!(error)),
        ("reason", json!(reason)),
        ("micros", json!(u64::try_from(answered.took.as_micros()).unwrap_or(u64::MAX))),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The name of a method that there is. What a stranger made up is not repeated.
fn method_name(method: &Method) -> &'static str {
    const KNOWN: [(Method, &str); 9] = [
        (Method::GET, "GET"),
        (Method::POST, "POST"),
        (Method::HEAD, "HEAD"),
        (Method::OPTIONS, "OPTIONS"),
        (Method::PUT, "PUT"),
        (Method::DELETE, "DELETE"),
        (Method::PATCH, "PATCH"),
        (Method::TRACE, "TRACE"),
        (Method::CONNECT, "CONNECT"),
    ];
    KNOWN.iter().find(|(known, _)| known == method).map_or("other", |(_, name)| *name)
}
