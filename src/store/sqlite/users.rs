//! The table `users`.
//!
//! Whoever judges a token reads its grant and not its user: that a user is blocked is noted in their grants too, under the
//! checksum of each, and the user is looked up where it is. So a block costs nobody anything who is not blocked.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result as SqlResult, Row, params};

use super::columns::{Columns, maybe_text, text};
use super::known::Known;
use super::session::Session;
use super::table::{GRANTS, USERS};
use crate::core::json::parse_claims;
use crate::core::{Actor, Note, Subject, User, UserBlock, UserId, UserState};
use crate::store::{ReadUsers, Result, WriteUsers};

/// Reads a whole row.
fn read(row: &Row<'_>) -> SqlResult<User> {
    let columns = &mut Columns::intact(row, &USERS)?;
    let (name, word) = (columns.parsed()?, columns.text()?);
    let (since, by, note) = (columns.maybe_time()?, columns.maybe::<Actor>()?, columns.maybe::<Note>()?);
    let state = columns.convert(match (word, since, by, note) {
        (Some("active"), None, None, None) => Some(UserState::Active),
        (Some("blocked"), Some(since), Some(by), Some(note)) => Some(UserState::Blocked(UserBlock { since, note, by })),
        _ => None,
    })?;
    let claims = columns.text()?;
    let claims = columns.convert(claims.and_then(|claims| parse_claims(claims.as_bytes()).ok()))?;
    Ok(User { name, state, claims, created_at: columns.time()? })
}

/// What is kept of a user. Where that is nothing, those who are blocked are looked at: the user may be one of them, and not be
/// known by their name any more.
pub(super) fn find(connection: &Connection, known: &Known, name: &UserId) -> SqlResult<Option<User>> {
    // Most homes keep nothing of anybody, and are not asked for each token.
    let any = || {
        let sql = "SELECT EXISTS (SELECT 1 FROM users)";
        connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
    };
    if !known.has_users(any)? {
        return Ok(None);
    }
    known.user(name, || {
        let mut by_name = connection.prepare_cached("SELECT * FROM users WHERE name = ?1")?;
        let found = by_name.query_row([name.as_str()], read).optional()?;
        if found.is_none() && !known.users_are_looked_at() {
            let sql = format!("SELECT count({}) FROM users u WHERE u.state = 'blocked'", USERS.intact("u"));
            connection.prepare_cached(&sql)?.query_row([], |_| Ok(()))?;
            known.look_at_users();
        }
        Ok(found)
    })
}

/// That the user of a token is blocked, where a grant of theirs says that they are.
pub(super) fn block_of(
    connection: &Connection,
    known: &Known,
    subject: &Subject,
    is_blocked: bool,
) -> SqlResult<Option<UserBlock>> {
    let Some(name) = subject.user().filter(|_| is_blocked) else { return Ok(None) };
    match find(connection, known, name)?.map(|user| user.state) {
        Some(UserState::Blocked(block)) => Ok(Some(block)),
        Some(UserState::Active) | None => Err(USERS.dangling()),
    }
}

/// Whether a user is blocked, for a grant that is new.
pub(super) fn is_blocked(connection: &Connection, known: &Known, name: &UserId) -> SqlResult<bool> {
    Ok(find(connection, known, name)?.is_some_and(|user| user.block_of().is_some()))
}

/// Notes in the grants of a user whether they are blocked.
fn mark_grants(connection: &Connection, name: &UserId, is_blocked: bool) -> SqlResult<()> {
    let sql = format!(
        "UPDATE grants AS g SET user_blocked = ?1, checksum = {} WHERE g.user = ?2 AND g.user_blocked IS NOT ?1",
        GRANTS.resealed("g", &[("user_blocked", "?1".to_owned())]),
    );
    connection.prepare_cached(&sql)?.execute(params![is_blocked.then_some(1), name.as_str()]).map(|_| ())
}

impl ReadUsers for Session<'_> {
    fn user(&self, name: &UserId) -> Result<Option<User>> {
        self.run(|connection| find(connection, &self.known, name))
    }

    fn users(&self) -> Result<Vec<User>> {
        self.run(|connection| {
            connection.prepare_cached("SELECT * FROM users ORDER BY name")?.query_map([], read)?.collect()
        })
    }
}

impl WriteUsers for Session<'_> {
    fn hold_user(&self, name: &UserId) -> Result<Option<User>> {
        self.user(name)
    }

    fn take_user(&self, name: &UserId) -> Result<Option<User>> {
        self.user(name)
    }

    fn insert_user(&mut self, user: &User) -> Result<()> {
        self.known.forget_users();
        self.run(|connection| {
            let [state, since, by, note, claims] = changeable(user);
            let (name, created_at) = (text(user.name.as_str()), user.created_at.0.into());
            USERS.add(connection, &[name, state, since, by, note, claims, created_at])?;
            mark_grants(connection, &user.name, user.block_of().is_some())
        })
    }

    fn replace_user(&mut self, before: &User, after: &User) -> Result<()> {
        self.known.forget_users();
        self.exactly_one(|connection| {
            let key = ("name", text(before.name.as_str()));
            let met = USERS.replace(connection, CHANGEABLE, key, changeable(before), changeable(after))?;
            mark_grants(connection, &after.name, after.block_of().is_some())?;
            Ok(met)
        })
    }

    fn remove_user(&mut self, before: &User) -> Result<()> {
        self.known.forget_users();
        self.exactly_one(|connection| {
            let sql = format!("DELETE FROM users WHERE name = ? AND ({}) IS (?, ?, ?, ?, ?)", CHANGEABLE.join(", "));
            let values = [text(before.name.as_str())].into_iter().chain(changeable(before));
            let met = connection.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(values))?;
            mark_grants(connection, &before.name, false)?;
            Ok(met)
        })
    }
}

/// The columns of a user that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: [&str; 5] = ["state", "state_at", "state_by", "state_note", "claims"];

fn changeable(user: &User) -> [Value; 5] {
    let block = user.block_of();
    [
        text(user.state.name()),
        block.map(|block| block.since.0).into(),
        block.map(|block| block.by.kept()).into(),
        maybe_text(block.map(|block| block.note.as_str())),
        user.claims.to_string().into(),
    ]
}
