//! Removing what ended long ago, a bounded part at a time, so that nobody waits long to write.
//!
//! Each row goes by its own end. A used refresh token stays as long as a token of its family may still be good: showing
//! it again must be seen as a replay, not as a text that nobody knows.

use rusqlite::{Connection, OptionalExtension, Result, named_params};

use super::denied;
use super::table::{GRANTS, TOKENS};
use crate::core::{FamilyId, GrantId, Jti, Timestamp};
use crate::store::{PruneCursor, PruneUntil, PrunedRows};

/// A token that was revoked, or has anything of a revocation, and is not what was written: its end may be a wrong one, and a
/// revocation that is dropped too early is a token that is good again. So it stays; `token show` tells of it.
fn doubtful_token(row: &str) -> String {
    format!(
        "({row}.state = 'revoked' OR {row}.revoked_by IS NOT NULL OR {row}.revoked_cause IS NOT NULL \
         OR {row}.revoked_note IS NOT NULL) AND NOT ({})",
        TOKENS.is_intact(row)
    )
}

/// What ended before `:until`, or before `:revoked` where it was revoked. The third condition keeps the refresh tokens of a
/// family of which one has not.
pub(super) fn token() -> String {
    format!(
        "t.expires_at <= :until AND (t.expires_at <= :revoked OR (t.state <> 'revoked' AND NOT EXISTS \
         (SELECT 1 FROM grants r WHERE r.id = t.grant_id AND r.state = 'revoked'))) \
         AND (t.kind <> 'refresh' OR NOT EXISTS (SELECT 1 FROM tokens o \
         WHERE o.family = t.family AND o.kind = 'refresh' AND o.expires_at > :until)) AND NOT ({})",
        doubtful_token("t")
    )
}

/// A family of which no token is left.
const FAMILY: &str = "NOT EXISTS (SELECT 1 FROM tokens t WHERE t.family = f.id)";

/// A consent that was withdrawn, and of which nothing is left. One that is not what was written stays.
fn grant() -> String {
    format!(
        "g.state = 'revoked' AND g.revoked_at <= :revoked AND {} \
         AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.grant_id = g.id) \
         AND NOT EXISTS (SELECT 1 FROM families f WHERE f.grant_id = g.id)",
        GRANTS.is_intact("g")
    )
}

/// What pruning would remove. A token that is kept keeps its family and its grant.
pub(super) fn count(connection: &Connection, until: PruneUntil) -> Result<PrunedRows> {
    let number = |sql: &str| {
        let times = named_params! { ":until": until.ended.0, ":revoked": until.revoked.0 };
        let count: i64 = connection.query_row(sql, times, |row| row.get(0))?;
        Ok::<_, rusqlite::Error>(count.unsigned_abs())
    };
    let kept = format!("NOT ({})", token());
    Ok(PrunedRows {
        tokens: number(&format!("SELECT count(*) FROM tokens t WHERE {}", token()))?
            + denied::count_ended(connection, until.revoked)?,
        families: number(&format!(
            "SELECT count(*) FROM families f WHERE NOT EXISTS (SELECT 1 FROM tokens t WHERE t.family = f.id AND {kept})",
        ))?,
        grants: number(&format!(
            "SELECT count(*) FROM grants g WHERE g.state = 'revoked' AND g.revoked_at <= :revoked AND {} \
             AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.grant_id = g.id AND {kept})",
            GRANTS.is_intact("g")
        ))?,
        doubtful: number(&format!(
            "SELECT count(*) FROM tokens t WHERE t.expires_at <= max(:until, :revoked) AND {}",
            doubtful_token("t")
        ))?,
    })
}

/// Removes what is to go among the next `most` rows, and says where to go on; nothing where all were looked at.
pub(super) fn step(
    connection: &Connection,
    until: PruneUntil,
    after: PruneCursor,
    most: u32,
) -> Result<(PrunedRows, Option<PruneCursor>)> {
    match after {
        PruneCursor::Tokens(end, jti) => tokens(connection, until, (end, jti), most).and_then(|(mut rows, next)| {
            // There are few of these, and they go with the first part.
            rows.tokens += denied::prune(connection, until.revoked)?;
            Ok((rows, next))
        }),
        PruneCursor::Families(id) => families(connection, id, most),
        PruneCursor::Grants(id) => grants(connection, until.revoked, id, most),
    }
}

