//! The table `changes`: what was done, to what, by whom and why. Rows are only ever added.
//!
//! One index finds the changes of a thing. A change of many things stands there under its second, and has their ids in one
//! column: a batch of tokens costs one row here, and a token finds the batch by the second in which it was issued.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, Row, params};

use super::columns::Columns;
use super::events::MANY;
use super::table::{Adding, CHANGES};
use super::tree;
use crate::core::audit::tree::leaf;
use crate::core::audit::{About, Change, Entry, Events, History, Members, Recorded, Thing, entries};
use crate::core::json::{ClaimMap, parse_claims};
use crate::core::{Note, Timestamp};

const COLUMNS: &str = "c.id, c.at, c.deed, c.by, c.reason, c.facts";

/// Adds what a transaction did to a log of so many events, and to the tree over it. Says how many there are then.
pub(super) fn record(connection: &Connection, events: u64, done: &Events) -> Result<u64> {
    let mut log = Log::of(connection, events)?;
    for part in done.parts() {
        let (actor, door) = (part.caller().actor(), part.caller().door.name());
        for Entry { at, deed, about, note, facts, refused, before, after } in entries(part) {
            let (kind, subject, members) = match about {
                About::Nothing => (None, None, None),
                About::One(thing) => (Some(thing.kind()), Some(thing.id()), None),
                About::Named(kind, name) => (Some(kind), Some(name), None),
                About::Many(members) => (Some(MANY), None, Some(members.concat())),
            };
            log.add(
                Recorded {
                    id: 0,
                    at,
                    verb: deed.to_owned(),
                    kind: kind.map(str::to_owned),
                    subject,
                    members: members.as_deref().map(Members::of),
                    actor: actor.clone(),
                    door: Some(door.to_owned()),
                    refused: refused.map(str::to_owned),
                    before,
                    after,
                    reason: note.cloned(),
                    facts,
                },
                members.as_deref(),
            )?;
        }
    }
    Ok(log.events)
}

/// A log that events are added to.
pub(super) struct Log<'c> {
    connection: &'c Connection,
    adding: Adding<'c>,
    /// How many events it has.
    pub events: u64,
}

impl<'c> Log<'c> {
    /// One of so many events.
    pub(super) fn of(connection: &'c Connection, events: u64) -> Result<Self> {
        Ok(Self { connection, adding: CHANGES.adding(connection)?, events })
    }

    /// Adds an event with the next number; `members` are the ids of what it was done to, where these are many.
    pub(super) fn add(&mut self, event: Recorded, members: Option<&[u8]>) -> Result<()> {
        let event = Recorded { id: self.events + 1, ..event };
        let json = |map: &Option<ClaimMap>| map.as_ref().map(ToString::to_string);
        let (before, after) = (json(&event.before), json(&event.after));
        let (by, facts) = (event.actor.kept(), event.facts.to_string());
        let moment = members.map(|_| event.at.0.to_string());
        self.adding.row([
            ValueRef::Integer(i64::try_from(event.id).unwrap_or(i64::MAX)),
            ValueRef::Integer(event.at.0),
            text(&event.verb),
            maybe(event.kind.as_deref()),
            // What was done to many is found by its moment.
            maybe(moment.as_deref().or(event.subject.as_deref())),
            members.map_or(ValueRef::Null, ValueRef::Blob),
            text(&by),
            maybe(event.reason.as_ref().map(Note::as_str)),
            text(&facts),
            maybe(event.door.as_deref()),
            maybe(event.refused.as_deref()),
            maybe(before.as_deref()),
            maybe(after.as_deref()),
        ])?;
        tree::add(self.connection, self.events, leaf(&event.text()))?;
        self.events += 1;
        Ok(())
    }
}

fn text(text: &str) -> ValueRef<'_> {
    ValueRef::Text(text.as_bytes())
}

fn maybe(text: Option<&str>) -> ValueRef<'_> {
    text.map_or(ValueRef::Null, self::text)
}

/// The latest changes of a thing, this many at most; also those of many things, at these moments.
pub(super) fn history(connection: &Connection, thing: &Thing, moments: &[Timestamp], most: u32) -> Result<History> {
    let mut found = of_one(connection, thing, most)?;
    let alone = count(connection, thing)?;
    let mut many = of_many(connection, thing, moments)?;
    let all = alone + many.len() as u64;
    found.append(&mut many);
    found.sort_by_key(|(id, _)| *id);
    let shown = found.len().min(most as usize);
    let changes = found.split_off(found.len() - shown).into_iter().map(|(_, change)| change).collect();
    Ok(History { changes, earlier: all - shown as u64 })
}

/// A condition: it was no refusal. A row that is one and is not what was written ends the statement: it may have been done.
fn was_done() -> String {
    format!("(c.outcome IS NULL OR {} IS NULL)", CHANGES.intact("c"))
}

fn of_one(connection: &Connection, thing: &Thing, most: u32) -> Result<Vec<(i64, Change)>> {
    let intact = CHANGES.intact("c");
    let sql = format!(
        "SELECT {COLUMNS}, {intact} FROM changes c WHERE c.about = ?1 AND c.kind = ?2 AND {} ORDER BY c.id DESC LIMIT ?3",
        was_done()
    );
    connection.prepare_cached(&sql)?.query_map(params![thing.id(), thing.kind(), most], read)?.collect()
}

fn count(connection: &Connection, thing: &Thing) -> Result<u64> {
    let sql = format!("SELECT COUNT(*) FROM changes c WHERE c.about = ?1 AND c.kind = ?2 AND {}", was_done());
    let count: i64 = connection.prepare_cached(&sql)?.query_row([&*thing.id(), thing.kind()], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// The changes of many things at one of these moments that a thing is among.
fn of_many(connection: &Connection, thing: &Thing, moments: &[Timestamp]) -> Result<Vec<(i64, Change)>> {
    let Some(id) = thing.member() else { return Ok(Vec::new()) };
    let intact = CHANGES.intact("c");
    let sql = format!("SELECT {COLUMNS}, c.members, {intact} FROM changes c WHERE c.about = ?1 AND c.kind = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = Vec::new();
    for (place, moment) in moments.iter().enumerate() {
        if moments[..place].contains(moment) {
            continue;
        }
        let mut rows = statement.query(params![moment.0.to_string(), MANY])?;
        while let Some(row) = rows.next()? {
            if row.get_ref(6)?.as_blob()?.chunks_exact(16).any(|member| member == id) {
                found.push(read(row)?);
            }
        }
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> Result<(i64, Change)> {
    let mut columns = Columns::of(row);
    let (id, at, deed) = (columns.plain()?, columns.time()?, columns.plain()?);
    let (by, note) = (columns.parsed()?, columns.maybe()?);
    let facts = columns.text()?;
    let facts = columns.convert(facts.and_then(|facts| parse_claims(facts.as_bytes()).ok()))?;
    Ok((id, Change { at, deed, by, note, facts }))
}
