//! The table `grants`.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::change;
use super::columns::{Columns, revocation_values, text};
use super::conditions::{Conditions, blob};
use super::session::Session;
use crate::core::{AccessContext, ClientId, Grant, GrantCount, GrantFilter, GrantId, GrantState, Revocation, UserId};
use crate::store::{Page, ReadGrants, Result, WriteGrants};

/// The columns of a grant, in the order in which [`read`] takes them; `ga` is its app.
pub(super) const COLUMNS: &str = "g.id, ga.client_id, g.user, g.scopes, g.granted_at, g.ip, g.user_agent, g.device, \
                                  g.revoked_at, g.revoked_by, g.revoked_cause, g.revoked_note";

pub(super) fn read(columns: &mut Columns<'_>) -> rusqlite::Result<Grant> {
    let id = GrantId::from_bytes(columns.plain()?);
    let (client_id, user, scopes) = (columns.parsed()?, columns.parsed()?, columns.parsed()?);
    let granted_at = columns.time()?;
    let context = AccessContext { ip: columns.maybe()?, user_agent: columns.plain()?, device: columns.plain()? };
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
    fn hold_grant(&self, id: &GrantId) -> Result<Option<Grant>> {
        self.grant(id)
    }

    fn take_active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>> {
        self.active_grant(app, user)
    }

    fn insert_grant(&mut self, grant: &Grant) -> Result<()> {
        self.run(|connection| {
            let sql = format!(
                "INSERT INTO grants (id, app, user, granted_at, ip, user_agent, device, {CHANGEABLE}) \
                 VALUES (?, (SELECT id FROM apps WHERE client_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            );
            let fixed = [
                blob(grant.id.as_bytes()),
                text(grant.client_id.as_str()),
                text(grant.user.as_str()),
                grant.granted_at.0.into(),
                grant.context.ip.map(|ip| ip.to_string()).into(),
                grant.context.user_agent.clone().into(),
                grant.context.device.clone().into(),
            ];
            connection.execute(&sql, params_from_iter(fixed.into_iter().chain(changeable(grant))))?;
            Ok(())
        })
    }

    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()> {
        self.exactly_one(|connection| {
            let key = ("id", blob(before.id.as_bytes()));
            change::replace(connection, ("grants", CHANGEABLE), key, changeable(before), changeable(after))
        })
    }

    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()> {
        self.run(|connection| {
            let conditions = Conditions::of_grants(filter);
            let sql = format!(
                "UPDATE grants AS g SET state = 'revoked', revoked_at = ?, revoked_by = ?, revoked_cause = ?, \
                 revoked_note = ? WHERE g.state = 'active' AND {}",
                conditions.sql()
            );
            connection
                .execute(&sql, params_from_iter(conditions.values(revocation_values(Some(revocation)).into(), [])))?;
            Ok(())
        })
    }
}

/// The columns of a grant that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: &str = "scopes, state, revoked_at, revoked_by, revoked_cause, revoked_note";

fn changeable(grant: &Grant) -> [Value; 6] {
    let revocation = match &grant.state {
        GrantState::Active => None,
        GrantState::Revoked(revocation) => Some(revocation),
    };
    let [at, by, cause, note] = revocation_values(revocation);
    [grant.scopes.to_string().into(), text(grant.state.name()), at, by, cause, note]
}
