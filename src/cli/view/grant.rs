//! Grants.

use super::document::{Document, Field};
use super::revoked::counted;
use super::token::revocation;
use crate::authority::GrantEnd;
use crate::core::{App, Grant, GrantState, RevocationCount};

/// A grant as people and scripts see it.
pub fn grant(grant: &Grant, app: &App) -> Document {
    let document = Document::of(grant.id.to_string())
        .text("id", grant.id)
        .text("user", &grant.user)
        .text("app", &app.name)
        .text("client_id", &grant.client_id)
        .text("state", grant.state.name())
        .list("scopes", grant.scopes.iter())
        .time("granted_at", grant.granted_at)
        .maybe("ip", grant.context.ip)
        .maybe("user_agent", grant.context.user_agent.as_ref())
        .maybe("device", grant.context.device.as_ref());
    match &grant.state {
        GrantState::Active => document,
        GrantState::Revoked(cause) => document.with("revoked", Field::Nested(revocation(cause))),
    }
}

/// A grant, and how many tokens stand on it.
pub fn shown(of: &Grant, app: &App, tokens: &RevocationCount) -> Document {
    grant(of, app).entry("live_tokens", tokens.revoked)
}

/// What a withdrawal ended, or would end.
pub fn ended(end: &GrantEnd, plan: bool) -> Document {
    let document = Document::of(end.grants.revoked.to_string());
    let document = if plan { document.text("plan", "revoke") } else { document };
    let grants =
        Document::default().entry("revoked", end.grants.revoked).entry("already_revoked", end.grants.already_revoked);
    document.with("grants", Field::Nested(grants)).with("tokens", Field::Nested(counted(&end.tokens)))
}
