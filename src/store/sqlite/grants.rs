//! The table `grants`.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::columns::Columns;
use super::conditions::{Conditions, blob};
use super::session::Session;
use crate::core::{ClientId, Context, Grant, GrantCount, GrantFilter, GrantId, GrantState, Note, Revocation, UserId};
use crate::store::{Page, ReadGrants, Result, WriteGrants};

/// The columns of a grant, in the order in which [`read`] takes them; `ga` is its app.
pub(super) const COLUMNS: &str = "g.id, ga.client_id, g.user, g.scopes, g.granted_at, g.ip, g.user_agent, g.device, \
                                  g.revoked_at, g.revoked_by, g.revoked_cause, g.revoked_note";

pub(super) fn read(columns: &mut Columns<'_>) -> rusqlite::Result<Grant> {
    let id = GrantId::from_bytes(columns.plain()?);
    let (client_id, user, scopes) = (columns.parsed()?, columns.parsed()?, columns.parsed()?);
    let granted_at = columns.time()?;
    let context = Context { ip: columns.maybe()?, user_agent: columns.plain()?, device: columns.plain()? };
    let state = columns.revocation()?.map_or(GrantState::Active, GrantState::Revoked);
    Ok(Grant { id, client_id, user, scopes, granted_at, context, state })
}

/// Whether it stands: the word that the store keeps beside the revocation, and the revocation.
pub(super) fn state(columns: &mut Columns<'_>) -> rusqlite::Result<GrantState> {
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
            let sql = format!(
                "SELECT {COLUMNS} FROM grants g JOIN apps ga ON ga.id = g.app \
                 WHERE g.user = ?1 AND ga.client_id = ?2 AND g.state = 'active'"
            );
            let found = [user.as_str(), app.as_str()];
            connection.prepare_cached(&sql)?.query_row(found, |row| read(&mut Columns::of(row))).optional()
        })
    }

    fn grant(&self, id: &GrantId) -> Result<Option<Grant>> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM grants g JOIN apps ga ON ga.id = g.app WHERE g.id = ?1");
            connection.prepare_cached(&sql)?.query_row([id.as_bytes()], |row| read(&mut Columns::of(row))).optional()
        })
    }

    fn grants(&self, filter: &GrantFilter, page: &Page<GrantId>) -> Result<Vec<Grant>> {
        self.run(|connection| {
            let mut conditions = Conditions::of_grants(filter);
            conditions.and_if("g.id < ?", page.after.as_ref().map(GrantId::as_bytes).map(blob));
            let sql = format!(
                "SELECT {COLUMNS} FROM grants g JOIN apps ga ON ga.id = g.app WHERE {} ORDER BY g.id DESC LIMIT ?",
                conditions.sql()
            );
            let values = conditions.values(vec![], [page.limit.into()]);
            connection.prepare(&sql)?.query_map(params_from_iter(values), |row| read(&mut Columns::of(row)))?.collect()
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
            let sql = "SELECT EXISTS (SELECT 1 FROM grants WHERE user = ?1)";
            connection.prepare_cached(sql)?.query_row([user.as_str()], |row| row.get(0))
        })
    }
}

impl WriteGrants for Session<'_> {
    fn insert_grant(&mut self, grant: &Grant) -> Result<()> {
        self.run(|connection| {
            connection.execute(
                "INSERT INTO grants (id, app, user, scopes, granted_at, ip, user_agent, device, state) \
                 VALUES (?1, (SELECT id FROM apps WHERE client_id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, 'active')",
                params![
                    grant.id.as_bytes(),
                    grant.client_id.as_str(),
                    grant.user.as_str(),
                    grant.scopes.to_string(),
                    grant.granted_at.0,
                    grant.context.ip.map(|ip| ip.to_string()),
                    grant.context.user_agent,
                    grant.context.device,
                ],
            )?;
            // A grant is born active; one that is revoked already goes through the same door as any other.
            match grant.state {
                GrantState::Active => Ok(()),
                GrantState::Revoked(_) => replace(connection, grant, grant).map(|_| ()),
            }
        })
    }

    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()> {
        self.exactly_one(|connection| replace(connection, before, after))
    }

    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()> {
        self.run(|connection| {
            let conditions = Conditions::of_grants(filter);
            let sql = format!(
                "UPDATE grants AS g SET state = 'revoked', revoked_at = ?, revoked_by = ?, revoked_cause = ?, \
                 revoked_note = ? WHERE g.state = 'active' AND {}",
                conditions.sql()
            );
            connection.execute(&sql, params_from_iter(conditions.values(revocation_values(revocation), [])))?;
            Ok(())
        })
    }
}

fn replace(connection: &Connection, before: &Grant, after: &Grant) -> rusqlite::Result<usize> {
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

/// When, by whom, through what, why: the values of the four columns of a revocation.
pub(super) fn revocation_values(revocation: &Revocation) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let note = revocation.note.as_ref().map(Note::as_str);
    vec![
        revocation.at.0.into(),
        text(revocation.by.as_str()),
        text(revocation.cause.name()),
        note.map_or(Value::Null, text),
    ]
}
