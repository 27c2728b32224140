//! The flags of `token forge` that name the request which proofs are made for, and at which a probe asks.

use std::str::FromStr;

use clap::Args;

use crate::authority::ForgedRequest;
use crate::cli::error::Error;
use crate::core::forge::Flaw;
use crate::core::proof::{Method, Target, TargetError};

/// The request of a single flaw where none is named.
const URL: &str = "https://api.example.com/";

// For which request proofs are.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Proofs of possession")]
pub struct ForgeRequestArgs {
    /// Ask at this address; proofs (DPoP) are for it, and their flaws are made too
    #[arg(long, conflicts_with = "list")]
    url: Option<RequestUrl>,
    /// The method of those requests [default: GET]
    #[arg(long, conflicts_with = "list")]
    method: Option<Method>,
}

/// An address: as it was given, which is asked at, and as a proof has it.
#[derive(Debug, Clone)]
struct RequestUrl {
    text: String,
    target: Target,
}

impl FromStr for RequestUrl {
    type Err = TargetError;
    fn from_str(text: &str) -> Result<Self, TargetError> {
        Ok(Self { text: text.to_owned(), target: text.parse()? })
    }
}

impl ForgeRequestArgs {
    /// The address, as it was given.
    pub fn url(&self) -> Option<&str> {
        self.url.as_ref().map(|url| url.text.as_str())
    }

    /// The method.
    pub fn method(&self) -> Result<Method, Error> {
        Ok(self.method.clone().map_or_else(|| "GET".parse().map_err(anyhow::Error::new), Ok)?)
    }

    /// The request, where one is needed for these flaws, of which none means all; and whether proofs are among what is made.
    pub fn request(&self, flaws: &[Flaw], is_probe: bool) -> Result<Option<ForgedRequest>, Error> {
        let is_of_proof = flaws.iter().any(|flaw| flaw.is_of_proof());
        if !is_probe && !flaws.is_empty() && !is_of_proof && (self.url.is_some() || self.method.is_some()) {
            return Err(Error::usage(
                "--url and --method are for proofs, and this flaw has none",
                "leave them out, or try that address with --probe",
            ));
        }
        if !is_of_proof && self.url.is_none() && self.method.is_some() {
            return Err(Error::usage("--method says how, and nothing says where", "give --url URL too"));
        }
        let target = match &self.url {
            Some(url) => url.target.clone(),
            None if is_of_proof => URL.parse().map_err(anyhow::Error::new)?,
            None => return Ok(None),
        };
        Ok(Some(ForgedRequest { method: self.method()?, target }))
    }
}
