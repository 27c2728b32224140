//! The table `keys`: public halves and states. Private halves are files, which the store knows nothing of.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{Columns, maybe_text, text};
use super::session::Session;
use super::table::KEYS;
use crate::core::key::KeyAppUse;
use crate::core::key::{NAMED_USERS, SecretMark};
use crate::core::{
    Actor, Algorithm, AppName, Cause, KeyRecord, KeyState, KeyUsage, Kid, Note, PrivateHalf, Revocation, Timestamp,
    UserId,
};
use crate::store::{ReadKeys, Result, WriteKeys};

/// Answers what was found; where nothing was, only after a look at all the others: it may be among them, and not be known
/// by its name, its algorithm or its state any more.
fn found<T>(connection: &Connection, found: Option<T>) -> rusqlite::Result<Option<T>> {
    if found.is_none() {
        KEYS.check_all(connection)?;
    }
    Ok(found)
}

/// Reads a whole row.
fn read(row: &Row<'_>) -> rusqlite::Result<KeyRecord> {
    numbered(row).map(|(_, key)| key)
}

/// The same, with the number that other rows name the key with.
fn numbered(row: &Row<'_>) -> rusqlite::Result<(i64, KeyRecord)> {
    let columns = &mut Columns::intact(row, &KEYS)?;
    let number = columns.plain()?;
    let kid = columns.parsed()?;
    let algorithm = columns.word(Algorithm::from_header)?;
    let (bits, public) = (columns.plain()?, columns.plain()?);
    let state: String = columns.plain()?;
    let (since, until) = (columns.maybe_time()?, columns.maybe_time()?);
    let (by, note): (Option<Actor>, Option<Note>) = (columns.maybe()?, columns.maybe()?);
    let (created_at, activate_at) = (columns.time()?, columns.maybe_time()?);
    let private = columns.word(private_half)?;
    let secret_mark = columns.plain::<Option<[u8; 16]>>()?.map(SecretMark);
    let state = columns.convert(match (state.as_str(), since, until, by) {
        ("standby", None, None, None) => Some(KeyState::Standby { activate_at }),
        ("active", Some(since), None, None) => Some(KeyState::Active { since }),
        ("retired", Some(since), Some(verify_until), None) => Some(KeyState::Retired { since, verify_until }),
        ("revoked", Some(at), None, Some(by)) => {
            Some(KeyState::Revoked(Revocation { at, by, cause: Cause::Key, note }))
        }
        _ => None,
    })?;
    Ok((number, KeyRecord { kid, algorithm, bits, public, secret_mark, private, state, created_at }))
}

