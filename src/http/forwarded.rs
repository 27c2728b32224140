//! From where a request came that another server passed on: what `X-Forwarded-For` or `Forwarded` (RFC 7239) say, and only
//! where a proxy says it that is trusted. Nothing else of what proxies say is believed: who is the issuer is a setting.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

use super::connection::Peer;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Proxies whose word is taken: those in a network, or whoever reaches a socket in the file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxy {
    /// Those in a network.
    Net(IpNet),
    /// Those who come through a Unix socket.
    Unix,
}

/// A text that names no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is neither an address, nor a network as in 10.0.0.0/8, nor the word unix")]
pub struct NoNetwork;

impl FromStr for Proxy {
    type Err = NoNetwork;
    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        if text == "unix" {
            return Ok(Self::Unix);
        }
        let net = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| NoNetwork)?;
        Ok(Self::Net(net))
    }
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<Proxy>);

impl Proxies {
    /// These.
    pub fn new(proxies: impl IntoIterator<Item = Proxy>) -> Self {
        Self(proxies.into_iter().collect())
    }

    /// Whether there is none.
    pub fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|proxy| matches!(proxy, Proxy::Net(net) if net.contains(&address)))
    }

    /// Whether whoever is at the other end is one of them.
    pub(super) fn are(&self, peer: Option<Peer>) -> bool {
        match (peer, peer.and_then(Peer::ip)) {
            (Some(Peer::Local), _) => self.0.contains(&Proxy::Unix),
            (_, Some(address)) => self.trust(address),
            _ => false,
        }
    }

    /// From where a request came: the last address on its way that is no trusted proxy.
    pub(super) fn source(&self, peer: Option<Peer>, headers: &HeaderMap) -> Option<IpAddr> {
        let at = peer.and_then(Peer::ip);
        if !self.are(peer) {
            return at;
        }
        let (x, standard) = (
            all(headers, &X_FORWARDED_FOR).map(|text| self.walk(&mut text.rsplit(','), at)),
            all(headers, &header::FORWARDED).map(|text| self.walk(&mut hops(&text).into_iter().rev(), at)),
        );
        match (x, standard) {
            // A proxy writes one of the two, and lets pass what callers write into the other: nobody knows which.
            (Some(x), Some(standard)) if x != standard => at,
            (x, standard) => x.or(standard).unwrap_or(at),
        }
    }

    /// Walks back along a way. Whatever is no address ends it at the hop that told of it.
    fn walk(&self, way: &mut dyn Iterator<Item = &str>, at: Option<IpAddr>) -> Option<IpAddr> {
        let mut last = at;
        for hop in way {
            let Some(address) = address(hop) else { break };
            last = Some(address);
            if !self.trust(address) {
                break;
            }
        }
        last
    }
}

/// All lines of a header, as the one that they mean together (RFC 9110, 5.3).
fn all(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let lines: Vec<_> = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?")).collect();
    Some(lines.join(",")).filter(|_| !lines.is_empty())
}

/// The `for` of each element of `Forwarded`; empty where one has none.
fn hops(text: &str) -> Vec<&str> {
    let (mut elements, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                elements.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    elements.push(&text[start..]);
    let node = |element: &'_ str| -> Option<(usize, usize)> {
        let (name, value) = element.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| (element.len() - value.len(), element.len()))
    };
    elements
        .into_iter()
        .map(|element| element.split(';').find_map(|pair| node(pair).map(|(from, to)| &pair[from..to])).unwrap_or(""))
        .collect()
}

/// An address as proxies write one: with a port or without, in brackets or not, in quotes or not.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let plain = || text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    plain().or_else(with_port).or_else(bracketed).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn source(trusted: &[&str], peer: &str, headers: &[(&'static str, &str)]) -> String {
        let proxies = Proxies::new(trusted.iter().map(|net| net.parse().unwrap()));
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        let peer = match peer {
            "unix" => Peer::Local,
            address => Peer::Net(SocketAddr::new(address.parse().unwrap(), 1)),
        };
        proxies.source(Some(peer), &map).map_or("-".to_owned(), |address| address.to_string())
    }

    #[test]
    fn a_stranger_is_not_believed_about_where_he_comes_from() {
        let spoofed = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
        for trusted in [&[][..], &["10.0.0.0/8"], &["unix"]] {
            assert_eq!(source(trusted, "192.0.2.1", &spoofed), "192.0.2.1");
        }
        assert_eq!(source(&["10.0.0.0/8"], "unix", &spoofed), "-");
    }

    #[test]
    fn the_last_address_that_is_no_proxy_is_where_it_came_from() {
        let net = &["10.0.0.0/8", "2001:db8::/32", "unix"][..];
        for (way, from) in [
            ("203.0.113.9", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
            ("203.0.113.9:4711, 10.0.0.2", "203.0.113.9"),
            ("[2001:db9::1]:4711", "2001:db9::1"),
            ("2001:db9::1", "2001:db9::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            // All of them are proxies: the first is where it began.
            ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
            // What is no address tells of nobody.
            ("203.0.113.9, unknown", "10.0.0.1"),
            ("203.0.113.9, unknown, 10.0.0.2", "10.0.0.2"),
            ("", "10.0.0.1"),
        ] {
            assert_eq!(source(net, "10.0.0.1", &[("x-forwarded-for", way)]), from, "{way}");
        }
        let lines = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(source(net, "10.0.0.1", &lines), "203.0.113.9");
        assert_eq!(source(net, "unix", &[("x-forwarded-for", "203.0.113.9")]), "203.0.113.9");
        assert_eq!(source(net, "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn the_standard_header_is_read_as_the_other_is() {
        let net = &["10.0.0.0/8"][..];
        for (way, from) in [
            ("for=203.0.113.9", "203.0.113.9"),
            ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
            ("for=1.1.1.1, proto=https;for=203.0.113.9;by=10.0.0.1", "203.0.113.9"),
            ("for=203.0.113.9, for=10.0.0.2", "203.0.113.9"),
            ("for=203.0.113.9, for=_hidden", "10.0.0.1"),
            ("for=203.0.113.9, proto=https", "10.0.0.1"),
            ("for=\"a,for=203.0.113.9\"", "10.0.0.1"),
        ] {
            assert_eq!(source(net, "10.0.0.1", &[("forwarded", way)]), from, "{way}");
        }
    }

    #[test]
    fn two_headers_that_differ_say_nothing() {
        let both = |one, other| source(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", one), ("forwarded", other)]);
        assert_eq!(both("203.0.113.9", "for=203.0.113.9"), "203.0.113.9");
        assert_eq!(both("203.0.113.9", "for=192.0.2.1"), "10.0.0.1");
    }
}
