//! Whose tokens are counted, and of what kind.

use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};

use super::columns::Columns;
use crate::core::breakdown::kinds;
use crate::core::key::NAMED_USERS;
use crate::core::{AppName, Breakdown, TokenKind, UserId};

/// The breakdown of the tokens `t` of a condition, with the values of its parameters.
pub(super) fn of(connection: &Connection, condition: &str, values: &[Value]) -> Result<Breakdown> {
    let tokens = format!("FROM tokens t WHERE {condition}");
    let users = format!("SELECT COUNT(DISTINCT t.user) {tokens}");
    let users: i64 = connection.query_row(&users, params_from_iter(values), |row| row.get(0))?;
    let apps = format!(
        "SELECT a.name, n.many FROM (SELECT t.app AS app, COUNT(*) AS many {tokens} GROUP BY t.app) n \
         JOIN apps a ON a.id = n.app ORDER BY n.many DESC, a.name"
    );
    let mut apps = connection.prepare(&apps)?;
    let apps = apps.query_map(params_from_iter(values), |row| {
        let mut columns = Columns::of(row);
        Ok((columns.parsed::<AppName>()?, columns.plain::<i64>()?.unsigned_abs()))
    })?;
    let apps = apps.collect::<Result<_>>()?;
    let top = format!(
        "SELECT t.user, COUNT(*) {tokens} AND t.user IS NOT NULL GROUP BY t.user ORDER BY COUNT(*) DESC, t.user LIMIT \
         {NAMED_USERS}"
    );
    let mut top = connection.prepare(&top)?;
    let top = top.query_map(params_from_iter(values), |row| {
        let mut columns = Columns::of(row);
        Ok((columns.parsed::<UserId>()?, columns.plain::<i64>()?.unsigned_abs()))
    })?;
    let top_users = top.collect::<Result<_>>()?;
    let each = TokenKind::ALL.map(|kind| format!("COUNT(*) FILTER (WHERE t.kind = '{}')", kind.name()));
    let counts = format!("SELECT {} {tokens}", each.join(", "));
    let counts = connection.query_row(&counts, params_from_iter(values), |row| {
        let mut counts = [0; TokenKind::ALL.len()];
        for (place, count) in counts.iter_mut().enumerate() {
            *count = row.get::<_, i64>(place)?.unsigned_abs();
        }
        Ok(counts)
    })?;
    Ok(Breakdown { apps, users: users.unsigned_abs(), top_users, kinds: kinds(counts) })
}
