//! Answers that are the same for whoever asks, kept until the ledger is another.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::authority::Stamp;

/// How long something is kept without a look into the ledger, whatever shows from outside: on a file system that is shared,
/// that may lag behind, and time decides too.
const LONGEST: Duration = Duration::from_secs(1);

/// Something that was made from the ledger.
pub(super) struct Kept<T>(RwLock<Option<Held<T>>>);

struct Held<T> {
    stamp: Stamp,
    since: Instant,
    value: Arc<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<T> Kept<T> {
    /// It, where the ledger is the same still.
    pub(super) fn get(&self, stamp: Option<Stamp>) -> Option<Arc<T>> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let held = held.as_ref().filter(|held| Some(held.stamp) == stamp && held.since.elapsed() < LONGEST)?;
        Some(Arc::clone(&held.value))
    }

    /// Lets go of it.
    pub(super) fn forget(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Keeps something that was made from a ledger which looked so before it was read.
    pub(super) fn keep(&self, stamp: Option<Stamp>, value: &Arc<T>) {
        let held = stamp.map(|stamp| Held { stamp, since: Instant::now(), value: Arc::clone(value) });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = held;
    }
}

/// An answer that whoever has it already need not be sent again (RFC 9110, 13.1.2).
#[derive(Debug, Clone)]
pub(super) struct Document {
    body: Bytes,
    kind: HeaderValue,
    caching: HeaderValue,
    tag: HeaderValue,
}

impl Document {
    /// An answer of this type, which everybody may keep for so many seconds.
    pub(super) fn new(body: Vec<u8>, kind: &'static str, seconds: i64) -> Self {
        let digest = Sha256::digest(&body);
        // Both are of visible ASCII.
        let text = |text: String| HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("no-store"));
        Self {
            tag: text(format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..16]))),
            caching: text(format!("public, max-age={seconds}")),
            kind: HeaderValue::from_static(kind),
            body: body.into(),
        }
    }

    /// It, or that it is still what these headers say that the client has.
    pub(super) fn to(&self, asked: &HeaderMap) -> Response {
        let mut response = if self.is_had(asked) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = Response::new(Body::from(self.body.clone()));
            response.headers_mut().insert(header::CONTENT_TYPE, self.kind.clone());
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, self.caching.clone());
        headers.insert(header::ETAG, self.tag.clone());
        response
    }

    /// Weakly compared, as a cache does (RFC 9110, 8.8.3.2).
    fn is_had(&self, asked: &HeaderMap) -> bool {
        let tags = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        tags.flat_map(|list| list.split(','))
            .map(str::trim)
            .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one).as_bytes() == self.tag.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(size: u64) -> Stamp {
        Stamp { file: [1, 1, size], changed: Duration::from_secs(1) }
    }

    #[test]
    fn what_was_made_from_another_ledger_is_not_given() {
        let kept = Kept::default();
        assert_eq!(kept.get(Some(stamp(1))), None);
        kept.keep(Some(stamp(1)), &Arc::new(7));
        assert_eq!(kept.get(Some(stamp(1))).as_deref(), Some(&7));
        assert_eq!((kept.get(Some(stamp(2))), kept.get(None)), (None, None));
        kept.keep(None, &Arc::new(8));
        assert_eq!((kept.get(Some(stamp(1))), kept.get(None)), (None, None));
    }

    #[test]
    fn an_answer_is_not_sent_to_whoever_has_it() {
        let document = Document::new(b"{}".to_vec(), "application/json", 60);
        let tag = document.to(&HeaderMap::new()).headers()[header::ETAG].to_str().unwrap().to_owned();
        let other = "\"other\"".to_owned();
        for (value, status) in [
            (tag.clone(), 304),
            (format!("W/{tag}"), 304),
            (format!("{other}, {tag}"), 304),
            ("*".to_owned(), 304),
            (other, 200),
            (tag.trim_matches('"').to_owned(), 200),
            (String::new(), 200),
        ] {
            let asked = [(header::IF_NONE_MATCH, value.parse().unwrap())].into_iter().collect();
            let response = document.to(&asked);
            assert_eq!(
                (response.status().as_u16(), response.headers()[header::ETAG].to_str().unwrap()),
                (status, &*tag)
            );
        }
    }
}
