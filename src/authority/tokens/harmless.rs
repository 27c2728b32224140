//! What was found and opens nothing, anywhere and for good, so that a scanner of others may pass it over. What is good, and what nobody
//! here knows, is never that.

use std::collections::BTreeSet;

use super::leak::{KnownToken, What};
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::audit::{Change, Verb};
use crate::core::local::is_local;
use crate::core::policy::MAX_LEEWAY;
use crate::core::{Issuer, Kid, Standing, Timestamp, TokenKind};
use crate::keys::ring::Protection;

/// By what it is told that a find opens nothing.
#[derive(Debug)]
pub struct Harmless {
    now: Timestamp,
    /// The keys that sign for tests alone: access and ID tokens of theirs open nothing.
    for_tests: BTreeSet<Kid>,
    /// Why others are none of them, where the home says that it is for development.
    pub not_for_tests: Vec<NotForTests>,
}

/// Why keys of a home for development do not sign for tests alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotForTests {
    /// Others than this machine may take what the issuer issues.
    Issuer(Issuer),
    /// It is encrypted: it is worth a passphrase.
    Encrypted(Kid),
    /// It may have come from elsewhere, and sign for others.
    FromElsewhere(Kid),
}

impl Authority {
    /// By what it is told now that a find opens nothing. Keys sign for tests where the home says that it is for development, its issuer
    /// is on this machine and nowhere else, and they were made here and nobody protects them.
    pub fn harmless(&self) -> Result<Harmless> {
        let mut found = Harmless { now: self.now(), for_tests: BTreeSet::new(), not_for_tests: Vec::new() };
        let defaults = self.defaults();
        if !defaults.development {
            return Ok(found);
        }
        if !is_local(&defaults.issuer) {
            found.not_for_tests.push(NotForTests::Issuer(defaults.issuer.clone()));
            return Ok(found);
        }
        for key in self.keys()? {
            let was_made = |change: &Change| change.deed == Verb::KeyMade.name();
            if self.protection(&key) == Protection::Passphrase {
                found.not_for_tests.push(NotForTests::Encrypted(key.kid));
            } else if !self.key_history(&key)?.changes.iter().any(was_made) {
                found.not_for_tests.push(NotForTests::FromElsewhere(key.kid));
            } else {
                found.for_tests.insert(key.kid);
            }
        }
        Ok(found)
    }
}

impl Harmless {
    /// Whether a find opens nothing.
    pub fn is(&self, what: &What) -> bool {
        match what {
            What::Canary(_) | What::ClientSecret { is_good: false, .. } => true,
            What::Known(known) => self.is_token(known),
            _ => false,
        }
    }

    fn is_token(&self, known: &KnownToken) -> bool {
        let record = &known.record;
        // Verifiers that do not ask take a JWT until it ends, revoked or not, and forgive each other's clocks.
        let has_ended = record.expires_at.seconds_until(self.now) > MAX_LEEWAY;
        if record.digest.is_some() || record.kind == TokenKind::Refresh {
            return has_ended || (!known.was_live && matches!(known.standing, Standing::Revoked | Standing::Refreshed));
        }
        has_ended || record.kid.as_ref().is_some_and(|kid| self.for_tests.contains(kid))
    }
}
