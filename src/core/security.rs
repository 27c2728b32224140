//! A security profile: what a server asks of every app, beyond what it is registered as.

use super::algorithm::Algorithm;
use super::client::AuthMethod;

/// What a server asks of every app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SecurityProfile {
    /// What the app is registered as.
    #[default]
    AsRegistered,
    /// The FAPI 2.0 Security Profile: requests are pushed, codes need PKCE, apps sign who they are, tokens are bound to a key.
    Fapi2,
}

/// Why an app does not have what a profile asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecurityFault {
    /// It must sign that it is itself (FAPI 2.0 Security Profile, 5.3.2.1).
    #[error("the server is one of FAPI 2.0, where apps are of private_key_jwt, and this one is of {0}")]
    Method(AuthMethod),
    /// The same (5.4.1).
    #[error("the server is one of FAPI 2.0, where nothing is signed with {0}")]
    Algorithm(Algorithm),
    /// An algorithm that nobody knows, or none of key pairs.
    #[error("the server is one of FAPI 2.0, where nothing is signed with the algorithm that was named")]
    NoAlgorithm,
}

impl SecurityProfile {
    /// Every one that has a name.
    pub const NAMED: [Self; 1] = [Self::Fapi2];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsRegistered => "as-registered",
            Self::Fapi2 => "fapi2",
        }
    }

    /// The one of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMED.into_iter().find(|profile| profile.name() == name)
    }

    /// Whether what users are asked for is handed in beforehand (RFC 9126; FAPI 2.0 Security Profile, 5.3.2.2).
    pub fn requires_push(self) -> bool {
        self == Self::Fapi2
    }

    /// Whether every code is shown to be the app's own (PKCE), whatever it is registered as.
    pub fn requires_challenge(self) -> bool {
        self == Self::Fapi2
    }

    /// Whether every token is bound to a key that is proven (DPoP).
    pub fn requires_key(self) -> bool {
        self == Self::Fapi2
    }

    /// Whether an app of this kind is taken.
    pub fn admit_method(self, method: AuthMethod) -> Result<(), SecurityFault> {
        match self {
            Self::Fapi2 if method != AuthMethod::PrivateKeyJwt => Err(SecurityFault::Method(method)),
            _ => Ok(()),
        }
    }

    /// Whether tokens, assertions and proofs may be signed so (FAPI 2.0 Security Profile, 5.4.1: PS256, ES256 or EdDSA with
    /// Ed25519).
    pub fn admit_algorithm(self, algorithm: Algorithm) -> Result<(), SecurityFault> {
        use Algorithm::{ES256, Ed25519, EdDSA, PS256};
        match self {
            Self::Fapi2 if !matches!(algorithm, PS256 | ES256 | EdDSA | Ed25519) => {
                Err(SecurityFault::Algorithm(algorithm))
            }
            _ => Ok(()),
        }
    }

    /// The same of an algorithm as a header names it. It decides nothing but that this one is refused: what verifies is decided by the
    /// key.
    pub fn admit_named(self, alg: Option<&str>) -> Result<(), SecurityFault> {
        match (self, alg.and_then(Algorithm::from_header)) {
            (Self::AsRegistered, _) => Ok(()),
            (_, Some(algorithm)) => self.admit_algorithm(algorithm),
            (_, None) => Err(SecurityFault::NoAlgorithm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fapi_takes_few_and_else_everything_is_as_it_is_registered() {
        let (plain, fapi) = (SecurityProfile::AsRegistered, SecurityProfile::Fapi2);
        assert_eq!([plain.requires_push(), plain.requires_key(), plain.requires_challenge()], [false; 3]);
        assert_eq!([fapi.requires_push(), fapi.requires_key(), fapi.requires_challenge()], [true; 3]);
        for method in AuthMethod::ALL {
            assert!(plain.admit_method(method).is_ok());
            assert_eq!(fapi.admit_method(method).is_ok(), method == AuthMethod::PrivateKeyJwt, "{method}");
        }
        for algorithm in Algorithm::ALL {
            let is_one = ["PS256", "ES256", "EdDSA", "Ed25519"].contains(&algorithm.name());
            assert!(plain.admit_algorithm(algorithm).is_ok());
            assert_eq!(fapi.admit_algorithm(algorithm).is_ok(), is_one, "{algorithm}");
        }
        for alg in [None, Some("none"), Some("HS256"), Some("RS256"), Some("es256"), Some("ES384")] {
            assert!(fapi.admit_named(alg).is_err(), "{alg:?}");
            assert!(plain.admit_named(alg).is_ok(), "{alg:?}");
        }
        assert_eq!(SecurityProfile::from_name("fapi2"), Some(fapi));
        assert_eq!(SecurityProfile::from_name("as-registered"), None);
    }
}
