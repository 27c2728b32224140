//! What a verifier expects of a token.

use std::net::IpAddr;
use std::str::FromStr;

use serde_json::Value;

use crate::core::claims::{ClaimArg, ClaimArgError};
use crate::core::id::{Audience, Issuer};
use crate::core::scope::Scopes;
use crate::core::time::Ttl;

/// What a verifier expects.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectations {
    /// The exact `iss`.
    pub issuer: Option<Issuer>,
    /// Who the verifier is: one of these must be in `aud`.
    pub audiences: Vec<Audience>,
    /// The `typ`; any where none is given.
    pub typ: Option<String>,
    /// Claims that must be there.
    pub claims: Vec<RequiredClaim>,
    /// Scopes that must be there.
    pub scopes: Scopes,
    /// Clock difference in seconds that is forgiven.
    pub leeway: i64,
    /// How old a token may be: seconds since its `iat`.
    pub max_age: Option<Ttl>,
    /// How near an end must be to be warned of.
    pub warn_within: Option<Ttl>,
    /// How long a key may sign before its age is warned of.
    pub max_key_age: Option<Ttl>,
    /// The address the token was shown from.
    pub ip: Option<IpAddr>,
}

/// A claim that must be there, with this value or with any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredClaim {
    /// Its name.
    pub name: String,
    /// Its value, if it matters.
    pub value: Option<Value>,
}

impl FromStr for RequiredClaim {
    type Err = ClaimArgError;
    /// `NAME=TEXT`, `NAME:=JSON`, or `NAME` for any value.
    fn from_str(text: &str) -> Result<Self, ClaimArgError> {
        match text.parse::<ClaimArg>() {
            Ok(ClaimArg { name, value }) => Ok(Self { name, value: Some(value) }),
            Err(ClaimArgError::NoEquals) if !text.is_empty() => Ok(Self { name: text.to_owned(), value: None }),
            Err(error) => Err(error),
        }
    }
}

/// Whether two `typ` values are the same: case and the prefix `application/` do not count (RFC 7515, 4.1.9).
pub fn same_typ(a: &str, b: &str) -> bool {
    without_prefix(a).eq_ignore_ascii_case(without_prefix(b))
}

fn without_prefix(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.split_at_checked(PREFIX.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(PREFIX) => rest,
        _ => typ,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typ_is_compared_without_case_and_prefix() {
        assert!(same_typ("at+jwt", "AT+JWT"));
        assert!(same_typ("application/at+jwt", "at+jwt"));
        assert!(same_typ("at+jwt", "Application/AT+jwt"));
        assert!(!same_typ("JWT", "at+jwt"));
        assert!(!same_typ("text/at+jwt", "at+jwt"));
    }
}
