//! Who may tell the server something: a program of this machine, that means it. A page in a browser can send it requests too, also
//! from a name that it made point here; it can neither send a header of its own to another origin unasked, nor leave out what browsers
//! say of a request.

use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::driven::{Control, Driven};
use crate::http::connection::Peer;
use crate::http::guard::{Called, Hosts};
use crate::http::oauth_error::OAuthError;

/// The header that a request must have: for a throw-away home what its maker was told, and `1` for all else.
const CONTROL: &str = "mintage-control";
/// What whoever drives no throw-away home says.
const MEANT: &str = "1";

/// What a browser says of a request to another origin, or a proxy of where one comes from.
const SAID_BY_OTHERS: [&str; 9] = [
    "origin",
    "referer",
    "sec-fetch-site",
    "via",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
];

/// Lets a request pass that comes from this machine, by its own name, and from a program. The peer is the one of the connection:
/// nothing that a header says makes it another.
pub(super) async fn pass(request: Request, next: Next) -> Response {
    match check(request.extensions().get::<Peer>().copied(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(why) => refused(why).into_response(),
    }
}

fn check(peer: Option<Peer>, headers: &HeaderMap) -> Result<(), &'static str> {
    if !peer.is_some_and(|peer| peer.ip().is_none_or(|ip| ip.is_loopback())) {
        return Err("tests drive a server from the machine that it runs on");
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !Called::parse(host).is_ok_and(|called| Hosts::default().allow(called)) {
        return Err("tests call the server by an address of this machine, or by localhost");
    }
    if SAID_BY_OTHERS.into_iter().any(|name| headers.contains_key(HeaderName::from_static(name))) {
        return Err("tests drive a server themselves: neither from a page in a browser nor through a proxy");
    }
    if !headers.contains_key(CONTROL) {
        return Err("a request that drives the server has the header Mintage-Control");
    }
    Ok(())
}

fn refused(why: &str) -> OAuthError {
    OAuthError::new(StatusCode::FORBIDDEN, "access_denied", why)
}

/// Whether a request has this in its header, and nothing else.
fn shown(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(CONTROL).iter();
    let (first, second) = (given.next(), given.next());
    first.filter(|_| second.is_none())?.to_str().ok()
}

impl FromRequestParts<Control> for Driven {
    type Rejection = OAuthError;

    async fn from_request_parts(parts: &mut Parts, control: &Control) -> Result<Self, OAuthError> {
        let params = RawPathParams::from_request_parts(parts, control).await;
        let params = params.map_err(|_| OAuthError::nowhere())?;
        let id = params.iter().find(|(name, _)| *name == "home").map(|(_, id)| id.to_owned());
        let shown = shown(&parts.headers).unwrap_or_default();
        let Some(id) = id else {
            return if shown == MEANT {
                Ok(Self { realm: control.main.realm(), id: None })
            } else {
                Err(refused("the header Mintage-Control is 1 here"))
            };
        };
        match control.homes.opens(&id, shown) {
            None => Err(gone()),
            Some(false) => {
                Err(refused("the header Mintage-Control is the token that was answered when this home was made"))
            }
            Some(true) => {
                let realm = control.homes.find(&id).ok_or_else(gone)?;
                Ok(Self { realm, id: Some(id) })
            }
        }
    }
}

/// There is no such throw-away home.
pub(super) fn gone() -> OAuthError {
    let why = "this throw-away home is gone: it was ended, was not used for 30 minutes, or was of a server that ended";
    OAuthError::new(StatusCode::NOT_FOUND, "home_gone", why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_a_program_of_this_machine_that_means_it_is_let_in() {
        let peer = |text: &str| Some(Peer::Net(format!("{text}:1").parse().unwrap()));
        let good = headers(&[("host", "127.0.0.1:8080"), ("mintage-control", "1")]);
        for local in
            [peer("127.0.0.1"), peer("[::1]"), peer("127.9.9.9"), peer("[::ffff:127.0.0.1]"), Some(Peer::Local)]
        {
            assert_eq!(check(local, &good), Ok(()), "{local:?}");
        }
        for other in [peer("192.0.2.1"), peer("[fe80::1]"), peer("0.0.0.0"), None] {
            assert!(check(other, &good).is_err(), "{other:?}");
        }
        for host in ["localhost", "localhost:1", "[::1]:8080", "127.0.0.2"] {
            assert_eq!(check(peer("127.0.0.1"), &headers(&[("host", host), ("mintage-control", "1")])), Ok(()));
        }
        for host in ["", "evil.example", "localhost.evil.example", "0.0.0.0", "auth.localhost", "127.1", "10.0.0.1"] {
            let headers = headers(&[("host", host), ("mintage-control", "1")]);
            assert!(check(peer("127.0.0.1"), &headers).is_err(), "{host}");
        }
        for said in SAID_BY_OTHERS {
            let mut headers = good.clone();
            headers.insert(HeaderName::from_static(said), "none".parse().unwrap());
            assert!(check(peer("127.0.0.1"), &headers).is_err(), "{said}");
        }
        assert!(check(peer("127.0.0.1"), &headers(&[("host", "localhost")])).is_err());
    }

    #[test]
    fn what_is_shown_twice_is_not_shown() {
        let mut headers = headers(&[("mintage-control", "1")]);
        assert_eq!(shown(&headers), Some("1"));
        headers.append("mintage-control", "2".parse().unwrap());
        assert_eq!(shown(&headers), None);
    }
}
