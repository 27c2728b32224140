//! What an app is to the server: the flags that `register` and `update` share.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::cli::slips;
use crate::core::json::ClaimMap;
use crate::core::{Audience, AuthMethod};
use crate::host::files;
use crate::keys::ClientSet;
use crate::keys::client_set::MOST_BYTES;

// What an app is to the server: the flags that `register` and `update` share.
#[derive(Debug, Args)]
#[command(next_help_heading = "At the server")]
pub struct ClientArgs {
    /// How it shows who it is, and the only way in which it is believed: its secret, an assertion that it signs with a key of its
    /// own, or not at all, as a public app [default: client_secret]
    #[arg(long, value_name = "METHOD", value_parser = methods())]
    pub auth_method: Option<AuthMethod>,
    /// The public keys that it signs those assertions with: a JWK set
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathArg>,
    /// An audience for which it may exchange a token of a user; repeat it for several [default: none]
    #[arg(long, value_name = "AUD")]
    pub target: Vec<Audience>,
    /// Bind its tokens to a key that it proves to have (DPoP), and give it no others
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub dpop_bound: Option<bool>,
    /// A resource that it is, by its address: it may ask whether the tokens that are for it are good; repeat it for several
    #[arg(long, value_name = "URL", value_parser = resource)]
    pub resource: Vec<Audience>,
}

impl ClientArgs {
    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        let Self { auth_method, jwks, target, dpop_bound, resource } = self;
        auth_method.is_none() && jwks.is_none() && target.is_empty() && dpop_bound.is_none() && resource.is_empty()
    }

    /// The keys of the file. Those of it that cannot be used are named.
    pub fn keys(&self, cx: &mut Context<'_>) -> Result<Option<ClaimMap>, Error> {
        let Some(file) = &self.jwks else { return Ok(None) };
        let set = ClientSet::parse(&files::read(file, MOST_BYTES)?)
            .map_err(|fault| Error::ClientSet { file: file.display().to_string(), fault })?;
        for (which, why) in &set.left {
            cx.ui.warn(&format!("{which} of {} is left out: {why}", file.display()));
        }
        Ok(Some(set.jwks))
    }

    /// Says what in it is seldom meant so.
    pub fn warn_of_slips(&self, cx: &mut Context<'_>) {
        for slip in slips::of_audiences(&self.target) {
            cx.ui.warn(&slip.to_string());
        }
    }
}

/// The words for ways to show who one is.
fn methods() -> impl TypedValueParser<Value = AuthMethod> {
    PossibleValuesParser::new(AuthMethod::ALL.map(AuthMethod::name))
        .try_map(|name| AuthMethod::from_name(&name).ok_or("is no way to show who one is"))
}

/// The address of a resource (RFC 8707, 2): absolute, and without a fragment.
fn resource(text: &str) -> Result<Audience, String> {
    let host = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    match host {
        None | Some("") => Err("is no address: it begins with https:// or http://".to_owned()),
        Some(host) if host.starts_with('/') => Err("has no host".to_owned()),
        Some(_) if text.contains('#') => Err("has a fragment, which an address of a resource has not".to_owned()),
        Some(_) => Audience::new(text).map_err(|error| error.to_string()),
    }
}
