//! The log of a ledger that had none: the changes that it kept, and what it knows of apps, users and keys of which it kept none.

use rusqlite::{Connection, Result, Row};
use serde_json::Value;

use super::changes::Log;
use super::mark::{self, LogSize};
use super::tree;
use crate::core::audit::{Recorded, Verb};
use crate::core::json::ClaimMap;
use crate::core::{Actor, Timestamp};

/// What is known of things of which no change was kept: the word, their kind, and what is asked for them. The first column is the id.
const KNOWN: [(Verb, &str, &str); 3] = [
    (
        Verb::AppKnown,
        "app",
        "SELECT a.client_id, a.state, a.state_since, a.name AS name FROM apps a \
         WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.about = a.client_id AND c.kind = 'app') ORDER BY a.id",
    ),
    (
        Verb::UserKnown,
        "user",
        "SELECT u.name, u.state, u.state_at FROM users u \
         WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.about = u.name AND c.kind = 'user') ORDER BY u.name",
    ),
    (
        Verb::KeyKnown,
        "key",
        "SELECT k.kid, k.state, k.state_since, k.alg AS alg FROM keys k \
         WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.about = k.kid AND c.kind = 'key') ORDER BY k.id",
    ),
];

/// Begins the log of a ledger that had this version, as of the newest time that it has seen.
pub(super) fn begin(connection: &Connection, version: i64) -> Result<()> {
    let changes = tree::begin(connection)?;
    let (before, size) = mark::read_all(connection)?;
    let at = before.clock.newest.unwrap_or(Timestamp(0));
    let mut log = Log::of(connection, changes)?;
    let mut facts: ClaimMap = [("layout", Value::from(version)), ("changes", changes.into())].into_iter().collect();
    for (verb, kind, sql) in KNOWN {
        let mut known = connection.prepare(sql)?;
        let mut rows = known.query([])?;
        let mut count: u64 = 0;
        while let Some(row) = rows.next()? {
            log.add(known_of(row, (verb, kind), at)?, None)?;
            count += 1;
        }
        facts.insert(format!("{kind}s"), count.into());
    }
    for table in ["grants", "tokens"] {
        let count: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        facts.insert(table, count.into());
    }
    log.add(Recorded { facts, ..event(Verb::LogBegun, at) }, None)?;
    let events = log.events;
    mark::replace_all(connection, &(before, size), &(before, LogSize { events, ..size })).map(|_| ())
}

fn known_of(row: &Row<'_>, (verb, kind): (Verb, &str), at: Timestamp) -> Result<Recorded> {
    let (id, state, since): (String, String, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let mut facts = ClaimMap::new();
    for name in ["name", "alg"] {
        if let Ok(Some(value)) = row.get::<_, Option<String>>(name)
            && value != id
        {
            facts.insert(name, value.into());
        }
    }
    let mut after: ClaimMap = [("state", Value::from(state))].into_iter().collect();
    if let Some(since) = since {
        after.insert("since", Timestamp(since).to_string().into());
    }
    Ok(Recorded { kind: Some(kind.to_owned()), subject: Some(id), after: Some(after), facts, ..event(verb, at) })
}

/// An event that nobody asked for.
fn event(verb: Verb, at: Timestamp) -> Recorded {
    Recorded {
        id: 0,
        at,
        verb: verb.name().to_owned(),
        kind: None,
        subject: None,
        members: None,
        actor: Actor::Anyone,
        door: None,
        refused: None,
        before: None,
        after: None,
        reason: None,
        facts: ClaimMap::new(),
    }
}
