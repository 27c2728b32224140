//! The table `grants`.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::columns::{Columns, revocation_values, text};
use super::conditions::{Conditions, blob};
use super::known::Known;
use super::session::Session;
use super::table::GRANTS;
use super::users;
use crate::core::verify::AppFacts;
use crate::core::{
    AccessContext, ClientId, Grant, GrantCount, GrantFilter, GrantId, GrantState, Revocation, Subject, UserId,
};
use crate::store::{Page, ReadGrants, Result, WriteGrants};

/// A grant, standing or not, and whether its user is blocked.
pub(super) fn by_id(connection: &Connection, known: &Known, id: &GrantId) -> rusqlite::Result<Option<(Grant, bool)>> {
    let found = connection
        .prepare_cached(BY_ID)?
        .query_row([id.as_bytes()], |row| read_all(row, |app| known.app(connection, app)));
    found.optional()
}

const BY_ID: &str = "SELECT * FROM grants WHERE id = ?1";

/// Whether a grant stands, and whether its user is blocked; none where there is no such grant.
pub(super) fn state_of(connection: &Connection, id: &[u8; 16]) -> rusqlite::Result<Option<(GrantState, bool)>> {
    let found = connection.prepare_cached(BY_ID)?.query_row([id], |row| {
        let columns = &mut Columns::intact(row, &GRANTS)?;
        columns.skip(5);
        let state = state(columns)?;
        columns.skip(3);
        Ok((state, columns.plain::<Option<i64>>()?.is_some()))
    });
    found.optional()
}

/// Reads the grant of a whole row.
fn read(row: &Row<'_>, app: impl FnOnce(i64) -> rusqlite::Result<Arc<AppFacts>>) -> rusqlite::Result<Grant> {
    read_all(row, app).map(|(grant, _)| grant)
}

/// Reads a whole row: the grant, and whether its user is blocked.
fn read_all(
    row: &Row<'_>,
    app: impl FnOnce(i64) -> rusqlite::Result<Arc<AppFacts>>,
) -> rusqlite::Result<(Grant, bool)> {
    let columns = &mut Columns::intact(row, &GRANTS)?;
    let id = GrantId::from_bytes(columns.plain()?);
    let client_id = app(columns.plain()?)?.client_id.clone();
    let (user, scopes) = (columns.parsed()?, columns.parsed()?);
    let granted_at = columns.time()?;
    let state = state(columns)?;
    let context = AccessContext { ip: columns.maybe()?, user_agent: columns.plain()?, device: columns.plain()? };
    let is_blocked = columns.plain::<Option<i64>>()?.is_some();
    Ok((Grant { id, client_id, user, scopes, granted_at, context, state }, is_blocked))
}

/// Whether it stands: the word that the store keeps beside the revocation, and the revocation.
fn state(columns: &mut Columns<'_>) -> rusqlite::Result<GrantState> {
    let (word, revocation) = (columns.text()?, columns.revocation()?);
    columns.convert(match (word, revocation) {
        (Some("active"), None) => Some(GrantState::Active),
        (Some("revoked"), Some(revocation)) => Some(GrantState::Revoked(revocation)),
        _ => None,
    })
}

