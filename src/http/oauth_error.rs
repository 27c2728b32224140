//! Errors as OAuth writes them (RFC 6749, 5.2): a word for programs, and a sentence that helps its owner and nobody who guesses.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answer::json_with;
use super::writer::Unanswered;
use crate::authority::Error;

/// Why a request was refused, for the log. It goes with the response, and is taken off there.
#[derive(Debug, Clone)]
pub(super) struct Reason(pub String);

/// An error of an endpoint.
#[derive(Debug)]
pub(super) struct OAuthError {
    pub status: StatusCode,
    pub code: &'static str,
    pub description: String,
    /// Whether the caller is told that it may show who it is with `Authorization: Basic`.
    pub challenge: bool,
    /// What the log is told beside it.
    pub reason: Option<String>,
}

impl OAuthError {
    fn new(status: StatusCode, code: &'static str, description: impl Into<String>) -> Self {
        Self { status, code, description: description.into(), challenge: false, reason: None }
    }

    pub(super) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    /// Who asks is not known, or did not show it. Whether there is such an app is not said.
    pub(super) fn invalid_client(challenge: bool) -> Self {
        let description = "the client is not known, or did not authenticate as it is registered to";
        Self { challenge, ..Self::new(StatusCode::UNAUTHORIZED, "invalid_client", description) }
    }

    pub(super) fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_grant", description)
    }

    pub(super) fn unauthorized_client(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unauthorized_client", description)
    }

    pub(super) fn invalid_scope(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_scope", description)
    }

    pub(super) fn invalid_target(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_target", description)
    }

    pub(super) fn unsupported_grant_type() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", "this grant type is not served here")
    }

    fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "too much is waiting; ask again")
    }

    fn failed() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "the request could not be done; the log says why")
    }
}

impl From<Unanswered> for OAuthError {
    fn from(why: Unanswered) -> Self {
        match why {
            Unanswered::Busy => Self::busy(),
            Unanswered::Error(error) => error.into(),
        }
    }
}

impl From<Error> for OAuthError {
    fn from(error: Error) -> Self {
        use crate::core::policy::PolicyError;
        let reason = Some(error.to_string());
        let told = match error {
            Error::Policy(PolicyError::ScopeNotRegistered { .. } | PolicyError::ScopeGrows { .. }) => {
                Self::invalid_scope("a scope is asked for that the client cannot have")
            }
            Error::Policy(PolicyError::AudienceNotRegistered { .. } | PolicyError::NoAudience { .. }) => {
                Self::invalid_target("the resource is none that the client may have tokens for")
            }
            Error::Refused(_) => Self::unauthorized_client("the client is not in use"),
            Error::Token { .. } | Error::AlreadyUsed { .. } => {
                Self::invalid_grant("the refresh token is not valid, was used, or was not issued to this client")
            }
            Error::KeyChanges => Self::busy(),
            _ => Self::failed(),
        };
        Self { reason, ..told }
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = json!({"error": self.code, "error_description": &self.description});
        let mut response = json_with(self.status, &body);
        if self.challenge {
            let challenge = HeaderValue::from_static("Basic realm=\"mintage\", charset=\"UTF-8\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response.extensions_mut().insert(Reason(self.reason.unwrap_or(self.description)));
        response
    }
}
