//! Grants.

use std::net::IpAddr;

use super::counts::{GrantCounts, TokenCounts};
use super::history::HistoryDocument;
use super::token::RevocationDocument;
use crate::core::{App, AppName, ClientId, Grant, GrantId, GrantState, UserId};
use crate::wire::member::{Inline, Maybe, TimePair};

document! {
    /// A user's consent to an app.
    pub struct GrantDocument<'a> as "grant" {
        /// Its id.
        id: GrantId,
        /// Whose.
        user: &'a UserId,
        /// The name of the app.
        app: &'a AppName,
        /// The client_id of the app.
        client_id: &'a ClientId,
        /// `active` or `revoked`.
        state: &'static str,
        /// What was consented to.
        scopes: Vec<&'a str>,
        /// When it was first given.
        granted_at: TimePair,
        /// The address that it was first given from; null where nobody said it.
        ip: Option<IpAddr>,
        /// The user agent that it was first given with; null where nobody said it.
        user_agent: Option<&'a str>,
        /// The device that it was first given on; null where nobody said it.
        device: Option<&'a str>,
        /// When a token under it was last taken as good, where uses are recorded; null where none was, as far as is recorded.
        last_used_at: Maybe<Option<TimePair>>,
        /// That it was revoked; null unless it is.
        revoked: Option<RevocationDocument<'a>>,
    }
}

document! {
    /// A grant, how many tokens stand on it, and what was done to it.
    pub struct GrantWithTokens<'a> as "grant with its tokens" {
        /// The grant.
        grant: Inline<GrantDocument<'a>>,
        /// The tokens under it that are good now.
        live_tokens: u64,
        /// What was done to it.
        history: Inline<HistoryDocument<'a>>,
    }
}

document! {
    /// What ended with a consent.
    pub struct GrantEndDocument as "revoked grants" {
        /// The grants.
        grants: GrantCounts,
        /// The tokens under them.
        tokens: TokenCounts,
    }
}

impl<'a> GrantDocument<'a> {
    /// A grant to an app.
    pub fn of(grant: &'a Grant, app: &'a App) -> Self {
        let revoked = match &grant.state {
            GrantState::Active => None,
            GrantState::Revoked(revocation) => Some(RevocationDocument::from(revocation)),
        };
        Self {
            id: grant.id,
            user: &grant.user,
            app: &app.name,
            client_id: &grant.client_id,
            state: grant.state.name(),
            scopes: grant.scopes.iter().collect(),
            granted_at: TimePair(grant.granted_at),
            ip: grant.context.ip,
            user_agent: grant.context.user_agent.as_deref(),
            device: grant.context.device.as_deref(),
            last_used_at: Maybe(None),
            revoked,
        }
    }
}
