//! Tokens of the ledger. Their text is nowhere in it.

use super::document::{Document, Field};
use crate::core::{App, Note, Revocation, Timestamp, TokenFormat, TokenRecord, TokenState, UserId};

/// A token of the ledger as people and scripts see it.
pub fn token(record: &TokenRecord, app: &App, now: Timestamp) -> Document {
    let document = Document::of(record.jti.to_string())
        .text("jti", record.jti)
        .text("kind", record.kind.name())
        .text("app", &app.name)
        .text("client_id", &record.client_id)
        .maybe("user", record.subject.user().map(UserId::as_str))
        .text("state", record.standing(now).name())
        .list("scopes", record.scopes.iter())
        .list("audiences", &record.audiences)
        .maybe("kid", record.kid.as_ref())
        .maybe("grant", record.grant)
        .maybe("family", record.family)
        .maybe("parent", record.parent)
        .text("format", format(record).name())
        .time("issued_at", record.issued_at)
        .with("expires_at", Field::Time(record.expires_at, Some(now)))
        .maybe("ip", record.context.ip)
        .maybe("user_agent", record.context.user_agent.as_ref())
        .maybe("device", record.context.device.as_ref());
    match &record.state {
        TokenState::Active => document,
        TokenState::Refreshed { at } => document.time("refreshed_at", *at),
        TokenState::Revoked(cause) => document.with("revoked", Field::Nested(revocation(cause))),
    }
}

/// How a token is written: what no key signed is opaque.
fn format(record: &TokenRecord) -> TokenFormat {
    if record.kid.is_some() { TokenFormat::Jwt } else { TokenFormat::Opaque }
}

/// That something was revoked.
pub fn revocation(revocation: &Revocation) -> Document {
    Document::of(revocation.cause.name())
        .text("cause", revocation.cause.name())
        .time("at", revocation.at)
        .text("by", &revocation.by)
        .maybe("reason", revocation.note.as_ref().map(Note::as_str))
}
