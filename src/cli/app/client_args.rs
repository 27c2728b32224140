//! What an app is to the server: the flags that `register` and `update` share.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::cli::slips;
use crate::core::json::ClaimMap;
use crate::core::redirect::{RedirectKind, RedirectUri};
use crate::core::{Audience, AuthMethod, GrantType, client};
use crate::host::files;
use crate::keys::ClientSet;
use crate::keys::client_set::MOST_BYTES;

// What an app is to the server: the flags that `register` and `update` share.
#[derive(Debug, Args)]
pub struct ClientArgs {
    /// How it shows who it is, and the only way in which it is believed [default: client_secret]
    ///
    /// Its secret, an assertion that it signs with a key of its own, or not at all, as a public app
    #[arg(long, value_name = "METHOD", value_parser = methods(), help_heading = "How it shows who it is")]
    pub auth_method: Option<AuthMethod>,
    /// The public keys that it signs those assertions with: a JWK set
    #[arg(long, value_name = "FILE", help_heading = "How it shows who it is")]
    jwks: Option<PathArg>,
    /// An audience for which it may exchange a token of a user; repeat it for several [default: none]
    #[arg(long, value_name = "AUD", help_heading = "At the server")]
    pub target: Vec<Audience>,
    /// Bind its tokens to a key that it proves to have (DPoP), and give it no others
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "At the server")]
    pub dpop_bound: Option<bool>,
    /// A resource that it is, by its address; repeat it for several
    ///
    /// It may ask whether the tokens that are for it are good
    #[arg(long, value_name = "URL", value_parser = resource, help_heading = "At the server")]
    pub resource: Vec<Audience>,
    /// Where the browser of a user may be sent with an answer for it
    ///
    /// It is compared as it is written; repeat it for several
    #[arg(long, value_name = "URI", value_parser = redirect, help_heading = "Users at a browser")]
    pub redirect_uri: Vec<RedirectUri>,
    /// Where the browser may be sent when its user has signed out; repeat it for several
    #[arg(long, value_name = "URI", value_parser = redirect, help_heading = "Users at a browser")]
    pub post_logout_uri: Vec<RedirectUri>,
    /// What it may show for tokens; repeat it for several [default: whatever such an app can]
    #[arg(long, value_name = "GRANT", value_parser = grants(), help_heading = "At the server")]
    pub grant: Vec<GrantType>,
    /// It runs on the machine of its user
    ///
    /// It may be answered at 127.0.0.1, [::1] and localhost, on whatever port is free, and by a scheme of its own
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "Users at a browser")]
    pub native: Option<bool>,
    /// Whether it must show by PKCE (S256) that a code is its own; optional only where it shows who it is [default: required]
    #[arg(long, value_name = "WHEN", help_heading = "Users at a browser")]
    pub pkce: Option<Pkce>,
    /// It must hand in what it asks users for beforehand (PAR, RFC 9126)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "Users at a browser")]
    pub par_required: Option<bool>,
    /// What it is called on the pages that its users see [default: its name]
    #[arg(long, value_name = "TEXT", value_parser = display_name, help_heading = "Users at a browser")]
    pub display_name: Option<String>,
    /// A page about it, for its users
    #[arg(long, value_name = "URL", value_parser = page, help_heading = "Users at a browser")]
    pub client_uri: Option<String>,
}

/// Whether a code needs PKCE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Pkce {
    /// Always.
    Required,
    /// Where the app brings it.
    Optional,
}

impl ClientArgs {
    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        let Self { auth_method, jwks, target, dpop_bound, resource, redirect_uri, post_logout_uri, .. } = self;
        let Self { grant, native, pkce, par_required, display_name, client_uri, .. } = self;
        let no_list = target.is_empty() && resource.is_empty() && redirect_uri.is_empty() && post_logout_uri.is_empty();
        let no_switch = dpop_bound.is_none() && native.is_none() && pkce.is_none() && par_required.is_none();
        let no_text = display_name.is_none() && client_uri.is_none();
        auth_method.is_none() && jwks.is_none() && no_list && grant.is_empty() && no_switch && no_text
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
        for uri in self.redirect_uri.iter().filter(|uri| uri.kind() == RedirectKind::Localhost) {
            cx.ui.warn(&format!(
                "{uri} names localhost, which is this machine only where names are what they should be; 127.0.0.1 always is"
            ));
        }
    }
}

/// The words for ways to show who one is.
fn methods() -> impl TypedValueParser<Value = AuthMethod> {
    PossibleValuesParser::new(AuthMethod::ALL.map(AuthMethod::name))
        .try_map(|name| AuthMethod::from_name(&name).ok_or("is no way to show who one is"))
}

/// The names of what is shown for tokens, of which those that are long may be said without their beginning.
fn grants() -> impl TypedValueParser<Value = GrantType> {
    PossibleValuesParser::new(GrantType::ALL.map(|grant| {
        PossibleValue::new(grant.short_name()).aliases((grant.name() != grant.short_name()).then_some(grant.name()))
    }))
    .try_map(|name| {
        let found = GrantType::ALL.into_iter().find(|grant| [grant.name(), grant.short_name()].contains(&&*name));
        found.ok_or("is nothing that is shown for tokens")
    })
}

fn redirect(text: &str) -> Result<RedirectUri, String> {
    RedirectUri::new(text).map_err(|fault| format!("it {fault}"))
}

/// What people read of an app: one line of what can be seen.
fn display_name(text: &str) -> Result<String, String> {
    client::display_name(text).ok_or_else(|| "it is no line of at most 100 characters that can be seen".to_owned())
}

/// A page that is shown as a link.
fn page(text: &str) -> Result<String, String> {
    client::page(text).ok_or_else(|| "it is no address of a page, as in https://app.example.com/".to_owned())
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
