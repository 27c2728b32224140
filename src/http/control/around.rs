//! Around every request of an issuer that serves a developer: which home it is for, what a test has decided of its answer, and what is
//! kept of it for that test.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request, State as Extract};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use serde_json::{Map, Value, json};

use super::driven::{Control, PATH, THROW_AWAY};
use super::guard::gone;
use crate::core::Timestamp;
use crate::core::json::parse_object;
use crate::http::body::{is_form, is_json};
use crate::http::dev::{Answer, Dev, Forced, Seen, digest};
use crate::http::endpoint::{authorize, health, report};
use crate::http::form::readable_pairs;
use crate::http::log::opens;
use crate::http::noted::Noted;
use crate::http::oauth_error::Reason;
use crate::http::realm::Realm;
use crate::http::recorded::Recorded;
use crate::http::rules::of_issuer;

/// The longest value that is kept, in letters.
const LONGEST: usize = 2_048;
/// The longest body that is looked at, in bytes: none that is read is longer.
const MOST: usize = 64 * 1024;

/// Whom a path is of.
#[derive(Debug, PartialEq, Eq)]
enum Place<'p> {
    /// The home that is served, or nobody.
    Main,
    /// A throw-away home.
    Home(&'p str),
    /// The server itself.
    Server,
}

impl<'p> Place<'p> {
    /// By the path of a request, where the home that is served is at this path.
    fn of(path: &'p str, main: &str) -> Self {
        let below = |path: &'p str, prefix: &str| {
            path.strip_prefix(prefix).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if path == health::ALIVE || path == health::READY {
            return Self::Server;
        }
        // What is well known of an issuer with a path stands before it (RFC 8414, 3.1).
        let before = of_issuer().filter(|rule| rule.starts_with("/.well-known/"));
        let path = before.filter_map(|rule| below(path, rule)).find(|rest| !rest.is_empty()).unwrap_or(path);
        if !main.is_empty() && below(path, main).is_some() {
            return Self::Main;
        }
        match path.strip_prefix("/t/").and_then(|rest| rest.split('/').next()).filter(|id| !id.is_empty()) {
            Some(id) => Self::Home(id),
            None => Self::Main,
        }
    }
}

/// Answers a request as its home does, or as a test decided.
pub(in crate::http) async fn around(Extract(control): Extract<Control>, mut request: Request, next: Next) -> Response {
    let main = control.main.realm();
    let path = request.uri().path();
    let (realm, prefix) = match Place::of(path, main.path()) {
        Place::Server => return next.run(request).await,
        Place::Main => (Arc::clone(&main), main.path()),
        Place::Home(id) => match control.homes.find(id) {
            Some(realm) => (realm, THROW_AWAY),
            None => return gone().into_response(),
        },
    };
    let rest = path.strip_prefix(realm.path()).unwrap_or(path);
    // What people look at is that of their home.
    let is_page = rest == report::PATH;
    if !is_page && (rest == PATH || rest.strip_prefix(PATH).is_some_and(|rest| rest.starts_with('/'))) {
        return next.run(request).await;
    }
    let Some(dev) = realm.served().dev.clone() else { return next.run(request).await };
    let endpoint = request.extensions().get::<MatchedPath>().and_then(|matched| endpoint(matched.as_str(), prefix));
    let mut recording = Recording::of(&dev, &realm, endpoint, &request);
    let noted = request.extensions().get::<Noted>().cloned();
    request.extensions_mut().insert(realm);
    // An error of the authorization endpoint is told to the app, once it is known where that is.
    let is_redirected = endpoint == Some(authorize::PATH);
    let forced = dev.forced().next(|forced| forced.is_for(endpoint) && !(is_redirected && forced.is_error()));
    if let Some(wait) = forced.as_ref().and_then(|forced| forced.delay) {
        tokio::time::sleep(wait).await;
    }
    let mut response = match forced {
        Some(Forced { answer: Some(answer), .. }) => forced_answer(answer, endpoint),
        _ => {
            let body = Arc::clone(&recording.body);
            next.run(request.map(|inner| Body::new(Heard { inner, into: body }))).await
        }
    };
    if let Some(noted) = noted {
        recording.note(&noted);
    }
    response.extensions_mut().insert(Recorded::new(move |told| recording.finish(told)));
    response
}

