//! Where a server listens.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::str::FromStr;

use clap::Args;

use crate::cli::error::Error;
use crate::cli::unserved::Unserved;
use crate::http::Bound;

// The flags that say where a server listens.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where it listens")]
pub struct ListenArgs {
    /// Where to listen: an address with a port, of which 0 takes a free one; repeat it for several [default: 127.0.0.1:8080; with
    /// --dev, where the issuer of the home is, or a free port]
    #[arg(long, value_name = "ADDRESS")]
    listen: Vec<Listen>,
    /// Speak plain http also where others can reach it: only where nobody else is on the way
    #[arg(long)]
    insecure_http: bool,
}

/// Where to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// A port of an address.
    Tcp(SocketAddr),
    /// A port of this machine, of IPv4 and, where there is that, of IPv6.
    Localhost(u16),
}

/// Why a text is no place to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ListenFault {
    /// There is no address before the port.
    #[error("it has no address: 127.0.0.1:PORT is this machine alone, 0.0.0.0:PORT every address")]
    NoAddress,
    /// There is no port.
    #[error("it has no port, as in 127.0.0.1:8080")]
    NoPort,
    /// It is an address to be asked, or a name.
    #[error("it is not an address with a port, as in 127.0.0.1:8080, [::1]:8080 or localhost:8080")]
    Form,
}

impl FromStr for Listen {
    type Err = ListenFault;
    fn from_str(text: &str) -> Result<Self, ListenFault> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Tcp(address));
        }
        if text.parse::<IpAddr>().is_ok() || text.eq_ignore_ascii_case("localhost") {
            return Err(ListenFault::NoPort);
        }
        match text.rsplit_once(':') {
            None if text.parse::<u16>().is_ok() => Err(ListenFault::NoAddress),
            Some(("" | "*", port)) if port.parse::<u16>().is_ok() => Err(ListenFault::NoAddress),
            Some((name, port)) if name.eq_ignore_ascii_case("localhost") => {
                port.parse().map(Self::Localhost).map_err(|_| ListenFault::Form)
            }
            _ => Err(ListenFault::Form),
        }
    }
}

/// Where a server listens that is told nothing.
const DEFAULT: Listen = Listen::Tcp(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080));

impl ListenArgs {
    /// Whether anything is said.
    pub fn is_given(&self) -> bool {
        !self.listen.is_empty()
    }

    /// Listens on all of them.
    pub fn bind(&self) -> Result<Vec<Bound>, Error> {
        let default = [DEFAULT];
        let all = if self.listen.is_empty() { &default } else { self.listen.as_slice() };
        if let Some(open) = all.iter().find_map(Listen::open).filter(|_| !self.insecure_http) {
            return Err(Unserved::Plain(open).into());
        }
        Ok(all.iter().map(Listen::bind).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// Refuses what others than this machine can reach, whatever else is said.
    pub fn check_is_local(&self) -> Result<(), Unserved> {
        self.listen.iter().find_map(Listen::open).map_or(Ok(()), |open| Err(Unserved::DevOpen(open)))
    }
}

impl Listen {
    /// The address that others than this machine can reach, where it is one.
    fn open(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(address) if !address.ip().to_canonical().is_loopback() => Some(*address),
            Self::Tcp(_) | Self::Localhost(_) => None,
        }
    }

    /// Listens there.
    pub fn bind(&self) -> Result<Vec<Bound>, Error> {
        match self {
            Self::Tcp(address) => Ok(vec![Bound::Tcp(tcp(*address)?)]),
            Self::Localhost(port) => {
                let first = tcp((Ipv4Addr::LOCALHOST, *port).into())?;
                let port = first.local_addr().map_or(*port, |address| address.port());
                let mut bound = vec![Bound::Tcp(first)];
                match tcp((Ipv6Addr::LOCALHOST, port).into()) {
                    Ok(second) => bound.push(Bound::Tcp(second)),
                    Err(in_use @ Unserved::InUse(_)) => return Err(in_use.into()),
                    // A machine without IPv6.
                    Err(_) => {}
                }
                Ok(bound)
            }
        }
    }
}

fn tcp(address: SocketAddr) -> Result<TcpListener, Unserved> {
    TcpListener::bind(address).map_err(|cause| Unserved::bind(address, cause))
}

/// Where it listens, as it is told.
pub fn told(bound: &Bound) -> String {
    match bound {
        Bound::Tcp(listener) => listener.local_addr().map(|address| address.to_string()).unwrap_or_default(),
        Bound::Unix(listener) => {
            let address = listener.local_addr().ok();
            let path = address.as_ref().and_then(|address| address.as_pathname());
            format!("unix:{}", path.map(|path| path.display().to_string()).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_port_and_says_who_can_reach_it() {
        for (good, listen) in [
            ("127.0.0.1:0", Listen::Tcp(([127, 0, 0, 1], 0).into())),
            ("[::1]:8080", Listen::Tcp((Ipv6Addr::LOCALHOST, 8080).into())),
            ("0.0.0.0:80", Listen::Tcp(([0, 0, 0, 0], 80).into())),
            ("localhost:8080", Listen::Localhost(8080)),
            ("LOCALHOST:1", Listen::Localhost(1)),
        ] {
            assert_eq!(good.parse(), Ok(listen), "{good}");
        }
        for (bad, fault) in [
            ("8080", ListenFault::NoAddress),
            (":8080", ListenFault::NoAddress),
            ("*:8080", ListenFault::NoAddress),
            ("127.0.0.1", ListenFault::NoPort),
            ("::1", ListenFault::NoPort),
            ("localhost", ListenFault::NoPort),
            ("127.0.0.1:65536", ListenFault::Form),
            ("localhost:", ListenFault::Form),
            ("http://127.0.0.1:8080", ListenFault::Form),
            ("auth.example.com:443", ListenFault::Form),
            ("::1:8080x", ListenFault::Form),
            ("", ListenFault::Form),
        ] {
            assert_eq!(bad.parse::<Listen>(), Err(fault), "{bad}");
        }
    }
}
