//! What was done to a thing, and by whom.

use super::error::Result;
use super::parts::Authority;
use crate::core::audit::{History, Thing};
use crate::core::{App, Grant, GrantState, KeyRecord, TokenRecord, TokenState, UserId};

/// How many changes of a thing are shown.
const MOST: u32 = 50;

impl Authority {
    /// The latest changes of an app.
    pub fn app_history(&self, app: &App) -> Result<History> {
        Ok(self.store.read()?.history(&Thing::App(app.client_id.clone()), &[], MOST)?)
    }

    /// The latest changes of a key.
    pub fn key_history(&self, key: &KeyRecord) -> Result<History> {
        Ok(self.store.read()?.history(&Thing::Key(key.kid.clone()), &[], MOST)?)
    }

    /// The latest changes of a user.
    pub fn user_history(&self, name: &UserId) -> Result<History> {
        Ok(self.store.read()?.history(&Thing::User(name.clone()), &[], MOST)?)
    }

    /// The latest changes of a token. It may have been issued or revoked with many others.
    pub fn token_history(&self, token: &TokenRecord) -> Result<History> {
        let ended = match &token.state {
            TokenState::Active => token.issued_at,
            TokenState::Refreshed { at } => *at,
            TokenState::Revoked(revocation) => revocation.at,
        };
        Ok(self.store.read()?.history(&Thing::Token(token.jti), &[token.issued_at, ended], MOST)?)
    }

    /// The latest changes of a consent. It may have been given with many others.
    pub fn grant_history(&self, grant: &Grant) -> Result<History> {
        let ended = match &grant.state {
            GrantState::Active => grant.granted_at,
            GrantState::Revoked(revocation) => revocation.at,
        };
        Ok(self.store.read()?.history(&Thing::Grant(grant.id), &[grant.granted_at, ended], MOST)?)
    }
}
