//! The flags of `token issue` that name what a token is modelled on.

use clap::Args;

use crate::cli::path::FileArg;
use crate::core::claims::profile::SetArg;

// What a token is modelled on.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Model: what other flags say goes before it")]
pub struct ModelArgs {
    /// Make the token as those of another issuer are: a profile by its name (`mintage profiles list`), or a file of one
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<FileArg>,
    /// A value of the profile's own; `mintage profiles show` tells which it has
    #[arg(long, value_name = "NAME=VALUE", requires = "profile")]
    pub set: Vec<SetArg>,
    /// Take header and claims of this token, whoever signed it, with new times and a new jti: its text, @FILE, or - for standard
    /// input. User and app are its own where they can be, unless flags name them
    #[arg(long, value_name = "TOKEN")]
    pub like: Option<String>,
}
