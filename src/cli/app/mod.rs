//! `mintage app …`

pub mod activate;
pub mod block;
pub mod delete;
pub mod list;
pub mod register;
pub mod secret;
pub mod show;
pub mod update;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::core::{Algorithm, Audience, Scopes, TokenFormat, Ttl};

// What an app may ask for: the flags that `register` and `update` share.
#[derive(Debug, Args)]
struct ProfileArgs {
    /// A scope it may ask for; repeat it, or separate several by spaces
    #[arg(long)]
    scope: Vec<Scopes>,
    /// An audience its tokens may name; repeat it for several [default: the home's, and any that is asked for]
    #[arg(long, value_name = "AUD")]
    audience: Vec<Audience>,
    /// Lifetime of its access tokens, as in 15m [default: the home's]
    #[arg(long, value_name = "DURATION")]
    access_ttl: Option<Ttl>,
    /// Lifetime of its refresh tokens, as in 30d [default: the home's]
    #[arg(long, value_name = "DURATION")]
    refresh_ttl: Option<Ttl>,
    /// How long its users stay signed in at most, however often tokens are refreshed, as in 90d [default: the home's]
    #[arg(long, value_name = "DURATION")]
    refresh_max_age: Option<Ttl>,
    /// How its access tokens are written: jwt, or opaque for references that only this home can look up [default: jwt]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    token_format: Option<TokenFormat>,
    /// The algorithm its tokens are signed with [default: the home's]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
}

/// The words for formats of access tokens.
pub fn formats() -> impl clap::builder::TypedValueParser<Value = TokenFormat> {
    PossibleValuesParser::new(TokenFormat::ALL.map(TokenFormat::name))
        .try_map(|name| TokenFormat::from_name(&name).ok_or("is not a format of tokens"))
}
