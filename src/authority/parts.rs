//! A home at work: what every verb has at hand.

use super::error::Result;
use crate::core::policy::Defaults;
use crate::core::{FamilyId, GrantId, Jti, Timestamp};
use crate::host::clock::Clock;
use crate::host::entropy::{Entropy, EntropyError, random};
use crate::keys::{KeyRing, PassphraseSource};
use crate::store::Store;

/// A home at work: its ledger, its keys, its defaults, and the machine it runs on.
pub struct Authority<'h> {
    /// What the home says where nobody else does.
    pub defaults: Defaults,
    /// The ledger.
    pub store: Box<dyn Store>,
    /// The private keys.
    pub ring: KeyRing,
    /// What opens the private keys.
    pub passphrases: Box<dyn PassphraseSource + 'h>,
    /// Why a rotation that is due did not happen: the next key could not be opened, and the old one signs on.
    pub stuck_rotation: Option<String>,
    /// What time it is.
    pub clock: &'h dyn Clock,
    /// Where random bytes come from.
    pub entropy: &'h dyn Entropy,
}

impl Authority<'_> {
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_epoch(self.clock.since_epoch())
    }

    /// The milliseconds and the chance that a time-ordered id is made of.
    pub(super) fn id_parts(&self) -> std::result::Result<(u64, [u8; 10]), EntropyError> {
        let unix_ms = u64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(u64::MAX);
        Ok((unix_ms, random(self.entropy)?))
    }

    pub(super) fn new_jti(&self) -> Result<Jti> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(Jti::from_parts(unix_ms, chance))
    }

    pub(super) fn new_grant_id(&self) -> Result<GrantId> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(GrantId::from_parts(unix_ms, chance))
    }

    pub(super) fn new_family_id(&self) -> Result<FamilyId> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(FamilyId::from_parts(unix_ms, chance))
    }
}
