//! The table `keys`: public halves and states. Private halves are files, which the store knows nothing of.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::columns::Columns;
use crate::core::{Actor, Algorithm, Cause, KeyRecord, KeyState, Kid, Note, Revocation, Timestamp};

const COLUMNS: &str = "kid, alg, bits, public, state, state_since, verify_until, revoked_by, revoked_note, created_at";

fn read(columns: &mut Columns<'_>) -> Result<KeyRecord> {
    let kid = columns.parsed()?;
    let algorithm = columns.word(Algorithm::from_header)?;
    let (bits, public) = (columns.plain()?, columns.plain()?);
    let state: String = columns.plain()?;
    let (since, until) = (columns.maybe_time()?, columns.maybe_time()?);
    let (by, note): (Option<Actor>, Option<Note>) = (columns.maybe()?, columns.maybe()?);
    let state = columns.convert(match (state.as_str(), since, until, by) {
        ("standby", None, None, None) => Some(KeyState::Standby),
        ("active", Some(since), None, None) => Some(KeyState::Active { since }),
        ("retired", Some(since), Some(verify_until), None) => Some(KeyState::Retired { since, verify_until }),
        ("revoked", Some(at), None, Some(by)) => {
            Some(KeyState::Revoked(Revocation { at, by, cause: Cause::Key, note }))
        }
        _ => None,
    })?;
    Ok(KeyRecord { kid, algorithm, bits, public, state, created_at: columns.time()? })
}

pub(super) fn find(connection: &Connection, kid: &Kid) -> Result<Option<KeyRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM keys WHERE kid = ?1");
    connection.prepare_cached(&sql)?.query_row([kid.as_str()], |row| read(&mut Columns::of(row))).optional()
}

pub(super) fn all(connection: &Connection) -> Result<Vec<KeyRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM keys ORDER BY id");
    connection.prepare_cached(&sql)?.query_map([], |row| read(&mut Columns::of(row)))?.collect()
}

pub(super) fn active(connection: &Connection, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM keys WHERE alg = ?1 AND state = 'active'");
    connection.prepare_cached(&sql)?.query_row([algorithm.name()], |row| read(&mut Columns::of(row))).optional()
}

pub(super) fn insert(connection: &Connection, key: &KeyRecord) -> Result<()> {
    let state = StateColumns::of(&key.state);
    connection.execute(
        "INSERT INTO keys (kid, alg, bits, public, state, state_since, verify_until, revoked_by, revoked_note, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            key.kid.as_str(),
            key.algorithm.name(),
            key.bits,
            key.public,
            key.state.name(),
            state.since,
            state.until,
            state.by,
            state.note,
            key.created_at.0,
        ],
    )?;
    Ok(())
}

pub(super) fn replace(connection: &Connection, before: &KeyRecord, after: &KeyRecord) -> Result<usize> {
    let state = StateColumns::of(&after.state);
    connection.execute(
        "UPDATE keys SET state = ?1, state_since = ?2, verify_until = ?3, revoked_by = ?4, revoked_note = ?5 \
         WHERE kid = ?6 AND state = ?7",
        params![
            after.state.name(),
            state.since,
            state.until,
            state.by,
            state.note,
            before.kid.as_str(),
            before.state.name()
        ],
    )
}

#[derive(Default)]
struct StateColumns<'a> {
    since: Option<i64>,
    until: Option<i64>,
    by: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> StateColumns<'a> {
    fn of(state: &'a KeyState) -> Self {
        let seconds = |time: &Timestamp| Some(time.0);
        match state {
            KeyState::Standby => Self::default(),
            KeyState::Active { since } => Self { since: seconds(since), ..Self::default() },
            KeyState::Retired { since, verify_until } => {
                Self { since: seconds(since), until: seconds(verify_until), ..Self::default() }
            }
            KeyState::Revoked(revocation) => Self {
                since: seconds(&revocation.at),
                until: None,
                by: Some(revocation.by.as_str()),
                note: revocation.note.as_ref().map(Note::as_str),
            },
        }
    }
}
