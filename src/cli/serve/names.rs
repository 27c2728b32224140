//! What a server is called by those who ask it.

use std::str::FromStr;

use clap::Args;

use crate::cli::unserved::Unserved;
use crate::core::Issuer;
use crate::http::Hosts;

// The flags that say by which names a server is called.
#[derive(Debug, Args)]
#[command(next_help_heading = "What it is called")]
pub struct NameArgs {
    /// Serve only if this is the issuer of the home, so that none is served that was mixed up; with --dev: make it the issuer
    #[arg(long, value_name = "URL")]
    issuer: Option<Issuer>,
    /// Where browsers reach it, if that is another address than the issuer; tokens and metadata go on naming the issuer
    #[arg(long, value_name = "URL")]
    browser_url: Option<BaseUrl>,
    /// A further name that it is called by, as in a container network; requests that call it otherwise are refused (421)
    #[arg(long, value_name = "NAME")]
    also_host: Vec<HostArg>,
}

impl NameArgs {
    /// The issuer that was named.
    pub fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    /// Refuses a home of another issuer than the one that was named.
    pub fn check(&self, home: &Issuer) -> Result<(), Unserved> {
        match &self.issuer {
            Some(wanted) if wanted != home => Err(Unserved::OtherIssuer { home: home.clone(), wanted: wanted.clone() }),
            _ => Ok(()),
        }
    }

    /// Every name that it is called by, beside those of this machine.
    pub fn hosts(&self, issuer: &Issuer) -> Hosts {
        let own = host_of(issuer.as_str()).to_owned();
        let browser = self.browser_url.iter().map(|base| host_of(&base.0).to_owned());
        Hosts::new(self.also_host.iter().map(|host| host.0.clone()).chain([own]).chain(browser))
    }
}

/// The host of an address, with its port where it has one.
fn host_of(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    after.split(['/', '?', '#']).next().unwrap_or_default()
}

/// The base of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
struct BaseUrl(String);

/// A name by which a server is called, with a port or without.
#[derive(Debug, Clone, PartialEq, Eq)]
struct HostArg(String);

/// Why a text is not what the `Host` of a request can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum NameFault {
    /// More than a name.
    #[error("it is an address: give its name alone, as in auth.example.com or auth.example.com:8443")]
    Address,
    /// A pattern: DNS rebinding is what the list of names keeps out.
    #[error("it is a pattern, and each name is given whole")]
    Pattern,
    /// No name at all.
    #[error("it is not a name, as in auth.example.com or auth.example.com:8443")]
    Form,
    /// No address of a server.
    #[error("it is not an address as in https://auth.example.com, without ? and #")]
    Base,
}

impl FromStr for HostArg {
    type Err = NameFault;
    fn from_str(text: &str) -> Result<Self, NameFault> {
        if text.contains(['/', '@']) {
            return Err(NameFault::Address);
        }
        if text.contains('*') {
            return Err(NameFault::Pattern);
        }
        if is_host(text) { Ok(Self(text.to_ascii_lowercase())) } else { Err(NameFault::Form) }
    }
}

impl FromStr for BaseUrl {
    type Err = NameFault;
    fn from_str(text: &str) -> Result<Self, NameFault> {
        let after = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
        let is_base = after.is_some_and(|after| is_host(host_of(after)))
            && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@'));
        if is_base { Ok(Self(text.to_owned())) } else { Err(NameFault::Base) }
    }
}

/// Whether a text is a host (RFC 3986, 3.2.2), with a port or without.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((ip, behind)) => {
                if ip.parse::<std::net::Ipv6Addr>().is_err() {
                    return false;
                }
                (ip, behind.strip_prefix(':').or((behind.is_empty()).then_some("1")))
            }
            None => return false,
        },
        None => match text.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (text, Some("1")),
        },
    };
    let is_port = port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_name = text.starts_with('[')
        || !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    is_port && is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_host_and_a_base_is_an_address_of_one() {
        for good in [
            "auth.example.com",
            "AUTH.test:8443",
            "auth",
            "auth_1",
            "10.0.0.7",
            "10.0.0.7:80",
            "[::1]",
            "[2001:db8::1]:443",
        ] {
            assert!(good.parse::<HostArg>().is_ok(), "{good}");
        }
        for (bad, fault) in [
            ("https://auth.example.com", NameFault::Address),
            ("auth.example.com/", NameFault::Address),
            ("me@auth.test", NameFault::Address),
            ("*", NameFault::Pattern),
            ("*.example.com", NameFault::Pattern),
            ("auth.test:0", NameFault::Form),
            ("auth.test:http", NameFault::Form),
            ("auth.test:", NameFault::Form),
            ("a b", NameFault::Form),
            ("[::1", NameFault::Form),
            ("[::1]x", NameFault::Form),
            ("[auth]", NameFault::Form),
            ("::1", NameFault::Form),
            ("", NameFault::Form),
        ] {
            assert_eq!(bad.parse::<HostArg>(), Err(fault), "{bad}");
        }
        for good in
            ["https://auth.example.com", "http://localhost:8080/", "https://auth.example.com/t1", "http://[::1]:80"]
        {
            assert!(good.parse::<BaseUrl>().is_ok(), "{good}");
        }
        for bad in [
            "auth.example.com",
            "ftp://a",
            "https://",
            "https://a/?b",
            "https://a#b",
            "https://me:pw@a",
            "https://a b",
            "//a",
        ] {
            assert_eq!(bad.parse::<BaseUrl>(), Err(NameFault::Base), "{bad}");
        }
    }
}
