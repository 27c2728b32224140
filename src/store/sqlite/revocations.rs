//! What is revoked and still matters, over all tables.
//!
//! Every list goes by the tokens that a verifier could still accept: those signed and not expired. The index
//! `tokens_by_key` finds them without looking at those of the past.

use rusqlite::{Connection, Result, params};

use super::columns::Columns;
use super::denied;
use super::table::{GRANTS, TOKENS, USERS};
use crate::core::revocations::{Revocations, UserCut};
use crate::core::{FamilyId, Jti, Timestamp};

/// Tokens, families and users. `since` is the last second of what expired too long ago to matter; no list gets longer
/// than `most`.
pub(super) fn of_tokens(connection: &Connection, since: Timestamp, most: u32) -> Result<Revocations> {
    check(connection, since)?;
    let mut revoked = jtis(connection, since, most)?;
    denied::jtis(connection, since, most)?.into_iter().for_each(|jti| revoked.add_token(jti));
    Ok(Revocations { families: families(connection, since, most)?, users: users(connection, since, most)?, ..revoked })
}

/// Refuses where a token that still matters, or the consent under it, is not what was written. All of them are looked at: one
/// that was revoked, and is no longer known to be, would be good to whoever has the snapshot.
fn check(connection: &Connection, since: Timestamp) -> Result<()> {
    let sql = format!(
        "SELECT count({}), count({}), total(t.grant_id IS NOT NULL AND g.id IS NULL) FROM tokens t \
         LEFT JOIN grants g ON g.id = t.grant_id WHERE t.expires_at > ?1",
        TOKENS.intact("t"),
        GRANTS.intact("g"),
    );
    let dangling: f64 = connection.prepare(&sql)?.query_row([since.0], |row| row.get(2))?;
    if dangling > 0.0 { Err(GRANTS.dangling()) } else { Ok(()) }
}

/// A key that is revoked speaks for all of its tokens. A test token may not say whose it is, or of which app: where these are
/// blocked, it is named itself.
fn jtis(connection: &Connection, since: Timestamp, most: u32) -> Result<Revocations> {
    let sql = "SELECT t.jti, t.shown_jti FROM keys k CROSS JOIN tokens t ON t.key = k.id LEFT JOIN grants g ON g.id = t.grant_id \
               WHERE k.state <> 'revoked' AND t.expires_at > ?1 AND (t.state = 'revoked' OR g.state = 'revoked' \
               OR (t.departs IS NOT NULL AND (g.user_blocked \
               OR EXISTS (SELECT 1 FROM apps a WHERE a.id = t.app AND a.state IN ('blocked', 'deleted'))))) \
               ORDER BY t.jti LIMIT ?2";
    let mut revoked = Revocations::default();
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(params![since.0, most])?;
    while let Some(row) = rows.next()? {
        match row.get(1)? {
            Some(shown) => revoked.add_token(shown),
            None => revoked.jtis.push(Jti::from_bytes(row.get(0)?)),
        }
    }
    Ok(revoked)
}

/// A family ends with its last refresh token: the ones before it were used, not revoked.
fn families(connection: &Connection, since: Timestamp, most: u32) -> Result<Vec<FamilyId>> {
    let sql = "SELECT DISTINCT t.family FROM tokens t LEFT JOIN grants g ON g.id = t.grant_id \
               WHERE t.family IS NOT NULL AND t.kind = 'refresh' AND t.expires_at > ?1 \
               AND (t.state = 'revoked' OR g.state = 'revoked') ORDER BY t.family LIMIT ?2";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map(params![since.0, most], |row| row.get(0).map(FamilyId::from_bytes))?;
    rows.collect()
}

/// Users of whom everything was revoked, and consents that were withdrawn.
///
/// Of all that a user had, it is only said where it is true: where no older token of the user is good. A withdrawn consent
/// needs no such look, because everything for that user and app stood on it or on one that ended before.
fn users(connection: &Connection, since: Timestamp, most: u32) -> Result<Vec<UserCut>> {
    let sql = "WITH ended AS (\
                 SELECT t.user AS user, MAX(t.state_at) AS before FROM keys k CROSS JOIN tokens t ON t.key = k.id \
                 WHERE t.expires_at > ?1 AND t.state = 'revoked' AND t.revoked_cause = 'user' AND t.user IS NOT NULL \
                 GROUP BY t.user) \
               SELECT user, NULL AS client_id, before FROM ended WHERE NOT EXISTS (\
                 SELECT 1 FROM tokens t JOIN grants g ON g.id = t.grant_id WHERE t.user = ended.user AND t.key IS NOT NULL \
                 AND t.expires_at > ?1 AND t.issued_at < ended.before AND t.state = 'active' AND g.state = 'active') \
               UNION ALL \
               SELECT g.user, a.client_id, MAX(g.revoked_at) FROM grants g JOIN apps a ON a.id = g.app \
               WHERE g.state = 'revoked' AND EXISTS (\
                 SELECT 1 FROM tokens t WHERE t.user = g.user AND t.grant_id = g.id AND t.key IS NOT NULL \
                 AND t.expires_at > ?1) \
               GROUP BY g.user, a.client_id ORDER BY 1, 2 LIMIT ?2";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map(params![since.0, most], |row| {
        let mut columns = Columns::of(row);
        Ok(UserCut { sub: columns.parsed()?, client_id: columns.maybe()?, before: columns.time()?, blocked: false })
    })?;
    rows.chain(blocked_users(connection, most)?).collect()
}

/// Users who are blocked, whatever tokens they have.
fn blocked_users(connection: &Connection, most: u32) -> Result<Vec<Result<UserCut>>> {
    // One that is blocked, and no longer known to be, would be good to whoever has the snapshot.
    USERS.check_all(connection)?;
    let mut statement = connection.prepare("SELECT name FROM users WHERE state = 'blocked' ORDER BY name LIMIT ?1")?;
    let rows =
        statement.query_map([most], |row| Ok(UserCut::blocked(Columns::of(row).parsed()?, Timestamp(i64::MAX))))?;
    Ok(rows.collect())
}
