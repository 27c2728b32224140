//! Before every request: by which name the server is called, how long the address is, which page asks, and how often.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::connection::ClientAddress;
use super::cors::{Share, preflight};
use super::guard::{Called, HostName, Hosts};
use super::oauth_error::OAuthError;
use super::origin::Origins;
use super::rules::Rule;
use super::state::{Server, State};

/// The longest address of a request, in bytes. Nothing here is asked for with more.
const LONGEST_TARGET: usize = 8 * 1024;

/// What a request must pass.
pub(super) struct Gate {
    server: Arc<Server>,
    hosts: Hosts,
    /// Who is found here, for those who came by another name.
    issuers: String,
    origins: Origins,
    rules: HashMap<String, Rule>,
}

impl Gate {
    /// Before these issuers, each path of which has a rule.
    pub(super) fn new(server: &Arc<Server>, issuers: &[State], rules: HashMap<String, Rule>) -> Arc<Self> {
        let realms: Vec<_> = issuers.iter().map(State::realm).collect();
        let names: Vec<_> = realms.iter().map(|realm| realm.served().issuer.as_str().to_owned()).collect();
        let hosts = server.options.hosts.clone().and(names.iter().filter_map(|name| HostName::of_url(name)));
        let mut origins = Origins { named: server.options.guard.cors.clone(), any: false };
        origins.any = realms.iter().all(|realm| realm.served().is_dev);
        Arc::new(Self { server: Arc::clone(server), hosts, issuers: names.join(", "), origins, rules })
    }

    /// By which name a request calls: that of its target, where it has one (RFC 9112, 3.2.2), else that of `Host`. There must be
    /// one `Host` in any case, because two are read in two ways.
    fn called(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), OAuthError> {
        let bad = |what: &str| Err(OAuthError::invalid_request(what.to_owned()));
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host,
            (None, _) => return bad("there is no Host"),
            (Some(_), Some(_)) => return bad("Host is there twice"),
        };
        let said = host.to_str().ok().and_then(|host| Called::parse(host).ok());
        let Some(said) = said else { return bad("Host is neither a name nor an address, with a port or without") };
        let target = uri.authority().map(|authority| Called::parse(authority.as_str()));
        let called = match target {
            None => said,
            Some(Ok(called)) if matches!(uri.scheme_str(), Some("http" | "https")) => called,
            Some(_) => return bad("the target is not the address of something here"),
        };
        if self.hosts.allow(called) {
            return Ok(());
        }
        let why = format!(
            "this is {}, and is not called by the name in Host: ask for it by its own name, or let the server be started with \
             `--also-host NAME`",
            self.issuers
        );
        Err(OAuthError::new(StatusCode::MISDIRECTED_REQUEST, "misdirected_request", why))
    }

    /// What keeps a request from being answered, whoever asks.
    fn check(&self, request: &Request) -> Result<(), OAuthError> {
        let uri = request.uri();
        self.called(uri, request.headers())?;
        if uri.path_and_query().is_some_and(|target| target.as_str().len() > LONGEST_TARGET) {
            let why = "the address is over 8 KiB";
            return Err(OAuthError::new(StatusCode::URI_TOO_LONG, "invalid_request", why));
        }
        Ok(())
    }
}

/// Lets a request pass, or turns it away.
pub(super) async fn pass(Extract(gate): Extract<Arc<Gate>>, request: Request, next: Next) -> Response {
    if let Err(error) = gate.check(&request) {
        return ended(error.into_response());
    }
    // hyper lets chunks win over a length, and does not say that there was one: nothing may be read on there (RFC 9112, 6.1).
    let is_last = request.headers().contains_key(header::TRANSFER_ENCODING);
    let rule = request.extensions().get::<MatchedPath>().and_then(|path| gate.rules.get(path.as_str()));
    let share = Share::of(rule, &gate.origins, request.headers());
    let mut response = match preflight(rule, &share, request.method(), request.headers()) {
        Some(response) => response,
        None => {
            let from = request.extensions().get::<ClientAddress>().and_then(|address| address.0);
            match rule.filter(|rule| rule.counted).map_or(Ok(()), |_| gate.server.counts.asked(from)) {
                Ok(()) => next.run(request).await,
                Err(much) => OAuthError::from(much).into_response(),
            }
        }
    };
    share.mark(response.headers_mut());
    if is_last { ended(response) } else { response }
}

/// The last answer on its connection.
fn ended(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
