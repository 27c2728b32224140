//! An app as a client of the server (RFC 7591, 2): how it shows who it is, and what it may ask for there.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

use super::id::Audience;
use super::json::{ClaimMap, parse_claims};

/// How an app shows who it is to the server (RFC 7591, 2, `token_endpoint_auth_method`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthMethod {
    /// Its secret, in the `Authorization` header or in the body.
    Secret,
    /// An assertion that it signs with a key of its own (RFC 7523, 2.2).
    PrivateKeyJwt,
    /// Not at all: a public app says its client_id alone.
    None,
}

impl AuthMethod {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Secret, Self::PrivateKeyJwt, Self::None];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Secret => "client_secret",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }
}

impl fmt::Display for AuthMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is kept of an app as a client of the server, beside its profile. Nothing of it is the rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientMetadata {
    /// How it shows who it is, where that is not its secret, or of a public app nothing.
    pub auth_method: Option<AuthMethod>,
    /// The public keys that its assertions are signed with: a JWK set.
    pub jwks: Option<ClaimMap>,
    /// For whom it may exchange a token of a user (RFC 8693). None: it may exchange none.
    pub targets: Vec<Audience>,
    /// Whether its tokens are bound to a key that it proves to have (RFC 9449, 5.2).
    pub dpop_bound: bool,
}

impl ClientMetadata {
    /// Whether nothing is kept.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// As a ledger keeps it: a JSON object of what departs from the rule.
    pub fn to_json(&self) -> ClaimMap {
        let mut json = ClaimMap::new();
        let mut put = |name: &'static str, value: Option<Value>| drop(value.map(|value| json.insert(name, value)));
        put("token_endpoint_auth_method", self.auth_method.map(|method| json!(method.name())));
        put("jwks", self.jwks.clone().map(Into::into));
        put("targets", (!self.targets.is_empty()).then(|| json!(self.targets)));
        put("dpop_bound_access_tokens", self.dpop_bound.then(|| json!(true)));
        json
    }

    /// What a ledger kept. Nothing where something else wrote it.
    pub fn from_json(json: ClaimMap) -> Option<Self> {
        let mut client = Self::default();
        for (name, value) in json {
            match (name.as_str(), value) {
                ("token_endpoint_auth_method", Value::String(word)) => {
                    client.auth_method = Some(AuthMethod::ALL.into_iter().find(|method| method.name() == word)?);
                }
                ("jwks", Value::Object(set)) => client.jwks = Some(set.into_iter().collect()),
                ("targets", Value::Array(names)) => {
                    let names = names.iter().map(|name| Audience::new(name.as_str()?).ok());
                    client.targets = names.collect::<Option<_>>()?;
                }
                ("dpop_bound_access_tokens", Value::Bool(bound)) => client.dpop_bound = bound,
                _ => return None,
            }
        }
        Some(client)
    }
}

/// The text of a ledger, read.
impl FromStr for ClientMetadata {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        parse_claims(text.as_bytes()).ok().and_then(Self::from_json).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_gives_back_what_it_was_given() {
        let jwks: ClaimMap = [("keys".to_owned(), json!([]))].into_iter().collect();
        let client = ClientMetadata {
            auth_method: Some(AuthMethod::PrivateKeyJwt),
            jwks: Some(jwks),
            targets: vec![Audience::new("https://api.test").unwrap()],
            dpop_bound: true,
        };
        for client in [client, ClientMetadata::default()] {
            assert_eq!(client.to_json().to_string().parse(), Ok(client.clone()));
            assert_eq!(client.to_json().is_empty(), client.is_plain());
        }
        for bad in ["", "[]", "{\"jwks\":1}", "{\"other\":1}", "{\"token_endpoint_auth_method\":\"plain\"}"] {
            assert_eq!(bad.parse::<ClientMetadata>(), Err(()), "{bad}");
        }
    }
}
