//! The bodies of requests, read with a cap and not for ever.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, StatusCode, header};

use super::form::Form;
use super::oauth_error::OAuthError;
use crate::core::json::{Object, parse_object};

/// The longest body that is read, in bytes.
const MOST: usize = 64 * 1024;
/// How long a body may take to arrive.
const LONGEST: Duration = Duration::from_secs(10);

/// The form in a body. Nothing but a form is taken: what a page in a browser sends without asking is another type.
pub(super) async fn form(headers: &HeaderMap, body: Body) -> Result<Form, OAuthError> {
    let bytes = raw_form(headers, body).await?;
    Form::parse(&bytes).map_err(|fault| OAuthError::invalid_request(format!("the body is not acceptable: {fault}")))
}

/// The same as it was sent, for those who read it themselves.
pub(super) async fn raw_form(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, OAuthError> {
    whole(headers, body, is_form, "the body must be application/x-www-form-urlencoded, in UTF-8").await
}

/// The text of a body that is JSON, which is no more sent by a page without asking than another type.
pub(super) async fn json(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, OAuthError> {
    whole(headers, body, is_json, "the body must be application/json, in UTF-8").await
}

/// The JSON object in a body; an empty one where there is no body.
pub(super) async fn json_object(headers: &HeaderMap, body: Body) -> Result<Object, OAuthError> {
    if body.size_hint().exact() == Some(0) {
        return Ok(Object::new());
    }
    let bytes = json(headers, body).await?;
    parse_object(&bytes).map_err(|fault| OAuthError::invalid_request(format!("the body is not acceptable: {fault}")))
}

/// A body of this type.
async fn whole(
    headers: &HeaderMap,
    body: Body,
    is_so: impl Fn(&str) -> bool,
    why: &str,
) -> Result<Vec<u8>, OAuthError> {
    if !sole_type(headers).is_some_and(is_so) {
        return Err(wrong_type(why));
    }
    bytes(headers, body).await
}

/// The type of a body, where one is given.
fn sole_type(headers: &HeaderMap) -> Option<&str> {
    let mut kinds = headers.get_all(header::CONTENT_TYPE).iter();
    let (kind, second) = (kinds.next(), kinds.next());
    kind.filter(|_| second.is_none())?.to_str().ok()
}

fn refused(status: StatusCode, why: &str) -> OAuthError {
    OAuthError::new(status, "invalid_request", why)
}

fn wrong_type(why: &str) -> OAuthError {
    refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, why)
}

/// A body, whole.
async fn bytes(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, OAuthError> {
    // What is packed would have to be unpacked first, to whatever length.
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(wrong_type("the body must be sent without a Content-Encoding"));
    }
    let too_long = || refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is over 64 KiB");
    // Whoever says so beforehand need not send it.
    if body.size_hint().lower() > MOST as u64 {
        return Err(too_long());
    }
    match tokio::time::timeout(LONGEST, read(body)).await {
        Err(_) => Err(refused(StatusCode::REQUEST_TIMEOUT, "the body did not arrive within 10 seconds")),
        Ok(None) => Err(refused(StatusCode::BAD_REQUEST, "the body ended early, or is not well-formed")),
        Ok(Some(bytes)) if bytes.len() > MOST => Err(too_long()),
        Ok(Some(bytes)) => Ok(bytes),
    }
}

/// Whether a request says that its body is a form.
pub(super) fn has_form(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(is_form)
}

/// Whether a body of this type is JSON, which is always in UTF-8 (RFC 8259, 8.1).
pub(super) fn is_json(kind: &str) -> bool {
    is_of(kind, "application/json")
}

/// Whether a body of this type is a form, in the only charset that OAuth has (RFC 6749, appendix B).
pub(super) fn is_form(kind: &str) -> bool {
    is_of(kind, "application/x-www-form-urlencoded")
}

fn is_of(kind: &str, wanted: &str) -> bool {
    let mut parts = kind.split(';');
    let name = parts.next().unwrap_or_default().trim();
    name.eq_ignore_ascii_case(wanted)
        && parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

/// A body, or of one that is too long its beginning. Nothing where it breaks off.
async fn read(mut body: Body) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Ok(data) = frame.ok()?.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > MOST {
            break;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_form_is_a_form() {
        for good in [
            "application/x-www-form-urlencoded",
            "Application/X-WWW-Form-URLencoded; charset=UTF-8",
            "application/x-www-form-urlencoded;charset=\"utf-8\"",
        ] {
            assert!(is_form(good), "{good}");
        }
        for bad in [
            "",
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=utf-16",
            "application/x-www-form-urlencodedx",
        ] {
            assert!(!is_form(bad), "{bad}");
        }
    }
}
