//! Errors as OAuth writes them (RFC 6749, 5.2): a word for programs, and a sentence that helps its owner and nobody who guesses.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answer::json_with;
use super::limits::{TooMuch, What};
use super::writer::Unanswered;
use crate::authority::{Code, Error, StoreError, StoreFault};
use crate::core::budget::Over;
use crate::core::exchange::ExchangeFault;

/// What is said of a refresh token that gets nothing. Which it was is said to the log.
pub(super) const BAD_REFRESH_TOKEN: &str = "the refresh token is not valid, was used, or was not issued to this client";

/// With which word a request was refused, for those who count. It goes with the response, and is taken off there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refused(pub &'static str);

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
    /// In how many seconds it may go, where it may.
    pub retry_after: Option<u64>,
    /// What the log is told beside it.
    pub reason: Option<String>,
}

impl OAuthError {
    pub(super) fn new(status: StatusCode, code: &'static str, description: impl Into<String>) -> Self {
        Self { status, code, description: description.into(), challenge: false, retry_after: None, reason: None }
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

    /// A proof of possession that proves nothing, or none where one is needed (RFC 9449, 5).
    pub(super) fn invalid_dpop_proof(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_dpop_proof", description)
    }

    /// The proof does not say what it was asked to; the header `DPoP-Nonce` of the answer has that (RFC 9449, 8).
    pub(super) fn use_dpop_nonce() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "use_dpop_nonce", "the proof must have the nonce of the header DPoP-Nonce")
    }

    /// Whether it is about a proof of possession.
    pub(super) fn is_of_proof(&self) -> bool {
        matches!(self.code, "invalid_dpop_proof" | "use_dpop_nonce")
    }

    pub(super) fn unsupported_grant_type() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", "this grant type is not served here")
    }

    /// Nothing is there.
    pub(super) fn nowhere() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "nothing is here; the metadata of an issuer names its endpoints")
    }

    /// Something is there, and not asked for so.
    pub(super) fn not_so() -> Self {
        let why = "this is not asked for by that method; Allow names those by which it is";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", why)
    }

    /// What may go another time, this many seconds later.
    pub(super) fn unavailable(seconds: u64) -> Self {
        let why = "the request could not be done now; ask again later";
        let error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", why);
        Self { retry_after: Some(seconds), ..error }
    }

    /// Too much is waiting.
    pub(super) fn busy(reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::unavailable(BUSY) }
    }

    fn failed() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "the request could not be done; the log says why")
    }
}

impl From<Unanswered> for OAuthError {
    fn from(why: Unanswered) -> Self {
        match why {
            Unanswered::Busy => Self::busy("too many wait for the ledger"),
            Unanswered::Error(error) => error.into(),
        }
    }
}

impl From<&Over> for OAuthError {
    /// Whose tokens are shown too often is told nobody outside.
    fn from(over: &Over) -> Self {
        let why = "the token is shown more often than its app may call: ask again later";
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", why);
        let reason = format!("{} is over its call budget of {}", over.whose, over.rate);
        Self { retry_after: Some(over.wait.seconds()), reason: Some(reason), ..error }
    }
}

impl From<TooMuch> for OAuthError {
    fn from(much: TooMuch) -> Self {
        let why = "too many requests, or too many that failed to authenticate: ask again later";
        let reason = match much.of {
            What::FailuresOfAddress => "too many failures to authenticate from this address",
            What::FailuresOfClient => "too many failures to authenticate as this client",
            What::FailuresOfUser => "too many failures to log in as this user",
            What::WrongCodes => "too many codes of devices that are none",
            What::RequestsOfAddress => "too many requests from this address",
            What::RequestsOfClient => "too many requests of this client",
        };
        let seconds = much.wait.as_secs() + u64::from(much.wait.subsec_nanos() > 0);
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", why);
        Self { retry_after: Some(seconds.max(1)), reason: Some(reason.to_owned()), ..error }
    }
}

