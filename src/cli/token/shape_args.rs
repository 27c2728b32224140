//! The flags that let one token depart from those that its home makes.

use clap::Args;

use super::claim_flag::{ClaimFlag, resolved};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::time_arg::TimeArg;
use crate::core::claims::{ClaimArg, ClaimMap};
use crate::core::shape::{self, check_header};
use crate::core::{Algorithm, Issuer, Omittable, Shape, Typ};

// What one token is to be, against what the home would make.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Shape (in a home for development, or with --test-token)")]
pub struct ShapeArgs {
    /// The typ of the access token, as in JWT; none leaves it out
    #[arg(long)]
    typ: Option<Typ>,
    /// A parameter of the header of the access token: NAME=TEXT, or NAME:=JSON; none that changes what the token means or names
    /// its key
    #[arg(long, value_name = "PARAMETER")]
    header: Vec<ClaimFlag>,
    /// The iss, in place of the home's; also of an ID token
    #[arg(long, value_name = "ISSUER")]
    iss: Option<Issuer>,
    /// The sub, in place of the user or the app; also of an ID token
    #[arg(long, allow_hyphen_values = true, value_parser = shape::sub)]
    sub: Option<String>,
    /// The jti of the access token: any text that no token of this home has
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = shape::jti)]
    jti: Option<String>,
    /// The iat, past or future: RFC 3339, epoch seconds, now, +30m or -5m; also of an ID token. The end is counted from now all the
    /// same
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    iat: Option<TimeArg>,
    /// Leave a claim of the access token out: aud, nbf, client_id or scope; repeat it for several
    #[arg(long, value_name = "NAME")]
    no_claim: Vec<Omittable>,
    /// Sign with the active key of this algorithm [default: the app's, else the home's]
    #[arg(long)]
    alg: Option<Algorithm>,
    /// Let this token depart in a home that is not for development: the ledger keeps that it is a test token
    #[arg(long)]
    test_token: bool,
}

impl ShapeArgs {
    /// What is asked for.
    pub fn shape(&self, cx: &Context<'_>) -> Result<Shape, Error> {
        let mut header = ClaimMap::new();
        for ClaimArg { name, value } in resolved(&self.header, cx)? {
            check_header(&name, &value).map_err(|error| Error::Usage { message: error.to_string(), hint: None })?;
            if header.insert(&name, value).is_some() {
                return Err(Error::usage(format!("the header parameter `{name}` is given twice"), "give it once"));
            }
        }
        Ok(Shape {
            typ: self.typ.clone(),
            header,
            issuer: self.iss.clone(),
            subject: self.sub.clone(),
            jti: self.jti.clone(),
            issued_at: cx.time(self.iat)?,
            without: self.no_claim.iter().copied().collect(),
            algorithm: self.alg,
        })
    }

    /// Whether it is said that this is a test token.
    pub fn is_test_token(&self) -> bool {
        self.test_token
    }

    /// What signs it, where that is asked for.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.alg
    }

    /// Whether it names one token, so that many cannot be made of it.
    pub fn names_one(&self) -> bool {
        self.jti.is_some()
    }
}
