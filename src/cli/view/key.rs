//! Keys.

use super::document::{Document, Field};
use crate::authority::{Ended, KeyPlan, Pruned, Rotated, RotationPlan};
use crate::cli::view::list::{List, Next};
use crate::core::{KeyRecord, KeyState, KeyUsage, Note, PrivateHalf, Timestamp, Ttl};
use crate::keys::ring::Protection;

/// A key as people and scripts see it. Its private half is nowhere in it.
pub fn key(record: &KeyRecord, max_age: Option<Ttl>) -> Document {
    parts(record, max_age, None)
}

/// A key with how its file is protected.
pub fn key_with_file(record: &KeyRecord, max_age: Option<Ttl>, file: Protection) -> Document {
    parts(record, max_age, Some(file))
}

fn parts(record: &KeyRecord, max_age: Option<Ttl>, file: Option<Protection>) -> Document {
    let private = match record.private {
        PrivateHalf::Held => "held",
        PrivateHalf::Absent => "absent",
        PrivateHalf::Destroyed => "destroyed",
    };
    let document = Document::of(record.kid.as_str())
        .text("kid", &record.kid)
        .text("alg", record.algorithm)
        .with("bits", Field::Number(i64::from(record.bits)))
        .text("state", record.state.name())
        .text("private", private);
    let document = match file {
        Some(file) => document.maybe("file", file.name()),
        None => document,
    };
    let document = document.time("created_at", record.created_at);
    let document = match &record.state {
        KeyState::Standby { activate_at: None } => document,
        KeyState::Standby { activate_at: Some(at) } => document.time("activate_at", *at),
        KeyState::Active { since } => document.time("active_since", *since),
        KeyState::Retired { since, verify_until } => {
            document.time("retired_at", *since).time("verify_until", *verify_until)
        }
        KeyState::Revoked(revocation) => document
            .time("revoked_at", revocation.at)
            .text("revoked_by", &revocation.by)
            .maybe("reason", revocation.note.as_ref().map(Note::as_str)),
    };
    match end_of(record, max_age) {
        Some(end) => document.time("ends_at", end),
        None => document,
    }
}

/// When a key ends: a retired one stops verifying, an active one is as old as it may become.
pub fn end_of(record: &KeyRecord, max_age: Option<Ttl>) -> Option<Timestamp> {
    match record.state {
        KeyState::Retired { verify_until, .. } => Some(verify_until),
        _ => max_age.and_then(|age| record.too_old_at(age)),
    }
}

/// A rotation that was begun or done.
pub fn rotated(done: &Rotated) -> Document {
    let document = Document::of(done.next.kid.as_str())
        .text("rotation", if done.next.is_active() { "done" } else { "planned" })
        .with("next", Field::Nested(key(&done.next, None)));
    match &done.previous {
        Some(previous) => document.with("previous", Field::Nested(key(previous, None))),
        None => document.with("previous", Field::Nothing),
    }
}

/// A key that was retired or revoked, and what needed it.
pub fn ended(done: &Ended) -> Document {
    let document = Document::of(done.key.kid.as_str()).with("key", Field::Nested(key(&done.key, None)));
    let document = usage(document, &done.usage);
    document.maybe("successor", done.successor.as_ref().map(|key| &key.kid))
}

/// What ending a key would touch.
pub fn planned(verb: &str, plan: &KeyPlan) -> Document {
    let document = Document::of(plan.key.kid.as_str())
        .text("plan", verb)
        .maybe("refused", plan.refused.as_ref())
        .with("key", Field::Nested(key(&plan.key, None)))
        .maybe("successor", plan.successor.as_ref().map(|key| &key.kid));
    needs(document, plan)
}

/// What a rotation would do.
pub fn rotation_planned(plan: &RotationPlan) -> Document {
    let document = Document::of(plan.successor.as_ref().map_or("", |key| key.kid.as_str()))
        .text("plan", "rotate")
        .with("makes_key", Field::Flag(plan.successor.is_none()))
        .maybe("successor", plan.successor.as_ref().map(|key| &key.kid))
        .with("activate_at", Field::Time(plan.activate_at, Some(plan.now)));
    match &plan.active {
        Some(active) => needs(document.with("key", Field::Nested(key(&active.key, None))), active),
        None => document.with("key", Field::Nothing),
    }
}

fn needs(document: Document, plan: &KeyPlan) -> Document {
    usage(document, &plan.usage).with("safe_to_retire_at", Field::Time(plan.safe_to_retire_at, Some(plan.now)))
}

fn usage(document: Document, usage: &KeyUsage) -> Document {
    let count = |count: u64| Field::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let apps = usage.apps.iter().fold(Document::default(), |apps, (app, tokens)| apps.entry(app, *tokens));
    let top_users =
        usage.top_users.iter().fold(Document::default(), |users, (user, tokens)| users.entry(user, *tokens));
    let document = document
        .with("live_tokens", count(usage.live))
        .with("users", count(usage.users))
        .with("top_users", Field::Nested(top_users))
        .with("apps", Field::Nested(apps));
    match usage.last_exp {
        Some(last) => document.time("last_exp", last),
        None => document.with("last_exp", Field::Nothing),
    }
}

/// What was pruned, or would be.
pub fn pruned(done: &Pruned, plan: bool) -> List {
    let keys =
        done.keys.iter().map(|record| Document::of(record.kid.as_str()).text("kind", "key").text("name", &record.kid));
    let files = done.strays.iter().map(|name| Document::of(name.as_str()).text("kind", "file").text("name", name));
    List {
        name: if plan { "to_prune" } else { "pruned" },
        columns: &["kind", "name"],
        rows: keys.chain(files).collect(),
        next: Next::Whole,
    }
}