impl ReadGrants for Session<'_> {
    fn active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>> {
        self.run(|connection| {
            // An app that is not there has no grants either.
            let Some(number) = self.known.maybe_app_number(connection, app)? else { return Ok(None) };
            let sql = "SELECT * FROM grants WHERE user = ?1 AND app = ?2 AND state = 'active'";
            let read = |row: &Row<'_>| read_all(row, |app| self.known.app(connection, app));
            let found = connection.prepare_cached(sql)?.query_row(params![user.as_str(), number], read).optional()?;
            // Whoever relies on it has looked at the user, who may not be known any more.
            if let Some((_, true)) = found {
                users::block_of(connection, &self.known, &Subject::User(user.clone()), true)?;
            }
            Ok(found.map(|(grant, _)| grant))
        })
    }

    fn grant(&self, id: &GrantId) -> Result<Option<Grant>> {
        self.run(|connection| Ok(by_id(connection, &self.known, id)?.map(|(grant, _)| grant)))
    }

    fn grants(&self, filter: &GrantFilter, page: &Page<GrantId>) -> Result<Vec<Grant>> {
        self.run(|connection| {
            let mut conditions = Conditions::of_grants(filter);
            conditions.and_if("g.id < ?", page.after.as_ref().map(GrantId::as_bytes).map(blob));
            let sql = format!("SELECT * FROM grants g WHERE {} ORDER BY g.id DESC LIMIT ?", conditions.sql());
            let values = conditions.values(vec![], [page.limit.into()]);
            let read = |row: &Row<'_>| read(row, |app| self.known.app(connection, app));
            connection.prepare(&sql)?.query_map(params_from_iter(values), read)?.collect()
        })
    }

    fn count_grants(&self, filter: &GrantFilter) -> Result<GrantCount> {
        self.run(|connection| {
            let conditions = Conditions::of_grants(filter);
            let sql = format!("SELECT count(*), total(g.state = 'active') FROM grants g WHERE {}", conditions.sql());
            connection.query_row(&sql, params_from_iter(conditions.values(vec![], [])), |row| {
                let (all, active): (i64, f64) = (row.get(0)?, row.get(1)?);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
                let active = active as u64;
                Ok(GrantCount { revoked: active, already_revoked: all.unsigned_abs() - active })
            })
        })
    }

    fn knows_user(&self, user: &UserId) -> Result<bool> {
        // Every token of a user has a grant, so asking the grants is enough.
        self.run(|connection| {
            let sql =
                "SELECT EXISTS (SELECT 1 FROM grants WHERE user = ?1) OR EXISTS (SELECT 1 FROM users WHERE name = ?1)";
            connection.prepare_cached(sql)?.query_row([user.as_str()], |row| row.get(0))
        })
    }

    fn users_from(&self, from: &str, most: u32) -> Result<Vec<UserId>> {
        // From one name to the next by the index, however many grants each has.
        let sql = "WITH RECURSIVE named(user) AS ( \
                     SELECT min(user) FROM grants WHERE user >= ?1 \
                     UNION ALL SELECT (SELECT min(user) FROM grants WHERE user > named.user) FROM named \
                     WHERE named.user IS NOT NULL LIMIT ?2) \
                   SELECT user FROM named WHERE user IS NOT NULL \
                   UNION SELECT * FROM (SELECT name FROM users WHERE name >= ?1 ORDER BY name LIMIT ?2) \
                   ORDER BY 1 LIMIT ?2";
        self.run(|connection| {
            let name = |row: &Row<'_>| row.get::<_, String>(0);
            let mut statement = connection.prepare_cached(sql)?;
            let names: Vec<String> =
                statement.query_map(params![from, most], name)?.collect::<rusqlite::Result<_>>()?;
            Ok(names.into_iter().filter_map(|name| UserId::new(name).ok()).collect())
        })
    }
}

impl WriteGrants for Session<'_> {
    fn hold_grant(&self, id: &GrantId) -> Result<Option<Grant>> {
        self.grant(id)
    }

    fn take_active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>> {
        self.active_grant(app, user)
    }

    fn insert_grant(&mut self, grant: &Grant) -> Result<()> {
        self.run(|connection| {
            let [scopes, state, at, by, cause, note] = changeable(grant);
            let (id, user) = (blob(grant.id.as_bytes()), text(grant.user.as_str()));
            let app = self.known.app_number(connection, &grant.client_id)?.into();
            let AccessContext { ip, user_agent, device } = &grant.context;
            let (ip, agent, device) = (ip.map(|ip| ip.to_string()), user_agent.clone(), device.clone());
            let granted_at = grant.granted_at.0.into();
            let user_blocked = users::is_blocked(connection, &self.known, &grant.user)?.then_some(1_i64);
            GRANTS.add(
                connection,
                &[
                    id,
                    app,
                    user,
                    scopes,
                    granted_at,
                    state,
                    at,
                    by,
                    cause,
                    note,
                    ip.into(),
                    agent.into(),
                    device.into(),
                    user_blocked.into(),
                ],
            )
        })
    }

    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()> {
        self.exactly_one(|connection| {
            let key = ("id", blob(before.id.as_bytes()));
            GRANTS.replace(connection, CHANGEABLE, key, changeable(before), changeable(after))
        })
    }

    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()> {
        self.run(|connection| {
            let conditions = Conditions::of_grants(filter);
            let changed = ["'revoked'", "?1", "?2", "?3", "?4"].map(str::to_owned);
            let columns = ["state", "revoked_at", "revoked_by", "revoked_cause", "revoked_note"];
            let changed: Vec<_> = columns.into_iter().zip(changed).collect();
            let sql = format!(
                "UPDATE grants AS g SET state = 'revoked', revoked_at = ?1, revoked_by = ?2, revoked_cause = ?3, \
                 revoked_note = ?4, checksum = {} WHERE g.state = 'active' AND {}",
                GRANTS.resealed("g", &changed),
                conditions.sql()
            );
            connection
                .execute(&sql, params_from_iter(conditions.values(revocation_values(Some(revocation)).into(), [])))?;
            Ok(())
        })
    }
}

/// The columns of a grant that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: [&str; 6] = ["scopes", "state", "revoked_at", "revoked_by", "revoked_cause", "revoked_note"];

fn changeable(grant: &Grant) -> [Value; 6] {
    let revocation = match &grant.state {
        GrantState::Active => None,
        GrantState::Revoked(revocation) => Some(revocation),
    };
    let [at, by, cause, note] = revocation_values(revocation);
    [grant.scopes.to_string().into(), text(grant.state.name()), at, by, cause, note]
}
