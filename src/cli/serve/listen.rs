//! Where a server listens.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use crate::cli::error::Error;
use crate::cli::unserved::Unserved;
use crate::host::{Environment, sockets};
use crate::http::Bound;

// The flags that say where a server listens.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where it listens")]
pub struct ListenArgs {
    /// Where to listen: an address with a port, or unix:PATH [default: 127.0.0.1:8080]
    ///
    /// Port 0 takes a free one; unix:PATH is a socket in the file system; systemd stands for the sockets that it opened, which are
    /// taken anyway; repeat it for several. With --dev the default is where the issuer of the home is, or a free port
    #[arg(long, value_name = "ADDRESS")]
    listen: Vec<Listen>,
    /// Who may connect to a socket in the file system, as chmod writes it
    #[arg(long, value_name = "MODE", default_value = "600")]
    socket_mode: SocketMode,
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
    /// A name in the file system.
    Unix(PathBuf),
    /// The sockets that were handed over.
    HandedOver,
}

/// Permission bits of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketMode(u32);

/// Why a text is no permission bits of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not three octal digits of which the first lets the server itself connect, as in 600 or 660")]
pub struct SocketModeFault;

impl FromStr for SocketMode {
    type Err = SocketModeFault;
    fn from_str(text: &str) -> Result<Self, SocketModeFault> {
        let digits = text.strip_prefix('0').filter(|rest| rest.len() == 3).unwrap_or(text);
        let is_octal = digits.len() == 3 && digits.bytes().all(|digit| (b'0'..=b'7').contains(&digit));
        let mode = u32::from_str_radix(digits, 8).ok().filter(|mode| is_octal && mode & 0o600 == 0o600);
        mode.map(Self).ok_or(SocketModeFault)
    }
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
    /// There is no path.
    #[error("it has no path, as in unix:/run/mintage/socket")]
    NoPath,
    /// It is an address to be asked, or a name.
    #[error("it is not an address with a port, as in 127.0.0.1:8080, [::1]:8080 or localhost:8080, and not unix:PATH")]
    Form,
}

impl FromStr for Listen {
    type Err = ListenFault;
    fn from_str(text: &str) -> Result<Self, ListenFault> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Tcp(address));
        }
        if text == "systemd" {
            return Ok(Self::HandedOver);
        }
        if let Some(path) = text.strip_prefix("unix:") {
            // As curl and others write it too: unix:///run/socket.
            let path = path.strip_prefix("//").filter(|path| path.starts_with('/')).unwrap_or(path);
            let is_path = !path.is_empty() && !path.ends_with('/') && !path.starts_with('@');
            return if is_path { Ok(Self::Unix(path.into())) } else { Err(ListenFault::NoPath) };
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

/// Who may connect to a socket of which nobody says who.
const PRIVATE: u32 = 0o600;

impl ListenArgs {
    /// Whether anything is said.
    pub fn is_given(&self) -> bool {
        !self.listen.is_empty()
    }

    /// Listens on all of them, and on what was handed over. What others can reach is refused where no TLS is spoken there.
    pub fn bind(&self, environment: &Environment, is_tls: bool) -> Result<Vec<Bound>, Error> {
        let mut bound = sockets::handed_over(environment).map_err(Unserved::Socket)?;
        let default = [DEFAULT];
        let all = if bound.is_empty() && self.listen.is_empty() { &default } else { self.listen.as_slice() };
        let open = bound.iter().find_map(open).or(all.iter().find_map(Listen::open));
        if let Some(open) = open.filter(|_| !self.insecure_http && !is_tls) {
            return Err(Unserved::Plain(open).into());
        }
        for listen in all {
            match listen {
                Listen::HandedOver if !bound.is_empty() => {}
                Listen::Unix(path) => bound.push(sockets::unix(path, self.socket_mode.0).map_err(Unserved::Socket)?),
                other => bound.extend(other.bind()?),
            }
        }
        Ok(bound)
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
            Self::Tcp(_) | Self::Localhost(_) | Self::Unix(_) | Self::HandedOver => None,
        }
    }

    /// Listens there.
    pub fn bind(&self) -> Result<Vec<Bound>, Error> {
        match self {
            Self::HandedOver => Err(Unserved::NothingHandedOver.into()),
            Self::Unix(path) => Ok(vec![sockets::unix(path, PRIVATE).map_err(Unserved::Socket)?]),
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

/// The address of a socket that others than this machine can reach, where it is one.
pub fn open(bound: &Bound) -> Option<SocketAddr> {
    match bound.name() {
        Some(sockets::Name::Tcp(address)) => Listen::Tcp(address).open(),
        Some(sockets::Name::Unix(_)) | None => None,
    }
}

fn tcp(address: SocketAddr) -> Result<TcpListener, Unserved> {
    TcpListener::bind(address).map_err(|cause| Unserved::bind(address, cause))
}

/// Where it listens, as it is told.
pub fn told(bound: &Bound) -> String {
    bound.name().map(|name| name.to_string()).unwrap_or_default()
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
            ("unix:/run/mintage/socket", Listen::Unix("/run/mintage/socket".into())),
            ("unix:///run/mintage/socket", Listen::Unix("/run/mintage/socket".into())),
            ("unix:socket", Listen::Unix("socket".into())),
            ("systemd", Listen::HandedOver),
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
            ("unix:", ListenFault::NoPath),
            ("unix:/run/", ListenFault::NoPath),
            ("unix:@name", ListenFault::NoPath),
            ("", ListenFault::Form),
        ] {
            assert_eq!(bad.parse::<Listen>(), Err(fault), "{bad}");
        }
    }

    #[test]
    fn a_mode_is_octal_and_lets_the_server_itself_connect() {
        for (good, mode) in [("600", 0o600), ("0660", 0o660), ("666", 0o666), ("777", 0o777)] {
            assert_eq!(good.parse(), Ok(SocketMode(mode)), "{good}");
        }
        for bad in ["", "6", "66", "060", "400", "888", "1660", "0o660", "u+rw", "+60"] {
            assert_eq!(bad.parse::<SocketMode>(), Err(SocketModeFault), "{bad}");
        }
    }
}
