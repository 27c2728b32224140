//! Names → addresses without the C library: linked statically, it loads its resolver from the machine at run time, and
//! fails where the machine has another one or none. Reads `/etc/hosts` and `/etc/resolv.conf` as it would.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{LookupIpStrategy, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::system_conf::read_system_conf;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::entropy;

/// The most addresses of one name that are tried.
const MOST: usize = 8;

/// How long one name server has, so that a dead first one leaves time for the second.
const PER_SERVER: Duration = Duration::from_millis(1500);

/// Why a name has no address.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// Nobody to ask.
    #[error("the name {0} is not in /etc/hosts, and /etc/resolv.conf names no name server")]
    NoServer(String),
    /// It has none.
    #[error("the name {0} has no address")]
    NotFound(String),
    /// No server could say.
    #[error("the name {0} could not be looked up: {1}")]
    Failed(String, String),
    /// It is where only this machine or its network can ask.
    #[error("the name {0} has an address that is not public")]
    NotPublic(String),
    /// It took too long.
    #[error("no name server answered for {0} in time")]
    Late(String),
}

/// The resolver of the HTTP client.
#[derive(Debug)]
pub(super) struct PureResolver {
    /// Whether only addresses are given that everybody can ask.
    pub is_public: bool,
}

impl Resolver for PureResolver {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let addresses = match literal(host) {
            Some(addresses) => addresses,
            None => ask(host, *timeout.after).map_err(|error| ureq::Error::Other(Box::new(error)))?,
        };
        let mut found = self.empty();
        // One that is not public spoils all: whoever names such addresses among others means it.
        if self.is_public && !addresses.iter().copied().all(is_public) {
            return Err(ureq::Error::Other(Box::new(ResolveError::NotPublic(host.to_owned()))));
        }
        addresses.into_iter().take(MOST).for_each(|address| found.push(SocketAddr::new(address, port)));
        Ok(found)
    }
}

/// The addresses of a host that needs no asking: a number, or this machine.
pub(super) fn literal(host: &str) -> Option<Vec<IpAddr>> {
    if host.eq_ignore_ascii_case("localhost") {
        // RFC 6761, 6.3: whatever a name server says, this is the machine itself.
        return Some(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok().map(|address| vec![address])
}

/// Whether everybody can ask an address: none of this machine, of a private network, of a link, of many, or of documents (RFC 6890
/// and its registries). An address of IPv6 with one of IPv4 in it is what that is.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            let is_kept = match (a, b, c) {
                // This network, private ones, this machine, links, multicast and what is to come.
                (0 | 10 | 127 | 224..=255, ..) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _) => true,
                // Of carriers, of protocols, of relays, of benchmarks, of documents.
                (100, 64..=127, _) | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) => true,
                (198, 51, 100) | (203, 0, 113) => true,
                _ => false,
            };
            !is_kept
        }
        IpAddr::V6(address) => {
            let segments = address.segments();
            let of_v4 = |high: u16, low: u16| {
                let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
                is_public(Ipv4Addr::new(a, b, c, d).into())
            };
            match segments {
                // NAT64, and 6to4: whoever carries them on asks the address of IPv4.
                [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => of_v4(high, low),
                // Teredo, protocols, documents.
                [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
                // Only what is given to anyone at all.
                [first, ..] => (0x2000..=0x3fff).contains(&first),
            }
        }
    }
}

fn ask(host: &str, timeout: Duration) -> Result<Vec<IpAddr>, ResolveError> {
    let failed = |error: &dyn std::fmt::Display| ResolveError::Failed(host.to_owned(), error.to_string());
    // The numbers of questions to name servers are drawn by a crate that knows no error.
    if !entropy::has_some_for_others() {
        return Err(failed(&entropy::EntropyError));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed(&error))?;
    let (config, mut options, has_servers) = match read_system_conf() {
        Ok((config, options)) => (config, options, true),
        Err(_) => (ResolverConfig::from_parts(None, Vec::new(), Vec::new()), ResolverOpts::default(), false),
    };
    options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    options.timeout = options.timeout.min(PER_SERVER);
    runtime.block_on(async {
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        *builder.options_mut() = options;
        let resolver = builder.build().map_err(|error| failed(&error))?;
        match tokio::time::timeout(timeout, resolver.lookup_ip(host)).await {
            Err(_) => Err(ResolveError::Late(host.to_owned())),
            Ok(Ok(found)) => Ok(found.iter().collect()),
            Ok(Err(_)) if !has_servers => Err(ResolveError::NoServer(host.to_owned())),
            Ok(Err(error)) if error.is_no_records_found() => Err(ResolveError::NotFound(host.to_owned())),
            Ok(Err(error)) => Err(failed(&error)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_this_network_can_ask_is_not_public() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "2606:4700::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for kept in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::1",
            "2002:a00:1::",
            "3fff::1",
            "100::1",
            "64:ff9b:1::1",
        ] {
            assert!(!is_public(kept.parse().unwrap()), "{kept}");
        }
    }
}
