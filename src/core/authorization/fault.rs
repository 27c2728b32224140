//! What can be wrong with an authorization request: what the app is told at its redirect URI, and what can be told to nobody but
//! the person at the browser, because nobody knows where that leads.

use std::fmt;

/// What the app is told (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6; RFC 8707, 2; RFC 9126, 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthorizationFault {
    /// The request has a parameter twice, lacks one or has one that makes no sense.
    InvalidRequest,
    /// The app may not ask so.
    UnauthorizedClient,
    /// The user, or who decides for them, said no.
    AccessDenied,
    /// There is no other response than a code.
    UnsupportedResponseType,
    /// A scope that the app cannot have.
    InvalidScope,
    /// Something here is wrong.
    ServerError,
    /// It may be asked again later.
    TemporarilyUnavailable,
    /// A page for logging in would have to be shown, and none may be.
    LoginRequired,
    /// A page for consent would have to be shown, and none may be.
    ConsentRequired,
    /// A page would have to be shown, and none may be.
    InteractionRequired,
    /// Requests are not read as objects (OpenID Connect Core, 6).
    RequestNotSupported,
    /// Nor from addresses that are not of this server.
    RequestUriNotSupported,
    /// What was pushed is over, was used, or is of another app (RFC 9126).
    InvalidRequestUri,
    /// Registration within a request is not there.
    RegistrationNotSupported,
    /// A resource that the app cannot have tokens for (RFC 8707).
    InvalidTarget,
}

impl AuthorizationFault {
    /// Every one.
    pub const ALL: [Self; 15] = [
        Self::InvalidRequest,
        Self::UnauthorizedClient,
        Self::AccessDenied,
        Self::UnsupportedResponseType,
        Self::InvalidScope,
        Self::ServerError,
        Self::TemporarilyUnavailable,
        Self::LoginRequired,
        Self::ConsentRequired,
        Self::InteractionRequired,
        Self::RequestNotSupported,
        Self::RequestUriNotSupported,
        Self::InvalidRequestUri,
        Self::RegistrationNotSupported,
        Self::InvalidTarget,
    ];

    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::InvalidTarget => "invalid_target",
        }
    }
}

impl fmt::Display for AuthorizationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why the app cannot be told anything: nobody knows that the address is its own, so that a browser is never sent there
/// (RFC 9700, 4.11).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswerable {
    /// No app is named.
    #[error("the request names no client_id")]
    NoClient,
    /// Nobody knows such an app.
    #[error("no app of this client_id is registered here")]
    UnknownClient,
    /// The app is blocked, or gone.
    #[error("the app is not in use")]
    ShutClient,
    /// The app has no redirect URIs.
    #[error("the app has registered no redirect URI")]
    NothingRegistered,
    /// It says none, and has several.
    #[error("the request says no redirect_uri, and the app has registered more than one")]
    NoRedirect,
    /// It says one that is not of the app.
    #[error("the redirect_uri is none that the app has registered")]
    OtherRedirect,
    /// It says one twice.
    #[error("{0}")]
    Twice(String),
    /// What was pushed is over, was used, or is of another app or browser (RFC 9126).
    #[error("the request_uri is over, was used, or is not of this app")]
    Pushed,
    /// Requests are to be pushed.
    #[error("the app must push its request to the server first")]
    NotPushed,
}
