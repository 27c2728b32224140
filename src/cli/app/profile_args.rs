//! What an app may ask for: the flags that `register` and `update` share.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::slips;
use crate::cli::token_format::formats;
use crate::core::{Algorithm, Audience, Scopes, TokenFormat, Ttl};

// What an app may ask for: the flags that `register` and `update` share.
#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// A scope it may ask for; repeat it, or separate several by spaces
    #[arg(long)]
    pub scope: Vec<Scopes>,
    /// An audience its tokens may name; repeat it for several
    ///
    /// Where none is given: the home's, and any that is asked for
    #[arg(long, value_name = "AUD")]
    pub audience: Vec<Audience>,
    /// Lifetime of its access tokens, as in 15m [default: the home's]
    #[arg(long, value_name = "DURATION", help_heading = "Its tokens")]
    pub access_ttl: Option<Ttl>,
    /// Lifetime of its refresh tokens, as in 30d [default: the home's]
    #[arg(long, value_name = "DURATION", help_heading = "Its tokens")]
    pub refresh_ttl: Option<Ttl>,
    /// How long its users stay signed in at most, however often tokens are refreshed, as in 90d [default: the home's]
    #[arg(long, value_name = "DURATION", help_heading = "Its tokens")]
    pub refresh_max_age: Option<Ttl>,
    /// How its access tokens are written: jwt, or opaque for references that only this home can look up [default: jwt]
    #[arg(long, value_name = "FORM", value_parser = formats(), help_heading = "Its tokens")]
    pub token_format: Option<TokenFormat>,
    /// The algorithm its tokens are signed with [default: the home's]
    #[arg(long, value_name = "ALG", help_heading = "Its tokens")]
    pub alg: Option<Algorithm>,
}

impl ProfileArgs {
    /// Says what in it is seldom meant so.
    pub fn warn_of_slips(&self, cx: &mut Context<'_>) {
        let scopes = self.scope.iter().flat_map(slips::of_scopes);
        for slip in slips::of_audiences(&self.audience).chain(scopes) {
            cx.ui.warn(&slip.to_string());
        }
    }
}
