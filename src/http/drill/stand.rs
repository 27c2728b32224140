//! Where a service under a drill fetches: metadata and keys, and how often it did.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use crate::core::{Algorithm, Issuer};
use crate::http::Bound;
use crate::http::accept::{Shared, accept};
use crate::http::endpoint::{jwks, metadata};
use crate::http::places::Places;
use crate::http::server::listener;
use crate::http::tls::Tls;

/// How many connections may be open. A service that hammers is to be counted, and not to be kept out.
const CONNECTIONS: usize = 256;

/// What is answered to who asks for the keys.
#[derive(Debug, Clone)]
pub(super) enum Shown {
    /// A set.
    Set(Value),
    /// That there is none now.
    Unavailable,
    /// A page that is no set.
    Garbage,
}

struct Board {
    shown: Mutex<Shown>,
    fetches: AtomicU32,
    last: Mutex<Option<Instant>>,
    metadata: Value,
    max_age: HeaderValue,
}

/// A server of a set of keys, until this is dropped.
pub struct Stand {
    board: Arc<Board>,
    max_age: Duration,
    /// Ends what listens when it is dropped.
    _end: watch::Sender<bool>,
    runtime: Option<Runtime>,
}

impl Stand {
    /// Serves there. Paths are taken by their ends, so that whatever path the service was told is right.
    pub fn begin(
        bound: Vec<Bound>,
        tls: Option<&Arc<Tls>>,
        issuer: &Issuer,
        jwks_uri: &str,
        algorithm: Algorithm,
        max_age: Duration,
    ) -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let directive = format!("public, max-age={}", max_age.as_secs());
        let board = Arc::new(Board {
            shown: Mutex::new(Shown::Unavailable),
            fetches: AtomicU32::new(0),
            last: Mutex::default(),
            metadata: json!({
                "issuer": issuer,
                "jwks_uri": jwks_uri,
                "authorization_endpoint": format!("{}/authorize", issuer.as_str().trim_end_matches('/')),
                "token_endpoint": format!("{}/token", issuer.as_str().trim_end_matches('/')),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [algorithm],
            }),
            max_age: HeaderValue::try_from(directive).map_err(std::io::Error::other)?,
        });
        let (end, ending) = watch::channel(false);
        let places = Places::new(CONNECTIONS);
        let router = Router::new().fallback(answer).with_state(Arc::clone(&board));
        let shared = Shared { router, places: Arc::clone(&places), ending };
        runtime.block_on(async {
            for one in bound {
                let (listener, _) = listener(one)?;
                tokio::spawn(accept(listener, tls.cloned(), shared.clone()));
            }
            tokio::spawn(async move { places.watch().await });
            Ok::<_, std::io::Error>(())
        })?;
        Ok(Self { board, max_age, _end: end, runtime: Some(runtime) })
    }

    /// From now on, this is answered.
    pub(super) fn show(&self, shown: Shown) {
        *held(&self.board.shown) = shown;
    }

    /// How often the keys were fetched.
    pub(super) fn fetches(&self) -> u32 {
        self.board.fetches.load(Ordering::Relaxed)
    }

    /// When they were fetched last.
    pub(super) fn last_fetch(&self) -> Option<Instant> {
        *held(&self.board.last)
    }

    /// For how long a set is said to be good.
    pub(super) fn max_age(&self) -> Duration {
        self.max_age
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(board): State<Arc<Board>>, method: Method, uri: Uri) -> Response {
    let (path, is_get) = (uri.path(), method == Method::GET);
    if is_get && path.ends_with(jwks::PATH) {
        board.fetches.fetch_add(1, Ordering::Relaxed);
        *held(&board.last) = Some(Instant::now());
        return match &*held(&board.shown) {
            Shown::Set(set) => good(set, "application/jwk-set+json", &board),
            Shown::Unavailable => bare(StatusCode::SERVICE_UNAVAILABLE),
            Shown::Garbage => {
                let mut page = Response::new(Body::from("<!doctype html><title>Maintenance</title>"));
                page.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
                page
            }
        };
    }
    if is_get && [metadata::OPENID, metadata::OAUTH].iter().any(|known| path.contains(known)) {
        return match &*held(&board.shown) {
            Shown::Unavailable => bare(StatusCode::SERVICE_UNAVAILABLE),
            Shown::Set(_) | Shown::Garbage => good(&board.metadata, "application/json", &board),
        };
    }
    bare(StatusCode::NOT_FOUND)
}

fn good(document: &Value, kind: &'static str, board: &Board) -> Response {
    let mut response = Response::new(Body::from(document.to_string()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, board.max_age.clone());
    response
}

fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
