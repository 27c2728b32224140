//! The parameters of a request as they came: names and values, each name once (RFC 6749, 3.1), but for those that may repeat.

use serde_json::Value;

use crate::core::json::ClaimMap;

/// Parameters, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

/// What parameters cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParametersFault {
    /// One that may be there once is there twice.
    #[error("the parameter {0} is there more than once")]
    Twice(&'static str),
}

/// Those that are read here. Others are ignored (RFC 6749, 3.1).
const KNOWN: [&str; 19] = [
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "login_hint",
    "id_token_hint",
    "dpop_jkt",
    "request",
    "request_uri",
    "registration",
    "acr_values",
    "resource",
];
/// The one that may be there more than once (RFC 8707, 2).
const REPEATED: &str = "resource";

impl Parameters {
    /// These; those that nobody reads here are left out, and so are empty ones, which stand for none (RFC 6749, 3.1).
    pub fn of(all: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(all.into_iter().filter(|(name, value)| KNOWN.contains(&name.as_str()) && !value.is_empty()).collect())
    }

    /// The value of one; a fault where it is there twice.
    pub fn get(&self, name: &'static str) -> Result<Option<&str>, ParametersFault> {
        let mut found = self.all(name);
        let first = found.next();
        if found.next().is_some() { Err(ParametersFault::Twice(name)) } else { Ok(first) }
    }

    /// The value of one that is there at most once; the first where it is not, for those who tell of it.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of one.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let name = KNOWN.into_iter().find(|known| *known == name);
        self.0.iter().filter(move |(known, _)| Some(known.as_str()) == name).map(|(_, value)| value.as_str())
    }

    /// Every name and value, for those who hand them on.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// One that is there twice and must not be.
    pub fn twice(&self) -> Result<(), ParametersFault> {
        KNOWN.into_iter().filter(|name| *name != REPEATED).try_for_each(|name| self.get(name).map(|_| ()))
    }

    /// As a ledger keeps them.
    pub fn to_json(&self) -> Value {
        self.0.iter().map(|(name, value)| Value::Array(vec![name.as_str().into(), value.as_str().into()])).collect()
    }

    /// What a ledger kept. Nothing where something else wrote it.
    pub fn from_json(facts: &ClaimMap, name: &str) -> Option<Self> {
        let pairs = facts.get(name)?.as_array()?;
        let pair = |pair: &Value| match pair.as_array()?.as_slice() {
            [name, value] => Some((name.as_str()?.to_owned(), value.as_str()?.to_owned())),
            _ => None,
        };
        pairs.iter().map(pair).collect::<Option<_>>().map(Self)
    }
}
