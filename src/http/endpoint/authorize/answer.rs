//! How the authorization endpoint answers: the browser is sent to the app, or its person is told.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::authority::{ApprovalFault, Error};
use crate::core::authorization::{AuthorizationFault, Return, Unanswerable};
use crate::http::asking::Asking;
use crate::http::error_page::error_page;
use crate::http::form::FormFault;
use crate::http::oauth_error::OAuthError;
use crate::http::query;
use crate::http::sign_in::NotIn;

/// Why there is no code, and who is told.
pub(super) enum Refused {
    /// The person at the browser: nobody knows where else.
    Unanswerable(Unanswerable),
    /// The same, of something that cannot be read.
    Unreadable(FormFault),
    /// The same, of something that is wrong here.
    Error(OAuthError),
    /// The same, of whoever names a user without being trusted to, or a user who cannot be taken.
    NotIn(NotIn),
    /// The same, of a page that was open too long, or decided already.
    Stale(ApprovalFault),
    /// The app, with what helps whoever writes it.
    Told(Box<Return>, AuthorizationFault, String),
    /// The app; what is wrong here is told to the log.
    Failed(Box<Return>, OAuthError),
}

impl From<Unanswerable> for Refused {
    fn from(fault: Unanswerable) -> Self {
        Self::Unanswerable(fault)
    }
}

impl Refused {
    /// Something here is wrong, before it is known where the app is.
    pub fn error(error: Error) -> Self {
        Self::Error(error.into())
    }

    /// Tells it.
    pub fn into_response(self, asking: &Asking) -> Response {
        let page = |text: String| error_page(asking, OAuthError::invalid_request(text));
        match self {
            Self::Unanswerable(fault) => page(fault.to_string()),
            Self::Unreadable(fault) => page(format!("the request cannot be read: {fault}")),
            Self::Error(error) => error_page(asking, error),
            Self::NotIn(NotIn::Error(error)) => error_page(asking, error),
            Self::NotIn(not_in) => {
                let error = OAuthError::new(StatusCode::FORBIDDEN, "access_denied", "nobody could be signed in");
                error_page(asking, OAuthError { reason: Some(not_in.reason()), ..error })
            }
            Self::Stale(fault) => {
                let text = "this page was open for too long, or has been answered already";
                error_page(asking, OAuthError { reason: Some(fault.to_string()), ..OAuthError::invalid_request(text) })
            }
            Self::Told(to, fault, why) => {
                asking.noted.note(|outcome| outcome.reason = Some(format!("{fault}: {why}")));
                to_app(asking, &to, [("error", fault.code()), ("error_description", &why)])
            }
            Self::Failed(to, error) => {
                let fault = if error.status == StatusCode::SERVICE_UNAVAILABLE {
                    AuthorizationFault::TemporarilyUnavailable
                } else {
                    AuthorizationFault::ServerError
                };
                let why = error.reason.unwrap_or(error.description);
                asking.noted.note(|outcome| outcome.reason = Some(format!("{fault}: {why}")));
                let told = "the request could not be done; the log of the server says why";
                to_app(asking, &to, [("error", fault.code()), ("error_description", told)])
            }
        }
    }
}

/// Sends the browser to the app. Always with 303: what was posted here is not posted there (RFC 9700, 4.12).
pub(super) fn to_app<const N: usize>(asking: &Asking, to: &Return, said: [(&str, &str); N]) -> Response {
    let issuer = asking.realm.served().issuer.as_str();
    let state = to.state.as_deref().map(|state| ("state", state));
    let address = query::with(to.uri.as_str(), said.into_iter().chain(state).chain([("iss", issuer)]));
    see_other(&address)
}

/// Sends the browser to an address.
pub(in crate::http::endpoint) fn see_other(address: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // An address is visible ASCII: see `RedirectUri`.
    if let Ok(address) = HeaderValue::try_from(address) {
        headers.insert(header::LOCATION, address);
    }
    response
}
