//! What a server has beside its own issuer: others below their paths, and the resources that it speaks for.

use std::fmt;
use std::str::FromStr;

use clap::Args;

use super::login_args::{Admission, LoginAsked};
use super::reopen::Reopen;
use crate::authority::Authority;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path;
use crate::cli::sources::PassphraseArgs;
use crate::cli::unserved::Unserved;
use crate::core::{Audience, Issuer};
use crate::home::{self, Place};
use crate::http::{is_servable, path_of};

// The flags of what else is served.
#[derive(Debug, Args)]
#[command(next_help_heading = "What else it serves")]
pub struct MoreArgs {
    /// One more home, below a path of this server, as in /staging=./staging: an issuer of its own, which the config.toml of that
    /// home must name with this path. Repeat it for several
    #[arg(long, value_name = "PATH=HOME", conflicts_with = "dev")]
    at: Vec<AtArg>,
    /// A resource (an API) whose metadata this server gives, so that clients find out whose tokens it takes (RFC 9728). At a name of
    /// its own, which is then given with --also-host, a proxy hands /.well-known/oauth-protected-resource on to this server. Repeat
    /// it for several
    #[arg(long, value_name = "URL")]
    resource: Vec<ResourceArg>,
    /// A server of the Model Context Protocol whose authority this is: gives its metadata as --resource does, and takes apps that are
    /// known by a document of theirs, as [client_documents] of config.toml says, or with --dev any. Repeat it for several
    #[arg(long, value_name = "URL")]
    mcp: Vec<ResourceArg>,
}

/// A home, and below which path it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AtArg {
    path: String,
    home: String,
}

/// The address of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ResourceArg(Audience);

/// Why a text does not say what else is served.
#[derive(Debug, Clone, PartialEq, Eq)]
enum MoreFault {
    NoHome,
    Path,
    Folder(String),
    Resource,
}

impl fmt::Display for MoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoHome => "it is no path and the folder of a home, as in /staging=./staging",
            Self::Path => {
                "its path is not made of / and words of letters, digits, - _ . ~ that begin with no dot, as in /staging"
            }
            Self::Folder(why) => why,
            Self::Resource => {
                "it is not the address of a resource, as in https://api.example.com/orders, without ?, # and letters that are escaped"
            }
        })
    }
}

impl std::error::Error for MoreFault {}

impl FromStr for AtArg {
    type Err = MoreFault;
    fn from_str(text: &str) -> Result<Self, MoreFault> {
        let (path, home) = text.split_once('=').filter(|(_, home)| !home.is_empty()).ok_or(MoreFault::NoHome)?;
        if path.is_empty() || path.ends_with('/') || !is_servable(path) {
            return Err(MoreFault::Path);
        }
        path::check("--at", home).map_err(|fault| MoreFault::Folder(fault.to_string()))?;
        Ok(Self { path: path.to_owned(), home: home.to_owned() })
    }
}

impl FromStr for ResourceArg {
    type Err = MoreFault;
    fn from_str(text: &str) -> Result<Self, MoreFault> {
        let is_url = text.starts_with("https://") || text.starts_with("http://");
        let named = Audience::new(text).ok().filter(|_| is_url && path_of(text).is_some());
        named.map(Self).ok_or(MoreFault::Resource)
    }
}

/// One more home at work, and what its tokens name.
pub struct More {
    /// The home at work.
    pub authority: Authority,
    /// Who may log in.
    pub admission: Admission,
    /// What opens it again.
    pub reopen: Reopen,
    /// What its tokens name.
    pub issuer: Issuer,
}

impl MoreArgs {
    /// The resources, of which no two are at the same path.
    pub fn resources(&self) -> Result<Vec<Audience>, Unserved> {
        let mut resources: Vec<Audience> = Vec::new();
        for ResourceArg(resource) in self.resource.iter().chain(&self.mcp) {
            let same = |other: &&Audience| path_of(other.as_str()) == path_of(resource.as_str());
            if let Some(other) = resources.iter().find(same) {
                return Err(Unserved::ResourceTaken { one: other.clone(), other: resource.clone() });
            }
            resources.push(resource.clone());
        }
        Ok(resources)
    }

