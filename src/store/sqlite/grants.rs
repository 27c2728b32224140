//! The table `grants`.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::columns::Columns;
use crate::core::{ClientId, Grant, GrantId, GrantState, Note, UserId};

/// The columns of a grant, in the order in which [`read`] takes them; `ga` is its app.
pub(super) const COLUMNS: &str = "g.id, ga.client_id, g.user, g.scopes, g.granted_at, g.revoked_at, g.revoked_by, \
                                  g.revoked_cause, g.revoked_note";

pub(super) fn read(columns: &mut Columns<'_>) -> Result<Grant> {
    let id = GrantId::from_bytes(columns.plain()?);
    let (client_id, user, scopes) = (columns.parsed()?, columns.parsed()?, columns.parsed()?);
    let granted_at = columns.time()?;
    let state = columns.revocation()?.map_or(GrantState::Active, GrantState::Revoked);
    Ok(Grant { id, client_id, user, scopes, granted_at, state })
}

pub(super) fn active(connection: &Connection, app: &ClientId, user: &UserId) -> Result<Option<Grant>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM grants g JOIN apps ga ON ga.id = g.app \
         WHERE g.user = ?1 AND ga.client_id = ?2 AND g.state = 'active'"
    );
    let found = [user.as_str(), app.as_str()];
    connection.prepare_cached(&sql)?.query_row(found, |row| read(&mut Columns::of(row))).optional()
}

pub(super) fn find(connection: &Connection, id: &GrantId) -> Result<Option<Grant>> {
    let sql = format!("SELECT {COLUMNS} FROM grants g JOIN apps ga ON ga.id = g.app WHERE g.id = ?1");
    connection.prepare_cached(&sql)?.query_row([id.as_bytes()], |row| read(&mut Columns::of(row))).optional()
}

/// Every token of a user has a grant, so asking the grants is enough.
pub(super) fn knows_user(connection: &Connection, user: &UserId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM grants WHERE user = ?1)";
    connection.prepare_cached(sql)?.query_row([user.as_str()], |row| row.get(0))
}

pub(super) fn insert(connection: &Connection, grant: &Grant) -> Result<()> {
    connection.execute(
        "INSERT INTO grants (id, app, user, scopes, granted_at, state) \
         VALUES (?1, (SELECT id FROM apps WHERE client_id = ?2), ?3, ?4, ?5, 'active')",
        params![
            grant.id.as_bytes(),
            grant.client_id.as_str(),
            grant.user.as_str(),
            grant.scopes.to_string(),
            grant.granted_at.0
        ],
    )?;
    // A grant is born active; one that is revoked already goes through the same door as any other.
    match grant.state {
        GrantState::Active => Ok(()),
        GrantState::Revoked(_) => replace(connection, grant, grant).map(|_| ()),
    }
}

pub(super) fn replace(connection: &Connection, before: &Grant, after: &Grant) -> Result<usize> {
    let (state, revocation) = match &after.state {
        GrantState::Active => ("active", None),
        GrantState::Revoked(revocation) => ("revoked", Some(revocation)),
    };
    connection.execute(
        "UPDATE grants SET scopes = ?1, state = ?2, revoked_at = ?3, revoked_by = ?4, revoked_cause = ?5, \
         revoked_note = ?6 WHERE id = ?7 AND state = 'active' AND scopes = ?8",
        params![
            after.scopes.to_string(),
            state,
            revocation.map(|r| r.at.0),
            revocation.map(|r| r.by.as_str()),
            revocation.map(|r| r.cause.name()),
            revocation.and_then(|r| r.note.as_ref()).map(Note::as_str),
            before.id.as_bytes(),
            before.scopes.to_string(),
        ],
    )
}
