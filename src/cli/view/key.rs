//! Keys.

use super::document::{Document, Field};
use crate::core::{KeyRecord, KeyState, Note};

/// A key as people and scripts see it. Its private half is nowhere in it.
pub fn key(record: &KeyRecord) -> Document {
    let document = Document::of(record.kid.as_str())
        .text("kid", &record.kid)
        .text("alg", record.algorithm)
        .with("bits", Field::Number(i64::from(record.bits)))
        .text("state", record.state.name())
        .time("created_at", record.created_at);
    match &record.state {
        KeyState::Standby => document,
        KeyState::Active { since } => document.time("active_since", *since),
        KeyState::Retired { since, verify_until } => {
            document.time("retired_at", *since).time("verify_until", *verify_until)
        }
        KeyState::Revoked(revocation) => document
            .time("revoked_at", revocation.at)
            .text("revoked_by", &revocation.by)
            .maybe("reason", revocation.note.as_ref().map(Note::as_str)),
    }
}
