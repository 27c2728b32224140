//! Keys, as a ledger keeps them: their public halves, and where they stand.

use super::Result;
use crate::core::key::KeyAppUse;
use crate::core::{Algorithm, KeyRecord, KeyUsage, Kid, Timestamp};

/// What a ledger can be asked of keys.
pub trait ReadKeys {
    /// A key.
    fn key(&self, kid: &Kid) -> Result<Option<KeyRecord>>;
    /// The key with this id; and if it signs, when the first of those that are to take over from it does.
    fn key_with_successor(&self, kid: &Kid) -> Result<Option<(KeyRecord, Option<Timestamp>)>>;
    /// Every key, in the order in which they were made.
    fn keys(&self) -> Result<Vec<KeyRecord>>;
    /// The key that signs with this algorithm.
    fn active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>>;
    /// The key that signs with this algorithm, and after it those that may take over, the first that is to do so first.
    fn signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>>;
    /// Which tokens still need a key.
    fn key_usage(&self, kid: &Kid, now: Timestamp) -> Result<KeyUsage>;
    /// What a key signed for each app, or each key; of what is in the ledger.
    fn key_uses(&self, kid: Option<&Kid>, now: Timestamp) -> Result<Vec<KeyAppUse>>;
}

/// What a ledger can be told of keys.
pub trait WriteKeys {
    /// The key that signs with this algorithm, to rely on: see [`Write`](super::Write).
    fn hold_active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>>;
    /// The key that signs with this algorithm, to replace it.
    fn take_active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>>;
    /// A key, to replace it.
    fn take_key(&self, kid: &Kid) -> Result<Option<KeyRecord>>;
    /// The key that signs with this algorithm and those that may take over, as [`ReadKeys::signing_keys`] orders them, to
    /// replace them.
    fn take_signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>>;
    /// Adds a key.
    fn insert_key(&mut self, key: &KeyRecord) -> Result<()>;
    /// Replaces a key that is still `before`.
    fn replace_key(&mut self, before: &KeyRecord, after: &KeyRecord) -> Result<()>;
}
