//! The key that a request for tokens proves (RFC 9449, 5): its tokens are bound to it.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::core::App;
use crate::core::jose::compact::RawToken;
use crate::core::proof::{Proof, ProofFault, Target};
use crate::http::asking::Asking;
use crate::http::oauth_error::OAuthError;
use crate::keys::proof::BroughtKeys;

/// The header with the proof.
pub(in crate::http::endpoint) const PROOF: HeaderName = HeaderName::from_static("dpop");

/// The header with what the next proof is to say.
const NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// An answer, with what the next proof is to say where one was shown, or was missing (RFC 9449, 8).
pub(in crate::http) fn with_nonce(asking: &Asking, answer: Result<Response, OAuthError>) -> Response {
    let lacks_proof = answer.as_ref().is_err_and(OAuthError::is_of_proof);
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    if lacks_proof || asking.headers.contains_key(PROOF) {
        let nonce = asking.realm.authority().proof_nonce().ok();
        if let Some(nonce) = nonce.and_then(|nonce| HeaderValue::try_from(nonce).ok()) {
            response.headers_mut().insert(NONCE, nonce);
        }
    }
    response
}

/// The thumbprint of the key that is proven; none where there is no proof, which an app that is registered so must show. The
/// endpoint is at this path below the issuer.
pub(super) async fn key(asking: &Asking, app: &App, path: &str) -> Result<Option<String>, OAuthError> {
    let shown = shown(asking, path).await?;
    if shown.is_none() && (app.profile.client.dpop_bound || asking.realm.served().security.requires_key()) {
        return Err(OAuthError::invalid_dpop_proof("this client proves a key with each request (DPoP)"));
    }
    Ok(shown)
}

/// The thumbprint of the key that is proven; none where there is no proof.
pub(in crate::http) async fn shown(asking: &Asking, path: &str) -> Result<Option<String>, OAuthError> {
    let mut given = asking.headers.get_all(PROOF).iter();
    let Some(first) = given.next() else { return Ok(None) };
    if let Ok(raw) = RawToken::parse(first.to_str().unwrap_or_default()) {
        let alg = raw.header.get("alg").and_then(serde_json::Value::as_str);
        let taken = asking.realm.served().security.admit_named(alg);
        taken.map_err(|fault| OAuthError::invalid_dpop_proof(fault.to_string()))?;
    }
    let read = match given.next() {
        Some(_) => Err(ProofFault::Several),
        None => Proof::read(first.as_bytes(), &BroughtKeys),
    };
    let proof = read.map_err(|fault| refused(&fault))?;
    let (thumbprint, targets) = (proof.thumbprint.clone(), targets(asking, path));
    let Ok(method) = "POST".parse() else { return Err(refused(&ProofFault::NoRequest)) };
    let taken = asking.realm.apart(move |authority| authority.take_proof(&proof, &method, &targets)).await?;
    taken.map_err(|fault| refused(&fault))?;
    Ok(Some(thumbprint))
}

fn refused(fault: &ProofFault) -> OAuthError {
    match fault {
        ProofFault::NoNonce | ProofFault::Nonce => OAuthError::use_dpop_nonce(),
        fault => OAuthError::invalid_dpop_proof(format!("the proof is not good: {fault}")),
    }
}

/// The addresses of an endpoint: the one of the metadata, and the one that this request was sent to. By which names that
/// may be is decided before (`--also-host`), so that a proof for another server is for none of them; whether a proxy took TLS
/// off is not seen from here.
pub(in crate::http::endpoint) fn targets(asking: &Asking, path: &str) -> Vec<Target> {
    let host = asking.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let sent = host.into_iter().flat_map(|host| ["https", "http"].map(|scheme| format!("{scheme}://{host}")));
    let sent = sent.map(|base| format!("{base}{}{path}", asking.realm.path()));
    std::iter::once(asking.realm.url(path)).chain(sent).filter_map(|url| url.parse().ok()).collect()
}
