//! A page as an answer, and what a browser lets it do.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::Markup;

use super::leads::Leads;

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What holds for every page.
///
/// - Nothing is loaded but the one stylesheet and the icon, no script runs, no page of anybody is around it (`X-Frame-Options`
///   for those that know no `frame-ancestors`).
/// - `Referrer-Policy: no-referrer`: no app and no proxy learns the address of a page, in which a whole request may stand.
///
/// With that a browser sends `Origin: null` along with what a page posts (Fetch, 3.2), so that whoever takes a post cannot ask
/// for its own origin there. What can be asked: `Sec-Fetch-Site`, where it is sent, is `same-origin` (browsers send it to https
/// and to this machine, not to plain http elsewhere); `Origin`, where it is sent, is `null` or its own. These two tell a stranger
/// before anything is looked up. What protects is the cookie, which `SameSite=Lax` keeps back from posts of other sites, and the
/// form token that was made under it.
const OF_ALL: [(HeaderName, &str); 6] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (RESOURCE, "same-origin"),
];

/// A page that stands for itself. A window that opened it has no hold of it.
pub(in crate::http) fn answer(status: StatusCode, leads: Leads<'_>, page: Markup) -> Response {
    with(status, leads, page, "same-origin")
}

/// A page on the way back to an app, which may have opened it in a window of its own and waits to be told from there: cut off from
/// the one who opened it, that window could not tell.
pub(in crate::http) fn answer_to_pop_up(status: StatusCode, leads: Leads<'_>, page: Markup) -> Response {
    with(status, leads, page, "unsafe-none")
}

/// A page that brings its own style along, and the policy that lets that in.
pub(in crate::http) fn answer_with_policy(page: Bytes, policy: &str) -> Response {
    let mut response = Response::new(Body::from(page));
    let headers = response.headers_mut();
    for (name, value) in OF_ALL {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    let strictest = HeaderValue::from_static("default-src 'none'");
    let policy = HeaderValue::try_from(format!("{policy}; frame-ancestors 'none'"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.unwrap_or(strictest));
    response
}

fn with(status: StatusCode, leads: Leads<'_>, page: Markup, opener: &'static str) -> Response {
    let mut response = Response::new(Body::from(page.into_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in OF_ALL {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(OPENER, HeaderValue::from_static(opener));
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action {}; frame-ancestors 'none'",
        leads.sources()
    );
    // It is visible ASCII, whatever the address of an app is.
    let strictest = HeaderValue::from_static("default-src 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).unwrap_or(strictest));
    response
}
