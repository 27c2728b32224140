//! What a resource says of itself (RFC 9728, 2): whose tokens it takes, and how they are shown to it.

use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::core::Audience;
use crate::http::asking::Asking;
use crate::http::kept::Document;
use crate::http::oauth_error::OAuthError;
use crate::http::realm::path_of;

pub(in crate::http) const PATH: &str = "/.well-known/oauth-protected-resource";

/// For how many seconds whoever has it may go on without asking again.
const KEPT: i64 = 300;

/// Where the metadata of a resource is: before its path (RFC 9728, 3.1).
pub(in crate::http) fn place(resource: &Audience) -> String {
    format!("{PATH}{}", path_of(resource.as_str()).unwrap_or_default())
}

pub(in crate::http) async fn answer(asking: Asking, asked: Uri) -> Response {
    let served = asking.realm.served();
    let Some(resource) = served.resources.iter().find(|resource| place(resource) == asked.path()) else {
        return OAuthError::invalid_request("there is no such resource").into_response();
    };
    let mut document = json!({
        "resource": resource,
        "authorization_servers": [&served.issuer],
        "bearer_methods_supported": ["header"],
    });
    // What clients ask for that are told no scope otherwise.
    let strangers = asking.realm.authority().client_documents(served.is_dev).and_then(|rules| rules.scopes);
    if let Some(scopes) = strangers.filter(|_| served.mcp.contains(resource)) {
        document["scopes_supported"] = json!(scopes.iter().collect::<Vec<_>>());
    }
    Document::new(serde_json::to_vec(&document).unwrap_or_default(), "application/json", KEPT).to(&asking.headers)
}
