//! Proxies: what the environment says of them, as curl and Go read it.
//!
//! Only `https` goes through one, as a tunnel (CONNECT): the proxy sees the name and the port of a server and nothing of
//! what is said to it, and the server is believed for its certificate as without. Plain `http` is for this machine alone, and
//! this machine is never asked through a proxy; so what `HTTP_PROXY` says concerns nothing that is fetched here.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use ureq::Proxy;

use super::environment::Environment;
use super::resolve::literal;
use super::url::Url;

/// The variables that name a proxy for `https`. The first that is set is heard: small letters before capitals, as in curl.
const VARIABLES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
/// The variables that say what is asked without one.
const EXEMPT: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// The proxy that the environment names, and what is asked without it.
#[derive(Clone, Default)]
pub struct Proxies {
    /// The variable, and what it says. There may be a password inside.
    named: Option<(&'static str, String)>,
    exempt: Vec<Exempt>,
}

/// A proxy to go through.
pub(super) struct Way {
    pub(super) proxy: Proxy,
    /// Its name for people, without who asks.
    pub(super) shown: Via,
}

/// A proxy, as people are told of it: never with a name and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via {
    /// Its address.
    pub address: String,
    /// The variable that names it.
    pub variable: &'static str,
    /// Whether it is told who asks.
    pub has_credentials: bool,
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy {} ({})", self.address, self.variable)
    }
}

/// Why a variable names no proxy that can be used. Holds no part of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// Not an address.
    #[error("the variable {0} is no address of a proxy as in http://proxy.example.com:3128")]
    Form(&'static str),
    /// One that is spoken to in another way.
    #[error("the variable {0} names a proxy of another kind than http and https, as SOCKS is")]
    Kind(&'static str),
}

impl Proxies {
    /// What the environment says.
    pub fn of(environment: &Environment) -> Self {
        let get = |name: &&'static str| {
            let value = environment.get(*name)?.to_string_lossy().trim().to_owned();
            Some((*name, value)).filter(|(_, value)| !value.is_empty())
        };
        let exempt = EXEMPT.iter().find_map(get).map(|(_, list)| parse(&list)).unwrap_or_default();
        Self { named: VARIABLES.iter().find_map(get), exempt }
    }

    /// None at all, whatever the environment says.
    pub fn none() -> Self {
        Self::default()
    }

    /// The proxy through which an address is asked, if any.
    pub(super) fn to(&self, url: &Url) -> Result<Option<Way>, ProxyError> {
        let Some((variable, text)) = self.named.as_ref().filter(|_| url.is_https()) else { return Ok(None) };
        if is_here(url.host()) || self.exempt.iter().any(|exempt| exempt.has(url.host(), url.port())) {
            return Ok(None);
        }
        way(variable, text).map(Some)
    }
}

/// The proxy that a variable names. Without a scheme it is `http`.
fn way(variable: &'static str, text: &str) -> Result<Way, ProxyError> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Err(ProxyError::Kind(variable));
    }
    let scheme = scheme.to_ascii_lowercase();
    let rest = rest.trim_end_matches('/');
    let proxy = Proxy::new(&format!("{scheme}://{rest}")).map_err(|_| ProxyError::Form(variable))?;
    let (user, host) = rest.rsplit_once('@').map_or((None, rest), |(user, host)| (Some(user), host));
    let has_bad_port = host
        .rsplit(']')
        .next()
        .and_then(|end| end.rsplit_once(':'))
        .is_some_and(|(_, port)| !port.parse::<u16>().is_ok_and(|port| port > 0));
    if has_bad_port || proxy.host().is_empty() || host.contains('/') {
        return Err(ProxyError::Form(variable));
    }
    let shown = Via { address: format!("{scheme}://{host}"), variable, has_credentials: user.is_some() };
    Ok(Way { proxy, shown })
}

/// Whether a host is this machine by its name.
fn is_here(host: &str) -> bool {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    // RFC 6761, 6.3.
    name.ends_with(".localhost") || literal(&name).is_some_and(|found| found.iter().all(IpAddr::is_loopback))
}