fn tokens(
    connection: &Connection,
    PruneUntil { ended: until, revoked }: PruneUntil,
    (end, jti): (Timestamp, Jti),
    most: u32,
) -> Result<(PrunedRows, Option<PruneCursor>)> {
    let last = "SELECT expires_at, jti FROM tokens WHERE expires_at <= :until AND (expires_at, jti) > (:end, :jti) \
                ORDER BY expires_at, jti LIMIT 1 OFFSET :most - 1";
    let found = connection
        .prepare_cached(last)?
        .query_row(named_params! { ":until": until.0, ":end": end.0, ":jti": jti.as_bytes(), ":most": most }, |row| {
            Ok((Timestamp(row.get(0)?), Jti::from_bytes(row.get(1)?)))
        });
    let found = found.optional()?;
    // Fewer than that many are left: all of them.
    let (last_end, last_jti) = found.unwrap_or((until, Jti::from_bytes([0xff; 16])));
    let delete = format!(
        "DELETE FROM tokens AS t WHERE (t.expires_at, t.jti) > (:end, :jti) \
         AND (t.expires_at, t.jti) <= (:last_end, :last_jti) AND {}",
        token()
    );
    let tokens = connection.prepare_cached(&delete)?.execute(named_params! {
        ":until": until.0, ":revoked": revoked.0, ":end": end.0, ":jti": jti.as_bytes(), ":last_end": last_end.0,
        ":last_jti": last_jti.as_bytes(),
    })?;
    let doubtful = format!(
        "SELECT count(*) FROM tokens t WHERE (t.expires_at, t.jti) > (:end, :jti) \
         AND (t.expires_at, t.jti) <= (:last_end, :last_jti) AND {}",
        doubtful_token("t")
    );
    let doubtful: i64 = connection.prepare_cached(&doubtful)?.query_row(
        named_params! {
            ":end": end.0, ":jti": jti.as_bytes(), ":last_end": last_end.0, ":last_jti": last_jti.as_bytes(),
        },
        |row| row.get(0),
    )?;
    let next =
        found.map_or(PruneCursor::Families(FamilyId::from_bytes([0; 16])), |(end, jti)| PruneCursor::Tokens(end, jti));
    let (tokens, doubtful) = (tokens as u64, doubtful.unsigned_abs());
    Ok((PrunedRows { tokens, doubtful, ..PrunedRows::default() }, Some(next)))
}

fn families(connection: &Connection, after: FamilyId, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)> {
    let last = last_id(
        connection,
        "SELECT id FROM families WHERE id > ?1 ORDER BY id LIMIT 1 OFFSET ?2 - 1",
        after.as_bytes(),
        most,
    )?;
    let delete = format!("DELETE FROM families AS f WHERE f.id > :after AND f.id <= :last AND {FAMILY}");
    let families = connection
        .prepare_cached(&delete)?
        .execute(named_params! { ":after": after.as_bytes(), ":last": last.unwrap_or([0xff; 16]) })?;
    let next = last.map_or(PruneCursor::Grants(GrantId::from_bytes([0; 16])), |id| {
        PruneCursor::Families(FamilyId::from_bytes(id))
    });
    Ok((PrunedRows { families: families as u64, ..PrunedRows::default() }, Some(next)))
}

fn grants(
    connection: &Connection,
    revoked: Timestamp,
    after: GrantId,
    most: u32,
) -> Result<(PrunedRows, Option<PruneCursor>)> {
    let last = last_id(
        connection,
        "SELECT id FROM grants WHERE id > ?1 ORDER BY id LIMIT 1 OFFSET ?2 - 1",
        after.as_bytes(),
        most,
    )?;
    let delete = format!("DELETE FROM grants AS g WHERE g.id > :after AND g.id <= :last AND {}", grant());
    let grants = connection.prepare_cached(&delete)?.execute(named_params! {
        ":revoked": revoked.0, ":after": after.as_bytes(), ":last": last.unwrap_or([0xff; 16]),
    })?;
    let next = last.map(|id| PruneCursor::Grants(GrantId::from_bytes(id)));
    Ok((PrunedRows { grants: grants as u64, ..PrunedRows::default() }, next))
}

/// The id that many rows further, or nothing where there are fewer.
fn last_id(connection: &Connection, sql: &str, after: &[u8; 16], most: u32) -> Result<Option<[u8; 16]>> {
    connection.prepare_cached(sql)?.query_row(rusqlite::params![after, most], |row| row.get(0)).optional()
}