/// The path of the rule that a path of the router is for: below the path of the issuer, or before it.
fn endpoint(matched: &str, prefix: &str) -> Option<&'static str> {
    let of = |rule: &str| matched.strip_prefix(prefix) == Some(rule) || matched.strip_suffix(prefix) == Some(rule);
    of_issuer().find(|rule| of(rule))
}

/// The answer that was decided.
fn forced_answer(answer: Answer, endpoint: Option<&str>) -> Response {
    let why = "a test decided this answer";
    let number = |status: u16| StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match answer {
        Answer::Error { code, description, status, retry_after } => {
            let is_of_bearer = endpoint == Some("/userinfo") || code == "invalid_token" || code == "insufficient_scope";
            let usual = usual_status(&code, is_of_bearer);
            let body = json!({"error": &code, "error_description": description.as_deref().unwrap_or(why)});
            let mut response = crate::http::answer::json_with(status.map_or(usual, number), &body);
            let headers = response.headers_mut();
            let challenge = match code.as_str() {
                _ if is_of_bearer => Some(format!("Bearer error=\"{code}\"")),
                "invalid_client" => {
                    Some("Basic realm=\"mintage\", charset=\"UTF-8\", error=\"invalid_client\"".to_owned())
                }
                _ => None,
            };
            if let Some(challenge) = challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok()) {
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            let is_passing = usual == StatusCode::SERVICE_UNAVAILABLE || usual == StatusCode::TOO_MANY_REQUESTS;
            if let Some(seconds) = retry_after.or(is_passing.then_some(1)) {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response.extensions_mut().insert(Reason(format!("{why}: {code}")));
            response
        }
        Answer::Status { status, retry_after } => {
            let mut response = crate::http::answer::nothing();
            *response.status_mut() = number(status);
            let is_passing = status == 503 || status == 429;
            if let Some(seconds) = retry_after.or(is_passing.then_some(1)) {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response.extensions_mut().insert(Reason(why.to_owned()));
            response
        }
    }
}

/// With which status an error is answered (RFC 6749, 5.2; RFC 6750, 3.1).
fn usual_status(code: &str, is_of_bearer: bool) -> StatusCode {
    match code {
        "invalid_client" | "invalid_token" => StatusCode::UNAUTHORIZED,
        "insufficient_scope" => StatusCode::FORBIDDEN,
        "server_error" => StatusCode::INTERNAL_SERVER_ERROR,
        "temporarily_unavailable" => StatusCode::SERVICE_UNAVAILABLE,
        "too_many_requests" => StatusCode::TOO_MANY_REQUESTS,
        "access_denied" if is_of_bearer => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// What is kept of a request once it is answered. Whoever hangs up before that is kept too: what was asked was asked.
struct Recording {
    dev: Option<Arc<Dev>>,
    at: Timestamp,
    facts: Map<String, Value>,
    kind: Option<String>,
    body: Arc<Mutex<Vec<u8>>>,
}

impl Recording {
    fn of(dev: &Arc<Dev>, realm: &Realm, endpoint: Option<&str>, request: &Request) -> Self {
        let (uri, headers) = (request.uri(), request.headers());
        let path = uri.path().strip_prefix(realm.path()).filter(|rest| !rest.is_empty()).unwrap_or(uri.path());
        let mut facts = Map::new();
        facts.insert("method".to_owned(), json!(request.method().as_str()));
        facts.insert("path".to_owned(), json!(cut(path)));
        facts.insert("endpoint".to_owned(), json!(endpoint.map(|path| path.trim_start_matches('/'))));
        facts.insert("query".to_owned(), parameters(uri.query().unwrap_or_default().as_bytes()));
        facts.insert("headers".to_owned(), told_headers(headers));
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).map(str::to_owned);
        let at = Timestamp::from_epoch(dev.now());
        Self { dev: Some(Arc::clone(dev)), at, facts, kind, body: Arc::default() }
    }

    /// What handlers know of it.
    fn note(&mut self, noted: &Noted) {
        noted.note(|outcome| {
            self.facts.insert("client_id".to_owned(), json!(outcome.app));
            self.facts.insert("grant_type".to_owned(), json!(outcome.grant));
            self.facts.insert("jti".to_owned(), json!(outcome.jti));
        });
    }

    /// Keeps it, with what became of it.
    fn finish(mut self, told: Map<String, Value>) {
        self.keep(told);
    }

    fn keep(&mut self, told: Map<String, Value>) {
        let Some(dev) = self.dev.take() else { return };
        let body = std::mem::take(&mut *self.body.lock().unwrap_or_else(PoisonError::into_inner));
        let kind = self.kind.take().unwrap_or_default();
        if is_form(&kind) {
            self.facts.insert("form".to_owned(), parameters(&body));
        } else if is_json(&kind)
            && let Ok(object) = parse_object(&body)
        {
            self.facts.insert(
                "json".to_owned(),
                object
                    .into_iter()
                    .map(|(name, value)| {
                        let value = if is_secret(&name) { json!(digest(&value.to_string())) } else { value };
                        (name, value)
                    })
                    .collect::<Map<_, _>>()
                    .into(),
            );
        }
        self.facts.extend(told);
        dev.requests().keep(Seen { at: self.at, facts: std::mem::take(&mut self.facts) });
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let reason = "whoever asked hung up before it was answered";
        self.keep([("status".to_owned(), Value::Null), ("reason".to_owned(), json!(reason))].into_iter().collect());
    }
}

/// Parameters, as they are told: each by its name, in an array where it is there more than once.
fn parameters(text: &[u8]) -> Value {
    let mut all = Map::new();
    for (name, value) in readable_pairs(text) {
        let value = json!(told(&name, &value));
        match all.get_mut(&name) {
            None => drop(all.insert(cut(&name), value)),
            Some(Value::Array(several)) => several.push(value),
            Some(one) => *one = json!([one.take(), value]),
        }
    }
    all.into()
}

/// A value that opens something as its digest, and any other as it is.
fn told(name: &str, value: &str) -> String {
    if is_secret(name) || opens(value) { digest(value) } else { cut(value) }
}

/// Whether the value of a parameter opens something: all that has one of these words in its name.
fn is_secret(name: &str) -> bool {
    const PUBLIC: [&str; 7] = [
        "token_type_hint",
        "subject_token_type",
        "actor_token_type",
        "requested_token_type",
        "client_assertion_type",
        "code_challenge",
        "code_challenge_method",
    ];
    const WORDS: [&str; 9] =
        ["secret", "token", "code", "verifier", "password", "assertion", "request", "hint", "session"];
    let name = name.to_ascii_lowercase();
    let is_public =
        PUBLIC.contains(&name.as_str()) || name.ends_with("_uri") && name != "request_uri" || name == "login_hint";
    !is_public && WORDS.iter().any(|word| name.contains(word))
}

/// Headers, as they are told: of those that open something a digest.
fn told_headers(headers: &HeaderMap) -> Value {
    let mut all = Map::new();
    for name in headers.keys() {
        let values =
            headers.get_all(name).iter().map(|value| told_header(name, &String::from_utf8_lossy(value.as_bytes())));
        all.insert(name.as_str().to_owned(), json!(values.collect::<Vec<_>>().join(", ")));
    }
    all.into()
}

fn told_header(name: &HeaderName, value: &str) -> String {
    match name.as_str() {
        "authorization" | "proxy-authorization" => match value.split_once(' ') {
            Some((scheme, rest)) => format!("{} {}", cut(scheme), digest(rest.trim())),
            None => digest(value),
        },
        "cookie" | "dpop" => digest(value),
        name => told(name, value),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A body that is noted as it is read.
struct Heard {
    inner: Body,
    into: Arc<Mutex<Vec<u8>>>,
}

impl HttpBody for Heard {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = std::task::ready!(Pin::new(&mut self.inner).poll_frame(cx));
        if let Some(data) = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()) {
            let mut heard = self.into.lock().unwrap_or_else(PoisonError::into_inner);
            let room = MOST.saturating_sub(heard.len());
            heard.extend_from_slice(&data[..data.len().min(room)]);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_that_of_a_home_below_it_and_before_it() {
        for (path, place) in [
            ("/token", Place::Main),
            ("/t", Place::Main),
            ("/t/", Place::Main),
            ("/t/a", Place::Home("a")),
            ("/t/a/token", Place::Home("a")),
            ("/t/a/_mintage/clock", Place::Home("a")),
            ("/.well-known/openid-configuration", Place::Main),
            ("/.well-known/openid-configuration/t/a", Place::Home("a")),
            ("/.well-known/oauth-authorization-server/t/a", Place::Home("a")),
            ("/t/a/.well-known/openid-configuration", Place::Home("a")),
            ("/healthz", Place::Server),
        ] {
            assert_eq!(Place::of(path, ""), place, "{path}");
        }
        assert_eq!(Place::of("/t/main/token", "/t/main"), Place::Main);
        assert_eq!(Place::of("/.well-known/openid-configuration/t/main", "/t/main"), Place::Main);
        assert_eq!(Place::of("/t/other/token", "/t/main"), Place::Home("other"));
        assert_eq!(Place::of("/base/token", "/base"), Place::Main);
    }

    #[test]
    fn an_endpoint_is_known_below_its_issuer_and_before_it() {
        assert_eq!(endpoint("/t/{home}/token", "/t/{home}"), Some("/token"));
        assert_eq!(endpoint("/token", ""), Some("/token"));
        let metadata = "/.well-known/openid-configuration";
        assert_eq!(endpoint(&format!("{metadata}/t/{{home}}"), "/t/{home}"), Some(metadata));
        assert_eq!(endpoint("/healthz", ""), None);
    }

    #[test]
    fn nothing_that_opens_something_is_told() {
        let form = b"grant_type=authorization_code&code=c0de&client_secret=s3cret&scope=a+b&scope=c&token=x&x=eyJhbGciOiJIUzI1NiJ9.e30.sig";
        let told = parameters(form);
        assert_eq!(told["grant_type"], "authorization_code");
        assert_eq!(told["scope"], json!(["a b", "c"]));
        assert_eq!(told["code"], digest("c0de"));
        let text = told.to_string();
        for secret in ["c0de", "s3cret", "eyJ", "\"x\":\"x\""] {
            assert!(!text.contains(secret), "{text}");
        }
        for public in ["redirect_uri", "token_type_hint", "code_challenge", "login_hint", "state", "nonce", "scope"] {
            assert!(!is_secret(public), "{public}");
        }
        for secret in [
            "code",
            "code_verifier",
            "refresh_token",
            "token",
            "subject_token",
            "actor_token",
            "client_assertion",
            "assertion",
            "password",
            "client_secret",
            "device_code",
            "user_code",
            "request",
            "request_uri",
            "id_token_hint",
            "form_token",
        ] {
            assert!(is_secret(secret), "{secret}");
        }
    }

    #[test]
    fn an_error_has_the_status_that_it_has() {
        let of = |code: &str, endpoint| {
            let answer = Answer::Error { code: code.to_owned(), description: None, status: None, retry_after: None };
            let response = forced_answer(answer, endpoint);
            let has = |name| response.headers().contains_key(name);
            (response.status().as_u16(), has(header::WWW_AUTHENTICATE), has(header::RETRY_AFTER))
        };
        assert_eq!(of("invalid_grant", Some("/token")), (400, false, false));
        assert_eq!(of("invalid_client", Some("/token")), (401, true, false));
        assert_eq!(of("server_error", None), (500, false, false));
        assert_eq!(of("temporarily_unavailable", None), (503, false, true));
        assert_eq!(of("invalid_token", Some("/userinfo")), (401, true, false));
        assert_eq!(of("insufficient_scope", Some("/userinfo")), (403, true, false));
    }
}
