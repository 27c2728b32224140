//! The flags of `token verify` that say what is expected of a token, and the policy file that says the same.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

use crate::cli::error::Error;
use crate::core::policy::MAX_LEEWAY;
use crate::core::time::parse_seconds;
use crate::core::verify::RequiredClaim;
use crate::core::{Audience, Issuer, Scopes, Timestamp, Ttl};
use crate::settings::VerifyPolicy;
use crate::verifier::Expected;

/// How near an end must be to be warned of, where nobody says.
const WARN_WITHIN: Ttl = Ttl::minutes(1);

// What is expected of a token.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// A TOML file that states these flags once: aud, iss, sub, typ, require_scope, require_claim, max_age, leeway,
    /// warn_within, at, ip, max_revocations_age. A flag wins over it; what is required adds up
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
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
    require_claim: Vec<RequiredClaim>,
    /// Refuse a token whose iat is longer ago than this, as in 1h
    #[arg(long, value_name = "DURATION")]
    max_age: Option<Ttl>,
    /// Clock difference to forgive, at most 5m [default: the home's, else 0s]
    #[arg(long, value_name = "DURATION", value_parser = leeway)]
    leeway: Option<i64>,
    /// Warn of a token that expires within this time; the verdict stays the same [default: 1m]
    #[arg(long, value_name = "DURATION")]
    warn_within: Option<Ttl>,
    /// Judge as of this time, as RFC 3339 or epoch seconds [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// The address that it was shown from, for tokens bound to one
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<IpAddr>,
}

fn leeway(text: &str) -> Result<i64, String> {
    let seconds = parse_seconds(text).map_err(|error| error.to_string())?;
    if seconds <= MAX_LEEWAY { Ok(seconds) } else { Err("is more than 5m".to_owned()) }
}

impl CheckArgs {
    /// What the policy file says; nothing where there is none.
    pub fn policy(&self) -> Result<VerifyPolicy, Error> {
        Ok(self.policy.as_deref().map(VerifyPolicy::load).transpose()?.unwrap_or_default())
    }

    /// What the flags and the policy file expect.
    pub fn expected(&self, policy: VerifyPolicy) -> Result<Expected, Error> {
        // A variable that is not set must not turn a check off.
        let empty = self.require_scope.iter().any(Scopes::is_empty) || self.typ.as_deref() == Some("");
        if empty || self.sub.as_deref() == Some("") {
            return Err(Error::usage(
                "a check is empty: it would say nothing",
                "check the variables behind --require-scope, --typ and --sub",
            ));
        }
        let sub = self.sub.clone().or(policy.subject);
        let sub = sub.map(|sub| RequiredClaim { name: "sub".to_owned(), value: Some(sub.into()) });
        let claims = policy.claims.into_iter().chain(self.require_claim.iter().cloned());
        Ok(Expected {
            issuer: self.iss.clone().or(policy.issuer),
            audiences: if self.aud.is_empty() { policy.audiences } else { self.aud.clone() },
            typ: self.typ.clone().or(policy.typ),
            claims: sub.into_iter().chain(claims).collect(),
            scopes: self.require_scope.iter().cloned().chain([policy.scopes]).collect(),
            leeway: self.leeway.or(policy.leeway),
            max_age: self.max_age.or(policy.max_age),
            warn_within: Some(self.warn_within.or(policy.warn_within).unwrap_or(WARN_WITHIN)),
            ip: self.ip.or(policy.ip),
            at: self.at.or(policy.at),
        })
    }
}
