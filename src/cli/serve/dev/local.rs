//! Issuers on this machine, and where they are served.

use std::net::{IpAddr, SocketAddr};

use crate::cli::error::Error;
use crate::cli::serve::listen::Listen;
use crate::core::Issuer;
use crate::http::Bound;

/// The parts of an issuer: whether it is plain http, its host and its port, where that is said.
fn parts(issuer: &Issuer) -> Option<(bool, &str, Option<u16>)> {
    let (scheme, rest) = issuer.as_str().split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse().ok()?)),
        _ => (authority, None),
    };
    let is_http = scheme == "http";
    (is_http || scheme == "https").then_some((is_http, host, port))
}

fn ip(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether an issuer is on this machine and nowhere else: a loopback address, or a name that is always one (RFC 6761, 6.3).
pub fn is_local(issuer: &Issuer) -> bool {
    parts(issuer).is_some_and(|(_, host, _)| {
        let name = host.to_ascii_lowercase();
        ip(host).is_some_and(|ip| ip.is_loopback()) || name == "localhost" || name.ends_with(".localhost")
    })
}

/// Where an issuer says that it is served, where it says a port of plain http, or of TLS where that is spoken.
pub fn listen_of(issuer: &Issuer, is_tls: bool) -> Option<Listen> {
    let (is_http, host, Some(port)) = parts(issuer)? else { return None };
    (is_http != is_tls).then(|| match ip(host) {
        Some(ip) => Listen::Tcp(SocketAddr::new(ip, port)),
        None => Listen::Localhost(port),
    })
}

/// The issuer of what is served there: the one before where its port is the same, else the address.
pub fn issuer_at(bound: &[Bound], before: Option<&Issuer>, is_tls: bool) -> Result<Issuer, Error> {
    let scheme = if is_tls { "https" } else { "http" };
    let address = |bound: &Bound| match bound {
        Bound::Tcp(listener) => listener.local_addr().ok(),
        Bound::Unix(_) => None,
    };
    let addresses: Vec<SocketAddr> = bound.iter().filter_map(address).collect();
    let stays = |issuer: &&Issuer| {
        let port = parts(issuer).filter(|(is_http, ..)| *is_http != is_tls).and_then(|(_, _, port)| port);
        addresses.is_empty() || port.is_some_and(|port| addresses.iter().any(|address| address.port() == port))
    };
    let served =
        || addresses.first().map_or(format!("{scheme}://localhost"), |address| format!("{scheme}://{address}"));
    match before.filter(stays) {
        Some(issuer) => Ok(issuer.clone()),
        None => Ok(Issuer::new(served()).map_err(anyhow::Error::new)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_on_this_machine_where_no_other_can_have_its_name() {
        let issuer = |text: &str| Issuer::new(text).unwrap();
        for local in [
            "http://127.0.0.1:8080",
            "https://auth.localhost",
            "http://localhost:1/a",
            "http://[::1]:80",
            "http://127.8.0.1",
        ] {
            assert!(is_local(&issuer(local)), "{local}");
        }
        for other in [
            "https://auth.example.com",
            "http://10.0.0.1:80",
            "http://127.0.0.1.example:80",
            "http://localhost.example",
            "auth",
            "ftp://localhost",
            "http://127.0.0.1:80@evil.example",
        ] {
            assert!(!is_local(&issuer(other)), "{other}");
        }
        assert_eq!(listen_of(&issuer("http://127.0.0.1:81/t1"), false), Some(Listen::Tcp(([127, 0, 0, 1], 81).into())));
        assert_eq!(listen_of(&issuer("http://localhost:81"), false), Some(Listen::Localhost(81)));
        assert_eq!(listen_of(&issuer("http://a.localhost:81"), false), Some(Listen::Localhost(81)));
        assert_eq!(listen_of(&issuer("https://auth.localhost"), false), None);
        assert_eq!(listen_of(&issuer("https://localhost:8443"), false), None);
        assert_eq!(listen_of(&issuer("https://localhost:8443"), true), Some(Listen::Localhost(8443)));
        assert_eq!(listen_of(&issuer("http://localhost:81"), true), None);
    }
}
