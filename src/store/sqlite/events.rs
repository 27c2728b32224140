//! The table `changes` as a log: each row is an event, whatever it was done to.

use std::collections::HashSet;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, Row, params_from_iter};

use super::columns::{Columns, text};
use super::conditions::Conditions;
use super::table::CHANGES;
use crate::core::audit::{EventFilter, Members, OutcomeFilter, Recorded, is_named};
use crate::core::json::{ClaimMap, parse_claims};
use crate::core::{Actor, Kid, Note, Timestamp, UserId};

/// The kind of a change of many things.
pub(super) const MANY: &str = "many";

/// In which order events are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The newest first.
    Back,
    /// The oldest first.
    Forth,
}

/// The event of this number.
pub(super) fn by_id(connection: &Connection, id: u64) -> Result<Option<Recorded>> {
    let Ok(id) = i64::try_from(id) else { return Ok(None) };
    let sql = "SELECT * FROM changes WHERE id = ?1";
    connection.prepare_cached(sql)?.query_row([id], read).optional()
}

/// Events that a filter lets through, this many at most: those before an event, or after it.
pub(super) fn list(
    connection: &Connection,
    filter: &EventFilter,
    (order, from): (Order, Option<u64>),
    limit: u32,
) -> Result<Vec<Recorded>> {
    let mut conditions = conditions(connection, filter)?;
    let from = from.map(|id| i64::try_from(id).unwrap_or(i64::MAX));
    let (after, order) = match order {
        Order::Back => ("c.id < ?", "DESC"),
        Order::Forth => ("c.id > ?", "ASC"),
    };
    conditions.and_if(after, from);
    let sql = format!("SELECT * FROM changes c WHERE {} ORDER BY c.id {order} LIMIT ?", conditions.sql());
    let values = conditions.values(vec![], [limit.into()]);
    connection.prepare_cached(&sql)?.query_map(params_from_iter(values), read)?.collect()
}

fn conditions(connection: &Connection, filter: &EventFilter) -> Result<Conditions> {
    let EventFilter { app, user, kid, tokens, verb, actor, outcome, since, until } = filter;
    let mut all = Conditions::default();
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
    if !app.is_empty() {
        let names = app.clone();
        connection.create_scalar_function("is_of_app", 3, flags, move |row| {
            let is = |text: Option<&str>| text.is_some_and(|text| names.iter().any(|name| name == text));
            let kind = row.get_raw(0).as_str_or_null()?;
            Ok((kind == Some("app") && is(row.get_raw(1).as_str_or_null()?))
                || is(fact(row.get_raw(2).as_str_or_null()?, "client_id").as_deref()))
        })?;
        all.and("is_of_app(c.kind, c.about, c.facts)");
    }
    for (kind, named, id) in
        [("user", "user", user.as_ref().map(UserId::as_str)), ("key", "kid", kid.as_ref().map(Kid::as_str))]
    {
        let Some(id) = id.map(str::to_owned) else { continue };
        let name = format!("is_of_{kind}");
        connection.create_scalar_function(name.as_str(), 3, flags, move |row| {
            let (of, about) = (row.get_raw(0).as_str_or_null()?, row.get_raw(1).as_str_or_null()?);
            Ok((of == Some(kind) && about == Some(id.as_str()))
                || fact(row.get_raw(2).as_str_or_null()?, named).as_deref() == Some(id.as_str()))
        })?;
        all.and(match kind {
            "user" => "is_of_user(c.kind, c.about, c.facts)",
            _ => "is_of_key(c.kind, c.about, c.facts)",
        });
    }
    if !tokens.is_empty() {
        let ids = |jti: &String| uuid::Uuid::parse_str(jti).ok().map(uuid::Uuid::into_bytes);
        let (jtis, ids): (HashSet<String>, HashSet<[u8; 16]>) =
            (tokens.iter().cloned().collect(), tokens.iter().filter_map(ids).collect());
        connection.create_scalar_function("is_of_token", 4, flags, move |row| {
            let (of, about) = (row.get_raw(0).as_str_or_null()?, row.get_raw(1).as_str_or_null()?);
            let is_among = |members: &[u8]| members.as_chunks::<16>().0.iter().any(|member| ids.contains(member));
            Ok((of == Some("token") && about.is_some_and(|jti| jtis.contains(jti)))
                || row.get_raw(3).as_blob_or_null()?.is_some_and(is_among)
                || fact(row.get_raw(2).as_str_or_null()?, "jti").is_some_and(|jti| jtis.contains(&jti)))
        })?;
        all.and("is_of_token(c.kind, c.about, c.facts, c.members)");
    }
    all.and_if("c.deed = ?", verb.map(|verb| text(verb.name())));
    if let Some(actor) = actor.clone() {
        connection.create_scalar_function("is_by", 1, flags, move |row| {
            let by = row.get_raw(0).as_str_or_null()?.and_then(|by| by.parse::<Actor>().ok());
            Ok(by.is_some_and(|by| is_named(&by, &actor)))
        })?;
        all.and("is_by(c.by)");
    }
    match outcome {
        None => {}
        Some(OutcomeFilter::Done) => all.and("c.outcome IS NULL"),
        Some(OutcomeFilter::Refused) => all.and("c.outcome IS NOT NULL"),
        Some(OutcomeFilter::Code(code)) => all.and_if("c.outcome = ?", Some(text(code))),
    }
    all.and_if("c.at >= ?", since.map(|since| Value::Integer(since.0)));
    all.and_if("c.at < ?", until.map(|until| Value::Integer(until.0)));
    Ok(all)
}

/// A fact that is a text.
fn fact(facts: Option<&str>, name: &str) -> Option<String> {
    let facts = facts.filter(|facts| facts.contains(name))?;
    let facts = parse_claims(facts.as_bytes()).ok()?;
    facts.get(name)?.as_str().map(str::to_owned)
}

/// Reads a whole row.
pub(super) fn read(row: &Row<'_>) -> Result<Recorded> {
    CHANGES.check(row)?;
    read_as_it_is(row)
}

/// The same, whether it is what was written or not.
pub(super) fn read_as_it_is(row: &Row<'_>) -> Result<Recorded> {
    let mut columns = Columns::whole(row, &CHANGES);
    let id: i64 = columns.plain()?;
    let (at, verb): (Timestamp, String) = (columns.time()?, columns.plain()?);
    let (kind, about): (Option<String>, Option<String>) = (columns.plain()?, columns.plain()?);
    let members: Option<Vec<u8>> = columns.plain()?;
    // Many things are found by their moment, and nothing else has members.
    let is_many = kind.as_deref() == Some(MANY);
    let fits = is_many == members.is_some() && (!is_many || about == Some(at.0.to_string()));
    columns.convert(fits.then_some(()))?;
    let (actor, reason) = (columns.parsed()?, columns.maybe::<Note>()?);
    let facts = map(&mut columns)?;
    let facts = columns.convert(facts)?;
    let (door, refused) = (columns.plain()?, columns.plain()?);
    let (before, after) = (map(&mut columns)?, map(&mut columns)?);
    Ok(Recorded {
        id: id.unsigned_abs(),
        at,
        verb,
        // Of many, it is their moment, which finds them.
        subject: about.filter(|_| !is_many),
        kind,
        members: members.as_deref().map(Members::of),
        actor,
        door,
        refused,
        before,
        after,
        reason,
        facts,
    })
}

fn map(columns: &mut Columns<'_>) -> Result<Option<ClaimMap>> {
    let text = columns.text()?;
    text.map(|text| columns.convert(parse_claims(text.as_bytes()).ok())).transpose()
}
