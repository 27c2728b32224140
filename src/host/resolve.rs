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
    /// It took too long.
    #[error("no name server answered for {0} in time")]
    Late(String),
}

/// The resolver of the HTTP client.
#[derive(Debug)]
pub(super) struct PureResolver;

impl Resolver for PureResolver {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let addresses = match literal(host) {
            Some(addresses) => addresses,
            None => ask(host, *timeout.after).map_err(|error| ureq::Error::Other(Box::new(error)))?,
        };
        let mut found = self.empty();
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

fn ask(host: &str, timeout: Duration) -> Result<Vec<IpAddr>, ResolveError> {
    let failed = |error: &dyn std::fmt::Display| ResolveError::Failed(host.to_owned(), error.to_string());
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
