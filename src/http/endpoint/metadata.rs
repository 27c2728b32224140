//! What this authority says of itself (OpenID Connect Discovery 1.0, 3; RFC 8414, 2): what is switched on, and nothing else.

use axum::response::Response;
use serde_json::json;

use super::{introspect, jwks, revoke, token};
use crate::core::Algorithm;
use crate::http::asking::Asking;
use crate::http::client_auth;
use crate::http::kept::Document;

pub(in crate::http) const OPENID: &str = "/.well-known/openid-configuration";
pub(in crate::http) const OAUTH: &str = "/.well-known/oauth-authorization-server";

pub(in crate::http) async fn answer(asking: Asking) -> Response {
    let at = |path: &str| asking.realm.url(path);
    let (ways, algorithms) = (client_auth::METHODS, client_auth::signing_algorithms());
    let document = json!({
        "issuer": asking.realm.served().issuer,
        "jwks_uri": at(jwks::PATH),
        "token_endpoint": at(token::PATH),
        "introspection_endpoint": at(introspect::PATH),
        "revocation_endpoint": at(revoke::PATH),
        "grant_types_supported": token::GRANTS,
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": Algorithm::ALL.iter().filter(|alg| !alg.is_symmetric()).collect::<Vec<_>>(),
        "token_endpoint_auth_methods_supported": ways,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_methods_supported": client_auth::PROVING,
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_methods_supported": ways,
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
    });
    let body = serde_json::to_vec(&document).unwrap_or_default();
    Document::new(body, "application/json", 300).to(&asking.headers)
}
