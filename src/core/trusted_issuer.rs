//! Another issuer whose word is taken for who a user is (RFC 7523, 2.1).

use super::algorithm::Algorithm;
use super::app::AppRef;
use super::id::{Audience, Issuer, UserId};
use super::scope::Scopes;

/// Another issuer whose word is taken for who a user is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// The `iss` of its assertions.
    pub issuer: Issuer,
    /// Its keys.
    pub keys: IssuerKeys,
    /// The only algorithm that is taken, and that of keys that do not say theirs.
    pub algorithm: Option<Algorithm>,
    /// The `aud` that its assertions must have; the issuer of the home, where nothing is said.
    pub audience: Option<Audience>,
    /// The apps that may show its assertions.
    pub apps: Vec<AppRef>,
    /// The most that a token opens that comes of one.
    pub scopes: Scopes,
    /// What is put before its `sub` to name a user here.
    pub subject_prefix: Option<String>,
}

/// Where the keys of an issuer are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuerKeys {
    /// At an address: `https`, or on this machine.
    Address(String),
    /// In a file: a JWK set.
    Set {
        /// Which file, as the settings name it.
        file: String,
        /// What is in it.
        text: String,
    },
}

impl TrustedIssuer {
    /// The user whom its `sub` names. None where that cannot be a name of one.
    pub fn user(&self, sub: &str) -> Option<UserId> {
        let prefix = self.subject_prefix.as_deref().unwrap_or_default();
        UserId::new(format!("{prefix}{sub}")).ok().filter(|_| !sub.is_empty())
    }
}
