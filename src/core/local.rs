//! Issuers on this machine.

use std::net::IpAddr;

use super::id::Issuer;

/// The parts of an issuer: whether it is plain http, its host and its port, where that is said.
pub fn parts(issuer: &Issuer) -> Option<(bool, &str, Option<u16>)> {
    let (scheme, rest) = issuer.as_str().split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse().ok()?)),
        _ => (authority, None),
    };
    let is_http = scheme == "http";
    (is_http || scheme == "https").then_some((is_http, host, port))
}

/// The address that a host is, where it is one.
pub fn ip(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether an issuer is on this machine and nowhere else: a loopback address, or a name that is always one (RFC 6761, 6.3).
pub fn is_local(issuer: &Issuer) -> bool {
    parts(issuer).is_some_and(|(_, host, _)| {
        let name = host.to_ascii_lowercase();
        ip(host).is_some_and(|ip| ip.is_loopback()) || name == "localhost" || name.ends_with(".localhost")
    })
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
    }
}
