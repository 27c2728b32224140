//! Where issuers on this machine are served.

use std::net::SocketAddr;

use crate::cli::error::Error;
use crate::cli::serve::listen::Listen;
use crate::core::Issuer;
use crate::core::local::{ip, parts};
use crate::http::Bound;

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
    fn an_issuer_with_a_port_says_where_it_is_served() {
        let issuer = |text: &str| Issuer::new(text).unwrap();
        assert_eq!(listen_of(&issuer("http://127.0.0.1:81/t1"), false), Some(Listen::Tcp(([127, 0, 0, 1], 81).into())));
        assert_eq!(listen_of(&issuer("http://localhost:81"), false), Some(Listen::Localhost(81)));
        assert_eq!(listen_of(&issuer("http://a.localhost:81"), false), Some(Listen::Localhost(81)));
        assert_eq!(listen_of(&issuer("https://auth.localhost"), false), None);
        assert_eq!(listen_of(&issuer("https://localhost:8443"), false), None);
        assert_eq!(listen_of(&issuer("https://localhost:8443"), true), Some(Listen::Localhost(8443)));
        assert_eq!(listen_of(&issuer("http://localhost:81"), true), None);
    }
}
