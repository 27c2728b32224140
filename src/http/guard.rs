//! By which names a server may be called. A page in a browser that makes its own name point at this machine (DNS rebinding)
//! sends that name, and is turned away.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The names that a server has beside those of the machine itself.
#[derive(Debug, Clone, Default)]
pub struct Hosts(Vec<HostName>);

/// A name that a server may be called by: with a port where that one alone is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostName {
    host: String,
    port: Option<u16>,
}

/// Why a text is no name of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HostNameError {
    /// Nothing is there.
    #[error("it is empty")]
    Empty,
    /// A whole address.
    #[error("it is a URL: give the name in it alone, as in auth.example.com")]
    Url,
    /// A name for whoever likes.
    #[error("a name with * stands for names that others may have: give each name")]
    Wildcard,
    /// A name and password in front.
    #[error("it has a user name in it")]
    Credentials,
    /// A port that there cannot be.
    #[error("its port is not a number up to 65535")]
    Port,
    /// What no name and no address is written like.
    #[error("it is neither a name nor an address; one of IPv6 stands in brackets")]
    Form,
}

/// A host as a request names it (RFC 9110, 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Called<'a> {
    /// As it was written, without brackets and without the dot at the end that says that a name is whole.
    host: &'a str,
    address: Option<IpAddr>,
    port: Option<u16>,
}

impl<'a> Called<'a> {
    /// Takes `Host`, or the authority of a target, apart. Userinfo has no place in either.
    pub(super) fn parse(text: &'a str) -> Result<Self, HostNameError> {
        if text.contains('@') {
            return Err(HostNameError::Credentials);
        }
        if let Some(rest) = text.strip_prefix('[') {
            let (inside, after) = rest.split_once(']').ok_or(HostNameError::Form)?;
            let address: Ipv6Addr = inside.parse().map_err(|_| HostNameError::Form)?;
            let port = match after.strip_prefix(':') {
                Some(port) => port_of(port)?,
                None if after.is_empty() => None,
                None => return Err(HostNameError::Form),
            };
            return Ok(Self { host: inside, address: Some(IpAddr::V6(address)), port });
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => (host, port_of(port)?),
            None => (text, None),
        };
        if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=".contains(&byte)) {
            return Err(HostNameError::Form);
        }
        // `127.0.0.1.` is no address: who asks for it asks the name service.
        let address = host.parse().ok().map(IpAddr::V4);
        let whole = host.strip_suffix('.').filter(|name| name.parse::<Ipv4Addr>().is_err());
        Ok(Self { host: whole.unwrap_or(host), address, port })
    }

    /// Whether it names the machine that it reaches, whatever the name service says: a loopback address, or the name that has
    /// no other (RFC 6761, 6.3). What lies below `localhost` is asked of the name service by some.
    fn is_loopback(self) -> bool {
        self.address
            .map_or_else(|| self.host.eq_ignore_ascii_case("localhost"), |address| address.to_canonical().is_loopback())
    }

    fn is(self, name: &HostName) -> bool {
        let same_host = match self.address {
            Some(address) => name.host.parse() == Ok(address),
            None => name.host.eq_ignore_ascii_case(self.host),
        };
        // The port of a scheme is seldom said.
        let same_port = |port| self.port.map_or(port == 80 || port == 443, |said| said == port);
        same_host && name.port.is_none_or(same_port)
    }
}

fn port_of(text: &str) -> Result<Option<u16>, HostNameError> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(HostNameError::Form);
    }
    Some(text).filter(|text| !text.is_empty()).map(|text| text.parse().map_err(|_| HostNameError::Port)).transpose()
}

impl FromStr for HostName {
    type Err = HostNameError;
    fn from_str(text: &str) -> Result<Self, HostNameError> {
        if text.is_empty() {
            return Err(HostNameError::Empty);
        }
        if text.contains('/') {
            return Err(HostNameError::Url);
        }
        if text.contains('*') {
            return Err(HostNameError::Wildcard);
        }
        // An address of IPv6 alone can only be meant.
        if let Ok(address) = text.parse::<Ipv6Addr>() {
            return Ok(Self { host: address.to_string(), port: None });
        }
        let called = Called::parse(text)?;
        if called.host.is_empty() {
            return Err(HostNameError::Form);
        }
        let host = called.address.map_or_else(|| called.host.to_ascii_lowercase(), |address| address.to_string());
        Ok(Self { host, port: called.port })
    }
}

impl HostName {
    /// The host of a URL, on whichever port. Nothing where it has none.
    pub fn of_url(url: &str) -> Option<Self> {
        let (_, after) = url.split_once("://")?;
        let authority = after.split(['/', '?', '#']).next()?;
        Some(Self { port: None, ..authority.parse().ok()? })
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]", self.host)?;
        } else {
            f.write_str(&self.host)?;
        }
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

impl Hosts {
    /// These names, beside the addresses of the machine itself.
    pub fn new(names: impl IntoIterator<Item = HostName>) -> Self {
        Self(names.into_iter().collect())
    }

    /// These and more.
    #[must_use]
    pub fn and(mut self, names: impl IntoIterator<Item = HostName>) -> Self {
        self.0.extend(names);
        self
    }

    /// Whether a request may call this server so: by one of its names, or as the machine itself.
    pub(super) fn allow(&self, called: Called<'_>) -> bool {
        called.is_loopback() || self.0.iter().any(|name| called.is(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> Hosts {
        let names = ["auth.example:8443", "auth.test", "[fd00::0001]", "10.0.0.5"];
        let issuer = HostName::of_url("https://id.example:8443/t/1").unwrap();
        Hosts::new(names.map(|name| name.parse().unwrap())).and([issuer])
    }

    #[test]
    fn a_server_answers_to_its_names_and_to_the_machine_itself() {
        for good in [
            "auth.example:8443",
            "AUTH.test",
            "auth.test.",
            "auth.test:80",
            "auth.test:",
            "id.example",
            "id.example:8443",
            "id.example:1",
            "127.0.0.1:1",
            "127.8.9.1",
            "[::1]:8080",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "localhost:3",
            "LOCALHOST",
            "localhost.",
            "[FD00:0:0::1]:80",
            "10.0.0.5:9",
        ] {
            assert!(hosts().allow(Called::parse(good).unwrap()), "{good}");
        }
    }

    #[test]
    fn every_other_name_is_that_of_another() {
        for bad in [
            "auth.example",
            "auth.example:8444",
            "evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.1.",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0.0.0.0",
            "[::]",
            "",
            ".",
            "localhost..",
            "localhost.evil.example:80",
            "evil.localhost",
            "auth.test.evil.example",
            "10.0.0.1",
            "auth%2etest",
        ] {
            assert!(!hosts().allow(Called::parse(bad).unwrap()), "{bad}");
        }
    }

    #[test]
    fn what_is_no_host_is_not_read_as_one() {
        for bad in [
            "a@127.0.0.1",
            "127.0.0.1@evil.example",
            "[::1",
            "::1",
            "[::1]x",
            "[::1%lo]",
            "localhost:8080:1",
            "localhost:x",
            "localhost:+1",
            "localhost:65536",
            "local host",
            "localhost/",
            "localhost,evil.example:1x",
            "l\u{f6}calhost",
        ] {
            assert!(Called::parse(bad).is_err(), "{bad}");
        }
        for bad in ["", "*", "*.example.com", "https://auth.example", "a@b", "auth.example/", ":80", "a b"] {
            assert!(bad.parse::<HostName>().is_err(), "{bad}");
        }
    }
}