impl From<Error> for OAuthError {
    fn from(error: Error) -> Self {
        use crate::core::policy::PolicyError;
        let reason = Some(reason(&error));
        let told = match &error {
            Error::Policy(
                PolicyError::ScopeNotRegistered { .. }
                | PolicyError::ScopeGrows { .. }
                | PolicyError::ScopeNotOfUser { .. },
            ) => Self::invalid_scope("a scope is asked for that the client cannot have"),
            Error::Policy(
                PolicyError::AudienceNotRegistered { .. }
                | PolicyError::AudienceGrows { .. }
                | PolicyError::NoAudience { .. },
            ) => Self::invalid_target("the resource is none that the client may have tokens for"),
            Error::Exchange(fault) => Self::of_exchange(fault),
            // Removed since it was authenticated.
            Error::UnknownApp(_) => Self::invalid_client(false),
            _ if error.is_disk_full() => Self::unavailable(FULL),
            Error::Store(StoreError { fault: StoreFault::Descriptors, .. }) => Self::unavailable(BUSY),
            _ => Self::of_code(error.code()),
        };
        Self { reason, ..told }
    }
}

/// What the log is told. What was asked for in vain is not repeated there: it may be a secret in the wrong place.
fn reason(error: &Error) -> String {
    use crate::core::policy::PolicyError;
    match error {
        Error::Policy(PolicyError::ScopeNotRegistered { app, registered, .. }) => {
            format!("app {app} asked for a scope that it is not registered for; registered: {registered}")
        }
        Error::Policy(PolicyError::ScopeNotOfUser { most, .. }) => {
            format!("a scope was asked for that the user may not give; they may give: {most}")
        }
        Error::Policy(PolicyError::ScopeGrows { covered, .. }) => {
            format!("a scope was asked for that the refresh token does not cover; it covers: {covered}")
        }
        Error::Policy(PolicyError::AudienceNotRegistered { app, registered, .. }) => {
            let registered: Vec<_> = registered.iter().map(ToString::to_string).collect();
            format!(
                "app {app} asked for an audience that it is not registered for; registered: {}",
                registered.join(" ")
            )
        }
        Error::Policy(PolicyError::AudienceGrows { covered, .. }) => {
            let covered: Vec<_> = covered.iter().map(ToString::to_string).collect();
            format!("an audience was asked for that the refresh token is not for; it is for: {}", covered.join(" "))
        }
        Error::Exchange(ExchangeFault::NoTarget { app, .. }) => format!("app {app} asked for a target that it has not"),
        Error::Exchange(ExchangeFault::ScopeGrows { covered, .. }) => {
            format!("a scope was asked for that the subject_token does not cover; it covers: {covered}")
        }
        other => other.to_string(),
    }
}

/// When to ask again where others work on the ledger, in seconds.
const BUSY: u64 = 1;
/// The same where somebody must make room first.
const FULL: u64 = 30;

impl OAuthError {
    /// What an exchange that is refused comes to (RFC 8693, 2.2.2).
    fn of_exchange(fault: &ExchangeFault) -> Self {
        match fault {
            ExchangeFault::NoTargets(_) | ExchangeFault::Public(_) => {
                Self::unauthorized_client("the client may not exchange tokens")
            }
            ExchangeFault::NoTarget { .. } => {
                Self::invalid_target("the target is none that the client may have tokens for")
            }
            ExchangeFault::WhichTarget(_) => {
                Self::invalid_request("the client has several targets: name one with audience or resource")
            }
            ExchangeFault::ScopeGrows { .. } => {
                Self::invalid_scope("a scope is asked for that the subject_token does not cover")
            }
            ExchangeFault::Unbound(side) => Self::invalid_request(format!(
                "the {side} is bound to a key, and so is what it is exchanged for: prove a key (DPoP)"
            )),
            ExchangeFault::NotProven(side) => {
                Self::invalid_request(format!("the {side} is bound to a key, and the proof is not of that key"))
            }
            ExchangeFault::NotGood(side, _) | ExchangeFault::Unknown(side) | ExchangeFault::NotForApp { side, .. } => {
                Self::invalid_request(format!("the {side} is not valid, or not for this client to exchange"))
            }
            ExchangeFault::OfAnApp | ExchangeFault::MayNotAct | ExchangeFault::TooManyActors => {
                Self::invalid_request("the subject_token is not for this client to exchange")
            }
        }
    }

