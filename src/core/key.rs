//! A signing key as the ledger knows it: its algorithm, its public half, and where it stands.
//!
//! standby → active → retired, and from any of them → revoked.

use super::algorithm::Algorithm;
use super::id::{AppName, ClientId, Kid, UserId};
use super::refusal::{Entity, Refusal, State, Verb};
use super::revocation::Revocation;
use super::time::{Timestamp, Ttl};

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
    /// What an HMAC secret is known by, where somebody who had it open has noted that.
    pub secret_mark: Option<SecretMark>,
    /// Whether the ring has the private half.
    pub private: PrivateHalf,
    /// Where it stands.
    pub state: KeyState,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What an HMAC secret is known by, as other keys are by their public half: some bytes that only the secret makes, and that
/// tell nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretMark(pub [u8; 16]);

/// What became of the private half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateHalf {
    /// It is in the ring.
    Held,
    /// It never was: the key was imported to verify with.
    Absent,
    /// It was destroyed when nothing needed it any more.
    Destroyed,
}

/// Where a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    /// Published, not signing.
    Standby {
        /// When it takes over; none while nobody has said so.
        activate_at: Option<Timestamp>,
    },
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

/// How many users of a key are named: enough to know whom to tell, and no more than fits a screen.
pub const NAMED_USERS: u32 = 20;

/// Which tokens need a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUsage {
    /// Tokens that it signed and that are good now.
    pub live: u64,
    /// How many users they speak for.
    pub users: u64,
    /// The users with the most of them, at most [`NAMED_USERS`].
    pub top_users: Vec<(UserId, u64)>,
    /// The apps that have them, the one with the most first.
    pub apps: Vec<(AppName, u64)>,
    /// The last end of all tokens that it signed.
    pub last_exp: Option<Timestamp>,
}

/// What a key signed for an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAppUse {
    /// The key.
    pub kid: Kid,
    /// The word for where it stands.
    pub state: String,
    /// The app.
    pub client_id: ClientId,
    /// Its name.
    pub app: AppName,
    /// When it last signed one.
    pub last_issued: Timestamp,
    /// How many of them are good now.
    pub live: u64,
    /// How many users those speak for.
    pub users: u64,
    /// When the last of those ends.
    pub last_live_end: Option<Timestamp>,
}

impl KeyState {
    /// The word for the state.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Standby { .. } => "standby",
            Self::Active { .. } => "active",
            Self::Retired { .. } => "retired",
            Self::Revoked(_) => "revoked",
        }
    }
}

impl KeyRecord {
    /// Whether the ring has its private half.
    pub fn has_private(&self) -> bool {
        self.private == PrivateHalf::Held
    }

    /// Whether it was imported to verify with, and nobody here ever signed with it.
    pub fn is_of_others(&self) -> bool {
        self.private == PrivateHalf::Absent
    }

    /// Whether it signs.
    pub fn is_active(&self) -> bool {
        matches!(self.state, KeyState::Active { .. })
    }

    /// Whether a verifier may be shown this key: not when it was revoked or its time is over.
    pub fn is_published(&self, now: Timestamp) -> bool {
        match &self.state {
            KeyState::Standby { .. } | KeyState::Active { .. } => true,
            KeyState::Retired { verify_until, .. } => now <= *verify_until,
            KeyState::Revoked(_) => false,
        }
    }

    /// The last second at which a verifier knows this key, where that is known. A token must not outlive it:
    /// a verifier that has dropped the key would refuse a good token.
    pub fn visible_until(&self) -> Option<Timestamp> {
        match &self.state {
            KeyState::Standby { .. } | KeyState::Active { .. } => None,
            KeyState::Retired { verify_until, .. } => Some(*verify_until),
            KeyState::Revoked(revocation) => Some(revocation.at),
        }
    }

    /// The end of a token that it signs and that is wanted to end then: never past the time at which it stops verifying.
    pub fn cap(&self, wanted: Timestamp) -> Timestamp {
        self.visible_until().map_or(wanted, |end| wanted.min(end))
    }

    /// Whether it is to take over by now.
    pub fn is_due(&self, now: Timestamp) -> bool {
        matches!(self.state, KeyState::Standby { activate_at: Some(at) } if at <= now)
    }

    /// When a key that signs is as old as a policy lets it become.
    pub fn too_old_at(&self, max_age: Ttl) -> Option<Timestamp> {
        match self.state {
            KeyState::Active { since } => Some(since.plus(max_age)),
            _ => None,
        }
    }

    /// When it ends: a retired one stops verifying, one that signs is as old as a policy lets it become.
    pub fn ends_at(&self, max_age: Option<Ttl>) -> Option<Timestamp> {
        match self.state {
            KeyState::Retired { verify_until, .. } => Some(verify_until),
            _ => max_age.and_then(|age| self.too_old_at(age)),
        }
    }

    /// Says when a standby key takes over.
    pub fn schedule(self, activate_at: Timestamp) -> Result<Self, Refusal> {
        match (&self.state, self.private) {
            (KeyState::Standby { .. }, PrivateHalf::Held) => {
                Ok(Self { state: KeyState::Standby { activate_at: Some(activate_at) }, ..self })
            }
            _ => Err(self.refuse(Verb::Activate)),
        }
    }

