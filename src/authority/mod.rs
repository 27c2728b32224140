//! What people do: one function per verb, each one transaction.
//!
//! Every verb has the same order: fetch, let `core` decide, write on the condition that nothing changed, commit,
//! and only then answer. Slow work that may ask a person (opening a key) comes before the transaction.

mod apps;
mod batch;
mod bundle;
mod error;
mod forge;
mod grants;
mod home;
mod identify;
mod import;
mod introspect;
mod issue;
mod judging;
mod keys;
mod ledger;
pub mod offline;
mod prune;
mod read_ahead;
mod refresh;
mod retire;
mod revoke;
mod rotate;
mod secrets;
mod snapshot;
mod verify;

pub use apps::{AppEnd, ProfileChange, Registered, Registration};
pub use batch::Batch;
pub use error::Error;
pub use forge::{ForgeRequest, Forged, ForgedToken, MadeForFlaw};
pub use grants::{GrantChoice, GrantEnd, GrantPage, GrantQuery, GrantTarget};
pub use home::{HomeParts, lay_out};
pub use identify::{Drill, DrillEnd, ForeignToken, KnownToken, Leak, MAX_FINDS, UnknownToken, What};
pub use import::Import;
pub use issue::{IssueRequest, Issued};
pub use judging::{Judge, Judging, Lane};
pub use keys::{GenerateRequest, NewKeyProtection};
pub use ledger::{TokenChoice, TokenPage, TokenQuery, TokenTree};
pub use refresh::RefreshRequest;
pub use retire::{Ended, KeyPlan, Pruned};
pub use revoke::{RevokeQuery, RevokeRequest, RevokeTarget};
pub use rotate::{RotateRequest, RotateWhen, Rotated, RotationPlan};
pub use secrets::{EndedSecret, NewSecret};
pub use snapshot::{Snapshot, SnapshotRequest};
pub use verify::Expected;

use crate::core::policy::Defaults;
use crate::core::{FamilyId, GrantId, Jti, Timestamp};
use crate::host::clock::Clock;
use crate::host::entropy::{Entropy, EntropyError, random};
use crate::keys::{KeyRing, PassphraseSource};
use crate::store::Store;

/// What every verb returns.
pub type Result<T> = std::result::Result<T, Error>;

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
    fn now(&self) -> Timestamp {
        Timestamp(i64::try_from(self.clock.since_epoch().as_secs()).unwrap_or(i64::MAX))
    }

    /// The milliseconds and the chance that a time-ordered id is made of.
    fn id_parts(&self) -> std::result::Result<(u64, [u8; 10]), EntropyError> {
        let unix_ms = u64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(u64::MAX);
        Ok((unix_ms, random(self.entropy)?))
    }

    fn new_jti(&self) -> Result<Jti> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(Jti::from_parts(unix_ms, chance))
    }

    fn new_grant_id(&self) -> Result<GrantId> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(GrantId::from_parts(unix_ms, chance))
    }

    fn new_family_id(&self) -> Result<FamilyId> {
        let (unix_ms, chance) = self.id_parts()?;
        Ok(FamilyId::from_parts(unix_ms, chance))
    }
}
