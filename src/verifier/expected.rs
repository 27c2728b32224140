//! What a caller expects of a token.

use std::net::IpAddr;

use crate::core::verify::RequiredClaim;
use crate::core::{Audience, Issuer, Scopes, Timestamp, Ttl};

/// What a caller expects beyond what the home does.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// The issuer; the home's own where none is given.
    pub issuer: Option<Issuer>,
    /// The audiences; the home's default where none is given.
    pub audiences: Vec<Audience>,
    /// The `typ`; an access token's where none is given.
    pub typ: Option<String>,
    /// Claims that must be there.
    pub claims: Vec<RequiredClaim>,
    /// Scopes that must be there.
    pub scopes: Scopes,
    /// Clock difference in seconds; the home's where none is given.
    pub leeway: Option<i64>,
    /// How old a token may be.
    pub max_age: Option<Ttl>,
    /// How near an end must be to be warned of.
    pub warn_within: Option<Ttl>,
    /// The address the token was shown from.
    pub ip: Option<IpAddr>,
    /// As of when; now where nothing is given.
    pub at: Option<Timestamp>,
}
