//! What keys are used for.

use crate::authority::error::Result;
use crate::authority::last_use::second;
use crate::authority::parts::Authority;
use crate::core::key::KeyAppUse;
use crate::core::{KeyName, Timestamp};
use crate::store::StoreError;

/// What keys are used for, by app.
#[derive(Debug)]
pub struct KeyUses {
    /// Each key and app.
    pub uses: Vec<UsedKey>,
    /// Since when it is recorded what is taken as good; none where nothing is.
    pub recorded_since: Option<Timestamp>,
    /// Files that could not be read.
    pub unread: Vec<StoreError>,
}

/// A key with an app.
#[derive(Debug)]
pub struct UsedKey {
    /// What the ledger knows of it.
    pub of: KeyAppUse,
    /// When one of these tokens was last taken as good, as far as that is recorded.
    pub last_used: Option<Timestamp>,
}

impl Authority {
    /// What a key is used for, or all of them.
    pub fn key_uses(&self, name: Option<&KeyName>) -> Result<KeyUses> {
        let key = name.map(|name| self.key(name)).transpose()?;
        let found = self.store.read()?.key_uses(key.as_ref().map(|key| &key.kid), self.now())?;
        let log = self.last_uses()?;
        let uses = found.into_iter().map(|of| {
            let last = log.as_ref().map(|log| log.key(&of.kid, &of.client_id)).transpose()?.flatten();
            Ok(UsedKey { of, last_used: last.map(second) })
        });
        let uses = uses.collect::<Result<_>>()?;
        let unread = log.as_ref().map_or_else(Vec::new, |log| log.unread().to_vec());
        Ok(KeyUses { uses, recorded_since: self.recorded_since(log.as_deref())?, unread })
    }
}