    /// The servers of MCP.
    pub fn mcp(&self) -> Vec<Audience> {
        self.mcp.iter().map(|ResourceArg(resource)| resource.clone()).collect()
    }

    /// The further homes, put to work. Each must be that of the issuer which is served at its path.
    pub fn homes(
        &self,
        main: &Issuer,
        passphrase: &PassphraseArgs,
        login: &LoginAsked,
        cx: &mut Context<'_>,
    ) -> Result<Vec<More>, Error> {
        let own = path_of(main.as_str()).ok_or_else(|| Unserved::IssuerPath(main.clone()))?;
        let base = main.as_str().trim_end_matches('/').strip_suffix(own).unwrap_or(main.as_str());
        let mut taken = vec![own];
        let mut more = Vec::new();
        // What is told at the end is of the home itself.
        let (memory, reserve) = (cx.memory.clone(), cx.reserve.clone());
        for AtArg { path, home } in &self.at {
            if taken.contains(&path.as_str()) {
                return Err(Unserved::PathTaken(path.clone()).into());
            }
            taken.push(path);
            let place = Place::named_or_within(home.as_ref(), &cx.environment);
            // What is wrong with it is mended there, and not in the home that is served beside it.
            let named = cx.ui.name_home(Some(place.folder().to_owned()));
            let settings = home::admit(&place, &cx.environment)?;
            let (issuer, wanted) = (settings.defaults.issuer.clone(), format!("{base}{path}"));
            if issuer.as_str().trim_end_matches('/') != wanted {
                return Err(Unserved::NotAt { home: place.folder().to_owned(), issuer, wanted }.into());
            }
            let reopen = Reopen::of(place, passphrase, login.clone(), cx)?;
            let (authority, admission) = reopen.begin(cx)?;
            authority.keys()?;
            reopen.open_keys(&authority)?;
            cx.ui.name_home(named);
            more.push(More { authority, admission, reopen, issuer });
        }
        (cx.memory, cx.reserve) = (memory, reserve);
        Ok(more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_of_plain_words_and_a_resource_is_an_address() {
        let at = |path: &str, home: &str| Ok(AtArg { path: path.to_owned(), home: home.to_owned() });
        assert_eq!("/t1=./t1".parse(), at("/t1", "./t1"));
        assert_eq!("/a/b-1.x~y=/srv/a=b".parse(), at("/a/b-1.x~y", "/srv/a=b"));
        for (bad, fault) in [
            ("", MoreFault::NoHome),
            ("/t1", MoreFault::NoHome),
            ("/t1=", MoreFault::NoHome),
            ("=./t1", MoreFault::Path),
            ("/=./t1", MoreFault::Path),
            ("t1=./t1", MoreFault::Path),
            ("/t1/=./t1", MoreFault::Path),
            ("/a//b=./t1", MoreFault::Path),
            ("/.well-known=./t1", MoreFault::Path),
            ("/a/..=./t1", MoreFault::Path),
            ("/{a}=./t1", MoreFault::Path),
            ("/*a=./t1", MoreFault::Path),
            ("/a%20b=./t1", MoreFault::Path),
            ("/a?b=./t1", MoreFault::Path),
            ("/a b=./t1", MoreFault::Path),
            ("/\u{e9}=./t1", MoreFault::Path),
        ] {
            assert_eq!(bad.parse::<AtArg>(), Err(fault), "{bad}");
        }
        assert!(matches!("/t1=~/t1".parse::<AtArg>(), Err(MoreFault::Folder(_))));
        for good in ["https://api.test", "https://api.test/", "http://127.0.0.1:8000/orders", "https://api.test/a/b/"] {
            assert!(good.parse::<ResourceArg>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "orders",
            "api.test/orders",
            "https://",
            "https://api.test/a?b=1",
            "https://api.test/#a",
            "urn:api:orders",
        ] {
            assert_eq!(bad.parse::<ResourceArg>(), Err(MoreFault::Resource), "{bad}");
        }
    }
}
