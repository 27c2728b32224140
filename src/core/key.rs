//! A signing key as the ledger knows it: its algorithm, its public half, and where it stands.
//!
//! standby → active → retired, and from any of them → revoked.

use super::algorithm::Algorithm;
use super::id::Kid;
use super::refusal::Refusal;
use super::revocation::Revocation;
use super::time::Timestamp;

/// The ledger's row of a key. The private half is a file, known to the key ring alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// Its id.
    pub kid: Kid,
    /// The one algorithm it is used with.
    pub algorithm: Algorithm,
    /// Size of an RSA modulus, or of an HMAC secret, in bits; of the curve otherwise.
    pub bits: u32,
    /// The public half as DER (`SubjectPublicKeyInfo`); none for an HMAC secret.
    pub public: Option<Vec<u8>>,
    /// Where it stands.
    pub state: KeyState,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Where a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    /// Published, not signing.
    Standby,
    /// Signs. At most one per algorithm.
    Active {
        /// Since when.
        since: Timestamp,
    },
    /// Signs no more; still verifies for a time.
    Retired {
        /// Since when.
        since: Timestamp,
        /// The last second at which it verifies.
        verify_until: Timestamp,
    },
    /// Compromised: nothing signed with it verifies.
    Revoked(Revocation),
}

impl KeyState {
    /// The word for the state.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Standby => "standby",
            Self::Active { .. } => "active",
            Self::Retired { .. } => "retired",
            Self::Revoked(_) => "revoked",
        }
    }
}

impl KeyRecord {
    /// Whether it signs.
    pub fn is_active(&self) -> bool {
        matches!(self.state, KeyState::Active { .. })
    }

    /// Whether a verifier may be shown this key: not when it was revoked or its time is over.
    pub fn is_published(&self, now: Timestamp) -> bool {
        match &self.state {
            KeyState::Standby | KeyState::Active { .. } => true,
            KeyState::Retired { verify_until, .. } => now <= *verify_until,
            KeyState::Revoked(_) => false,
        }
    }

    /// The last second at which a verifier knows this key, where that is known. A token must not outlive it:
    /// a verifier that has dropped the key would refuse a good token.
    pub fn visible_until(&self) -> Option<Timestamp> {
        match &self.state {
            KeyState::Standby | KeyState::Active { .. } => None,
            KeyState::Retired { verify_until, .. } => Some(*verify_until),
            KeyState::Revoked(revocation) => Some(revocation.at),
        }
    }

    /// Lets a standby key sign.
    pub fn activate(self, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            KeyState::Standby => Ok(Self { state: KeyState::Active { since: now }, ..self }),
            _ => Err(self.refuse("activate")),
        }
    }

    /// Ends signing. What it signed verifies until `verify_until`.
    pub fn retire(self, verify_until: Timestamp, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            KeyState::Active { .. } => Ok(Self { state: KeyState::Retired { since: now, verify_until }, ..self }),
            _ => Err(self.refuse("retire")),
        }
    }

    /// Ends everything under it, because it is compromised.
    pub fn revoke(self, revocation: Revocation) -> Result<Self, Refusal> {
        match self.state {
            KeyState::Revoked(_) => Err(self.refuse("revoke")),
            _ => Ok(Self { state: KeyState::Revoked(revocation), ..self }),
        }
    }

    fn refuse(&self, verb: &'static str) -> Refusal {
        let (state, allowed): (String, &[&str]) = match &self.state {
            KeyState::Standby => ("standby".into(), &["activate", "revoke"]),
            KeyState::Active { since } => (format!("active since {since}"), &["retire", "revoke"]),
            KeyState::Retired { since, .. } => (format!("retired since {since}"), &["revoke"]),
            KeyState::Revoked(revocation) => (format!("revoked since {}", revocation.at), &[]),
        };
        Refusal { subject: format!("key {}", self.kid), state, verb, allowed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::id::Actor;
    use crate::core::revocation::Cause;
    use proptest::prelude::*;

    fn key() -> KeyRecord {
        KeyRecord {
            kid: Kid::new("k1").unwrap(),
            algorithm: Algorithm::EdDSA,
            bits: 256,
            public: Some(vec![1]),
            state: KeyState::Standby,
            created_at: Timestamp(0),
        }
    }

    fn revocation(at: i64) -> Revocation {
        Revocation { at: Timestamp(at), by: Actor::new("ops@host").unwrap(), cause: Cause::Key, note: None }
    }

    #[test]
    fn a_retired_key_is_published_to_the_last_second() {
        let retired = key().activate(Timestamp(1)).unwrap().retire(Timestamp(100), Timestamp(10)).unwrap();
        assert!(retired.is_published(Timestamp(100)));
        assert!(!retired.is_published(Timestamp(101)));
        assert_eq!(retired.visible_until(), Some(Timestamp(100)));
    }

    #[test]
    fn a_refusal_names_state_and_verbs() {
        let refused = key().retire(Timestamp(9), Timestamp(1)).unwrap_err();
        assert_eq!(refused.to_string(), "key k1 is standby: it cannot retire; allowed: activate, revoke");
        let refused = key().revoke(revocation(3)).unwrap().activate(Timestamp(4)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "key k1 is revoked since 1970-01-01T00:00:03Z: it cannot activate; this state is final"
        );
    }

    proptest! {
        #[test]
        fn only_the_diagram_is_walked(verbs in proptest::collection::vec(0..3, 0..40)) {
            let edges = [
                ("standby", "active"), ("active", "retired"),
                ("standby", "revoked"), ("active", "revoked"), ("retired", "revoked"),
            ];
            let mut key = key();
            for (second, verb) in (0..).zip(verbs) {
                let now = Timestamp(second);
                let after = match verb {
                    0 => key.clone().activate(now),
                    1 => key.clone().retire(now, now),
                    _ => key.clone().revoke(revocation(second)),
                };
                if let Ok(after) = after {
                    prop_assert!(edges.contains(&(key.state.name(), after.state.name())));
                    key = after;
                }
                prop_assert!(!(key.state.name() == "revoked" && key.is_published(now)));
            }
        }
    }
}