impl ReadKeys for Session<'_> {
    fn key(&self, kid: &Kid) -> Result<Option<KeyRecord>> {
        self.run(|connection| {
            let sql = "SELECT * FROM keys WHERE kid = ?1";
            found(connection, connection.prepare_cached(sql)?.query_row([kid.as_str()], read).optional()?)
        })
    }

    fn key_with_successor(&self, kid: &Kid) -> Result<Option<(KeyRecord, Option<Timestamp>)>> {
        self.run(|connection| {
            // Whatever looks like one that is to take over is looked at: it may not look like it any more in every way.
            let sql = "SELECT * FROM keys WHERE kid = ?1 OR state = 'standby' OR activate_at IS NOT NULL";
            let (mut key, mut coming) = (None, Vec::new());
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([kid.as_str()])?;
            while let Some(row) = rows.next()? {
                if row.get_ref(1)?.as_str() == Ok(kid.as_str()) {
                    let (number, found) = numbered(row)?;
                    self.known.is_key(number, kid);
                    key = Some(found);
                } else {
                    coming.push(read(row));
                }
            }
            let Some(key) = found(connection, key)? else { return Ok(None) };
            let mut successor = None;
            for next in coming.into_iter().filter(|_| key.is_active()) {
                let next = next?;
                if let KeyState::Standby { activate_at: Some(at) } = next.state
                    && next.algorithm == key.algorithm
                    && next.has_private()
                {
                    successor = Some(successor.map_or(at, |earlier: Timestamp| earlier.min(at)));
                }
            }
            Ok(Some((key, successor)))
        })
    }

    fn keys(&self) -> Result<Vec<KeyRecord>> {
        self.run(|connection| {
            connection.prepare_cached("SELECT * FROM keys ORDER BY id")?.query_map([], read)?.collect()
        })
    }

    fn active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
        self.run(|connection| {
            let sql = "SELECT * FROM keys WHERE alg = ?1 AND state = 'active'";
            let key = connection.prepare_cached(sql)?.query_row([algorithm.name()], numbered).optional()?;
            let Some((number, key)) = found(connection, key)? else { return Ok(None) };
            self.known.is_key(number, &key.kid);
            Ok(Some(key))
        })
    }

    fn signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>> {
        self.run(|connection| {
            let sql = "SELECT * FROM keys WHERE alg = ?1 AND private = 'held' AND state IN ('active', 'standby') \
                       ORDER BY state, activate_at IS NULL, activate_at, id";
            let mut keys = connection.prepare_cached(sql)?;
            let keys = keys.query_map([algorithm.name()], read)?;
            let keys: Vec<KeyRecord> = keys.collect::<rusqlite::Result<_>>()?;
            if !keys.iter().any(KeyRecord::is_active) {
                KEYS.check_all(connection)?;
            }
            Ok(keys)
        })
    }

    fn key_uses(&self, kid: Option<&Kid>, now: Timestamp) -> Result<Vec<KeyAppUse>> {
        self.run(|connection| {
            let is_live = "t.expires_at > ?1 AND t.state = 'active'";
            let sql = format!(
                "SELECT k.kid, k.state, a.client_id, a.name, MAX(t.issued_at), COUNT(*) FILTER (WHERE {is_live}), \
                 COUNT(DISTINCT t.user) FILTER (WHERE {is_live}), MAX(t.expires_at) FILTER (WHERE {is_live}) \
                 FROM tokens t JOIN keys k ON k.id = t.key JOIN apps a ON a.id = t.app WHERE ?2 IS NULL OR k.kid = ?2 \
                 GROUP BY t.key, t.app ORDER BY k.kid, 6 DESC, a.name"
            );
            let mut rows = connection.prepare(&sql)?;
            let rows = rows.query_map(params![now.0, kid.map(Kid::as_str)], |row| {
                let mut columns = Columns::of(row);
                Ok(KeyAppUse {
                    kid: columns.parsed()?,
                    state: columns.plain()?,
                    client_id: columns.parsed()?,
                    app: columns.parsed()?,
                    last_issued: Timestamp(columns.plain()?),
                    live: columns.plain::<i64>()?.unsigned_abs(),
                    users: columns.plain::<i64>()?.unsigned_abs(),
                    last_live_end: columns.plain::<Option<i64>>()?.map(Timestamp),
                })
            })?;
            rows.collect()
        })
    }

    fn key_usage(&self, kid: &Kid, now: Timestamp) -> Result<KeyUsage> {
        self.run(|connection| {
            // Every token that it signed counts here, whatever became of it.
            let last = "SELECT MAX(expires_at) FROM tokens WHERE key = (SELECT id FROM keys WHERE kid = ?1)";
            let last_exp: Option<i64> = connection.prepare_cached(last)?.query_row([kid.as_str()], |row| row.get(0))?;
            let live = "FROM tokens t JOIN apps a ON a.id = t.app WHERE t.key = (SELECT id FROM keys WHERE kid = ?1) \
                        AND t.expires_at > ?2 AND t.state = 'active'";
            let users = format!("SELECT COUNT(DISTINCT t.user) {live}");
            let users: i64 = connection.prepare(&users)?.query_row(params![kid.as_str(), now.0], |row| row.get(0))?;
            let users = users.unsigned_abs();
            let apps = format!("SELECT a.name, COUNT(*) {live} GROUP BY a.id ORDER BY COUNT(*) DESC, a.name");
            let mut apps = connection.prepare(&apps)?;
            let top = format!(
                "SELECT t.user, COUNT(*) {live} AND t.user IS NOT NULL GROUP BY t.user \
                 ORDER BY COUNT(*) DESC, t.user LIMIT ?3"
            );
            let mut top = connection.prepare(&top)?;
            let top = top.query_map(params![kid.as_str(), now.0, NAMED_USERS], |row| {
                let mut columns = Columns::of(row);
                Ok((columns.parsed::<UserId>()?, columns.plain::<i64>()?.unsigned_abs()))
            })?;
            let top_users = top.collect::<rusqlite::Result<Vec<_>>>()?;
            let apps = apps.query_map(params![kid.as_str(), now.0], |row| {
                let mut columns = Columns::of(row);
                Ok((columns.parsed::<AppName>()?, columns.plain::<i64>()?.unsigned_abs()))
            })?;
            let apps = apps.collect::<rusqlite::Result<Vec<_>>>()?;
            let live = apps.iter().map(|(_, count)| count).sum();
            Ok(KeyUsage { live, users, top_users, apps, last_exp: last_exp.map(Timestamp) })
        })
    }
}

