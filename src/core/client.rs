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

    /// The way of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

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
    /// The resources that it is (RFC 9728): it may ask about the tokens that are for them.
    pub resources: Vec<Audience>,
}

/// What an app cannot be to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientFault {
    /// Who signs assertions has keys.
    #[error("an app of private_key_jwt shows who it is with its keys, and none are registered")]
    NoKeys,
    /// Keys that would never be asked for.
    #[error("keys are for an app of private_key_jwt, and this one is of {0}")]
    KeysUnused(AuthMethod),
    /// A public app keeps no secret and no key.
    #[error("a public app shows nobody who it is, so that its method is none and not {0}")]
    Public(AuthMethod),
    /// An app that is not public shows who it is.
    #[error("only a public app has the method none")]
    NotPublic,
}

impl ClientMetadata {
    /// The same without what says only what is the rule. Refused where it is no way to show who one is, or not the one of such
    /// an app.
    pub fn settled(self, public: bool) -> Result<Self, ClientFault> {
        let rule = if public { AuthMethod::None } else { AuthMethod::Secret };
        let method = self.auth_method.unwrap_or(rule);
        match (method, public) {
            (method, true) if method != rule => return Err(ClientFault::Public(method)),
            (AuthMethod::None, false) => return Err(ClientFault::NotPublic),
            (AuthMethod::PrivateKeyJwt, _) if self.jwks.is_none() => return Err(ClientFault::NoKeys),
            (method, _) if method != AuthMethod::PrivateKeyJwt && self.jwks.is_some() => {
                return Err(ClientFault::KeysUnused(method));
            }
            _ => {}
        }
        Ok(Self { auth_method: Some(method).filter(|method| *method != rule), ..self })
    }

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
        put("resources", (!self.resources.is_empty()).then(|| json!(self.resources)));
        json
    }

    /// What a ledger kept. Nothing where something else wrote it.
    pub fn from_json(json: ClaimMap) -> Option<Self> {
        let mut client = Self::default();
        for (name, value) in json {
            match (name.as_str(), value) {
                ("token_endpoint_auth_method", Value::String(word)) => {
                    client.auth_method = Some(AuthMethod::from_name(&word)?);
                }
                ("jwks", Value::Object(set)) => client.jwks = Some(set.into_iter().collect()),
                ("targets", Value::Array(names)) => client.targets = audiences(&names)?,
                ("resources", Value::Array(names)) => client.resources = audiences(&names)?,
                ("dpop_bound_access_tokens", Value::Bool(bound)) => client.dpop_bound = bound,
                _ => return None,
            }
        }
        Some(client)
    }
}

fn audiences(names: &[Value]) -> Option<Vec<Audience>> {
    names.iter().map(|name| Audience::new(name.as_str()?).ok()).collect()
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
            resources: vec![Audience::new("https://api.test/orders").unwrap()],
        };
        for client in [client, ClientMetadata::default()] {
            assert_eq!(client.to_json().to_string().parse(), Ok(client.clone()));
            assert_eq!(client.to_json().is_empty(), client.is_plain());
        }
        for bad in ["", "[]", "{\"jwks\":1}", "{\"other\":1}", "{\"token_endpoint_auth_method\":\"plain\"}"] {
            assert_eq!(bad.parse::<ClientMetadata>(), Err(()), "{bad}");
        }
    }

    #[test]
    fn an_app_has_one_way_to_show_who_it_is_and_what_that_needs() {
        let jwks: ClaimMap = [("keys".to_owned(), json!([]))].into_iter().collect();
        let of = |auth_method, jwks| ClientMetadata { auth_method, jwks, ..ClientMetadata::default() };
        let plain = of(None, None);
        let keyed = of(Some(AuthMethod::PrivateKeyJwt), Some(jwks.clone()));
        assert_eq!(of(Some(AuthMethod::Secret), None).settled(false), Ok(plain.clone()));
        assert_eq!(of(Some(AuthMethod::None), None).settled(true), Ok(plain));
        assert_eq!(keyed.clone().settled(false), Ok(keyed.clone()));
        assert_eq!(keyed.settled(true), Err(ClientFault::Public(AuthMethod::PrivateKeyJwt)));
        assert_eq!(of(Some(AuthMethod::Secret), None).settled(true), Err(ClientFault::Public(AuthMethod::Secret)));
        assert_eq!(of(Some(AuthMethod::None), None).settled(false), Err(ClientFault::NotPublic));
        assert_eq!(of(Some(AuthMethod::PrivateKeyJwt), None).settled(false), Err(ClientFault::NoKeys));
        assert_eq!(of(None, Some(jwks)).settled(false), Err(ClientFault::KeysUnused(AuthMethod::Secret)));
    }
}
