//! Apps.

use super::document::{Document, Field};
use super::revoked::counted;
use crate::authority::{AppEnd, EndedSecret, NewSecret};
use crate::core::{Actor, App, AppSecret, AppState, Note, SecretText, TokenFormat};

/// An app as people and scripts see it, with its secret where it was just made.
pub fn app(app: &App, secret: Option<&SecretText>) -> Document {
    let span = |ttl: Option<crate::core::Ttl>| ttl.map_or(Field::Nothing, Field::Span);
    let document = Document::of(app.client_id.as_str()).text("name", &app.name).text("client_id", &app.client_id);
    let document = match secret {
        Some(secret) => document.text("client_secret", secret.reveal()),
        None => document,
    };
    let document = document.text("state", app.state.name());
    let document = match &app.state {
        AppState::Registered => document,
        AppState::Active { since } => document.time("active_since", *since),
        AppState::Blocked { since, note, by } => {
            document.time("blocked_at", *since).maybe("by", by.as_ref().map(Actor::as_str)).text("reason", note)
        }
        AppState::Deleted { since, by, note } => {
            document.time("deleted_at", *since).text("by", by).maybe("reason", note.as_ref().map(Note::as_str))
        }
    };
    document
        .list("scopes", app.profile.scopes.iter())
        .list("audiences", &app.profile.audiences)
        .with("access_ttl", span(app.profile.access_ttl))
        .with("refresh_ttl", span(app.profile.refresh_ttl))
        .with("refresh_max_age", span(app.profile.refresh_max_age))
        .maybe("token_format", app.profile.token_format.map(TokenFormat::name))
        .maybe("alg", app.profile.algorithm)
        .with("public", Field::Flag(app.public))
        .time("registered_at", app.registered_at)
}

/// An app that was deleted, or would be, and what goes with it.
pub fn ended(end: &AppEnd, plan: bool) -> Document {
    let document = Document::of(end.app.client_id.as_str());
    let document = if plan { document.text("plan", "delete") } else { document };
    let grants =
        Document::default().entry("revoked", end.grants.revoked).entry("already_revoked", end.grants.already_revoked);
    document
        .with("app", Field::Nested(app(&end.app, None)))
        .with("tokens", Field::Nested(counted(&end.tokens)))
        .with("grants", Field::Nested(grants))
        .entry("secrets", end.secrets as u64)
}

/// A secret of an app. The secret itself is nowhere in it.
pub fn secret(secret: &AppSecret) -> Document {
    let document = Document::of(secret.id())
        .text("id", secret.id())
        .text("state", if secret.is_active() { "active" } else { "revoked" })
        .time("created_at", secret.created_at);
    match &secret.revoked {
        None => document,
        Some((at, by, note)) => {
            document.time("revoked_at", *at).text("revoked_by", by).maybe("reason", note.as_ref().map(Note::as_str))
        }
    }
}

/// A secret that was just made: the only answer that holds it.
pub fn new_secret(made: &NewSecret) -> Document {
    Document::of(made.text.reveal())
        .text("app", &made.app.name)
        .text("client_id", &made.app.client_id)
        .text("id", made.secret.id())
        .text("client_secret", made.text.reveal())
        .time("created_at", made.secret.created_at)
}

/// A secret that is revoked by now.
pub fn ended_secret(done: &EndedSecret) -> Document {
    secret(&done.secret)
        .with("already_revoked", Field::Flag(done.already))
        .with("secrets_left", Field::Number(i64::try_from(done.left).unwrap_or(i64::MAX)))
}