impl WriteKeys for Session<'_> {
    fn hold_active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
        self.active_key(algorithm)
    }

    fn take_active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
        self.active_key(algorithm)
    }

    fn take_key(&self, kid: &Kid) -> Result<Option<KeyRecord>> {
        self.key(kid)
    }

    fn take_signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>> {
        self.signing_keys(algorithm)
    }

    fn insert_key(&mut self, key: &KeyRecord) -> Result<()> {
        self.run(|connection| {
            let number = "SELECT ifnull(max(id), 0) + 1 FROM keys";
            let number: i64 = connection.query_row(number, [], |row| row.get(0))?;
            let [state, since, until, by, note, activates, private, secret] = changeable(key);
            let (kid, alg, bits) = (text(key.kid.as_str()), text(key.algorithm.name()), key.bits.into());
            let (public, created_at) = (key.public.clone().into(), key.created_at.0.into());
            KEYS.add(
                connection,
                &[
                    number.into(),
                    kid,
                    alg,
                    bits,
                    public,
                    state,
                    since,
                    until,
                    by,
                    note,
                    created_at,
                    activates,
                    private,
                    secret,
                ],
            )
        })
    }

    fn replace_key(&mut self, before: &KeyRecord, after: &KeyRecord) -> Result<()> {
        self.exactly_one(|connection| {
            let key = ("kid", text(before.kid.as_str()));
            KEYS.replace(connection, CHANGEABLE, key, changeable(before), changeable(after))
        })
    }
}

fn private_name(private: PrivateHalf) -> &'static str {
    match private {
        PrivateHalf::Held => "held",
        PrivateHalf::Absent => "absent",
        PrivateHalf::Destroyed => "destroyed",
    }
}

fn private_half(name: &str) -> Option<PrivateHalf> {
    [PrivateHalf::Held, PrivateHalf::Absent, PrivateHalf::Destroyed]
        .into_iter()
        .find(|half| private_name(*half) == name)
}

/// The columns of a key that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: [&str; 8] =
    ["state", "state_since", "verify_until", "revoked_by", "revoked_note", "activate_at", "private", "secret_mark"];

fn changeable(key: &KeyRecord) -> [Value; 8] {
    let (mut since, mut until, mut activates, mut revocation) = (None, None, None, None);
    match &key.state {
        KeyState::Standby { activate_at } => activates = *activate_at,
        KeyState::Active { since: at } => since = Some(*at),
        KeyState::Retired { since: at, verify_until } => (since, until) = (Some(*at), Some(*verify_until)),
        KeyState::Revoked(revoked) => (since, revocation) = (Some(revoked.at), Some(revoked)),
    }
    let seconds = |time: Option<Timestamp>| time.map(|time| time.0).into();
    [
        text(key.state.name()),
        seconds(since),
        seconds(until),
        revocation.map(|revocation| revocation.by.kept()).into(),
        maybe_text(revocation.and_then(|revocation| revocation.note.as_ref()).map(Note::as_str)),
        seconds(activates),
        text(private_name(key.private)),
        key.secret_mark.map(|SecretMark(mark)| mark.to_vec()).into(),
    ]
}
