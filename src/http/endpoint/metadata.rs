//! What this authority says of itself (OpenID Connect Discovery 1.0, 3; RFC 8414, 2): what is switched on, and nothing else.

use std::sync::Arc;

use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::{authorize, device, end_session, introspect, jwks, par, register, revoke, token, userinfo};
use crate::core::authorization::Challenge;
use crate::core::claims::{CLAIMS_OF_SCOPES, OPENID as OPENID_SCOPE};
use crate::core::{Algorithm, KeyRecord};
use crate::http::asking::Asking;
use crate::http::client_auth;
use crate::http::kept::Document;
use crate::http::oauth_error::OAuthError;
use crate::http::realm::Realm;

pub(in crate::http) const OPENID: &str = "/.well-known/openid-configuration";
pub(in crate::http) const OAUTH: &str = "/.well-known/oauth-authorization-server";

/// For how many seconds whoever has it may go on without asking again.
const KEPT: i64 = 300;

/// The same document for both: each reader ignores what the other asks for.
pub(in crate::http) async fn answer(asking: Asking) -> Response {
    let (authority, kept) = (asking.realm.authority(), asking.realm.metadata());
    let stamp = authority.stamp();
    if let Some(document) = kept.get(stamp) {
        return document.to(&asking.headers);
    }
    let keys = match authority.keys() {
        Ok(keys) => keys,
        Err(error) => return OAuthError::from(error).into_response(),
    };
    let body = serde_json::to_vec(&of(&asking.realm, &keys)).unwrap_or_default();
    let document = Arc::new(Document::new(body, "application/json", KEPT));
    kept.keep(stamp, &document);
    document.to(&asking.headers)
}

fn of(realm: &Realm, keys: &[KeyRecord]) -> Value {
    let at = |path: &str| realm.url(path);
    let of_browsers = |path: &str| realm.browser_url(path);
    let security = realm.served().security;
    let ways = client_auth::methods(security, &client_auth::METHODS);
    let algorithms = client_auth::signing_algorithms(security);
    let mut document = json!({
        "issuer": realm.served().issuer,
        "jwks_uri": at(jwks::PATH),
        "authorization_endpoint": of_browsers(authorize::PATH),
        "pushed_authorization_request_endpoint": at(par::PATH),
        "token_endpoint": at(token::PATH),
        "introspection_endpoint": at(introspect::PATH),
        "revocation_endpoint": at(revoke::PATH),
        "device_authorization_endpoint": at(device::PATH),
        "userinfo_endpoint": at(userinfo::PATH),
        "scopes_supported": scopes().collect::<Vec<_>>(),
        "claims_supported": claims().collect::<Vec<_>>(),
        "grant_types_supported": token::grants(realm).collect::<Vec<_>>(),
        "end_session_endpoint": of_browsers(end_session::PATH),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": [Challenge::METHOD],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "authorization_response_iss_parameter_supported": true,
        "require_pushed_authorization_requests": security.requires_push(),
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "dpop_signing_alg_values_supported": algorithms,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": signing(keys),
        // Left out, it would be as if it were supported (OpenID Connect Discovery 1.0, 3).
        "request_uri_parameter_supported": false,
        "token_endpoint_auth_methods_supported": ways,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_methods_supported": client_auth::methods(security, &client_auth::PROVING),
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_methods_supported": ways,
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
    });
    let is_dev = realm.served().is_dev;
    if register::rules(realm).is_some() {
        document["registration_endpoint"] = json!(at(register::PATH));
    }
    if realm.authority().client_documents(is_dev).is_some() {
        document["client_id_metadata_document_supported"] = json!(true);
    }
    if !realm.served().resources.is_empty() {
        document["protected_resources"] = json!(realm.served().resources);
    }
    document
}

/// The scopes that mean the same everywhere. Apps may have others, which are nobody else's affair.
fn scopes() -> impl Iterator<Item = &'static str> {
    std::iter::once(OPENID_SCOPE).chain(CLAIMS_OF_SCOPES.iter().map(|(scope, _)| *scope))
}

/// The claims that an app may be told: those that every ID token has, and those of the scopes where they are known of a user.
fn claims() -> impl Iterator<Item = &'static str> {
    let always = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash"];
    always.into_iter().chain(CLAIMS_OF_SCOPES.iter().flat_map(|(_, claims)| claims.iter().copied()))
}

/// What tokens are signed with that everybody can verify. Where nothing signs yet, whatever may.
fn signing(keys: &[KeyRecord]) -> Vec<Algorithm> {
    let has_active = |algorithm: &Algorithm| keys.iter().any(|key| key.algorithm == *algorithm && key.is_active());
    Algorithm::ALL.into_iter().filter(|algorithm| !algorithm.is_symmetric() && has_active(algorithm)).collect()
}
