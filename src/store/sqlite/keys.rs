//! The table `keys`: public halves and states. Private halves are files, which the store knows nothing of.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};

use super::change;
use super::columns::{Columns, maybe_text, text};
use super::session::Session;
use crate::core::key::NAMED_USERS;
use crate::core::{
    Actor, Algorithm, AppName, Cause, KeyRecord, KeyState, KeyUsage, Kid, Note, PrivateHalf, Revocation, Timestamp,
    UserId,
};
use crate::store::{ReadKeys, Result, WriteKeys};

const COLUMNS: &str = "kid, alg, bits, public, state, state_since, verify_until, revoked_by, revoked_note, \
                       created_at, activate_at, private";

fn read(columns: &mut Columns<'_>) -> rusqlite::Result<KeyRecord> {
    let kid = columns.parsed()?;
    let algorithm = columns.word(Algorithm::from_header)?;
    let (bits, public) = (columns.plain()?, columns.plain()?);
    let state: String = columns.plain()?;
    let (since, until) = (columns.maybe_time()?, columns.maybe_time()?);
    let (by, note): (Option<Actor>, Option<Note>) = (columns.maybe()?, columns.maybe()?);
    let (created_at, activate_at) = (columns.time()?, columns.maybe_time()?);
    let private = columns.word(private_half)?;
    let state = columns.convert(match (state.as_str(), since, until, by) {
        ("standby", None, None, None) => Some(KeyState::Standby { activate_at }),
        ("active", Some(since), None, None) => Some(KeyState::Active { since }),
        ("retired", Some(since), Some(verify_until), None) => Some(KeyState::Retired { since, verify_until }),
        ("revoked", Some(at), None, Some(by)) => {
            Some(KeyState::Revoked(Revocation { at, by, cause: Cause::Key, note }))
        }
        _ => None,
    })?;
    Ok(KeyRecord { kid, algorithm, bits, public, private, state, created_at })
}

impl ReadKeys for Session<'_> {
    fn key(&self, kid: &Kid) -> Result<Option<KeyRecord>> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM keys WHERE kid = ?1");
            connection.prepare_cached(&sql)?.query_row([kid.as_str()], |row| read(&mut Columns::of(row))).optional()
        })
    }

    fn key_with_successor(&self, kid: &Kid) -> Result<Option<(KeyRecord, Option<Timestamp>)>> {
        self.run(|connection| {
            let sql = format!(
                "SELECT {COLUMNS}, (SELECT min(s.activate_at) FROM keys s WHERE k.state = 'active' AND s.alg = k.alg \
                 AND s.state = 'standby' AND s.private = 'held') FROM keys k WHERE kid = ?1"
            );
            let read = |row: &rusqlite::Row<'_>| {
                let mut columns = Columns::of(row);
                Ok((read(&mut columns)?, columns.maybe_time()?))
            };
            connection.prepare_cached(&sql)?.query_row([kid.as_str()], read).optional()
        })
    }

    fn keys(&self) -> Result<Vec<KeyRecord>> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM keys ORDER BY id");
            connection.prepare_cached(&sql)?.query_map([], |row| read(&mut Columns::of(row)))?.collect()
        })
    }

    fn active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM keys WHERE alg = ?1 AND state = 'active'");
            connection.prepare_cached(&sql)?.query_row([algorithm.name()], |row| read(&mut Columns::of(row))).optional()
        })
    }

    fn signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>> {
        self.run(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM keys WHERE alg = ?1 AND private = 'held' AND state IN ('active', 'standby') \
                 ORDER BY state, activate_at IS NULL, activate_at, id"
            );
            connection.prepare_cached(&sql)?.query_map([algorithm.name()], |row| read(&mut Columns::of(row)))?.collect()
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
            let sql = format!(
                "INSERT INTO keys (kid, alg, bits, public, created_at, {CHANGEABLE}) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            );
            let fixed = [
                text(key.kid.as_str()),
                text(key.algorithm.name()),
                key.bits.into(),
                key.public.clone().into(),
                key.created_at.0.into(),
            ];
            connection.execute(&sql, params_from_iter(fixed.into_iter().chain(changeable(key))))?;
            Ok(())
        })
    }

    fn replace_key(&mut self, before: &KeyRecord, after: &KeyRecord) -> Result<()> {
        self.exactly_one(|connection| {
            let key = ("kid", text(before.kid.as_str()));
            change::replace(connection, ("keys", CHANGEABLE), key, changeable(before), changeable(after))
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
const CHANGEABLE: &str = "state, state_since, verify_until, revoked_by, revoked_note, activate_at, private";

fn changeable(key: &KeyRecord) -> [Value; 7] {
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
    ]
}