    /// What each code of the authority comes to, for whoever asks from outside. What is no fault of the request is told by its
    /// status alone.
    fn of_code(code: Code) -> Self {
        match code {
            Code::Usage => Self::invalid_request("the parameters do not go together"),
            Code::WrongState => Self::unauthorized_client("the client is not in use"),
            Code::Refused => Self::unauthorized_client("the client may not have such a token"),
            Code::ConsentRequired => Self::invalid_grant("the user did not consent to this"),
            Code::AlreadyUsed | Code::Replay | Code::Verdict(_) => Self::invalid_grant(BAD_REFRESH_TOKEN),
            Code::Locked => Self::unavailable(BUSY),
            Code::FetchFailed => Self::unavailable(FULL),
            Code::NotFound
            | Code::Failure
            | Code::UnknownOutcome
            | Code::Passphrase
            | Code::Permission
            | Code::UntrustedHome
            | Code::Damaged
            | Code::Foreign
            | Code::Newer
            | Code::Older
            | Code::OlderLedger
            | Code::ClockAhead
            | Code::Config
            | Code::NameTaken
            | Code::LastSecret
            | Code::NoActiveKey
            | Code::LastKey
            | Code::KidTaken
            | Code::NoPrivateHalf
            | Code::NotSafe
            | Code::BadKey
            | Code::TooManyRevocations
            | Code::CannotForge
            | Code::ForgedBefore
            | Code::ControlRefused
            | Code::BadRevocations
            | Code::BadProof
            | Code::BadCaFile
            | Code::BadKeySet
            | Code::BadMetadata
            | Code::AddressInUse => Self::failed(),
        }
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = json!({"error": self.code, "error_description": &self.description});
        let mut response = json_with(self.status, &body);
        if self.challenge {
            // Some clients read nothing but the challenge where there is one. None but who is not known is challenged.
            let challenge = "Basic realm=\"mintage\", charset=\"UTF-8\", error=\"invalid_client\"";
            let challenge = HeaderValue::from_static(challenge);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        let why = self.reason.unwrap_or_else(|| format!("{}: {}", self.code, self.description));
        response.extensions_mut().insert(Refused(self.code));
        response.extensions_mut().insert(Reason(why));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::CODES;
    use crate::core::verify::REASONS;

    #[test]
    fn every_code_comes_to_an_error_that_says_nothing_of_the_inside() {
        let verdicts = REASONS.iter().map(|row| Code::Verdict(row.reason));
        for code in CODES.iter().map(|(code, _)| *code).chain(verdicts) {
            let error = OAuthError::of_code(code);
            let is_ours = error.status.is_server_error();
            let words = ["server_error", "temporarily_unavailable"];
            assert_eq!(words.contains(&error.code), is_ours, "{code:?}: {error:?}");
            assert_eq!(
                error.retry_after.is_some(),
                error.status == StatusCode::SERVICE_UNAVAILABLE,
                "{code:?}: {error:?}"
            );
            for inside in ["ledger", "disk", "lock", "key", "file", "store", code.word()] {
                let told = !is_ours || !error.description.contains(inside);
                assert!(told, "{code:?}: {error:?}");
            }
        }
    }

    #[test]
    fn what_passes_may_be_asked_again_and_damage_may_not() {
        let of = |code| {
            let error = OAuthError::of_code(code);
            (error.status.as_u16(), error.retry_after)
        };
        assert_eq!(of(Code::Locked), (503, Some(BUSY)));
        assert_eq!((of(Code::Damaged), of(Code::Permission), of(Code::Newer)), ((500, None), (500, None), (500, None)));
        assert_eq!((of(Code::Replay), of(Code::AlreadyUsed)), ((400, None), (400, None)));
    }

    #[test]
    fn what_is_a_moment_early_is_told_to_wait_a_whole_second() {
        let wait = std::time::Duration::from_millis(1);
        let error = OAuthError::from(TooMuch { of: What::FailuresOfAddress, wait });
        assert_eq!((error.status.as_u16(), error.retry_after), (429, Some(1)));
    }
}
