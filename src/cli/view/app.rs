//! Apps.

use super::document::{Document, Field};
use crate::core::{App, AppState, SecretText};

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
        AppState::Blocked { since, note } => document.time("blocked_at", *since).text("reason", note),
    };
    document
        .list("scopes", app.profile.scopes.iter())
        .list("audiences", &app.profile.audiences)
        .with("access_ttl", span(app.profile.access_ttl))
        .with("refresh_ttl", span(app.profile.refresh_ttl))
        .maybe("alg", app.profile.algorithm)
        .with("public", Field::Flag(app.public))
        .time("registered_at", app.registered_at)
}
