//! The flags of `token forge` that name the request which proofs are made for.

use clap::Args;

use crate::authority::ForgedRequest;
use crate::cli::error::Error;
use crate::core::forge::Flaw;
use crate::core::proof::{Method, Target};

/// The request of a single flaw where none is named.
const URL: &str = "https://api.example.com/";

// For which request proofs are.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Proofs of possession")]
pub struct ForgeRequestArgs {
    /// Make the flaws of proofs (DPoP) too: for requests to this address
    #[arg(long, conflicts_with = "list")]
    url: Option<Target>,
    /// The method of those requests [default: GET]
    #[arg(long, conflicts_with = "list")]
    method: Option<Method>,
}

impl ForgeRequestArgs {
    /// The request, where one is needed for these flaws; and whether proofs are among what is made.
    pub fn request(&self, flaw: Option<Flaw>) -> Result<Option<ForgedRequest>, Error> {
        let is_of_proof = flaw.is_some_and(Flaw::is_of_proof);
        if flaw.is_some() && !is_of_proof && (self.url.is_some() || self.method.is_some()) {
            return Err(Error::usage("--url and --method are for proofs, and this flaw has none", "leave them out"));
        }
        if flaw.is_none() && self.url.is_none() && self.method.is_some() {
            return Err(Error::usage("--method says how, and nothing says where", "give --url URL too"));
        }
        let target = match &self.url {
            Some(target) => target.clone(),
            None if is_of_proof => URL.parse().map_err(anyhow::Error::new)?,
            None => return Ok(None),
        };
        let method = self.method.clone().map_or_else(|| "GET".parse().map_err(anyhow::Error::new), Ok)?;
        Ok(Some(ForgedRequest { method, target }))
    }
}
