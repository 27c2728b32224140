//! `mintage token verify`

use std::net::IpAddr;
use std::str::FromStr;

use clap::Args;

use super::input;
use super::source_args::{SnapshotExpected, SourceArgs};
use crate::authority::{Expected, offline};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::verdict::VerdictView;
use crate::cli::{Answer, Context, Error};
use crate::core::claims::{ClaimArg, ClaimArgError};
use crate::core::policy::MAX_LEEWAY;
use crate::core::time::parse_seconds;
use crate::core::verify::RequiredClaim;
use crate::core::{Audience, Issuer, Scopes, Timestamp};

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The token: its text, @FILE, or - for standard input
    token: Option<String>,
    /// An audience that the verifier is; repeat it where it is one of several [default: the home's]
    #[arg(long, value_name = "AUD")]
    aud: Vec<Audience>,
    /// The exact issuer [default: the home's, or that of --issuer-url]
    #[arg(long, value_name = "ISSUER")]
    iss: Option<Issuer>,
    /// The subject that it must name
    #[arg(long)]
    sub: Option<String>,
    /// The typ that it must have [default: at+jwt where the home judges, else any]
    #[arg(long)]
    typ: Option<String>,
    /// A scope that it must have; repeat it, or separate several by spaces
    #[arg(long, value_name = "SCOPE")]
    require_scope: Vec<Scopes>,
    /// A claim that it must have: NAME=TEXT, NAME:=JSON, or NAME for any value
    #[arg(long, value_name = "CLAIM")]
    require_claim: Vec<RequiredClaimArg>,
    /// Clock difference to forgive, at most 5m [default: the home's, else 0s]
    #[arg(long, value_name = "DURATION", value_parser = leeway)]
    leeway: Option<i64>,
    /// Judge as of this time, as RFC 3339 or epoch seconds [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// The address that it was shown from, for tokens bound to one
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<IpAddr>,
    /// List every check, and what was compared
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// `NAME=TEXT`, `NAME:=JSON`, or `NAME`.
#[derive(Debug, Clone)]
struct RequiredClaimArg(RequiredClaim);

impl FromStr for RequiredClaimArg {
    type Err = ClaimArgError;
    fn from_str(arg: &str) -> Result<Self, ClaimArgError> {
        match arg.parse::<ClaimArg>() {
            Ok(ClaimArg { name, value }) => Ok(Self(RequiredClaim { name, value: Some(value) })),
            Err(ClaimArgError::NoEquals) if !arg.is_empty() => {
                Ok(Self(RequiredClaim { name: arg.to_owned(), value: None }))
            }
            Err(error) => Err(error),
        }
    }
}

fn leeway(text: &str) -> Result<i64, String> {
    let seconds = parse_seconds(text).map_err(|error| error.to_string())?;
    if seconds <= MAX_LEEWAY { Ok(seconds) } else { Err("is more than 5m".to_owned()) }
}

pub fn run(args: VerifyArgs, cx: &mut Context<'_>) -> Answer {
    // A variable that is not set must not turn a check off.
    let empty = args.require_scope.iter().any(Scopes::is_empty) || args.typ.as_deref() == Some("");
    if empty || args.sub.as_deref() == Some("") {
        return Err(Error::usage(
            "a check is empty: it would say nothing",
            "check the variables behind --require-scope, --typ and --sub",
        ));
    }
    let snapshot = SnapshotExpected {
        issuer: args.iss.clone(),
        leeway: args.leeway.unwrap_or(0),
        now: args.at.unwrap_or_else(|| cx.now()),
    };
    let source = args.source.open(&args.passphrase, snapshot, cx)?;
    let token = input::bytes(args.token.as_deref(), cx)?;
    let explain = args.explain;
    let (report, now) = match source {
        Some(source) => offline::judge(&token, &source, expected(args), cx.now())?,
        None => cx.authority_with(&args.passphrase)?.verify(&token, expected(args))?,
    };
    for warning in &report.warnings {
        cx.ui.warn(warning);
    }
    cx.ui.answer(&VerdictView { report: &report, now, explain })?;
    Ok(report.exit())
}

fn expected(args: VerifyArgs) -> Expected {
    let sub = args.sub.map(|sub| RequiredClaim { name: "sub".to_owned(), value: Some(sub.into()) });
    Expected {
        issuer: args.iss,
        audiences: args.aud,
        typ: args.typ,
        claims: sub.into_iter().chain(args.require_claim.into_iter().map(|claim| claim.0)).collect(),
        scopes: args.require_scope.into_iter().collect(),
        leeway: args.leeway,
        ip: args.ip,
        at: args.at,
    }
}