/// What is asked without a proxy.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Exempt {
    hosts: Hosts,
    /// At this port alone, where one is named.
    port: Option<u16>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Hosts {
    /// Everything.
    All,
    /// Addresses. A name is not looked up for this.
    Network(IpNet),
    /// A domain with all that is below it, or only that.
    Domain { name: String, itself: bool },
}

/// Reads a list. What is no name and no address in it exempts nothing.
fn parse(list: &str) -> Vec<Exempt> {
    list.split(|c: char| c == ',' || c.is_whitespace()).filter_map(|entry| entry.parse().ok()).collect()
}

impl FromStr for Exempt {
    type Err = ();
    fn from_str(entry: &str) -> Result<Self, ()> {
        let entry = entry.trim().to_ascii_lowercase();
        if entry == "*" {
            return Ok(Self { hosts: Hosts::All, port: None });
        }
        if let Some(network) = network(&entry) {
            return Ok(Self { hosts: Hosts::Network(network), port: None });
        }
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().map_err(drop)?)),
            None => (entry.as_str(), None),
        };
        let hosts = match network(host) {
            Some(network) => Hosts::Network(network),
            None => {
                // `.example.com` is example.com too, as in curl; `*.example.com` is not, as in Go.
                let (name, itself) = host.strip_prefix("*.").map_or((host, true), |name| (name, false));
                let name = name.trim_start_matches('.').trim_end_matches('.').to_owned();
                Hosts::Domain { itself, name: Some(name).filter(|name| !name.is_empty()).ok_or(())? }
            }
        };
        Ok(Self { hosts, port })
    }
}

/// A network or an address, which may stand in brackets.
fn network(text: &str) -> Option<IpNet> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| bare.parse::<IpAddr>().ok().map(IpNet::from))
}

