//! An error, as somebody is told it who looks at a page.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::asking::Asking;
use super::oauth_error::OAuthError;
use super::page::{ErrorPage, Frame, Leads, answer as page};

/// A page that says what happened and what to do about it. The log and those who count are told what they are told of any error.
pub(super) fn error_page(asking: &Asking, error: OAuthError) -> Response {
    let status = error.status;
    let what = sentence(&error.description);
    let next = next(status, error.retry_after);
    let id = asking.id.as_ref().map(|id| &*id.0);
    let told = ErrorPage { title: title(status), what: &what, next: &next, request_id: id };
    let shown = page(status, Leads::Here, told.page(&Frame::of(&asking.realm)));
    let (parts, _) = error.into_response().into_parts();
    let (shown, body): (_, Body) = shown.into_parts();
    let mut response = Response::from_parts(parts, body);
    response.headers_mut().extend(shown.headers);
    response
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is nothing here",
        StatusCode::METHOD_NOT_ALLOWED => "This is not asked for so",
        StatusCode::MISDIRECTED_REQUEST => "This server has another name",
        StatusCode::REQUEST_TIMEOUT => "That took too long",
        StatusCode::TOO_MANY_REQUESTS => "That was too often",
        StatusCode::SERVICE_UNAVAILABLE => "Not now",
        status if status.is_server_error() => "Something went wrong here",
        _ => "This request cannot be answered",
    }
}

fn next(status: StatusCode, retry_after: Option<u64>) -> String {
    match (status, retry_after) {
        (_, Some(0 | 1)) => "Try again in a moment.".to_owned(),
        (_, Some(seconds)) => format!("Try again in {seconds} seconds."),
        (status, None) if status.is_server_error() => {
            "It is not your fault. Try again later, or tell whoever runs this server.".to_owned()
        }
        _ => "Go back to the app that you came from, and begin there once more. If that does not help, tell whoever made the app."
            .to_owned(),
    }
}

/// What is said of an error, as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}
