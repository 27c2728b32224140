//! What pages of other origins may do (the CORS protocol of the Fetch standard). No answer ever depends on a cookie, so none
//! allows credentials: who asks is shown in the request itself.
//!
//! `tower-http` has a layer for that. It takes every OPTIONS for a preflight, and what is allowed depends here on the
//! endpoint: the table in [`rules`](super::rules).

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::oauth_error::OAuthError;
use super::origin::Origins;
use super::rules::{Rule, Sharing};

/// How long a browser keeps what a preflight said, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");
/// What a page may send to an endpoint of apps.
const SENT: HeaderValue = HeaderValue::from_static("authorization, content-type, dpop");
/// What a page may see of an answer, beside what it sees anyway.
const SEEN: HeaderValue = HeaderValue::from_static("dpop-nonce, www-authenticate, retry-after, x-request-id");
/// The same of what everyone may read.
const SEEN_BY_EVERYONE: HeaderValue = HeaderValue::from_static("etag, retry-after, x-request-id");

/// What a page may do with the answer to its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Share {
    /// Whoever asks may read it.
    Everyone,
    /// The pages of this origin may; of others, and without one, nobody.
    With(Option<HeaderValue>),
    /// Nobody may, and nothing is said of it.
    Nobody,
}

impl Share {
    /// What holds for a request to an endpoint.
    pub(super) fn of(rule: Option<&Rule>, origins: &Origins, headers: &HeaderMap) -> Self {
        match rule.map(|rule| rule.sharing) {
            Some(Sharing::Everyone) => Self::Everyone,
            Some(Sharing::Named) => {
                let mut said = headers.get_all(ORIGIN).iter();
                let (first, second) = (said.next(), said.next());
                let allowed = |origin: &&HeaderValue| origin.to_str().is_ok_and(|origin| origins.allow(origin));
                Self::With(first.filter(|_| second.is_none()).filter(allowed).cloned())
            }
            Some(Sharing::Nobody) | None => Self::Nobody,
        }
    }

    /// Writes into an answer who may read it.
    pub(super) fn mark(self, headers: &mut HeaderMap) {
        let (origin, seen) = match self {
            Self::Everyone => (HeaderValue::from_static("*"), SEEN_BY_EVERYONE),
            Self::With(origin) => {
                // Caches must not give to one origin what was answered to another.
                headers.append(VARY, HeaderValue::from_static("origin"));
                let Some(origin) = origin else { return };
                (origin, SEEN)
            }
            Self::Nobody => return,
        };
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, seen);
    }
}

/// The answer to a browser that asks whether a page may ask, if it is that. It is given before anything else is looked at.
pub(super) fn preflight(rule: Option<&Rule>, share: &Share, method: &Method, headers: &HeaderMap) -> Option<Response> {
    let is_preflight = *method == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let rule = rule.filter(|_| is_preflight)?;
    let sent = match share {
        Share::Everyone => HeaderValue::from_static("*"),
        Share::With(Some(_)) => SENT,
        Share::With(None) | Share::Nobody => {
            let why = "pages of this origin may not ask here: `mintage serve --cors ORIGIN` names those that may";
            let refused = OAuthError::new(StatusCode::FORBIDDEN, "origin_not_allowed", why);
            return Some(refused.into_response());
        }
    };
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(rule.methods));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, sent);
    headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::rules::RULES;

    fn headers(origin: &str) -> HeaderMap {
        let method = (ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("POST"));
        HeaderMap::from_iter([(ORIGIN, HeaderValue::from_str(origin).unwrap()), method])
    }

    #[test]
    fn each_endpoint_is_shared_with_those_of_the_table() {
        let named = Origins { named: vec!["https://app.example".parse().unwrap()], any: false };
        let any = Origins { named: Vec::new(), any: true };
        for rule in &RULES {
            let share = |origins, origin| Share::of(Some(rule), origins, &headers(origin));
            for (origins, origin, is_named) in [
                (&named, "https://app.example", true),
                (&named, "https://evil.example", false),
                (&named, "null", false),
                (&any, "https://evil.example", true),
                (&any, "null", false),
            ] {
                let is = share(origins, origin);
                let expected = match rule.sharing {
                    Sharing::Everyone => Share::Everyone,
                    Sharing::Named => Share::With(is_named.then(|| HeaderValue::from_str(origin).unwrap())),
                    Sharing::Nobody => Share::Nobody,
                };
                assert_eq!(is, expected, "{rule:?} {origin}");
                let answer = preflight(Some(rule), &is, &Method::OPTIONS, &headers(origin)).unwrap();
                let allowed = rule.sharing == Sharing::Everyone || (rule.sharing == Sharing::Named && is_named);
                assert_eq!(answer.status() == StatusCode::NO_CONTENT, allowed, "{rule:?} {origin}");
                let mut marked = answer.headers().clone();
                is.mark(&mut marked);
                assert_eq!(marked.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), allowed, "{rule:?} {origin}");
                assert_eq!(marked.contains_key(VARY), rule.sharing == Sharing::Named, "{rule:?} {origin}");
                assert!(!marked.contains_key("access-control-allow-credentials"));
            }
        }
    }

    #[test]
    fn no_method_is_allowed_where_nobody_is() {
        assert_eq!(Share::of(None, &Origins { named: Vec::new(), any: true }, &headers("https://a")), Share::Nobody);
        assert!(preflight(Some(&RULES[0]), &Share::Everyone, &Method::POST, &headers("https://a")).is_none());
        assert!(preflight(Some(&RULES[0]), &Share::Everyone, &Method::OPTIONS, &HeaderMap::new()).is_none());
    }
}
