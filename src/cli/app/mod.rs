//! `mintage app …`

pub mod activate;
pub mod block;
pub mod list;
pub mod register;
pub mod show;
pub mod update;

use clap::Args;

use crate::core::{Algorithm, Audience, Scopes, Ttl};

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
    /// The algorithm its tokens are signed with [default: the home's]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
}