impl Exempt {
    fn has(&self, host: &str, port: u16) -> bool {
        if self.port.is_some_and(|only| only != port) {
            return false;
        }
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let address = network(&host).map(|net| net.addr());
        match (&self.hosts, address) {
            (Hosts::All, _) => true,
            (Hosts::Network(network), Some(address)) => network.contains(&address),
            (Hosts::Domain { name, itself }, None) => match host.strip_suffix(name.as_str()) {
                Some("") => *itself,
                Some(before) => before.ends_with('.'),
                None => false,
            },
            (Hosts::Network(_), None) | (Hosts::Domain { .. }, Some(_)) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(variables: &[(&str, &str)]) -> Proxies {
        let variables = variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Proxies::of(&Environment { variables, current_dir: None })
    }

    fn asked(proxies: &Proxies, url: &str) -> Result<Option<String>, ProxyError> {
        proxies.to(&url.parse().unwrap()).map(|way| way.map(|way| way.shown.to_string()))
    }

    #[test]
    fn the_variables_of_https_are_heard_in_the_order_of_curl() {
        let url = "https://auth.example.com/jwks";
        for (variables, through) in [
            (&[("HTTPS_PROXY", "http://a:1")][..], Some("the proxy http://a:1 (HTTPS_PROXY)")),
            (&[("HTTPS_PROXY", "http://a:1"), ("https_proxy", "b")], Some("the proxy http://b (https_proxy)")),
            (&[("ALL_PROXY", "http://a:1/")], Some("the proxy http://a:1 (ALL_PROXY)")),
            (&[("all_proxy", "c"), ("HTTPS_PROXY", "HTTPS://a")], Some("the proxy https://a (HTTPS_PROXY)")),
            (&[("HTTP_PROXY", "http://a:1"), ("http_proxy", "http://a:1")], None),
            (&[("HTTPS_PROXY", "")], None),
            (&[("HTTPS_PROXY", " ")], None),
            (&[], None),
        ] {
            assert_eq!(asked(&proxies(variables), url).unwrap().as_deref(), through, "{variables:?}");
        }
        assert_eq!(asked(&Proxies::none(), url), Ok(None));
    }

    #[test]
    fn who_asks_is_told_to_the_proxy_and_to_nobody_else() {
        let way = proxies(&[("HTTPS_PROXY", "http://me:p%40ss@proxy.example:3128")]);
        let way = way.to(&"https://auth.example.com".parse().unwrap()).unwrap().unwrap();
        assert_eq!((way.proxy.username(), way.proxy.password()), (Some("me"), Some("p@ss")));
        assert_eq!(way.shown.to_string(), "the proxy http://proxy.example:3128 (HTTPS_PROXY)");
        assert!(way.shown.has_credentials);
        for bad in [
            "http://",
            "http://me:pa ss@h",
            "http://me:p@ss@h:99999",
            "//",
            "http://h:port",
            "http://h:1/path",
            ":3128",
        ] {
            let error = asked(&proxies(&[("HTTPS_PROXY", bad)]), "https://auth.example.com").unwrap_err();
            assert_eq!(error, ProxyError::Form("HTTPS_PROXY"), "{bad}");
        }
        for kind in ["socks5://h:1080", "socks5h://h", "ftp://h"] {
            let error = asked(&proxies(&[("ALL_PROXY", kind)]), "https://auth.example.com").unwrap_err();
            assert_eq!(error, ProxyError::Kind("ALL_PROXY"), "{kind}");
        }
    }

    #[test]
    fn this_machine_is_never_asked_through_a_proxy() {
        let proxies = proxies(&[("ALL_PROXY", "http://a:1")]);
        for here in [
            "http://localhost:8080/jwks",
            "https://localhost/jwks",
            "https://LOCALHOST/jwks",
            "https://auth.localhost/jwks",
            "https://127.0.0.1:8443/jwks",
            "https://127.9.9.9/jwks",
            "https://[::1]/jwks",
        ] {
            assert_eq!(asked(&proxies, here), Ok(None), "{here}");
        }
        for elsewhere in ["https://10.0.0.1/jwks", "https://localhost.example.com/jwks", "https://notlocalhost/jwks"] {
            assert!(asked(&proxies, elsewhere).unwrap().is_some(), "{elsewhere}");
        }
    }

    #[test]
    fn what_is_exempt_is_read_as_curl_and_go_do() {
        let direct = |list: &str, host: &str| {
            let proxies = proxies(&[("HTTPS_PROXY", "http://a:1"), ("NO_PROXY", list)]);
            asked(&proxies, &format!("https://{host}/jwks")).unwrap().is_none()
        };
        for (list, host) in [
            ("*", "auth.example.com"),
            ("example.com", "example.com"),
            ("example.com", "auth.example.com"),
            ("example.com", "a.b.example.com"),
            ("EXAMPLE.com", "auth.Example.COM"),
            (".example.com", "auth.example.com"),
            (".example.com", "example.com"),
            ("*.example.com", "auth.example.com"),
            ("example.com.", "auth.example.com"),
            ("a.example, b.example", "b.example"),
            ("a.example b.example", "b.example"),
            ("a.example,,\tb.example", "b.example"),
            ("example.com:443", "auth.example.com"),
            ("example.com:8443", "auth.example.com:8443"),
            ("10.0.0.0/8", "10.1.2.3"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.1.2.3:8443", "10.1.2.3:8443"),
            ("10.1.2.99/24", "10.1.2.3"),
            ("fd00::/8", "[fd00::1]"),
            ("[fd00::1]", "[fd00::1]"),
            ("fd00::1", "[fd00::1]"),
            ("[fd00::1]:8443", "[fd00::1]:8443"),
        ] {
            assert!(direct(list, host), "{list}: {host}");
        }
        for (list, host) in [
            ("", "example.com"),
            ("ample.com", "example.com"),
            ("example.com", "example.com.evil.test"),
            ("auth.example.com", "example.com"),
            ("*.example.com", "example.com"),
            ("example.com:8443", "auth.example.com"),
            ("example.com:443", "auth.example.com:8443"),
            ("10.0.0.0/8", "11.0.0.1"),
            ("10.0.0.0/8", "10.example.com"),
            ("10", "10.0.0.1"),
            ("0.0.1", "10.0.0.1"),
            ("10.1.2.3:8443", "10.1.2.3"),
            (".", "example.com"),
            ("*.", "example.com"),
            (":443", "example.com"),
            ("https://example.com", "example.com"),
        ] {
            assert!(!direct(list, host), "{list}: {host}");
        }
    }
}
