//! What a caller may ask of a token, parsed into types that cannot ask for the impossible.

use std::net::IpAddr;
use std::str::FromStr;

use serde_json::Value;

use super::registered::{registered, registered_of_id};
use crate::core::json::{self, ClaimMap, JsonError};
use crate::core::time::{Timestamp, Ttl};
use crate::core::when::When;

/// What a caller asks of an access token, beyond what app and policy decide.
#[derive(Debug, Clone, Default)]
pub struct ClaimsRequest {
    /// How long it lives.
    pub lifetime: Lifetime,
    /// When it starts to be good; at once if nothing is said.
    pub not_before: Option<Timestamp>,
    /// Claims beyond the registered ones.
    pub extra: ClaimMap,
    /// The address that it is bound to.
    pub bind_ip: Option<IpAddr>,
}

/// How long a token lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as the policy says.
    #[default]
    Policy,
    /// For a time of its own.
    For(Ttl),
    /// Until a point in time, which may be past: a test token that must be refused.
    Until(Timestamp),
}

impl Lifetime {
    /// The first second at which the token is no longer good.
    pub fn end(self, policy: Ttl, now: Timestamp) -> Timestamp {
        match self {
            Self::Policy => now.plus(policy),
            Self::For(ttl) => now.plus(ttl),
            Self::Until(end) => end,
        }
    }
}

/// What a caller asks of an ID token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdTokenRequest {
    /// The value that binds it to the app's session (OpenID Connect Core, 3.1.2.1).
    pub nonce: Option<String>,
    /// Claims beyond those that it has anyway; an `auth_time` among them takes the place of the time of issue.
    pub extra: ClaimMap,
}

/// One `--claim`: `name=text` or `name:=JSON`.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimArg {
    /// The name of the claim.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// Why a `--claim` or a member of `--claims` cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimArgError {
    /// No `=` in it.
    #[error("has no `=`: give name=text or name:=JSON")]
    NoEquals,
    /// Nothing before the `=`.
    #[error("has no name before the `=`")]
    NoName,
    /// What follows `:=` is not JSON.
    #[error("has no valid JSON after `:=`: {0}")]
    Json(JsonError),
    /// A time told from now, where nothing is being made.
    #[error("has a time from now after `:=`, which only a token that is being made can have: give epoch seconds")]
    FromNow,
    /// A claim that every reader takes for a time is none.
    #[error("`{0}` is a time: give it as a number of seconds, as in {0}:=1767225600")]
    NoTime(&'static str),
    /// The claim has a meaning of its own.
    #[error("`{name}` is a registered claim: {}", set_by.map_or("mintage alone sets it".to_owned(), |flag| format!("it is set by {flag}")))]
    Registered {
        /// Which.
        name: &'static str,
        /// What sets it.
        set_by: Option<&'static str>,
    },
}

impl FromStr for ClaimArg {
    type Err = ClaimArgError;
    /// Splits at the first `=`, so that base64 values survive.
    fn from_str(arg: &str) -> Result<Self, ClaimArgError> {
        Self::read(arg, json::parse_value)
    }
}

impl ClaimArg {
    /// One that a claim is compared with: its numbers may be of any size.
    pub fn compared(arg: &str) -> Result<Self, ClaimArgError> {
        Self::read(arg, json::parse_compared)
    }

    fn read(arg: &str, value: fn(&[u8]) -> Result<Value, JsonError>) -> Result<Self, ClaimArgError> {
        let (name, text) = arg.split_once('=').ok_or(ClaimArgError::NoEquals)?;
        let (name, value) = match name.strip_suffix(':') {
            // No JSON begins so, and what is compared must not change with the clock.
            Some(_) if When::from_now(text).is_some() => return Err(ClaimArgError::FromNow),
            Some(name) => (name, value(text.as_bytes()).map_err(ClaimArgError::Json)?),
            None => (name, Value::String(text.to_owned())),
        };
        if name.is_empty() {
            return Err(ClaimArgError::NoName);
        }
        Ok(Self { name: name.to_owned(), value })
    }
}

/// Refuses a claim that has a flag of its own.
pub fn check_free(name: &str) -> Result<(), ClaimArgError> {
    match registered(name) {
        Some(claim) => Err(ClaimArgError::Registered { name: claim.name, set_by: claim.set_by }),
        None => Ok(()),
    }
}

/// Refuses a claim of an ID token that is set otherwise, or a time that is none.
pub fn check_free_of_id(name: &str, value: &Value) -> Result<(), ClaimArgError> {
    match registered_of_id(name) {
        Some(claim) => Err(ClaimArgError::Registered { name: claim.name, set_by: claim.set_by }),
        None if name == "nbf" && value.as_i64().is_none() => Err(ClaimArgError::NoTime("nbf")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_claim_splits_at_the_first_equals_sign() {
        let arg: ClaimArg = "key=YWJj==".parse().unwrap();
        assert_eq!((arg.name.as_str(), arg.value), ("key", json!("YWJj==")));
        let arg: ClaimArg = "roles:=[\"a=b\"]".parse().unwrap();
        assert_eq!((arg.name.as_str(), arg.value), ("roles", json!(["a=b"])));
        let arg: ClaimArg = "empty=".parse().unwrap();
        assert_eq!(arg.value, json!(""));
    }

    #[test]
    fn what_is_not_a_claim_is_refused() {
        assert_eq!("role".parse::<ClaimArg>(), Err(ClaimArgError::NoEquals));
        assert_eq!("=x".parse::<ClaimArg>(), Err(ClaimArgError::NoName));
        assert_eq!(":=1".parse::<ClaimArg>(), Err(ClaimArgError::NoName));
        assert_eq!("n:=now-5m".parse::<ClaimArg>(), Err(ClaimArgError::FromNow));
        assert!(matches!("n:={".parse::<ClaimArg>(), Err(ClaimArgError::Json(_))));
        assert!(matches!("n:={\"a\":1,\"a\":2}".parse::<ClaimArg>(), Err(ClaimArgError::Json(_))));
    }

    #[test]
    fn a_registered_claim_names_its_flag() {
        let refused = check_free("aud").unwrap_err();
        assert_eq!(refused.to_string(), "`aud` is a registered claim: it is set by --aud");
        assert_eq!(
            check_free("jti").unwrap_err().to_string(),
            "`jti` is a registered claim: it is set by `token issue --jti`"
        );
        assert_eq!(check_free("role"), Ok(()));
        assert_eq!(check_free("auth_time"), Ok(()), "RFC 9068, 2.2.1");
        let of_id = |name, value: Value| check_free_of_id(name, &value).map_err(|error| error.to_string());
        assert_eq!(of_id("at_hash", json!("x")).unwrap_err(), "`at_hash` is a registered claim: mintage alone sets it");
        assert_eq!(of_id("nonce", json!("x")).unwrap_err(), "`nonce` is a registered claim: it is set by --nonce");
        assert!(of_id("nbf", json!("soon")).is_err() && of_id("nbf", json!(5)).is_ok());
        for name in ["acr", "amr", "azp", "auth_time", "groups", "client_id"] {
            assert_eq!(of_id(name, json!("x")), Ok(()), "{name}");
        }
    }
}
