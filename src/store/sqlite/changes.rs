//! The table `changes`: what was done, to what, by whom and why. Rows are only ever added.
//!
//! One index finds the changes of a thing. A change of many things stands there under its second, and has their ids in one
//! column: a batch of tokens costs one row here, and a token finds the batch by the second in which it was issued.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, Row, params};

use super::columns::Columns;
use super::events::MANY;
use super::table::CHANGES;
use crate::core::audit::{About, Change, Entry, Events, History, Thing, entries};
use crate::core::json::parse_claims;
use crate::core::{Note, Timestamp};

const COLUMNS: &str = "c.id, c.at, c.deed, c.by, c.reason, c.facts";

/// Adds what a transaction did.
pub(super) fn record(connection: &Connection, done: &Events) -> Result<()> {
    let last = "SELECT ifnull(max(id), 0) FROM changes";
    let last: i64 = connection.prepare_cached(last)?.query_row([], |row| row.get(0))?;
    let mut adding = CHANGES.adding(connection)?;
    let mut number = last;
    for part in done.parts() {
        let (by, door) = (part.caller().actor().kept(), part.caller().door.name());
        for Entry { at, deed, about, note, facts } in entries(part) {
            let (kind, about, members) = match about {
                About::Nothing => (None, None, None),
                About::One(thing) => (Some(thing.kind()), Some(thing.id()), None),
                About::Many(members) => (Some(MANY), Some(at.0.to_string()), Some(members.concat())),
            };
            let facts = facts.to_string();
            number += 1;
            adding.row([
                ValueRef::Integer(number),
                ValueRef::Integer(at.0),
                text(deed),
                maybe(kind),
                maybe(about.as_deref()),
                members.as_deref().map_or(ValueRef::Null, ValueRef::Blob),
                text(&by),
                maybe(note.map(Note::as_str)),
                text(&facts),
                text(door),
                ValueRef::Null,
                ValueRef::Null,
                ValueRef::Null,
            ])?;
        }
    }
    Ok(())
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

fn of_one(connection: &Connection, thing: &Thing, most: u32) -> Result<Vec<(i64, Change)>> {
    let intact = CHANGES.intact("c");
    let sql = format!(
        "SELECT {COLUMNS}, {intact} FROM changes c WHERE c.about = ?1 AND c.kind = ?2 ORDER BY c.id DESC LIMIT ?3"
    );
    connection.prepare_cached(&sql)?.query_map(params![thing.id(), thing.kind(), most], read)?.collect()
}

fn count(connection: &Connection, thing: &Thing) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM changes WHERE about = ?1 AND kind = ?2";
    let count: i64 = connection.prepare_cached(sql)?.query_row([&*thing.id(), thing.kind()], |row| row.get(0))?;
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