    /// Lets a standby key sign.
    pub fn activate(self, now: Timestamp) -> Result<Self, Refusal> {
        match (&self.state, self.private) {
            (KeyState::Standby { .. }, PrivateHalf::Held) => {
                Ok(Self { state: KeyState::Active { since: now }, ..self })
            }
            _ => Err(self.refuse(Verb::Activate)),
        }
    }

    /// Ends signing. What it signed verifies until `verify_until`.
    pub fn retire(self, verify_until: Timestamp, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            KeyState::Active { .. } => Ok(Self { state: KeyState::Retired { since: now, verify_until }, ..self }),
            _ => Err(self.refuse(Verb::Retire)),
        }
    }

    /// Ends everything under it, because it is compromised.
    pub fn revoke(self, revocation: Revocation) -> Result<Self, Refusal> {
        match self.state {
            KeyState::Revoked(_) => Err(self.refuse(Verb::Revoke)),
            _ => Ok(Self { state: KeyState::Revoked(revocation), ..self }),
        }
    }

    /// Takes in the private half of a key that could only verify until now. One that was destroyed does not come back.
    pub fn adopt_private(self) -> Result<Self, Refusal> {
        match (&self.state, self.private) {
            (KeyState::Standby { .. }, PrivateHalf::Absent) => Ok(Self { private: PrivateHalf::Held, ..self }),
            _ => Err(self.refuse(Verb::Import)),
        }
    }

    /// Whether nothing needs its private half any more: it signs no more, and what it signed verifies no more.
    pub fn is_spent(&self, now: Timestamp) -> bool {
        match self.state {
            KeyState::Retired { verify_until, .. } => now > verify_until,
            KeyState::Revoked(_) => true,
            KeyState::Standby { .. } | KeyState::Active { .. } => false,
        }
    }

    /// Gives the private half of a spent key up.
    pub fn destroy_private(self, now: Timestamp) -> Result<Self, Refusal> {
        if self.is_spent(now) && self.private == PrivateHalf::Held {
            Ok(Self { private: PrivateHalf::Destroyed, ..self })
        } else {
            Err(self.refuse(Verb::Prune))
        }
    }

    fn refuse(&self, verb: Verb) -> Refusal {
        let (state, allowed): (State, &[Verb]) = match &self.state {
            KeyState::Standby { .. } if self.private == PrivateHalf::Absent => {
                (State::WithoutPrivateHalf, &[Verb::Import, Verb::Revoke])
            }
            KeyState::Standby { .. } => (State::Standby, &[Verb::Activate, Verb::Revoke]),
            KeyState::Active { since } => (State::Active(*since), &[Verb::Retire, Verb::Revoke]),
            KeyState::Retired { since, .. } => (State::Retired(*since), &[Verb::Revoke]),
            KeyState::Revoked(revocation) => (State::Revoked(revocation.at), &[]),
        };
        Refusal { subject: Entity::Key(self.kid.clone()), state, verb, allowed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::actor::Actor;
    use crate::core::revocation::Cause;
    use proptest::prelude::*;

    fn key() -> KeyRecord {
        KeyRecord {
            kid: Kid::new("k1").unwrap(),
            algorithm: Algorithm::EdDSA,
            bits: 256,
            public: Some(vec![1]),
            secret_mark: None,
            private: PrivateHalf::Held,
            state: KeyState::Standby { activate_at: None },
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

    #[test]
    fn a_key_without_a_private_half_never_signs() {
        let public = KeyRecord { private: PrivateHalf::Absent, ..key() };
        assert_eq!(
            public.clone().activate(Timestamp(1)).unwrap_err().to_string(),
            "key k1 is standby without a private half: it cannot activate; allowed: import, revoke"
        );
        assert!(public.schedule(Timestamp(1)).is_err());
    }

    #[test]
    fn a_token_ends_with_its_key() {
        let active = key().activate(Timestamp(1)).unwrap();
        assert_eq!(active.cap(Timestamp(100)), Timestamp(100));
        let retired = active.retire(Timestamp(40), Timestamp(2)).unwrap();
        assert_eq!(retired.cap(Timestamp(100)), Timestamp(40));
        assert_eq!(retired.cap(Timestamp(39)), Timestamp(39));
    }

    #[test]
    fn a_private_half_is_destroyed_only_when_it_is_spent() {
        let retired = key().activate(Timestamp(1)).unwrap().retire(Timestamp(100), Timestamp(10)).unwrap();
        assert!(retired.clone().destroy_private(Timestamp(100)).is_err());
        let pruned = retired.destroy_private(Timestamp(101)).unwrap();
        assert_eq!(pruned.private, PrivateHalf::Destroyed);
        assert!(pruned.destroy_private(Timestamp(102)).is_err());
        assert!(key().destroy_private(Timestamp(1_000)).is_err());
    }

    #[test]
    fn a_standby_key_is_due_at_its_time() {
        assert!(!key().is_due(Timestamp(i64::MAX)));
        let scheduled = key().schedule(Timestamp(50)).unwrap();
        assert!(!scheduled.is_due(Timestamp(49)));
        assert!(scheduled.is_due(Timestamp(50)));
        assert!(!scheduled.activate(Timestamp(50)).unwrap().is_due(Timestamp(51)));
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
