//! What a server is called by those who ask it.

use std::str::FromStr;

use clap::Args;

use crate::cli::unserved::Unserved;
use crate::core::Issuer;
use crate::http::{HostName, Hosts};

// The flags that say by which names a server is called.
#[derive(Debug, Args)]
#[command(next_help_heading = "What it is called")]
pub struct NameArgs {
    /// Serve only if this is the issuer of the home, so that none is served that was mixed up; with --dev: make it the issuer
    #[arg(long, value_name = "URL")]
    issuer: Option<Issuer>,
    /// Where browsers reach it, if that is another address than the issuer: the pages are named there, and tokens and all else of the
    /// metadata go on naming the issuer
    #[arg(long, value_name = "URL")]
    browser_url: Option<BaseUrl>,
    /// A further name that it is called by, as in a container network; requests that call it otherwise are refused (421)
    #[arg(long, value_name = "NAME")]
    also_host: Vec<HostName>,
}

impl NameArgs {
    /// The issuer that was named.
    pub fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    /// Where browsers reach it, where that was said.
    pub fn browser_url(&self) -> Option<String> {
        self.browser_url.as_ref().map(|base| base.0.clone())
    }

    /// Refuses a home of another issuer than the one that was named.
    pub fn check(&self, home: &Issuer) -> Result<(), Unserved> {
        match &self.issuer {
            Some(wanted) if wanted != home => Err(Unserved::OtherIssuer { home: home.clone(), wanted: wanted.clone() }),
            _ => Ok(()),
        }
    }

    /// The names that a certificate of its own is for.
    pub fn of_certificate(&self, issuers: &[Issuer]) -> Vec<String> {
        let urls = issuers.iter().map(Issuer::as_str).chain(self.browser_url.iter().map(|base| base.0.as_str()));
        urls.filter_map(HostName::of_url).chain(self.also_host.iter().cloned()).map(|name| name.to_string()).collect()
    }

    /// Every name that it is called by, beside those of this machine.
    pub fn hosts(&self, issuer: &Issuer) -> Hosts {
        let urls = std::iter::once(issuer.as_str()).chain(self.browser_url.iter().map(|base| base.0.as_str()));
        Hosts::new(self.also_host.iter().cloned().chain(urls.filter_map(HostName::of_url)))
    }
}

/// The base of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
struct BaseUrl(String);

/// A text that is no address of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not an address as in https://auth.example.com, without ? and #")]
struct NoBase;

impl FromStr for BaseUrl {
    type Err = NoBase;
    fn from_str(text: &str) -> Result<Self, NoBase> {
        let is_base = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme))
            && HostName::of_url(text).is_some()
            && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@'));
        if is_base { Ok(Self(text.to_owned())) } else { Err(NoBase) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_an_address_of_one_host() {
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
            assert_eq!(bad.parse::<BaseUrl>(), Err(NoBase), "{bad}");
        }
    }
}
